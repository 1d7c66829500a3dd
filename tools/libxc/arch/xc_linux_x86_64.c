// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Functions that are not served on x86: building domains, their consoles, shutting them
 * down. x86's hypervisor does these by pages that it shares with paravirtual kernels, and
 * this library does not know those pages.
 */
#include "xc_call.h"

int xc_linux_build(int xc_handle, u32 domid, const char *image_name,
		   const char *ramdisk_name, const char *cmdline,
		   unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		   unsigned int store_evtchn, unsigned long *store_mfn)
{
	return xc_not_served();
}

int xc_ppc_linux_build(int xc_handle, u32 domid, const char *image_name,
		       const char *ramdisk_name, const char *cmdline, unsigned int vcpus)
{
	return xc_not_served();
}

long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size)
{
	return xc_not_served();
}

long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size)
{
	return xc_not_served();
}

int xc_ppc_watch(int xc_handle, u32 domid, int port, unsigned int events)
{
	return xc_not_served();
}

int xc_ppc_power_button(int xc_handle, u32 domid)
{
	return xc_not_served();
}
