/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/evtchn: event channels for the programs of the privileged domain. The
 * includer has included a header that defines _IO (<sys/ioctl.h> in a program,
 * <linux/ioctl.h> in the kernel).
 *
 * read() waits for events and gives the numbers of their ports, a u16 each. A port that
 * was given out is masked: its next event is held back until the port is written, as a
 * u16, to the device. A read or write of less than one number: EINVAL. The numbers
 * of events that were not read in time are lost, which read() tells by EFBIG and poll()
 * by POLLERR, until EVTCHN_RESET.
 */
#ifndef __XEN_PUBLIC_LINUX_EVTCHN_H__
#define __XEN_PUBLIC_LINUX_EVTCHN_H__

/* Forget what has not been read, and the loss of more. */
#define EVTCHN_RESET _IO('E', 1)
/*
 * Events of the port that is the argument are for this open file from now on, the one
 * included that came when they were nobody's. No such port, or somebody has it: EINVAL.
 */
#define EVTCHN_BIND _IO('E', 2)
/* And no longer. Not bound by this open file: EINVAL. Closing it unbinds all. */
#define EVTCHN_UNBIND _IO('E', 3)

#endif /* __XEN_PUBLIC_LINUX_EVTCHN_H__ */
