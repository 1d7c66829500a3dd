/* SPDX-License-Identifier: MIT */
/*
 * The interface between a domain and the hypervisor: hypercall numbers, their
 * arguments, and the pages that both access.
 *
 * Numbers, names and layouts are those of Xen in August 2005
 * (DOM0_INTERFACE_VERSION 0xAAAA100E), so that programs written for it compile
 * against these headers unchanged.
 *
 * The includer must have typedefed u8, s8, u16, s16, u32, s32, u64 and s64. No
 * value is converted: everything is in the byte order of the domain, which is
 * that of the hypervisor. Structures have their natural alignment, with 8-byte
 * pointers and longs.
 *
 * Errors are the negated errno numbers of Linux: EPERM 1, ESRCH 3, E2BIG 7,
 * EAGAIN 11, ENOMEM 12, EACCES 13, EFAULT 14, EBUSY 16, EINVAL 22, ENOSPC 28,
 * ENOSYS 38. A buffer that is not entirely in the domain's own memory gives
 * -EFAULT; a hypercall that does not exist gives -ENOSYS.
 *
 * Calls marked below as not served by this hypervisor keep their number and
 * return -ENOSYS.
 */
#ifndef __XEN_PUBLIC_XEN_H__
#define __XEN_PUBLIC_XEN_H__

#if defined(__powerpc64__) || defined(__x86_64__)
/* x86-64: cross-built tools, and tests on the build machine, handle the structures of
 * PowerPC domains. */
#include "arch-powerpc.h"
#else
#error "no interface is defined for this architecture"
#endif

/*
 * HYPERCALL NUMBERS
 *
 * The architecture's header describes how to make a hypercall. Number 11 is not
 * used, and numbers from 32 on do not exist.
 */

/* x86 only: not served. */
#define __HYPERVISOR_set_trap_table 0
/*
 * (mmu_update_t *, unsigned int count, unsigned int *done, domid_t): on PowerPC, maps
 * frames into the caller's window. See MMU_UPDATE below.
 */
#define __HYPERVISOR_mmu_update	    1
#define __HYPERVISOR_set_gdt	    2 /* x86 only */
#define __HYPERVISOR_stack_switch   3 /* x86 only */
#define __HYPERVISOR_set_callbacks  4 /* x86 only */
#define __HYPERVISOR_fpu_taskswitch 5 /* x86 only */
/* (unsigned long op): SCHEDOP_* with its parameter in the upper bits. */
#define __HYPERVISOR_sched_op 6
/* (dom0_op_t *): see dom0_ops.h. */
#define __HYPERVISOR_dom0_op	       7
#define __HYPERVISOR_set_debugreg      8  /* x86 only */
#define __HYPERVISOR_get_debugreg      9  /* x86 only */
#define __HYPERVISOR_update_descriptor 10 /* x86 only */
/*
 * (unsigned int op, unsigned long *extents, unsigned int nr_extents,
 *  unsigned int order, domid_t domain): see MEMOP_* below.
 */
#define __HYPERVISOR_dom_mem_op 12
/* (multicall_entry_t *, unsigned int count): see multicall_entry_t below. */
#define __HYPERVISOR_multicall	       13
#define __HYPERVISOR_update_va_mapping 14 /* x86 only */
/*
 * (s64 timeout): sends VIRQ_TIMER when the system time, in ns since the timebase was 0,
 * reaches the timeout; 0 cancels it.
 */
#define __HYPERVISOR_set_timer_op 15
/* (evtchn_op_t *): see event_channel.h. */
#define __HYPERVISOR_event_channel_op 16
/* (int cmd, void *arg): see version.h. */
#define __HYPERVISOR_xen_version 17
/* (int cmd, int count, char *buffer): see CONSOLEIO_* below. */
#define __HYPERVISOR_console_io 18
/* (physdev_op_t *): see physdev.h. Not served: no domain has interrupts of the machine.
 */
