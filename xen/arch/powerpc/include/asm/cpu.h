/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PowerPC half of a physical CPU: stacks, and what its registers hold. */
#ifndef ASM_CPU_H
#define ASM_CPU_H

/* Distance from the CPU's data to r13, where code with a stack protector for 64-bit
 * Linux, Debian's libfdt among it and ours (xen/module.mk), looks for the canary. */
#define STACK_CANARY_BIAS 0x7010
#define STACK_SIZE	  0x4000
/* For panics: what went wrong may have been the stack. */
#define EMERGENCY_STACK_SIZE 0x2000
#define STACK_GUARD	     0x5741434b47554152ULL

#ifndef __ASSEMBLY__
#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/cpu/nested.h>

struct cpu;
struct vcpu;

/*
 * What the exception vectors save into, as the beginning of a vCPU's registers or of a
 * CPU's own frame, and the way from there to the CPU.
 */
struct exception_frame {
	struct cpu_regs regs; /* nip and msr are the interrupted ones, trap the vector */
	char *r13;	      /* what r13 is while the hypervisor runs on that CPU */
};

/* No value that HDEC's expiry or the LPCR of a vCPU can have. */
#define NOT_LOADED (~0ULL)

struct arch_cpu {
	struct vcpu
		*extended_owner; /* whose extended state the registers hold, or NULL */
	/*
	 * Bare metal: the values of v->arch.hv that HDEC and LPCR were made from. The
	 * next entry loads the register again if v has another one.
	 */
	u64 loaded_hdec_expiry, loaded_lpcr;
	u64 host_sp;		      /* bare metal: the stack while a guest runs */
	struct exception_frame frame; /* of the hypervisor's own exceptions */
	u8 emergency_stack[EMERGENCY_STACK_SIZE] __aligned(16);
	/* The stack grows down to the guard. */
	u64 stack_guard;
	u64 pad;
	u8 stack[STACK_SIZE] __aligned(16);
};

/* Prepares the PowerPC half of a CPU whose data are zero. */
void arch_cpu_init(struct cpu *cpu);
/* secondary.S: where a CPU begins that the platform starts. */
extern const char secondary_entry[];
/* Panics if the hypervisor's stack has grown over its end. */
void check_stack(void);

#endif
#endif /* ASM_CPU_H */
