// SPDX-License-Identifier: GPL-2.0-or-later
/* Exits of a guest (guest.h). */
#include <CUnit/CUnit.h>

#include <xen/cpu.h>
#include <asm/domain.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>

#include "dom0.h"
#include "fakes.h"
#include "guest.h"

static u64 exit_vector;
static u32 entries;

/* The first entry exits with the vector; at the second one its slice is over. */
static u64 enter(struct vcpu *v)
{
	/* A vCPU that must not run must not be entered. */
	CU_ASSERT_FALSE(v->domain->run_state & DOMAIN_SHUT_DOWN);
	if (!entries++)
		return exit_vector;
	return EXIT_HDECREMENTER;
}

void guest_exits(struct vcpu *v, u64 vector)
{
	exit_vector = vector;
	entries = 0;
	machine.enter = enter;
	boot_cpu.need_resched = false;
	arch_vcpu_run(v);
}

long papr_by(struct vcpu *v, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3)
{
	u64 *gpr = v->arch.regs.gpr;

	gpr[3] = nr;
	gpr[4] = a0;
	gpr[5] = a1;
	gpr[6] = a2;
	gpr[7] = a3;
	guest_exits(v, EXIT_HYPERCALL);
	return (long)gpr[3];
}

long papr(u64 nr, u64 a0, u64 a1, u64 a2, u64 a3)
{
	return papr_by(dom0->vcpu[0], nr, a0, a1, a2, a3);
}
