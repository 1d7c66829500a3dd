// SPDX-License-Identifier: GPL-2.0-or-later
/* Starting, kicking and halting the CPUs of the partition that we are (PAPR). */
#define pr_fmt(fmt) "pseries: " fmt
#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/hcall_numbers.h>
#include <asm/memory.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "cpu.h"
#include "hcall.h"
#include "irq.h"
#include "rtas.h"

static u32 start_cpu; /* RTAS token */

void pseries_cpu_probe(u32 token)
{
	start_cpu = token;
}

/* The priority of the controller begins at 0, which lets nothing through. */
void pseries_cpu_init(void)
{
	mtspr(SPR_SPRG0 + 1, ptr_to_maddr(&this_cpu()->arch.frame));
	hcall_status(H_CPPR, PRIORITY_ALL, 0, 0, 0);
}

bool pseries_start_cpu(u32 server)
{
	const u32 arg[3] = { server, (u32)(uintptr_t)secondary_entry, server };
	s32 status = start_cpu ? rtas_call(start_cpu, 3, arg, 1, NULL) : -1;

	if (status)
		pr_warn("CPU %x cannot be started: %d\n", server, status);
	return !status;
}

/* It has never been started, and costs nothing. */
void pseries_spare_cpu(u32 server)
{
}

void pseries_kick(const struct cpu *cpu)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	hcall_status(H_IPI, cpu->server, PRIORITY_KICK, 0, 0);
}

void pseries_halt(void)
{
	hcall_status(H_CPPR, PRIORITY_NONE, 0, 0, 0);
	for (;;) {
		set_decrementer(UINT64_MAX);
		hcall_status(H_CEDE, 0, 0, 0, 0);
	}
}
