/* SPDX-License-Identifier: MIT */
/*
 * PHYSDEV_OP (physdev_op_t *): interrupts and I/O ports of the machine, for the
 * domain that drives its devices. Served on x86 only. Include xen.h before.
 */
#ifndef __XEN_PUBLIC_PHYSDEV_H__
#define __XEN_PUBLIC_PHYSDEV_H__

#define PHYSDEVOP_IRQ_UNMASK_NOTIFY 4  /* interrupts have been handled */
#define PHYSDEVOP_IRQ_STATUS_QUERY  5  /* irq_status_query */
#define PHYSDEVOP_SET_IOPL	    6  /* set_iopl */
#define PHYSDEVOP_SET_IOBITMAP	    7  /* set_iobitmap */
#define PHYSDEVOP_APIC_READ	    8  /* apic_op */
#define PHYSDEVOP_APIC_WRITE	    9  /* apic_op */
#define PHYSDEVOP_ASSIGN_VECTOR	    10 /* irq_op */

typedef struct physdevop_irq_status_query {
	u32 irq;   /* IN */
	u32 flags; /* OUT: the following */
} physdevop_irq_status_query_t;

/* Handling it must be followed by PHYSDEVOP_IRQ_UNMASK_NOTIFY. */
#define PHYSDEVOP_IRQ_NEEDS_UNMASK_NOTIFY (1 << 0)

typedef struct physdevop_set_iopl {
	u32 iopl; /* IN: 0..3 */
} physdevop_set_iopl_t;

typedef struct physdevop_set_iobitmap {
	memory_t bitmap; /* IN: address of the bitmap */
	u32 nr_ports;	 /* IN: number of its bits */
} physdevop_set_iobitmap_t;

typedef struct physdevop_apic {
	u32 apic;   /* IN */
	u32 offset; /* IN */
	u32 value;  /* IN/OUT: by command */
} physdevop_apic_t;

typedef struct physdevop_irq {
	u32 irq;    /* IN */
	u32 vector; /* OUT */
} physdevop_irq_t;

typedef struct physdev_op {
	u32 cmd; /* IN: PHYSDEVOP_* */
	union {
		physdevop_irq_status_query_t irq_status_query;
		physdevop_set_iopl_t set_iopl;
		physdevop_set_iobitmap_t set_iobitmap;
		physdevop_apic_t apic_op;
		physdevop_irq_t irq_op;
	} u;
} physdev_op_t;

#endif /* __XEN_PUBLIC_PHYSDEV_H__ */
