/* SPDX-License-Identifier: MIT */
/*
 * Trace buffers: each CPU has one. The hypervisor fills them; a program of the privileged
 * domain maps and reads them (DOM0_TBUFCONTROL). The includer must have typedefed u8..s64
 * and atomic_t, a structure of one int.
 */
#ifndef __XEN_PUBLIC_TRACE_H__
#define __XEN_PUBLIC_TRACE_H__

/*
 * An event number has a class, a subclass and an index: 0x000CSIII. Each class and each
 * subclass is a bit. An event mask selects the events whose class bit and subclass bit
 * it contains.
 */
#define TRC_CLS_SHIFT	 16
#define TRC_GEN		 0x0001F000 /* general */
#define TRC_SCHED	 0x0002F000 /* scheduling */
#define TRC_DOM0OP	 0x0004F000 /* dom0_op */
#define TRC_VMX		 0x0008F000 /* full virtualisation on x86 */
#define TRC_ALL		 0xFFFFF000

#define TRC_SUBCLS_SHIFT 12
#define TRC_VMXEXIT	 0x00081000
#define TRC_VMXTIMER	 0x00082000
#define TRC_VMXINT	 0x00084000
#define TRC_VMXIO	 0x00088000

/*
 * Scheduling. Each comment lists the event's data words. "vCPU" is two words: the
 * domain's number and the vCPU's number in it. Words that are not listed are 0.
 */
#define TRC_SCHED_DOM_ADD  (TRC_SCHED + 1) /* vCPU: was created */
#define TRC_SCHED_DOM_REM  (TRC_SCHED + 2) /* vCPU: its domain is destroyed */
#define TRC_SCHED_SLEEP	   (TRC_SCHED + 3) /* vCPU: paused, or taken down */
#define TRC_SCHED_WAKE	   (TRC_SCHED + 4) /* vCPU: unpaused, brought up, or woken */
#define TRC_SCHED_YIELD	   (TRC_SCHED + 5) /* vCPU: lets others run */
#define TRC_SCHED_BLOCK	   (TRC_SCHED + 6) /* vCPU: waits for an interrupt */
#define TRC_SCHED_SHUTDOWN (TRC_SCHED + 7) /* vCPU, SHUTDOWN_*: its domain ends */
#define TRC_SCHED_CTL	   (TRC_SCHED + 8) /* SCHED_INFO_*: SCHEDCTL succeeded */
#define TRC_SCHED_ADJDOM   (TRC_SCHED + 9) /* domain, SCHED_INFO_*: ADJUSTDOM succeeded */
/* vCPU that ran, vCPU that runs now. An idle CPU runs vCPU 0 of TRC_IDLE_DOMAIN. */
#define TRC_SCHED_SWITCH       (TRC_SCHED + 10)
#define TRC_SCHED_S_TIMER_FN   (TRC_SCHED + 11) /* a time slice is over */
#define TRC_SCHED_T_TIMER_FN   (TRC_SCHED + 12) /* periodic tick: none on PowerPC */
#define TRC_SCHED_DOM_TIMER_FN (TRC_SCHED + 13) /* vCPU: its timer has expired */

#define TRC_IDLE_DOMAIN	       0x7FFF

/*
 * dom0_op. In 2005 each command had a number outside the class, which no mask could
 * select. LEAVE follows all events that the command caused.
 */
#define TRC_DOM0OP_ENTER   (TRC_DOM0OP + 1) /* vCPU, command */
#define TRC_DOM0OP_LEAVE   (TRC_DOM0OP + 2) /* vCPU, command, result */

#define TRC_VMX_VMEXIT	   (TRC_VMXEXIT + 1)
#define TRC_VMX_VECTOR	   (TRC_VMXEXIT + 2)
#define TRC_VMX_TIMER_INTR (TRC_VMXTIMER + 1)
#define TRC_VMX_INT	   (TRC_VMXINT + 1)

/* One event. */
struct t_rec {
	u64 cycles;	       /* timebase when it happened */
	u32 event;	       /* TRC_* */
	unsigned long data[5]; /* the event's words */
};

/*
 * Header of a CPU's buffer; the records follow it. The hypervisor writes a record and
 * then advances rec_idx, which wraps from rec_num - 1 to 0. A reader waits until rec_idx
 * changes and then reads the records from its old to its new value. A reader that is more
 * than rec_num records behind loses some. The hypervisor ignores what a reader writes.
 */
struct t_buf {
	atomic_t rec_idx;	/* index of the next record, from 0 to rec_num - 1 */
	unsigned int rec_num;	/* capacity in records */
	struct t_rec *rec;	/* the records' address in the hypervisor */
	unsigned long rec_addr; /* the records' machine address */
};

#endif /* __XEN_PUBLIC_TRACE_H__ */