#define __HYPERVISOR_physdev_op 19
/* (unsigned int cmd, void *ops, unsigned int count): grant_table.h. */
#define __HYPERVISOR_grant_table_op 20
/* (unsigned int cmd, unsigned int type): see VMASST_* below. x86 only. */
#define __HYPERVISOR_vm_assist			   21
#define __HYPERVISOR_update_va_mapping_otherdomain 22 /* x86 only */
#define __HYPERVISOR_switch_vm86		   23 /* 32-bit x86 only */
#define __HYPERVISOR_switch_to_user		   23 /* 64-bit x86 only */
/*
 * (unsigned long vcpu, vcpu_guest_context_t *): creates the caller's next virtual CPU,
 * which SCHEDOP_vcpu_up starts. Not the next number: -EINVAL. Bad context: -EFAULT or
 * -EINVAL.
 */
#define __HYPERVISOR_boot_vcpu	      24
#define __HYPERVISOR_set_segment_base 25 /* 64-bit x86 only */
/* (struct mmuext_op *, unsigned int count, unsigned int *done, domid_t): x86 only. */
#define __HYPERVISOR_mmuext_op 26
/* (acm_op_t *): see acm_ops.h. Not served: there is no policy. */
#define __HYPERVISOR_acm_op 27

/*
 * VIRTUAL INTERRUPTS, bound to event channels by EVTCHNOP_bind_virq. Those
 * marked (dom0) reach only the privileged domain.
 */
#define VIRQ_TIMER	0 /* the time in shared_info_t has changed, or a timeout is over */
#define VIRQ_DEBUG	1 /* asks the domain to dump its state */
#define VIRQ_CONSOLE	2 /* (dom0) bytes have arrived on the emergency console */
#define VIRQ_DOM_EXC	3 /* (dom0) the state of some domain has changed */
#define VIRQ_PARITY_ERR 4 /* (dom0) memory parity error */
#define VIRQ_IO_ERR	5 /* (dom0) I/O check */
#define VIRQ_DEBUGGER	6 /* (dom0) a domain has stopped for its debugger */
#define NR_VIRQS	7

/*
 * MMU_UPDATE: commands in the two lowest bits of mmu_update_t.ptr.
 *
 * A PowerPC domain writes its own page tables. Only the translation of its window
 * (arch-powerpc.h) is changed by this call. ptr is a pseudo-physical address in the
 * window, aligned to a frame. val is XEN_PPC_MAP_FRAME(mfn) with XEN_PPC_MAP_VALID and,
 * to write, XEN_PPC_MAP_WRITE; or 0, to unmap. The frame must be memory of the domain
 * that the fourth argument names (DOMID_SELF: the caller), or a frame of the hypervisor
 * that is shared with it: a trace buffer or a grant table. An entry in use is replaced.
 *
 * Requests are done in order up to the first that fails; *done, if it is not NULL, gets
 * the number of requests done. Errors: -EPERM (another domain's frames, and not
 * privileged), -ESRCH (no such domain, or it is dying), -EFAULT (bad requests or done),
 * -EINVAL (count above 1024, an address outside of the window or not aligned, a frame
 * that is not the domain's), -ENOMEM. Another command: -ENOSYS.
 */
#define MMU_NORMAL_PT_UPDATE 0 /* write val to the page-table entry at ptr */
#define MMU_MACHPHYS_UPDATE  1 /* set the pseudo-physical frame of frame ptr to val */

/* MMUEXT_OP: commands of struct mmuext_op; not served, as above. */
#define MMUEXT_PIN_L1_TABLE	0
#define MMUEXT_PIN_L2_TABLE	1
#define MMUEXT_PIN_L3_TABLE	2
#define MMUEXT_PIN_L4_TABLE	3
#define MMUEXT_UNPIN_TABLE	4
#define MMUEXT_NEW_BASEPTR	5
#define MMUEXT_TLB_FLUSH_LOCAL	6
#define MMUEXT_INVLPG_LOCAL	7
#define MMUEXT_TLB_FLUSH_MULTI	8
#define MMUEXT_INVLPG_MULTI	9
#define MMUEXT_TLB_FLUSH_ALL	10
#define MMUEXT_INVLPG_ALL	11
#define MMUEXT_FLUSH_CACHE	12
#define MMUEXT_SET_LDT		13
#define MMUEXT_REASSIGN_PAGE	14
#define MMUEXT_NEW_USER_BASEPTR 15

