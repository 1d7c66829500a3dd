/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /dev/xen/evtchn as in programs of 2005: each has its own copy of these numbers, and
 * creates the device file itself if it is missing or has another number.
 */
#ifndef LEGACY_EVTCHN_H
#define LEGACY_EVTCHN_H

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#define EVTCHN_DEV_NAME	 "/dev/xen/evtchn"
#define EVTCHN_DEV_MAJOR 10
#define EVTCHN_DEV_MINOR 201
#define EVTCHN_RESET	 _IO('E', 1)
#define EVTCHN_BIND	 _IO('E', 2)
#define EVTCHN_UNBIND	 _IO('E', 3)

static inline int evtchn_open(int flags)
{
	struct stat st;
	int fd;

	if (lstat(EVTCHN_DEV_NAME, &st) != 0 || !S_ISCHR(st.st_mode) ||
	    st.st_rdev != makedev(EVTCHN_DEV_MAJOR, EVTCHN_DEV_MINOR))
		unlink(EVTCHN_DEV_NAME);
	while ((fd = open(EVTCHN_DEV_NAME, O_RDWR | flags)) == -1 && errno == ENOENT)
		if ((mkdir("/dev/xen", 0755) != 0 && errno != EEXIST) ||
		    mknod(EVTCHN_DEV_NAME, S_IFCHR | 0600,
			  makedev(EVTCHN_DEV_MAJOR, EVTCHN_DEV_MINOR)) != 0)
			break;
	return fd;
}

/* Wait for an event and unmask its port; returns the port, or -1 after a minute. */
static inline int evtchn_wait(int fd)
{
	struct pollfd events = { .fd = fd, .events = POLLIN };
	unsigned short port;

	if (poll(&events, 1, 60000) != 1 ||
	    read(fd, &port, sizeof(port)) != sizeof(port) ||
	    write(fd, &port, sizeof(port)) != sizeof(port))
		return -1;
	return port;
}

#endif /* LEGACY_EVTCHN_H */
