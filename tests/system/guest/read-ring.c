// SPDX-License-Identifier: GPL-2.0-or-later
/* read-ring [SIZE]: prints the hypervisor's console ring, read into SIZE bytes. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "xc.h"

#define DEFAULT_SIZE (1U << 20)

int main(int argc, char **argv)
{
	unsigned int size =
		argc > 1 ? (unsigned int)strtoul(argv[1], NULL, 0) : DEFAULT_SIZE;
	char *buffer = malloc(size), *text = buffer;
	int handle = xc_interface_open();

	if (!buffer)
		err(EXIT_FAILURE, "%u bytes", size);
	if (handle < 0)
		return EXIT_FAILURE;
	if (xc_readconsolering(handle, &text, &size, 0))
		err(EXIT_FAILURE, "ring");
	if (fwrite(text, 1, size, stdout) != size || fflush(stdout))
		err(EXIT_FAILURE, "output");
	free(buffer);
	xc_interface_close(handle);
	return EXIT_SUCCESS;
}
