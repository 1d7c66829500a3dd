// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain whose writes are logged (shadow.h). */
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/lib.h>
#include <asm/processor.h>
#include <asm/cpu/nested.h>

#include "dom0.h"
#include "guest.h"
#include "shadow.h"
#include "walk.h"

bool can_store(const struct domain *d, u64 gpa)
{
	CU_ASSERT_NOT_EQUAL_FATAL(walk(d->arch.lpid, gpa), WALK_UNMAPPED);
	/* Reading and executing are always allowed. */
	CU_ASSERT_EQUAL(walk_permission & ~(u64)WALK_WRITE, WALK_READ | WALK_EXECUTE);
	return walk_permission & WALK_WRITE;
}

bool domain_stores(struct domain *d, u64 gpa)
{
	struct vcpu *v = d->vcpu[0];
	u64 nip = 0xc000000000001234, msr = MSR_SF | MSR_ME | MSR_IR | MSR_DR;

	if (can_store(d, gpa))
		return false;
	v->arch.regs.nip = nip;
	v->arch.regs.msr = msr;
	v->arch.hv.hdar = 0xc000000077770000 | (gpa & 0xfff);
	v->arch.hv.asdr = gpa & ~0xfffULL;
	v->arch.hv.hdsisr = DSISR_PROTECTED | DSISR_STORE;
	guest_exits(v, EXIT_H_DATA);
	/* The domain does not notice it. */
	CU_ASSERT_EQUAL(v->arch.regs.nip, nip);
	CU_ASSERT_EQUAL(v->arch.regs.msr, msr);
	CU_ASSERT_TRUE_FATAL(can_store(d, gpa));
	return true;
}

long shadow_op(domid_t domain, u32 op, u64 gpa, u64 pages, dom0_shadow_control_t *result)
{
	dom0_op_t call = { .u.shadow_control = { .domain = domain,
						 .op = op,
						 .dirty_bitmap = guest_pointer(gpa),
						 .pages = pages } };
	long ret;

	memset(&call.u.shadow_control.stats, 0x77, sizeof(call.u.shadow_control.stats));
	ret = op_call(DOM0_SHADOW_CONTROL, &call);
	*result = call.u.shadow_control;
	return ret;
}

long shadow_control(const struct domain *d, u32 op)
{
	dom0_shadow_control_t result;
	long ret = shadow_op(d->id, op, 0, 4711, &result);

	/* Only ops that return something change the op. */
	if (op < DOM0_SHADOW_CONTROL_OP_CLEAN)
		CU_ASSERT(result.pages == 4711 && result.stats.fault_count == 0x77777777);
	return ret;
}

u64 dirty_frames(const struct domain *d, u32 op, u64 bitmap[MAX_WORDS])
{
	u64 size = (u64)d->p2m.nr * CHUNK_FRAMES / 8, count = 0;
	dom0_shadow_control_t result;

	CU_ASSERT_FATAL(size <= MAX_WORDS * sizeof(u64));
	dom0_fill(BUF_GPA, 0xee, size + 8);
	CU_ASSERT_EQUAL(shadow_op(d->id, op, BUF_GPA, TOP, &result), 0);
	CU_ASSERT_EQUAL(result.pages, size * 8);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + size, 0xee, 8));
	dom0_read(BUF_GPA, bitmap, size);
	for (u64 i = 0; i < size / sizeof(u64); i++)
		count += (u64)__builtin_popcountll(bitmap[i]);
	return count;
}

bool is_dirty(const struct domain *d, u64 frame)
{
	u64 bitmap[MAX_WORDS];

	dirty_frames(d, DOM0_SHADOW_CONTROL_OP_PEEK, bitmap);
	return bitmap[frame / 64] >> frame % 64 & 1;
}
