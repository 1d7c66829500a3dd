// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Functions for debuggers. Only waiting is served: xc_ptrace() of 2005 is written for
 * x86's registers and page tables.
 */
#include <errno.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <time.h>

#include "xc_call.h"

/* A domain that has stopped has at least one of these. */
#define STOPPED (DOMFLAGS_PAUSED | DOMFLAGS_SHUTDOWN | DOMFLAGS_DYING)

/* Get a domain's flags. Returns 1, 0 if there is no such domain, or -1 with errno. */
static int look(int handle, u32 domid, u32 *flags)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, handle, DOM0_GETDOMAININFO);
	int rc;

	if (!op)
		return -1;
	op->u.getdomaininfo.domain = domid;
	rc = xc_dom0_issue(&call);
	if (rc == 0 && op->u.getdomaininfo.domain == domid) {
		*flags = op->u.getdomaininfo.flags;
		rc = 1;
	} else if (rc < 0 && errno == ESRCH) {
		rc = 0;
	}
	xc_call_end(&call);
	return rc;
}

static int wait_for(int handle, u32 domid, int *status, bool once)
{
	static const struct timespec pause = { .tv_nsec = 10000000 }; /* 10 ms */
	bool seen = false;
	u32 flags = 0;

	for (;;) {
		int rc = look(handle, domid, &flags);

		if (rc < 0)
			return -1;
		if (rc == 0 && !seen) {
			errno = ESRCH;
			return -1;
		}
		if (rc == 0)
			flags |= DOMFLAGS_DYING;
		seen = true;
		if (once || flags & STOPPED)
			break;
		nanosleep(&pause, NULL);
	}
	*status = flags;
	return 0;
}

int xc_waitdomain(int domain, int *status, int options)
{
	int handle, rc, saved;

	if (!domid_fits(domain) || !status) {
		errno = status ? ESRCH : EFAULT;
		return -1;
	}
	/* The caller passes no handle. */
	handle = xc_interface_open();
	if (handle < 0)
		return -1;
	rc = wait_for(handle, domain, status, options & WNOHANG);
	saved = errno;
	xc_interface_close(handle);
	errno = saved;
	return rc;
}

int xc_waitdomain_core(int domain, int *status, int options)
{
	return xc_not_served();
}

long xc_ptrace(enum __ptrace_request request, u32 domid, long addr, long data)
{
	return xc_not_served();
}

long xc_ptrace_core(enum __ptrace_request request, u32 domid, long addr, long data)
{
	return xc_not_served();
}
