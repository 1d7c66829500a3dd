// SPDX-License-Identifier: GPL-2.0-or-later
/* The PowerPC half of libxc on a kernel with pages of 4 KiB. */
#include "libxc-magic.h"

int main(int argc, char **argv)
{
	return libxc_ppc64_main(argc, argv, "libxc ppc64 4k", 4096);
}
