/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PowerPC half of domains and vCPUs. */
#ifndef ASM_DOMAIN_H
#define ASM_DOMAIN_H

#include <xen/compiler.h>
#include <xen/lib.h>
#include <xen/sched/timer.h>
#include <xen/types.h>
#include <asm/cpu/extended.h>
#include <asm/cpu/nested.h>
#include <public/xen.h>

struct domain;
struct vcpu;

/* dec_expiry of a vCPU that has never set its decrementer. */
#define DEC_NEVER (UINT64_MAX >> 1)

struct arch_domain {
	u32 lpid;	   /* logical partition id, at least 1 */
	u64 process_table; /* what H_REGISTER_PROC_TBL set: dword 1 of the entry */
	be64 *radix_root;
	u64 tb_offset;	   /* its time, less the machine's, while it is not paused */
	u64 stopped_at;	   /* its time, while it stands still */
	bool power_button; /* pressed, and the domain has not asked for it yet */
	/* Its kernel has said that it failed (papr/rtas_power.c). */
	bool failed;
	u32 patience;	  /* seconds until that is a crash */
	u64 failed_until; /* the domain's time at which it is one */
	struct timer failed_timer;
	u8 *nvram;		  /* NVRAM_SIZE bytes (asm/papr/nvram.h) */
	struct xics_domain *xics; /* its interrupt controller (asm/papr/xics.h) */
	struct vio_device *vio;	  /* its virtual I/O devices (asm/papr/vio.h) */
	/* While it is being built: its device tree, for vcpus, and the pieces done. */
	struct {
		void *tree;
		u32 vcpus;
		u32 done;
	} build;
};

/* A vCPU's part of the interrupt controller. */
struct xics_vcpu {
	u8 cppr; /* only interrupts of a lower number than this are presented */
	u8 mfrr; /* priority of a pending inter-processor interrupt */
};

/* Aligned to keep what an entry and exit touch in few cache lines. */
struct arch_vcpu {
	struct cpu_regs regs;
	char *r13; /* of the CPU that it runs on (struct exception_frame) */
	struct hv_guest_state hv;
	u64 dec_expiry;	   /* the domain's time at which it gets a decrementer interrupt,
			      while it does not run */
	u64 reflected_nip; /* where the last reflected interrupt made it go on */
	u16 last_exit;	   /* why it came out last */
	u64 turn_end;	   /* timebase at which this CPU must choose again */
	u64 vpa;	   /* pseudo-physical address of its VPA, or 0 */
	u32 yield_count;
	bool interrupt_pending; /* an external interrupt waits for MSR[EE] */
	struct xics_vcpu xics;
	struct extended_state extended __aligned(16);
} __aligned(128);

/* Where things are in the domain's pseudo-physical space, or are to be. */
struct guest_layout {
	u64 entry;
	u64 fdt;  /* XEN_PPC_FDT_SIZE bytes */
	u64 rtas; /* XEN_PPC_RTAS_SIZE bytes */
	u64 initrd_start, initrd_end;
	const char *cmdline;
};

/* 0 or -ENOMEM. Undone by arch_domain_destroy(), which also bears a half-made one. */
int arch_domain_create(struct domain *d);
void arch_domain_destroy(struct domain *d);
/*
 * Frees the next piece of what the hardware translates the addresses of d by, which is
 * dying and does not run. False: there is no more of it.
 */
bool arch_domain_free_tables(struct domain *d);

/*
 * Makes a Linux domain of memory with a kernel in it: writes what firmware would leave
 * there, and has the first vCPU start at the entry, in pieces: the first, and others.
 * -EAGAIN: there is more to do; -ENOMEM; -ENOSPC: the device tree has no room; -EINVAL: a
 * place is not the domain's memory. Only of -EINVAL may something have been written.
 */
int arch_domain_build(struct domain *d, const struct guest_layout *layout, bool first);
/* Asks the domain to shut down. False: it does not listen. */
bool arch_domain_power_button(struct domain *d);

