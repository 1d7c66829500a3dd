// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Saving and restoring domains is not served on x86. These functions exist for programs
 * to link, and fail.
 */
#include "xc_call.h"

int xc_linux_save(int xc_handle, int fd, u32 dom)
{
	return xc_not_served();
}

int xc_ppc_linux_save(int xc_handle, int fd, u32 dom, unsigned int flags,
		      xc_ppc_progress_t progress, void *data)
{
	return xc_not_served();
}

int xc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
		     unsigned int store_evtchn, unsigned long *store_mfn)
{
	return xc_not_served();
}

int xc_ppc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
			 xc_ppc_progress_t progress, void *data)
{
	return xc_not_served();
}

long xc_ppc_get_domain_state(int xc_handle, u32 domid, void *state, size_t size)
{
	return xc_not_served();
}

int xc_ppc_set_domain_state(int xc_handle, u32 domid, const void *state, size_t size)
{
	return xc_not_served();
}

int xc_ppc_domain_is_built(int xc_handle, u32 domid)
{
	return xc_not_served();
}
