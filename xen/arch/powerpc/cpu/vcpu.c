// SPDX-License-Identifier: GPL-2.0-or-later
/* The PowerPC half of a vCPU: its first registers, on and off a CPU, its timer. */
#include <xen/boot_info.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/papr/vpa.h>
#include <asm/papr/xics.h>
#include <asm/processor.h>
#include <asm/time.h>

/* Facilities that a guest may use without asking (HFSCR, book III). */
#define HFSCR_GUEST  0x5cf
#define HFSCR_PREFIX 0x2000 /* instructions of 8 bytes, from POWER10 on */

void arch_vcpu_init(struct vcpu *v)
{
	struct hv_guest_state *hv = &v->arch.hv;

	hv->version = NESTED_STATE_VERSION;
	hv->lpid = v->domain->arch.lpid;
	hv->vcpu_token = v->id;
	hv->hfscr = HFSCR_GUEST;
	if (boot_info.cpu.isa_v31)
		hv->hfscr |= HFSCR_PREFIX;
	hv->pcr = 0;
	v->arch.regs.msr = MSR_SF | MSR_ME;
	v->arch.dec_expiry = DEC_NEVER;
	xics_vcpu_init(&v->arch.xics);
}

void arch_vcpu_start(struct vcpu *v, u64 entry, u64 fdt)
{
	struct cpu_regs *regs = &v->arch.regs;

	/*
	 * As a boot loader enters Linux: r3 the device tree, r4 and r5 zero, translation
	 * off. A little-endian kernel of today understands being entered in either order;
	 * the hypervisor's own spares it the switch.
	 */
	regs->nip = entry;
	regs->gpr[3] = fdt;
	vcpu_initialise(v);
}

void arch_vcpu_restart(struct vcpu *v, const struct vcpu *by, u64 entry, u64 r3)
{
	struct xics_vcpu xics = v->arch.xics;
	u64 vpa = v->arch.vpa;

	extended_forget(v);
	memset(&v->arch, 0, sizeof(v->arch));
	arch_vcpu_init(v);
	v->arch.xics = xics;
	xics_update(v);
	vpa_set(v, vpa);
	v->arch.hv.lpcr = by->arch.hv.lpcr;
	v->arch.regs.nip = entry;
	v->arch.regs.gpr[3] = r3;
	vcpu_initialise(v);
}

/*
 * Timebase and decrementer are read or written by two instructions. A machine below may
 * stop the CPU between them; if more ticks than this have passed, both are done again.
 */
#define APART_MOST  2048
#define APART_TRIES 5

static bool are_apart(u64 now, u32 *tries)
{
	return unlikely(get_timebase() - now > APART_MOST) && ++*tries < APART_TRIES;
}

static u64 time_at(const struct domain *d, u64 now)
{
	return domain_is_paused(d) ? d->arch.stopped_at : now + d->arch.tb_offset;
}

void arch_vcpu_save(struct vcpu *v)
{
	u32 tries = 0;
	u64 now;

	vpa_count_yield(v);
	do {
		now = get_timebase();
		v->arch.dec_expiry = time_at(v->domain, now) + (u64)get_decrementer();
	} while (are_apart(now, &tries));
}

/* How late a decrementer can read: with LPCR[LD] = 0 it is positive again at -2^31. */
#define LATE_MOST ((1LL << 31) - (1LL << 29))
/* QEMU 7.2 raises the interrupt for values below this, but keeps the old one. */
#define DEC_LEAST 3

/*
 * A decrementer that has expired meanwhile is negative, by how late it is: the exception
 * lasts as long as that (book III, "Decrementer Interrupt"). It first gets a value that
 * every machine keeps, or the next save would read that of another vCPU.
 */
static void write_decrementer(s64 left)
{
	if (unlikely(left < DEC_LEAST)) {
		mtspr(SPR_DEC, DEC_LEAST);
		if (left < 0)
			mtspr(SPR_DEC, (u64)max(left, -LATE_MOST));
	} else {
		mtspr(SPR_DEC, left > INT32_MAX ? (u64)INT32_MAX : (u64)left);
	}
}

/* Returns the timebase. */
static u64 load_decrementer(const struct vcpu *v)
{
	u64 expiry = v->arch.dec_expiry, now;
	u32 tries = 0;

	do {
		now = get_timebase();
		write_decrementer(expiry == DEC_NEVER
					  ? INT32_MAX
					  : (s64)(expiry - time_at(v->domain, now)));
	} while (are_apart(now, &tries));
	return now;
}

void arch_vcpu_destroy(struct vcpu *v)
{
	extended_forget(v);
}

void arch_vcpu_load(struct vcpu *v, u64 turn_end)
{
	extended_load(v);
	vpa_count_yield(v);
	v->arch.hv.tb_offset = v->domain->arch.tb_offset;
	v->arch.turn_end = min(turn_end, load_decrementer(v) + HDEC_FAR);
	v->arch.hv.hdec_expiry = v->arch.turn_end;
}

u64 arch_vcpu_timer(const struct vcpu *v)
{
	s64 left = (s64)(v->arch.dec_expiry - arch_domain_time(v->domain));

	if (v->arch.dec_expiry == DEC_NEVER)
		return UINT64_MAX;
	return left > 0 ? get_timebase() + (u64)left : 0;
}

bool arch_vcpu_pending(const struct vcpu *v)
{
	return v->arch.interrupt_pending;
}

bool arch_vcpu_due(const struct vcpu *v)
{
	return get_decrementer() < 0 || v->arch.interrupt_pending;
}

void arch_vcpu_dump(struct vcpu *v, enum loglevel level)
{
	const struct cpu_regs *regs = &v->arch.regs;
	const struct hv_guest_state *hv = &v->arch.hv;

	extended_sync(v);
	printk(level,
	       "domain %u vCPU %u: nip %016llx msr %016llx lr %016llx ctr %016llx\n",
	       v->domain->id, v->id, regs->nip, regs->msr, regs->link, regs->ctr);
	printk(level,
	       "  cr %08llx xer %08llx srr0 %016llx srr1 %016llx lpcr %016llx pid %llu\n",
	       regs->ccr, regs->xer, hv->srr0, hv->srr1, hv->lpcr, hv->pidr);
	for (u32 i = 0; i < 32; i += 4)
		printk(level, "  r%-2u %016llx %016llx %016llx %016llx\n", i,
		       regs->gpr[i], regs->gpr[i + 1], regs->gpr[i + 2],
		       regs->gpr[i + 3]);
}
