// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Building, saving and restoring as the programs of 2005 expect it: xend, xc_save and
 * xc_restore. They cannot ask for xc_ppc_fault(), so a failure is a line on stderr,
 * which xend reads. xc_ppc_linux_build() and its like print nothing.
 */
#include <errno.h>
#include <stdlib.h>

#include "xc_call.h"
#include "xc_fault.h"
#include "xc_move_ppc64.h"

/* Say why it failed. There is no page shared with xenstore. */
static int finish(int rc, unsigned long *store_mfn)
{
	if (rc < 0)
		xc_say("%s", xc_ppc_fault());
	else if (store_mfn)
		*store_mfn = 0;
	return rc;
}

int xc_linux_build(int xc_handle, u32 domid, const char *image_name,
		   const char *ramdisk_name, const char *cmdline,
		   unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		   unsigned int store_evtchn, unsigned long *store_mfn)
{
	(void)control_evtchn, (void)flags, (void)store_evtchn;
	return finish(xc_ppc_linux_build(xc_handle, domid, image_name, ramdisk_name,
					 cmdline, vcpus),
		      store_mfn);
}

int xc_linux_save(int xc_handle, int fd, u32 dom)
{
	struct save s = { .handle = xc_handle,
			  .domid = dom,
			  .count_first = true,
			  .stream = { .fd = fd } };

	return finish(save_domain(&s), NULL);
}

/* A domain that was not new is left as it was. Keeps errno. */
static void undo(const struct restore *r)
{
	int saved = errno;

	if (r->is_new)
		xc_domain_destroy(r->handle, r->domid);
	errno = saved;
}

int xc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
		     unsigned int store_evtchn, unsigned long *store_mfn)
{
	struct restore *r = restore_alloc(xc_handle, io_fd, dom, nr_pfns);
	int rc = -1, saved;

	(void)store_evtchn;
	if (r) {
		r->sets_limit = true;
		rc = restore_domain(r);
		if (rc == 0 && xc_domain_unpause(xc_handle, dom) < 0)
			rc = xc_fault(0, "cannot unpause domain %u", dom);
		if (rc < 0)
			undo(r);
	}
	saved = errno;
	free(r);
	errno = saved;
	return finish(rc, store_mfn);
}
