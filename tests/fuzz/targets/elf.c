// SPDX-License-Identifier: GPL-2.0-or-later
/* dom0's kernel (xen/common/build/elf.c). */
#include <stdlib.h>

#include <xen/build/elf.h>

#include "domain.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct domain *d;
	void *file = exact_copy(data, size);
	struct elf_image image;

	if (!d)
		d = target_domain();
	if (!elf_parse(file, size, &image))
		elf_load(&image, d);
	free(file);
	return 0;
}
