// SPDX-License-Identifier: GPL-2.0-or-later
/* The physical CPUs (xen/cpu.h). One of them runs vCPUs. */
#include <xen/cpu.h>

/* The canary's value is no secret: it stops mistakes, not attackers. */
struct cpu boot_cpu = {
	.stack_canary = 0xc0ffee00dead00ffULL,
	.arch = ARCH_CPU_INIT(boot_cpu),
};

struct cpu *cpus[MAX_CPUS] = { &boot_cpu };
u32 nr_cpus = 1;
