// SPDX-License-Identifier: GPL-2.0-or-later
/* Exits of a guest (guest.h). */
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/cpu.h>
#include <asm/domain.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
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

u32 rtas_token(const char *name)
{
	for (u32 t = PAPR_RTAS_FIRST_TOKEN; papr_rtas_name(t); t++)
		if (!strcmp(papr_rtas_name(t), name))
			return t;
	CU_FAIL_FATAL("no such RTAS call");
	return 0;
}

static void put_cell(const struct domain *d, u64 gpa, u32 value)
{
	for (u32 i = 0; i < 4; i++)
		*domain_byte(d, gpa + i) = (u8)(value >> (24 - 8 * i));
}

static u32 get_cell(const struct domain *d, u64 gpa)
{
	u32 value = 0;

	for (u32 i = 0; i < 4; i++)
		value = value << 8 | *domain_byte(d, gpa + i);
	return value;
}

u32 rtas_by(struct vcpu *v, const char *name, u32 nargs, const u32 *arg, u32 nret,
	    u32 *result)
{
	const struct domain *d = v->domain;
	u64 results = RTAS_BLOCK + 12 + 4 * nargs;

	put_cell(d, RTAS_BLOCK, rtas_token(name));
	put_cell(d, RTAS_BLOCK + 4, nargs);
	put_cell(d, RTAS_BLOCK + 8, nret);
	for (u32 i = 0; i < nargs; i++)
		put_cell(d, RTAS_BLOCK + 12 + 4 * i, arg[i]);
	CU_ASSERT_EQUAL(papr_by(v, H_RTAS, RTAS_BLOCK, 0, 0, 0), H_SUCCESS);
	if (nret > 1)
		*result = get_cell(d, results + 4);
	return get_cell(d, results);
}