/* What the domain's vCPUs read in the timebase register. */
u64 arch_domain_time(const struct domain *d);
/* The domain is about to be paused; or to go on. */
void arch_domain_stop_time(struct domain *d);
void arch_domain_start_time(struct domain *d);

/* Puts what changed in d->arch into force. */
void arch_domain_update(struct domain *d);

/* The hardware's translation of pseudo-physical chunk index, derived from the p2m. */
int arch_p2m_map(struct domain *d, u32 index, u32 chunk);
void arch_p2m_unmap(struct domain *d, u32 index);

/*
 * A frame in the window of d, at gpa. 0 or -ENOMEM. What was there before, or is
 * unmapped, may be used by the hardware until the flush.
 */
int arch_window_map(struct domain *d, u64 gpa, u64 maddr, bool writable);
void arch_window_unmap(struct domain *d, u64 gpa);
void arch_window_flush(struct domain *d);

/*
 * For xen/common/memory/log_dirty.c: from split to join each frame of the domain's chunk
 * index, which it has, can be written to, or not, by itself. split: none can, unless it
 * has been split already; 0, or -ENOMEM and nothing has changed. join: all can, and it
 * need not have been split. What split and protect take away is gone when flush returns;
 * what allow gives is there at once.
 */
int arch_log_dirty_split(struct domain *d, u32 index);
void arch_log_dirty_join(struct domain *d, u32 index);
void arch_log_dirty_protect(struct domain *d, u64 frame);
void arch_log_dirty_allow(struct domain *d, u64 frame);
void arch_log_dirty_flush(struct domain *d);

/* The state that a vCPU has before it has been given any. */
void arch_vcpu_init(struct vcpu *v);
/* The state in which Linux expects to be entered, with the device tree at fdt. */
void arch_vcpu_start(struct vcpu *v, u64 entry, u64 fdt);
/*
 * The state in which a domain's own vCPU, by, starts another: at entry, in real mode, r3
 * being that; all else as if it had never run.
 */
void arch_vcpu_restart(struct vcpu *v, const struct vcpu *by, u64 entry, u64 r3);
/* Enters v again and again, handling its exits, until need_resched(). */
void arch_vcpu_run(struct vcpu *v);
/* What the machine below does not switch: out of the CPU, and into it. */
void arch_vcpu_save(struct vcpu *v);
/* Into the CPU, to come out with EXIT_HDECREMENTER at timebase turn_end at the latest. */
void arch_vcpu_load(struct vcpu *v, u64 turn_end);
/* Timebase at which the timer of a vCPU that does not run expires. */
u64 arch_vcpu_timer(const struct vcpu *v);
/* Interrupts the domain because a port of its event channels has an event. */
void arch_notify_event(struct domain *d);
/*
 * Has v, which runs, make its hypercall again with that progress. Returns what must go
 * into r3 for that.
 */
long arch_hypercall_again(struct vcpu *v, u64 progress);
/* Whether an interrupt waits for it. */
bool arch_vcpu_pending(const struct vcpu *v);
/* The same of the one that runs, or that its decrementer has expired. */
bool arch_vcpu_due(const struct vcpu *v);
/* All of its state in the public form, both ways. -EINVAL: it names memory it has not. */
void arch_vcpu_get_context(struct vcpu *v, vcpu_guest_context_t *context);
int arch_vcpu_set_context(struct vcpu *v, const vcpu_guest_context_t *context);
/* Replaces in a context of a vCPU what all vCPUs of its domain share. */
void arch_vcpu_inherit(const struct domain *d, vcpu_guest_context_t *context);
/* v is about to be freed. */
void arch_vcpu_destroy(struct vcpu *v);
/* Prints the registers, as messages of that level. */
void arch_vcpu_dump(struct vcpu *v, enum loglevel level);

#endif /* ASM_DOMAIN_H */
