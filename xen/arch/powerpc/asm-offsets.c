// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Offsets and sizes for the assembler, from the compiler: this file is compiled to
 * assembly, of which xen/module.mk turns each "->NAME VALUE" into a #define.
 */
#include <stddef.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu/exception.h>
#include <asm/cpu/extended.h>
#include <asm/platform.h>
#include "platform/powernv/guest.h"

#define DEFINE(name, value) __asm__ __volatile__("\n->" #name " %0" : : "i"(value))

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
	DEFINE(VCPU_REGS, offsetof(struct vcpu, arch.regs));
	DEFINE(VCPU_SRR0, offsetof(struct vcpu, arch.hv.srr0));
	DEFINE(VCPU_SRR1, offsetof(struct vcpu, arch.hv.srr1));
	DEFINE(VCPU_LPCR, offsetof(struct vcpu, arch.hv.lpcr));
	DEFINE(VCPU_HDEC_EXPIRY, offsetof(struct vcpu, arch.hv.hdec_expiry));
	DEFINE(VCPU_TB_OFFSET, offsetof(struct vcpu, arch.hv.tb_offset));
	DEFINE(EXTENDED_VSR, offsetof(struct extended_state, vsr));
	DEFINE(EXTENDED_VSCR, offsetof(struct extended_state, vscr));
	DEFINE(EXTENDED_FPSCR, offsetof(struct extended_state, fpscr));
	DEFINE(LOADED_HDEC_EXPIRY, offsetof(struct powernv_loaded, hdec_expiry));
	DEFINE(LOADED_LPCR, offsetof(struct powernv_loaded, lpcr));
	DEFINE(LOADED_HOST_SP, offsetof(struct powernv_loaded, host_sp));
	DEFINE(BOOT_REGISTERS_SIZE, ROUND_UP(sizeof(struct boot_registers), 16));
	DEFINE(BOOT_STACK_TOP, offsetof(struct boot_stack, space) + STACK_SIZE);
}
