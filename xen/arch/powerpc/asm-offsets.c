// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Offsets and sizes for the assembler, from the compiler: this file is compiled to
 * assembly, and xen/module.mk turns each "->NAME VALUE" in it into a #define.
 */
#include <stddef.h>
#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu/extended.h>
#include <asm/platform.h>

#define DEFINE(name, value) __asm__ __volatile__("\n->" #name " %0" : : "i"(value))
#define CPU_OFFSET(member)  ((long)offsetof(struct cpu, member) - STACK_CANARY_BIAS)

/* The vectors do not know whose frame it is. */
_Static_assert(offsetof(struct exception_frame, r13) == offsetof(struct vcpu, arch.r13),
	       "one place");

void offsets(void);

void offsets(void)
{
	DEFINE(REGS_GPR, offsetof(struct cpu_regs, gpr));
	DEFINE(REGS_NIP, offsetof(struct cpu_regs, nip));
	DEFINE(REGS_MSR, offsetof(struct cpu_regs, msr));
	DEFINE(REGS_CTR, offsetof(struct cpu_regs, ctr));
	DEFINE(REGS_LINK, offsetof(struct cpu_regs, link));
	DEFINE(REGS_XER, offsetof(struct cpu_regs, xer));
	DEFINE(REGS_CCR, offsetof(struct cpu_regs, ccr));
	DEFINE(REGS_TRAP, offsetof(struct cpu_regs, trap));
	DEFINE(FRAME_R13, offsetof(struct exception_frame, r13));
	DEFINE(VCPU_REGS, offsetof(struct vcpu, arch.regs));
	DEFINE(VCPU_R13, offsetof(struct vcpu, arch.r13));
	DEFINE(VCPU_SRR0, offsetof(struct vcpu, arch.hv.srr0));
	DEFINE(VCPU_SRR1, offsetof(struct vcpu, arch.hv.srr1));
	DEFINE(VCPU_LPCR, offsetof(struct vcpu, arch.hv.lpcr));
	DEFINE(VCPU_HDEC_EXPIRY, offsetof(struct vcpu, arch.hv.hdec_expiry));
	DEFINE(VCPU_TB_OFFSET, offsetof(struct vcpu, arch.hv.tb_offset));
	DEFINE(EXTENDED_VSR, offsetof(struct extended_state, vsr));
	DEFINE(EXTENDED_VSCR, offsetof(struct extended_state, vscr));
	DEFINE(EXTENDED_FPSCR, offsetof(struct extended_state, fpscr));
	/* From r13. */
	DEFINE(CPU_SERVER, CPU_OFFSET(server));
	DEFINE(CPU_NEXT, CPU_OFFSET(next));
	DEFINE(CPU_LOADED_HDEC_EXPIRY, CPU_OFFSET(arch.loaded_hdec_expiry));
	DEFINE(CPU_LOADED_LPCR, CPU_OFFSET(arch.loaded_lpcr));
	DEFINE(CPU_HOST_SP, CPU_OFFSET(arch.host_sp));
	DEFINE(CPU_FRAME, CPU_OFFSET(arch.frame));
	DEFINE(CPU_EMERGENCY_STACK_TOP,
	       CPU_OFFSET(arch.emergency_stack) + EMERGENCY_STACK_SIZE);
	DEFINE(CPU_STACK_TOP, CPU_OFFSET(arch.stack) + STACK_SIZE);
	DEFINE(BOOT_REGISTERS_SIZE, ROUND_UP(sizeof(struct boot_registers), 16));
}