/* Flags of update_va_mapping: what to flush, and where. */
#define UVMF_NONE	    0UL /* nothing */
#define UVMF_TLB_FLUSH	    1UL /* the whole TLB */
#define UVMF_INVLPG	    2UL /* one page */
#define UVMF_FLUSHTYPE_MASK 3UL
#define UVMF_MULTI	    0UL /* on a set of virtual CPUs, given by pointer */
#define UVMF_LOCAL	    0UL /* on the calling virtual CPU */
#define UVMF_ALL	    4UL /* on all virtual CPUs of the domain */

/*
 * SCHED_OP: (op & SCHEDOP_cmdmask) is one of these, the rest is its parameter.
 */
#define SCHEDOP_yield	    0 /* let others run; stay runnable */
#define SCHEDOP_block	    1 /* sleep until an event is pending */
#define SCHEDOP_shutdown    2 /* stop the domain; SHUTDOWN_* << SCHEDOP_reasonshift */
#define SCHEDOP_vcpu_down   3 /* stop a virtual CPU; its number << SCHEDOP_vcpushift */
#define SCHEDOP_vcpu_up	    4 /* let it run again */
#define SCHEDOP_cmdmask	    255
#define SCHEDOP_reasonshift 8
#define SCHEDOP_vcpushift   8

/* Why a domain stopped: (flags >> DOMFLAGS_SHUTDOWNSHIFT) of a stopped domain. */
#define SHUTDOWN_poweroff 0 /* it has powered off */
#define SHUTDOWN_reboot	  1 /* it asks to be started again */
#define SHUTDOWN_suspend  2 /* it is ready to be saved */
#define SHUTDOWN_crash	  3 /* it has crashed */

/*
 * CONSOLE_IO (int cmd, int count, char *buffer): the hypervisor's console, for
 * the privileged domain (others: -EPERM).
 *   CONSOLEIO_write  prints the buffer
 *   CONSOLEIO_read   reads typed characters into the buffer
 * Result: the number of bytes moved, at most count; -EINVAL for a negative count,
 * -EFAULT for a bad buffer, -ENOSYS for another command.
 */
#define CONSOLEIO_write 0
#define CONSOLEIO_read	1

/*
 * DOM_MEM_OP (op, extents, nr_extents, order, domain): give or take memory.
 *   op           MEMOP_* | (extents to skip << 4)
 *   extents      array of nr_extents frame numbers, or NULL.
 *                OUT for increase, IN for decrease
 *   nr_extents   number of extents
 *   order        log2 of the frames in each, | (address bits << 8)
 *   domain       DOMID_SELF, or another domain if the caller is privileged
 * Result: the number of extents done, counted from the first of the array, which
 * may be less than nr_extents; or -EINVAL (more to skip than nr_extents), -EPERM,
 * -ESRCH, -ENOSYS (unknown op).
 */
#define MEMOP_increase_reservation 0
#define MEMOP_decrease_reservation 1

/* VM_ASSIST (cmd, type): support for x86 page tables and segments; not served. */
#define VMASST_CMD_enable		0
#define VMASST_CMD_disable		1
#define VMASST_TYPE_4gb_segments	0
#define VMASST_TYPE_4gb_segments_notify 1
#define VMASST_TYPE_writable_pagetables 2
#define MAX_VMASST_TYPE			2

#ifndef __ASSEMBLY__

typedef u16 domid_t;

/* Domain numbers are 0 (dom0) to DOMID_FIRST_RESERVED - 1. */
#define DOMID_FIRST_RESERVED (0x7FF0U)
/* The calling domain, in the calls that say so. */
#define DOMID_SELF (0x7FF0U)
/* Owner of device memory, as the foreign domain of mmu_update. */
#define DOMID_IO (0x7FF1U)
/* Owner of the hypervisor's own memory, as the foreign domain of mmu_update. */
#define DOMID_XEN (0x7FF2U)

/* One request of mmu_update. */
typedef struct {
	u64 ptr; /* machine address of the entry; MMU_* in its two lowest bits */
	u64 val; /* the value to write */
} mmu_update_t;

/* One call of multicall. */
typedef struct {
	unsigned long op;      /* IN:  __HYPERVISOR_* */
	unsigned long result;  /* OUT: its result */
	unsigned long args[6]; /* IN:  its arguments */
} multicall_entry_t;

