// SPDX-License-Identifier: GPL-2.0-or-later
/* The PowerPC half of domains and vCPUs (asm/domain.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/trace/perfc.h>
#include <xen/string.h>
#include <asm/papr/papr.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/mmu/radix.h>
#include <asm/time.h>
#include <asm/papr/vpa.h>

/* 0 belongs to the hypervisor itself. */
static u64 lpid_used[NR_LPIDS / 64] = { 1 };

/* Facilities that a guest may use without asking (HFSCR, book III). */
#define HFSCR_GUEST  0x5cf
#define HFSCR_PREFIX 0x2000 /* instructions of 8 bytes, from POWER10 on */

static u32 lpid_alloc(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(lpid_used); i++) {
		u64 unused = ~lpid_used[i];

		if (unused) {
			lpid_used[i] |= unused & -unused;
			return i * 64 + (u32)__builtin_ctzll(unused);
		}
	}
	return 0;
}

static void lpid_free(u32 lpid)
{
	lpid_used[lpid / 64] &= ~(1ULL << lpid % 64);
}

static void partition_flush(const struct domain *d)
{
	perfc_incr(flushes);
	platform->partition_flush(d->arch.lpid);
}

int arch_domain_create(struct domain *d)
{
	d->arch.lpid = lpid_alloc();
	d->arch.radix_root = d->arch.lpid ? radix_create() : NULL;
	if (!d->arch.radix_root)
		return -ENOMEM;
	xics_domain_init(&d->arch.xics);
	arch_domain_update(d);
	return 0;
}

u64 arch_domain_time(const struct domain *d)
{
	return domain_is_paused(d) ? d->arch.stopped_at
				   : get_timebase() + d->arch.tb_offset;
}

void arch_domain_stop_time(struct domain *d)
{
	d->arch.stopped_at = arch_domain_time(d);
}

/*
 * Only the upper 40 bits of the timebase can be set without losing ticks (book III,
 * TBU40), so the offset is a multiple of 2^24: the domain misses up to that less of a
 * pause.
 */
void arch_domain_start_time(struct domain *d)
{
	u64 before = d->arch.tb_offset;

	/* dom0's time is the machine's: it was never paused but to be built. */
	if (d->id == 0)
		return;
	d->arch.tb_offset =
		ROUND_UP(d->arch.stopped_at - get_timebase(), (u64)XEN_PPC_TIMEBASE_STEP);
	/* TIMER_NEVER stays what it is, and nothing goes beyond it. */
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		struct timer *timer = &d->vcpu[i]->virq_timer;

		timer->expiry +=
			min(before - d->arch.tb_offset, TIMER_NEVER - timer->expiry);
	}
}

void arch_domain_update(struct domain *d)
{
	partition_set(d->arch.lpid, radix_partition_entry(d->arch.radix_root),
		      d->arch.process_table);
	partition_flush(d);
}

void arch_domain_destroy(struct domain *d)
{
	if (d->arch.radix_root) {
		partition_set(d->arch.lpid, 0, 0);
		partition_flush(d);
	}
	radix_destroy(d->arch.radix_root);
	if (d->arch.lpid)
		lpid_free(d->arch.lpid);
}

int arch_p2m_map(struct domain *d, u32 index, u32 chunk)
{
	/* An entry that was not valid is not cached: nothing to flush. */
	int ret = radix_map(d->arch.radix_root, index, chunk);

	if (ret || likely(!d->log_dirty))
		return ret;
	/* Writable, since new frames count as dirty (xen/memory/log_dirty.h). */
	ret = radix_split(d->arch.radix_root, index, true);
	if (ret)
		arch_p2m_unmap(d, index);
	else
		partition_flush(d);
	return ret;
}

void arch_p2m_unmap(struct domain *d, u32 index)
{
	be64 *split = radix_unmap(d->arch.radix_root, index);

	partition_flush(d);
	radix_free_split(split);
}

/* Leaves of 2 MiB again for the chunks below end that have been taken apart. */
static void join_chunks(struct domain *d, u32 end)
{
	for (u32 index = 0; index < end; index++) {
		be64 *split = NULL;

		if (d->p2m.chunk[index] != CHUNK_NONE)
			split = radix_join(d->arch.radix_root, index);
		if (!split)
			continue;
		partition_flush(d);
		radix_free_split(split);
	}
}

int arch_log_dirty_start(struct domain *d)
{
	for (u32 index = 0; index < d->p2m.nr; index++)
		if (d->p2m.chunk[index] != CHUNK_NONE &&
		    radix_split(d->arch.radix_root, index, false)) {
			join_chunks(d, index);
			return -ENOMEM;
		}
	partition_flush(d);
	return 0;
}

void arch_log_dirty_stop(struct domain *d)
{
	join_chunks(d, d->p2m.nr);
}

void arch_log_dirty_protect(struct domain *d, u64 frame)
{
	radix_set_writable(d->arch.radix_root, frame << FRAME_SHIFT, false);
}

/*
 * No flush: what the hardware has cached allows less than the entry does now, and a
 * CPU that refuses an access by what it has cached reads the entry again (book III,
 * 6.10: only taking rights away needs tlbie). One that still misses the store faults
 * once more.
 */
void arch_log_dirty_allow(struct domain *d, u64 frame)
{
	radix_set_writable(d->arch.radix_root, frame << FRAME_SHIFT, true);
}

void arch_log_dirty_flush(struct domain *d)
{
	partition_flush(d);
}

int arch_window_map(struct domain *d, u64 gpa, u64 maddr, bool writable)
{
	return radix_map_frame(d->arch.radix_root, gpa, maddr, writable);
}

void arch_window_unmap(struct domain *d, u64 gpa)
{
	radix_unmap_frame(d->arch.radix_root, gpa);
}

void arch_window_flush(struct domain *d)
{
	partition_flush(d);
}

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

void arch_vcpu_save(struct vcpu *v)
{
	vpa_count_yield(v);
	v->arch.dec_expiry = arch_domain_time(v->domain) + (u64)get_decrementer();
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
	set_decrementer(arch_vcpu_timer(v));
	v->arch.turn_end = min(turn_end, get_timebase() + HDEC_FAR);
	v->arch.hv.hdec_expiry = v->arch.turn_end;
}

u64 arch_vcpu_timer(const struct vcpu *v)
{
	s64 left = (s64)(v->arch.dec_expiry - arch_domain_time(v->domain));

	if (v->arch.dec_expiry == DEC_NEVER)
		return UINT64_MAX;
	return left > 0 ? get_timebase() + (u64)left : 0;
}

void arch_notify_event(struct domain *d)
{
	xics_raise(d, PAPR_EVENT_IRQ);
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
