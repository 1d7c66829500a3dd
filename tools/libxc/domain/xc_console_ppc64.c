// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A domain's console, of any length through one page; its power button; and the port
 * that is told about both.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_magic.h"

/* A domain and a buffer that can be: for console_begin(). */
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

/*
 * The next part. Returns how many bytes came, fewer than asked for if there are no more,
 * or -1.
 */
static long read_window(struct window *w, u32 asked)
{
	dom0_ppc_console_read_t *read = &w->op->u.ppc_console_read;

	read->count = asked;
	read->buffer = (char *)w->buffer.addr;
	if (xc_dom0_issue(&w->call) < 0)
		return -1;
	if (read->count > asked || read->count > read->position) {
		errno = EIO;
		return -1;
	}
	return read->count;
}

/* All windows. What has been read stays read if a later one fails. */
static long read_windows(struct window *w, u64 *position, char *buffer, size_t size)
{
	dom0_ppc_console_read_t *read = &w->op->u.ppc_console_read;
	size_t done = 0;
	u32 asked;
	long got;

	do {
		asked = size - done < w->size ? size - done : w->size;
		read->position = *position;
		got = read_window(w, asked);
		if (got < 0)
			return done ? (long)done : -1;
		/* The domain was quicker: what comes next is not what comes behind. */
		if (done && got && read->position - got != *position)
			break;
		copy_answer(buffer + done, w->buffer.ptr, got);
		*position = read->position;
		done += got;
	} while (done < size && (u32)got == asked);
	return (long)done;
}

long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size)
{
	struct window w;
	long rc;

	if (console_check(domid, buffer, size) < 0 ||
	    window_begin(&w, xc_handle, DOM0_PPC_CONSOLE_READ) < 0)
		return -1;
	w.op->u.ppc_console_read.domain = domid;
	rc = read_windows(&w, position, buffer, size);
	xc_call_end(&w.call);
	return rc;
}

/* All windows, until there is no room for more. */
static long write_windows(struct window *w, const char *text, size_t size)
{
	dom0_ppc_console_write_t *write = &w->op->u.ppc_console_write;
	size_t done = 0;
	u32 asked;

	do {
		asked = size - done < w->size ? size - done : w->size;
		copy_answer(w->buffer.ptr, text + done, asked);
		write->count = asked;
		write->buffer = (char *)w->buffer.addr;
		if (xc_dom0_issue(&w->call) < 0)
			return done ? (long)done : -1;
		if (write->count > asked) {
			errno = EIO;
			return -1;
		}
		done += write->count;
	} while (done < size && write->count == asked);
	return (long)done;
}

long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size)
{
	struct window w;
	long rc;

	if (console_check(domid, text, size) < 0 ||
	    window_begin(&w, xc_handle, DOM0_PPC_CONSOLE_WRITE) < 0)
		return -1;
	w.op->u.ppc_console_write.domain = domid;
	rc = write_windows(&w, text, size);
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
