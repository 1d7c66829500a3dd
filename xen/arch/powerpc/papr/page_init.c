// SPDX-License-Identifier: GPL-2.0-or-later
/* H_PAGE_INIT: a page of 4 KiB is cleared, or is made a copy of another (PAPR). */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/memory/guest_access.h>
#include <asm/cpu/icache.h>
#include <asm/memory.h>
#include <asm/papr/papr.h>

#define PAGE_SIZE KB(4)

/* r4: flags, PAPR's bits 40, 41, 48 and 49. */
#define PAGE_ICACHE_INVALIDATE	(1ULL << 23)
#define PAGE_ICACHE_SYNCHRONIZE (1ULL << 22)
#define PAGE_ZERO		(1ULL << 15)
#define PAGE_COPY		(1ULL << 14)
#define PAGE_FLAGS \
	(PAGE_ICACHE_INVALIDATE | PAGE_ICACHE_SYNCHRONIZE | PAGE_ZERO | PAGE_COPY)

static bool find_page(const struct domain *d, u64 gpa, u64 *maddr)
{
	return IS_ALIGNED(gpa, PAGE_SIZE) &&
	       p2m_translate(&d->p2m, gpa, PAGE_SIZE, maddr);
}

/* r4 flags, r5 destination, r6 source. If both are asked for, it is copied. */
long h_page_init(struct vcpu *v, u64 *gpr)
{
	const struct domain *d = v->domain;
	u64 flags = gpr[4], to, from;
	bool done = true;

	if (flags & ~PAGE_FLAGS || !find_page(d, gpr[5], &to))
		return H_PARAMETER;
	if (flags & PAGE_COPY) {
		if (!find_page(d, gpr[6], &from))
			return H_PARAMETER;
		if (from != to)
			done = copy_to_domain(d, gpr[5], maddr_to_ptr(from), PAGE_SIZE);
	} else if (flags & PAGE_ZERO) {
		done = clear_domain(d, gpr[5], PAGE_SIZE);
	}
	if (!done)
		return H_PARAMETER;
	if (flags & (PAGE_ICACHE_INVALIDATE | PAGE_ICACHE_SYNCHRONIZE))
		icache_update(maddr_to_ptr(to), PAGE_SIZE);
	return H_SUCCESS;
}
