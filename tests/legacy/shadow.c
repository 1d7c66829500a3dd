// SPDX-License-Identifier: GPL-2.0-or-later
/* Stands in for xc_shadow: sets the shadow mode of domain 0, -0 to -2. */
#include <xc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <errno.h>
#include <string.h>

int main(int argc, char *argv[])
{
	int xc_handle, mode;

	if (argc != 2 || argv[1][0] != '-' || argv[1][1] < '0' || argv[1][1] > '2') {
		printf("usage: shadow -[0|1|2]\n");
		return 2;
	}
	mode = argv[1][1] - '0';
	if ((xc_handle = xc_interface_open()) == -1) {
		fprintf(stderr, "shadow: no interface: %s\n", strerror(errno));
		return 2;
	}
	if (xc_shadow_control(xc_handle, 0, mode, NULL, 0, NULL) < 0) {
		printf("mode %d: refused: %s\n", mode, strerror(errno));
		return 1;
	}
	printf("mode %d: set\n", mode);
	return 0;
}
