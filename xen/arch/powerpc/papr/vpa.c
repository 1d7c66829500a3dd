// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The virtual processor area: a block of the guest's memory in which the hypervisor
 * counts how often it took the CPU from the vCPU and gave it back (PAPR, "H_REGISTER_
 * VPA"). Only the area itself is provided; dispatch trace log and SLB shadow are not.
 */
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <asm/memory.h>
#include <asm/papr/papr.h>
#include <asm/papr/vpa.h>

/* Function in r4: PAPR's bits 16 to 18. Others are reserved. */
#define VPA_FUNCTION_SHIFT    45
#define VPA_REGISTER	      1
#define DTL_REGISTER	      2
#define SLB_SHADOW_REGISTER   3
#define VPA_DEREGISTER	      5
#define DTL_DEREGISTER	      6
#define SLB_SHADOW_DEREGISTER 7

#define VPA_MIN_SIZE	      640
#define VPA_LINE	      128   /* alignment, at least that of a cache line */
#define VPA_BOUNDARY	      KB(4) /* which an area must not cross */
#define VPA_LENGTH	      4 /* offset of its length in bytes, 16 bits big-endian */
#define VPA_YIELD_COUNT	      0x100 /* offset of the count, 32 bits big-endian */

bool vpa_ok(const struct domain *d, u64 gpa)
{
	u8 length[2];
	u64 size;

	if (!gpa || !IS_ALIGNED(gpa, VPA_LINE))
		return false;
	if (!copy_from_domain(d, length, gpa + VPA_LENGTH, sizeof(length)))
		return false;
	size = (u64)length[0] << 8 | length[1];
	if (size < VPA_MIN_SIZE || gpa % VPA_BOUNDARY + size > VPA_BOUNDARY)
		return false;
	return p2m_covers(&d->p2m, gpa, size);
}

void vpa_set(struct vcpu *v, u64 gpa)
{
	v->arch.vpa = gpa;
	/* Guests tell from the lowest bit whether the vCPU runs. */
	v->arch.yield_count = vcpu_is_running(v) ? 0 : 1;
}

/* r4 flags, r5 vCPU, r6 address. */
long h_register_vpa(struct vcpu *v, u64 *gpr)
{
	struct vcpu *target;

	if (gpr[5] >= v->domain->nr_vcpus)
		return H_PARAMETER;
	target = v->domain->vcpu[gpr[5]];
	if (gpr[4] & ~(7ULL << VPA_FUNCTION_SHIFT))
		return H_PARAMETER;
	switch (gpr[4] >> VPA_FUNCTION_SHIFT) {
	case VPA_REGISTER:
		if (!vpa_ok(v->domain, gpr[6]))
			return H_PARAMETER;
		vpa_set(target, gpr[6]);
		return H_SUCCESS;
	case VPA_DEREGISTER:
		vpa_set(target, 0);
		return H_SUCCESS;
	case DTL_REGISTER:
	case SLB_SHADOW_REGISTER:
	case DTL_DEREGISTER:
	case SLB_SHADOW_DEREGISTER:
		return H_FUNCTION;
	default:
		return H_PARAMETER;
	}
}

/* Where it is not plainly the guest's memory, or where writes are logged. */
static __attribute__((noinline)) void put_count_slowly(struct vcpu *v, u64 gpa)
{
	be32 count = cpu_to_be32(v->arch.yield_count);

	/* The guest may have given that memory away since: then it has no VPA. */
	if (!copy_to_domain(v->domain, gpa, &count, sizeof(count)))
		v->arch.vpa = 0;
}

/* Each switch between domains pays for this twice. */
void vpa_count_yield(struct vcpu *v)
{
	u64 gpa = v->arch.vpa + VPA_YIELD_COUNT, maddr;

	if (!v->arch.vpa)
		return;
	v->arch.yield_count++;
	if (likely(!v->domain->log_dirty) &&
	    likely(p2m_translate(&v->domain->p2m, gpa, sizeof(be32), &maddr)))
		*(be32 *)maddr_to_ptr(maddr) = cpu_to_be32(v->arch.yield_count);
	else
		put_count_slowly(v, gpa);
}
