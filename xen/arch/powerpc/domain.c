// SPDX-License-Identifier: GPL-2.0-or-later
/* The PowerPC half of a domain: its partition id and its partition table entry. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>
#include <asm/mmu/partition.h>
#include <asm/mmu/radix.h>

/* 0 belongs to the hypervisor itself. */
static u64 lpid_used[NR_LPIDS / 64] = { 1 };

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

int arch_domain_create(struct domain *d)
{
	d->arch.lpid = lpid_alloc();
	d->arch.radix_root = d->arch.lpid ? radix_create() : NULL;
	if (!d->arch.radix_root)
		return -ENOMEM;
	if (papr_domain_create(d))
		return -ENOMEM;
	arch_domain_update(d);
	return 0;
}

void arch_domain_update(struct domain *d)
{
	partition_set(d->arch.lpid, radix_partition_entry(d->arch.radix_root),
		      d->arch.process_table);
	domain_flush(d);
}

bool arch_domain_free_tables(struct domain *d)
{
	/* First no CPU has a way to them any more, nor remembers what they said. */
	partition_set(d->arch.lpid, 0, 0);
	domain_flush(d);
	return radix_free_piece(d->arch.radix_root);
}

void arch_domain_destroy(struct domain *d)
{
	if (d->arch.radix_root) {
		partition_set(d->arch.lpid, 0, 0);
		domain_flush(d);
	}
	papr_domain_destroy(d);
	radix_destroy(d->arch.radix_root);
	if (d->arch.lpid)
		lpid_free(d->arch.lpid);
}
