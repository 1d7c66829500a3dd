// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Building domains of x86's full virtualisation, which this library does not: the
 * function is there for programs to link, and says so. Others: xc_linux_ppc64.c.
 */
#include "xc_call.h"

int xc_vmx_build(int xc_handle, u32 domid, int memsize, const char *image_name,
		 struct mem_map *memmap, const char *ramdisk_name, const char *cmdline,
		 unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		 unsigned int store_evtchn, unsigned long *store_mfn)
{
	return xc_not_served();
}
