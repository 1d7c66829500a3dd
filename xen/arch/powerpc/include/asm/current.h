/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What belongs to the CPU that executes. r13 points STACK_CANARY_BIAS behind it: there
 * code with a stack protector for powerpc64 Linux, Debian's libfdt among it, and ours
 * (xen/module.mk) looks for the canary.
 */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#define STACK_CANARY_BIAS 0x7010
#define STACK_SIZE	  0x4000
/* For panics: whatever went wrong may have been the stack. */
#define EMERGENCY_STACK_SIZE 0x2000

#ifndef __ASSEMBLY__
#include <xen/compiler.h>
#include <xen/types.h>

struct vcpu;

/* The running vCPU's turn is over, or it cannot go on; nobody else has changed. */
#define RESCHED_CHOOSE 1
/* Others may have become able or unable to run. */
#define RESCHED_LOOK 2

struct cpu_area {
	u64 stack_canary;
	struct vcpu *current;
	struct vcpu
		*extended_owner; /* whose extended state is in the registers, or NULL */
	u8 need_resched;	 /* RESCHED_* */
};

extern struct cpu_area boot_cpu_area;

static inline struct cpu_area *this_cpu(void)
{
	register char *r13 __asm__("r13");

	/* r13 has a value at any time. NOLINTNEXTLINE(clang-*) */
	return (struct cpu_area *)(r13 - STACK_CANARY_BIAS);
}

/* The vCPU that runs on this CPU, or ran last; NULL before the first. */
static inline struct vcpu *get_current(void)
{
	return this_cpu()->current;
}

static inline void set_current(struct vcpu *v)
{
	this_cpu()->current = v;
}

/* The vCPU on this CPU shall not be entered again before somebody has chosen anew. */
static inline bool need_resched(void)
{
	return READ_ONCE(this_cpu()->need_resched);
}

/* Who says no more has everybody looked at: right always, and dearer. */
static inline void set_need_resched(bool value)
{
	this_cpu()->need_resched = value ? RESCHED_LOOK : 0;
}

/* For who ends the turn of the vCPU that runs, and knows that this is all. */
static inline void request_choice(void)
{
	this_cpu()->need_resched |= RESCHED_CHOOSE;
}

static inline bool look_requested(void)
{
	return READ_ONCE(this_cpu()->need_resched) & RESCHED_LOOK;
}

/* Panics if the hypervisor's stack has grown over its end. */
void check_stack(void);

#endif
#endif /* ASM_CURRENT_H */
