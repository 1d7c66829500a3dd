// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The PAPR hypercalls that a Linux guest makes: the table, and the small ones. Those of
 * virtual I/O devices are served by the bus (papr/vio).
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <asm/papr/papr.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/papr/vio.h>
#include <asm/papr/vpa.h>
#include <asm/papr/xics.h>

/* The guest has nothing to do until an interrupt; it wants to take that one. */
static long h_cede(struct vcpu *v, u64 *gpr)
{
	v->arch.regs.msr |= MSR_EE;
	if (!arch_vcpu_due(v))
		vcpu_block(v, false);
	return H_SUCCESS;
}

/* These modes are the partition's (PAPR, "H_SET_MODE"). */
static long set_lpcr(struct domain *d, u64 field, u64 value)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		u64 *lpcr = &d->vcpu[i]->arch.hv.lpcr;

		*lpcr = (*lpcr & ~field) | value;
	}
	return H_SUCCESS;
}

/* r4 flags, r5 resource, r6 and r7 values. */
static long h_set_mode(struct vcpu *v, u64 *gpr)
{
	if (gpr[6])
		return H_P3;
	if (gpr[7])
		return H_P4;
	switch (gpr[5]) {
	case H_SET_MODE_RESOURCE_ILE:
		if (gpr[4] > 1)
			return H_PARAMETER;
		return set_lpcr(v->domain, LPCR_ILE, gpr[4] ? LPCR_ILE : 0);
	case H_SET_MODE_RESOURCE_AIL:
		/* 0: off; 3: 0xc000000000004000. 1 and 2 are not of ISA 3.0. */
		if (gpr[4] != 0 && gpr[4] != 3)
			return H_PARAMETER;
		if (gpr[4] && !platform->guest_ail)
			return H_P2;
		return set_lpcr(v->domain, LPCR_AIL, gpr[4] << LPCR_AIL_SHIFT);
	default:
		return H_P2;
	}
}

/*
 * Without this answer a guest assumes the worst CPU and flushes its L1 cache at each
 * system call: some 1,000 instructions for each ioctl of dom0.
 */
static long h_get_cpu_characteristics(struct vcpu *v, u64 *gpr)
{
	return platform->cpu_characteristics(&gpr[4], &gpr[5]) ? H_SUCCESS : H_FUNCTION;
}

/* How often the CPU is asked again that has no number ready (book I, darn). */
#define RANDOM_TRIES 10

/*
 * Without it Linux has no randomness when it starts. The first program that asks for some
 * waits for a second, while the kernel measures how irregular its own timing is.
 */
static long h_random(struct vcpu *v, u64 *gpr)
{
	for (int i = 0; i < RANDOM_TRIES; i++) {
		u64 number = random_number();

		if (number == RANDOM_FAILED)
			continue;
		gpr[4] = number;
		return H_SUCCESS;
	}
	return H_HARDWARE;
}

/* Flags of H_REGISTER_PROC_TBL: a new table, radix, the guest flushes by itself. */
#define PROC_TABLE_NEW	 0x18
#define PROC_TABLE_RADIX 0x04
#define PROC_TABLE_GTSE	 0x01
#define PROC_TABLE_MAX	 24 /* log2 of the size, less 12, has five bits; this is 64 GiB */
#define PATE_GUEST_RADIX (1ULL << 63)
#define PATE_BASE	 0x0ffffffffffff000ULL
#define PATE_SIZE	 0x1fULL

bool papr_process_table_ok(const struct domain *d, u64 dword)
{
	u64 base = dword & PATE_BASE, size = 1ULL << ((dword & PATE_SIZE) + 12);

	return (dword & ~(PATE_BASE | PATE_SIZE)) == PATE_GUEST_RADIX &&
	       (dword & PATE_SIZE) <= PROC_TABLE_MAX && IS_ALIGNED(base, size) &&
	       p2m_covers(&d->p2m, base, size);
}

/*
 * r4 flags, r5 base, r6 page size, r7 log2 of the table's size less 12. The hardware
 * walks that table through our own, so a wrong base harms only the guest.
 */
static long h_register_proc_tbl(struct vcpu *v, u64 *gpr)
{
	u64 dword = PATE_GUEST_RADIX | gpr[5] | gpr[7];

	if (gpr[4] != (PROC_TABLE_NEW | PROC_TABLE_RADIX | PROC_TABLE_GTSE))
		return H_PARAMETER;
	if (gpr[6])
		return H_P3;
	if (gpr[7] > PROC_TABLE_MAX)
		return H_P4;
	/* A bit outside the base would turn into one of the size, or get lost. */
	if ((gpr[5] & ~PATE_BASE) || !papr_process_table_ok(v->domain, dword))
		return H_P2;
	/* It does so when it starts, a crash kernel too. */
	papr_kernel_starts(v->domain);
	v->domain->arch.process_table = dword;
	arch_domain_update(v->domain);
	return H_SUCCESS;
}

/* r4: what SPRG0 is to have. It is in the CPU, or where the machine below reads it. */
static long h_set_sprg0(struct vcpu *v, u64 *gpr)
{
	platform->state_save(v);
	v->arch.hv.sprg[0] = gpr[4];
	platform->state_load(v);
	return H_SUCCESS;
}

/*
 * H_SET_DABR and H_SET_XDABR: no CPU from POWER8 on has the data address breakpoint
 * register that they set (PAPR, "H_SET_DABR": H_Hardware).
 */
static long h_set_dabr(struct vcpu *v, u64 *gpr)
{
	return H_HARDWARE;
}

struct papr_entry {
	u32 number;
	long (*handler)(struct vcpu *v, u64 *gpr);
};

static const struct papr_entry papr_table[] = {
	{ H_CEDE, h_cede },
	{ H_REGISTER_VPA, h_register_vpa },
	{ H_XIRR, h_xirr },
	{ H_EOI, h_eoi },
	{ H_CPPR, h_cppr },
	{ H_IPI, h_ipi },
	{ H_IPOLL, h_ipoll },
	{ H_RTAS, h_rtas },
	{ H_GET_CPU_CHARACTERISTICS, h_get_cpu_characteristics },
	{ H_RANDOM, h_random },
	{ H_SET_MODE, h_set_mode },
	{ H_REGISTER_PROC_TBL, h_register_proc_tbl },
	{ H_PAGE_INIT, h_page_init },
	{ H_SET_SPRG0, h_set_sprg0 },
	{ H_SET_DABR, h_set_dabr },
	{ H_SET_XDABR, h_set_dabr },
};

void papr_hypercall(struct vcpu *v)
{
	u64 *gpr = v->arch.regs.gpr;

	perfc_incr(papr_calls);
	for (size_t i = 0; i < ARRAY_SIZE(papr_table); i++) {
		if (papr_table[i].number == gpr[3]) {
			gpr[3] = (u64)papr_table[i].handler(v, gpr);
			return;
		}
	}
	if (vio_hypercall(v->domain, gpr))
		return;
	pr_debug("domain %u: PAPR call %llx is not provided\n", v->domain->id, gpr[3]);
	perfc_incr(papr_unknown);
	gpr[3] = (u64)H_FUNCTION;
}
