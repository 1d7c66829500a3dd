// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A domain's console, of any length through one page; its power button; and the port
 * that gets events of both.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_magic.h"

/* Check that the domain and the buffer are possible. */
static int console_check(u32 domid, const void *buffer, size_t size)
{
	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	if ((!buffer && size) || size > LONG_MAX) {
		errno = EFAULT;
		return -1;
	}
	return 0;
}

long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size)
{
	dom0_ppc_console_read_t *read;
	size_t done = 0;
	struct window w;
	u32 asked;
	int rc;

	if (console_check(domid, buffer, size) < 0 ||
	    window_begin(&w, xc_handle, DOM0_PPC_CONSOLE_READ) < 0)
		return -1;
	read = &w.op->u.ppc_console_read;
	read->domain = domid;
	do {
		asked = size - done < w.size ? size - done : w.size;
		read->position = *position;
		read->count = asked;
		read->buffer = (char *)w.buffer.addr;
		rc = xc_dom0_issue(&w.call);
		if (rc == 0 && (read->count > asked || read->count > read->position)) {
			errno = EIO;
			rc = -1;
		}
		if (rc < 0)
			break;
		/* Stop at a gap: the domain has overwritten what comes next. */
		if (done && read->count && read->position - read->count != *position)
			break;
		copy_answer(buffer + done, w.buffer.ptr, read->count);
		*position = read->position;
		done += read->count;
	} while (done < size && read->count == asked);
	xc_call_end(&w.call);
	/* A part that has been read counts, even if a later one fails. */
	return rc < 0 && !done ? -1 : (long)done;
}

long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size)
{
	dom0_ppc_console_write_t *write;
	size_t done = 0;
	struct window w;
	u32 asked;
	long rc;

	if (console_check(domid, text, size) < 0 ||
	    window_begin(&w, xc_handle, DOM0_PPC_CONSOLE_WRITE) < 0)
		return -1;
	write = &w.op->u.ppc_console_write;
	write->domain = domid;
	do {
		asked = size - done < w.size ? size - done : w.size;
		copy_answer(w.buffer.ptr, text + done, asked);
		write->count = asked;
		write->buffer = (char *)w.buffer.addr;
		if (xc_dom0_issue(&w.call) < 0) {
			rc = done ? (long)done : -1;
			break;
		}
		if (write->count > asked) {
			errno = EIO;
			rc = -1;
			break;
		}
		done += write->count;
		rc = (long)done;
	} while (done < size && write->count == asked);
	xc_call_end(&w.call);
	return rc;
}

int xc_ppc_watch(int xc_handle, u32 domid, int port, unsigned int events)
{
	struct xc_call call;
	dom0_op_t *op;
	int rc;

	if (!domid_fits(domid) || port < 0 || events > USHRT_MAX) {
		errno = domid_fits(domid) ? EINVAL : ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, xc_handle, DOM0_PPC_WATCH);
	if (!op)
		return -1;
	op->u.ppc_watch.domain = domid;
	op->u.ppc_watch.events = events;
	op->u.ppc_watch.port = port;
	rc = xc_dom0_issue(&call);
	xc_call_end(&call);
	return rc;
}

int xc_ppc_power_button(int xc_handle, u32 domid)
{
	return xc_domain_op(xc_handle, DOM0_PPC_POWER_BUTTON, domid);
}
