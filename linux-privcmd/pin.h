/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages of user space whose addresses may be passed to the hypervisor.
 */
#ifndef PRIVCMD_PIN_H
#define PRIVCMD_PIN_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "abi.h"

/*
 * Maximum number of pins of an open file. libxc needs one per process that uses it;
 * the rest is room for tests and for programs that translate buffers of their
 * own. A bound is needed since every pin takes a page away from reclaim.
 */
#define PRIVCMD_MAX_PINS 1024

/* The pins of one open file. */
struct privcmd_pins {
	struct mutex lock;     /* guards both members; never held over a page fault */
	struct list_head list; /* struct privcmd_pin, newest first */
	unsigned int count;    /* length of list, and the reserved places */
};

/*
 * privcmd_pins_init - make @pins an empty set
 */
void privcmd_pins_init(struct privcmd_pins *pins);

/*
 * privcmd_pins_destroy - unpin every page
 *
 * The caller is the last user of @pins.
 */
void privcmd_pins_destroy(struct privcmd_pins *pins);

/*
 * privcmd_pin_translate - pin the page of the caller at arg->va, writable, and
 * store its pseudo-physical address in arg->gpa
 *
 * Returns 0; -EFAULT if @arg or the page cannot be accessed; -EINVAL if va is
 * not page aligned or not a user address; -ENOSPC beyond PRIVCMD_MAX_PINS;
 * -ENOMEM if memory is short, or beyond RLIMIT_MEMLOCK without CAP_IPC_LOCK.
 */
long privcmd_pin_translate(struct privcmd_pins *pins, privcmd_translate_t __user *arg);

/*
 * privcmd_pin_release - undo the caller's latest translation of @va
 *
 * Returns 0, or -ENOENT if the calling address space has no pin at @va in this
 * set. Pins of other processes that share the open file are not touched.
 */
long privcmd_pin_release(struct privcmd_pins *pins, unsigned long va);

#endif /* PRIVCMD_PIN_H */
