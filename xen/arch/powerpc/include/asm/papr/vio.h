/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain's virtual I/O devices (PAPR, "Virtual I/O"): nodes below /vdevice, each with a
 * unit address, by which hypercalls name it, and an interrupt source. The bus
 * (papr/vio/bus.c) finds the device that a call is about and describes all of them; it
 * knows no kind of device by name.
 */
#ifndef ASM_VIO_H
#define ASM_VIO_H

#include <xen/types.h>

struct domain;
struct dt_writer;
struct vio_device;

/* A hypercall that a kind of device serves; all of these name the unit address in r4. */
struct vio_call {
	u32 number;
	/* gpr points at r0..r31. Returns what goes into r3. */
	long (*handler)(struct vio_device *dev, u64 *gpr);
};

/* A kind of device. Functions may be NULL: there is nothing to do. */
struct vio_type {
	const char *name; /* of its nodes, before the unit address */
	/* Unit address 0 means the first of these, and /chosen names it as stdout-path.
	 */
	bool terminal;
	const struct vio_call *call;
	u32 nr_calls;
	/* Writes the properties of its node, apart from "reg". */
	void (*describe)(const struct vio_device *dev, struct dt_writer *w);
	/* The domain starts: forgets what a kernel before has set up. */
	void (*reset)(struct vio_device *dev);
	/* The domain ends: frees the device. */
	void (*destroy)(struct vio_device *dev);
};

/* Part of the device's own structure if it has more to remember. */
struct vio_device {
	const struct vio_type *type;
	u32 unit; /* unit address, not 0 */
	u32 irq;  /* interrupt source, for domain_irq_raise(); 0: none */
	/* Set by vio_add(). */
	struct domain *domain;
	struct vio_device *next; /* in the order in which they were added */
};

/*
 * Gives d a device, whose type, unit and irq are set; its source is added too. -EINVAL,
 * -EBUSY: unit or source is not one, or is taken; -ENOMEM. Then it stays the caller's;
 * else it is the bus's, until type->destroy().
 */
int vio_add(struct domain *d, struct vio_device *dev);
/* Resets all devices of d: before it starts. */
void vio_reset(struct domain *d);
/* Destroys all devices of d. */
void vio_destroy(struct domain *d);

/*
 * A hypercall with the number gpr[3] that some device of d may serve. True: one does, and
 * gpr has the result: H_PARAMETER if the unit address is not that of such a device.
 */
bool vio_hypercall(struct domain *d, u64 *gpr);

/* Writes /vdevice with a node for each of d's devices. */
void vio_describe(const struct domain *d, struct dt_writer *w);
/* Stores the path of d's first terminal. False: there is none, or no room for it. */
bool vio_terminal_path(const struct domain *d, char *path, size_t size);

#endif /* ASM_VIO_H */
