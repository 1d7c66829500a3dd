// SPDX-License-Identifier: GPL-2.0-or-later
/* Wait for events of a domain, on an event channel opened for that. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <xen/linux/evtchn.h>

#include "events.h"
#include "xc.h"

#define DEVICE "/dev/xen/evtchn"

int events_open(struct events *events, int handle, uint32_t domid, unsigned int what)
{
	int cause;

	events->handle = handle;
	events->port = 0;
	events->fd = open(DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (events->fd < 0)
		return -1;
	if (xc_evtchn_alloc_unbound(handle, domid, &events->port) == 0) {
		if (ioctl(events->fd, EVTCHN_BIND, events->port) == 0 &&
		    xc_ppc_watch(handle, domid, events->port, what) == 0)
			return 0;
		cause = errno;
		xc_evtchn_close(handle, DOMID_SELF, events->port);
		errno = cause;
	}
	cause = errno;
	close(events->fd);
	errno = cause;
	return -1;
}

void events_take(struct events *events)
{
	uint16_t ports[16];
	ssize_t n;

	while ((n = read(events->fd, ports, sizeof(ports))) > 0)
		if (write(events->fd, ports, n) < 0)
			break;
	if (n < 0 && errno == EFBIG)
		ioctl(events->fd, EVTCHN_RESET);
}

void events_wait(struct events *events, int ms)
{
	struct pollfd wait = { .fd = events->fd, .events = POLLIN };

	if (poll(&wait, 1, ms) > 0)
		events_take(events);
}

void events_close(struct events *events)
{
	/* Close the file first: closing a bound port would send an event to it. */
	close(events->fd);
	xc_evtchn_close(events->handle, DOMID_SELF, events->port);
}
