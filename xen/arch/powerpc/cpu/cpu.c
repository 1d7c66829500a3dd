// SPDX-License-Identifier: GPL-2.0-or-later
/* The PowerPC half of a physical CPU (asm/cpu.h). */
#include <xen/cpu.h>

void arch_cpu_init(struct cpu *cpu)
{
	cpu->arch.loaded_hdec_expiry = NOT_LOADED;
	cpu->arch.loaded_lpcr = NOT_LOADED;
	cpu->arch.frame.r13 = (char *)cpu + STACK_CANARY_BIAS;
	cpu->arch.stack_guard = STACK_GUARD;
}
