// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Building domains. This version of the library does not: the functions are there for
 * programs to link, and say so.
 */
#include "xc_call.h"

int xc_linux_build(int xc_handle, u32 domid, const char *image_name,
		   const char *ramdisk_name, const char *cmdline,
		   unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		   unsigned int store_evtchn, unsigned long *store_mfn)
{
	return xc_not_served();
}

int xc_vmx_build(int xc_handle, u32 domid, int memsize, const char *image_name,
		 struct mem_map *memmap, const char *ramdisk_name, const char *cmdline,
		 unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		 unsigned int store_evtchn, unsigned long *store_mfn)
{
	return xc_not_served();
}
