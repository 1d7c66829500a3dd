// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Saving and restoring domains, and building those of x86's full virtualisation. This
 * version of the library does not: the functions are there for programs to link, and
 * say so. xc_linux_build(): xc_linux_ppc64.c.
 */
#include "xc_call.h"

int xc_linux_save(int xc_handle, int fd, u32 dom)
{
	return xc_not_served();
}

int xc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
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