/* One request of mmuext_op. */
struct mmuext_op {
	unsigned int cmd; /* MMUEXT_* */
	union {
		memory_t mfn;	      /* the page table, or the frame to give away */
		memory_t linear_addr; /* the page to flush, or the table to load */
	};
	union {
		unsigned int nr_ents; /* MMUEXT_SET_LDT: entries of the table */
		void *vcpumask;	      /* the _MULTI commands: CPUs whose TLB to flush */
	};
};

/* Events per domain: 32 words of 32 bits in shared_info_t. */
#define NR_EVENT_CHANNELS 1024

/* Events of one virtual CPU. */
typedef struct vcpu_info {
	u8 evtchn_upcall_pending; /* non-zero: some bit of evtchn_pending_sel is set */
	u8 evtchn_upcall_mask;	  /* non-zero: do not interrupt the CPU for events */
	u32 evtchn_pending_sel;	  /* bit n: word n of evtchn_pending has a bit set */
#ifdef __ARCH_HAS_VCPU_INFO
	arch_vcpu_info_t arch;
#endif
} vcpu_info_t;

/*
 * Time of one virtual CPU: system time now is
 *   system_time + scale(timebase - tsc_timestamp)
 * where scale(d) is ((d << tsc_shift) * tsc_to_system_mul) >> 32. The version is
 * odd while the hypervisor writes; a reader starts again if it changed.
 */
typedef struct vcpu_time_info {
	u32 version;
	u64 tsc_timestamp; /* timebase at system_time */
	u64 system_time;   /* ns since the machine was started */
	u32 tsc_to_system_mul;
	s8 tsc_shift;
} vcpu_time_info_t;

/*
 * The page that a domain shares with the hypervisor.
 * DOM0_GETDOMAININFO returns its frame.
 */
typedef struct shared_info {
	vcpu_info_t vcpu_data[MAX_VIRT_CPUS];
	vcpu_time_info_t vcpu_time[MAX_VIRT_CPUS];
	u32 n_vcpu; /* virtual CPUs of the domain */

	/* One bit per event channel: an event is pending; the channel is masked. */
	u32 evtchn_pending[32];
	u32 evtchn_mask[32];

	/* Wall clock at system time 0; version as in vcpu_time_info_t. */
	u32 wc_version;
	u32 wc_sec;  /* since 1970 */
	u32 wc_nsec; /* fraction of a second */

	arch_shared_info_t arch;
} shared_info_t;

#define MAX_GUEST_CMDLINE 1024

/*
 * Passed to a domain when it starts. A PowerPC domain finds the same information in its
 * device tree; the structure is kept for programs that build domains.
 */
typedef struct start_info {
	memory_t nr_pages;		/* frames of the domain */
	memory_t shared_info;		/* address of its shared_info_t */
	u32 flags;			/* SIF_* */
	u16 domain_controller_evtchn;	/* event channel to the tools */
	memory_t pt_base;		/* address of the first page table */
	memory_t nr_pt_frames;		/* frames of page tables */
	memory_t mfn_list;		/* address of the list of machine frames */
	memory_t mod_start;		/* address of the initial RAM disk */
	memory_t mod_len;		/* its size in bytes */
	s8 cmd_line[MAX_GUEST_CMDLINE]; /* ends with a zero byte */
	memory_t store_mfn;		/* machine frame shared with xenstore */
	u16 store_evtchn;		/* event channel to it */
} start_info_t;

/* start_info_t.flags */
#define SIF_PRIVILEGED	  (1 << 0) /* may make privileged calls */
#define SIF_INITDOMAIN	  (1 << 1) /* is the first domain */
#define SIF_BLK_BE_DOMAIN (1 << 4) /* serves disks */
#define SIF_NET_BE_DOMAIN (1 << 5) /* serves networks */
#define SIF_USB_BE_DOMAIN (1 << 6) /* serves USB */

/* A set of physical CPUs, bit n for CPU n. */
typedef u64 cpumap_t;

#endif /* __ASSEMBLY__ */

#endif /* __XEN_PUBLIC_XEN_H__ */
