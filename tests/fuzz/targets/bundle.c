// SPDX-License-Identifier: GPL-2.0-or-later
/* The archive that the boot loader hands over (xen/common/build/bundle.c). */
#include <stdlib.h>

#include <xen/build/bundle.h>

#include "target.h"

static void must_be_within(const struct bundle_member *m, const char *archive,
			   size_t size)
{
	const char *data = m->data;

	must(!data || (data >= archive && m->size <= size &&
		       (size_t)(data - archive) <= size - m->size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *archive = exact_copy(data, size);
	struct bundle bundle;

	if (!bundle_parse(archive, size, &bundle)) {
		must_be_within(&bundle.vmlinux, archive, size);
		must_be_within(&bundle.initrd, archive, size);
		must_be_within(&bundle.cmdline, archive, size);
	}
	free(archive);
	return 0;
}
