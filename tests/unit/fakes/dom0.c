// SPDX-License-Identifier: GPL-2.0-or-later
/* Domain 0 of the tests of hypercalls (dom0.h). */
#include <string.h>

#include <CUnit/CUnit.h>

#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>

#include "dom0.h"
#include "fakes.h"

struct domain *dom0;

void dom0_start(void)
{
	u32 chunk;

	machine_note_free();
	/* The CPU has run nothing yet. */
	boot_cpu.sched = (struct sched_cpu){ 0 };
	boot_cpu.current = NULL;
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &dom0), 0);
	dom0->privileged = true;
	domain_force(dom0, 0, DOMAIN_NEW);
	domain_force(dom0, 0, DOMAIN_PAUSED);
	for (u32 i = 0; i < DOM0_CHUNKS; i++)
		CU_ASSERT_EQUAL_FATAL(p2m_populate(dom0, false, &chunk), 0);
}

void dom0_stop(void)
{
	while (domain_list)
		end_domain(domain_list);
	machine_check_free();
}

u8 *domain_byte(const struct domain *d, u64 gpa)
{
	u64 index = gpa / CHUNK_SIZE;

	BUG_ON(index >= d->p2m.nr || d->p2m.chunk[index] == CHUNK_NONE);
	return chunk_memory(d->p2m.chunk[index]) + gpa % CHUNK_SIZE;
}

void dom0_write(u64 gpa, const void *data, u64 len)
{
	for (u64 i = 0; i < len; i++)
		*domain_byte(dom0, gpa + i) = ((const u8 *)data)[i];
}

void dom0_read(u64 gpa, void *data, u64 len)
{
	for (u64 i = 0; i < len; i++)
		((u8 *)data)[i] = *domain_byte(dom0, gpa + i);
}

void dom0_fill(u64 gpa, u8 byte, u64 len)
{
	for (u64 i = 0; i < len; i++)
		*domain_byte(dom0, gpa + i) = byte;
}

bool dom0_is_filled(u64 gpa, u8 byte, u64 len)
{
	for (u64 i = 0; i < len; i++)
		if (*domain_byte(dom0, gpa + i) != byte)
			return false;
	return true;
}

long call_by(struct domain *d, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4)
{
	struct vcpu *v = d->vcpu[0];
	const struct cpu_regs before = v->arch.regs;
	u64 arg[] = { a0, a1, a2, a3, a4, 0 };
	bool again;
	long ret;

	/* A call that stopped is made again, as the CPU does at the nip that it finds. */
	do {
		/* It would not run before a choice. */
		this_cpu()->need_resched = machine.hurry;
		v->arch.regs.gpr[3] = XEN_MARK(nr);
		ret = hypercall(&v->caller, nr, arg);
		again = v->arch.regs.nip != before.nip;
		nr = ret & 0xffff;
		arg[5] = v->arch.regs.gpr[9];
		v->arch.regs = before;
		machine.continuations += again;
	} while (again);
	return ret;
}

long call(u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4)
{
	return call_by(dom0, nr, a0, a1, a2, a3, a4);
}

long op_at(u64 gpa, u32 cmd, dom0_op_t *op)
{
	long ret;

	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	dom0_write(gpa, op, sizeof(*op));
	ret = call(__HYPERVISOR_dom0_op, gpa, 0, 0, 0, 0);
	dom0_read(gpa, op, sizeof(*op));
	return ret;
}

long op_call(u32 cmd, dom0_op_t *op)
{
	return op_at(OP_GPA, cmd, op);
}

void vcpu_force(struct vcpu *v, u32 set, u32 clear)
{
	v->run_state = (v->run_state & ~clear) | set;
	if (clear & VCPU_BLOCKED)
		timer_stop(&v->wake_timer);
	sched_update(v);
}

void domain_force(struct domain *d, u32 set, u32 clear)
{
	d->run_state = (d->run_state & ~clear) | set;
	for (u32 i = 0; i < d->nr_vcpus; i++)
		sched_update(d->vcpu[i]);
}

void vcpu_make_runnable(struct vcpu *v)
{
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	domain_force(v->domain, 0, DOMAIN_NEW | DOMAIN_PAUSED);
}

void vcpus_settle(void)
{
	struct domain *d;

	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++) {
			struct vcpu *v = d->vcpu[i];

			v->run_state &= ~VCPU_RUNNING;
			if (v->run_state & VCPU_BLOCKED && !domain_is_paused(d))
				timer_start(&v->wake_timer, arch_vcpu_timer(v));
			if (!domain_is_paused(d))
				timer_start(&v->virq_timer, v->virq_timer.expiry);
		}
}

struct domain *make_domain(u32 chunks)
{
	dom0_op_t op = { 0 };
	struct domain *d;

	CU_ASSERT_EQUAL_FATAL(op_call(DOM0_CREATEDOMAIN, &op), 0);
	d = domain_find(op.u.createdomain.domain);
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	CU_ASSERT_EQUAL_FATAL(call(__HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0,
				   chunks, XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT,
				   d->id),
			      chunks);
	return d;
}

void destroy_domain(const struct domain *d)
{
	dom0_op_t op = { .u.destroydomain.domain = d->id };

	CU_ASSERT_EQUAL(op_call(DOM0_DESTROYDOMAIN, &op), 0);
}
