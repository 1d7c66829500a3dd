/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/evtchn: event channels for the programs of the privileged domain. Include
 * before a header that defines _IO (<sys/ioctl.h> in a program, <linux/ioctl.h> in the
 * kernel).
 *
 * read() waits for events and returns the numbers of their ports, a u16 each. Such a port
 * is then masked: its next event is held back until the port's number is written, as a
 * u16, to the device. A read or write of less than one number: EINVAL. If events are not
 * read in time their numbers are lost; read() then fails with EFBIG and poll() returns
 * POLLERR until EVTCHN_RESET.
 */
#ifndef __XEN_PUBLIC_LINUX_EVTCHN_H__
#define __XEN_PUBLIC_LINUX_EVTCHN_H__

/* Discard unread events, and clear the state of loss. */
#define EVTCHN_RESET _IO('E', 1)
/*
 * Deliver events of a port, the argument, to this open file from now on, and the event
 * that came while the port was not bound. No such port, or already bound: EINVAL.
 */
#define EVTCHN_BIND _IO('E', 2)
/* Unbind a port. Not bound by this open file: EINVAL. Closing the file unbinds all. */
#define EVTCHN_UNBIND _IO('E', 3)

#endif /* __XEN_PUBLIC_LINUX_EVTCHN_H__ */
