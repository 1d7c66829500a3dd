// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake hypervisor: domains with memory, registers and an interrupt controller.
 * Semantics: include/public/dom0_ops.h.
 */
#include "libxc-fake.h"

void *__real_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset);
int __real_munmap(void *addr, size_t len);
int __real_close(int fd);

#define MEMORY (FAKE_INSIDE_PFNS * XC_PAGE_SIZE)

struct fake_inside *fake_inside(unsigned int d)
{
	struct fake_inside *in = calloc(1, sizeof(*in));

	in->fd = memfd_create("memory", 0);
	if (in->fd < 0 || ftruncate(in->fd, MEMORY) < 0)
		abort();
	in->memory =
		__real_mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, in->fd, 0);
	if (in->memory == MAP_FAILED)
		abort();
	in->state.nr_vcpus = 1;
	xen.domain[d].inside = in;
	return in;
}

void fake_inside_free(struct fake_domain *dom)
{
	struct fake_inside *in = dom->inside;

	if (!in)
		return;
	__real_munmap(in->memory, MEMORY);
	__real_close(in->fd);
	free(in);
	dom->inside = NULL;
}

bool fake_inside_map(unsigned int d, unsigned long addr, unsigned long mfn)
{
	const struct fake_domain *dom = &xen.domain[d];
	unsigned long pfn = (FAKE_MFN(d, 0) - mfn) / 3;

	if (pfn >= dom->nr_pfns || pfn >= FAKE_INSIDE_PFNS || dom->p2m[pfn] != mfn)
		return false;
	return __real_mmap((void *)addr, XC_PAGE_SIZE, fake.prot, MAP_SHARED | MAP_FIXED,
			   dom->inside->fd, pfn * XC_PAGE_SIZE) == (void *)addr;
}

static long state(struct fake_domain *dom, const dom0_op_t *op)
{
	xen_ppc_domain_state_t *at =
		fake_guest((unsigned long)op->u.ppc_domainstate.state, sizeof(*at));
	struct fake_inside *in = dom->inside;

	if (!at)
		return -EFAULT;
	if (op->cmd == DOM0_PPC_GETDOMAINSTATE) {
		*at = in->state;
		return 0;
	}
	if (in->contexts || at->nr_vcpus > FAKE_VCPUS)
		return -EINVAL;
	in->state = *at;
	in->states++;
	memset(at, 0xee, sizeof(*at)); /* an input: the caller must not see this */
	return 0;
}

static long get_context(const struct fake_inside *in, dom0_getvcpucontext_t *op)
{
	vcpu_guest_context_t *at = fake_guest((unsigned long)op->ctxt, sizeof(*at));

	if (!at)
		return -EINVAL;
	for (u32 v = op->vcpu; v < in->state.nr_vcpus; v++) {
		if (in->state.vcpu[v].flags & XEN_PPC_VCPU_STOPPED)
			continue;
		*at = in->context[v];
		return 0;
	}
	return -EINVAL;
}

static long set_context(struct fake_inside *in, const dom0_setdomaininfo_t *op)
{
	vcpu_guest_context_t *at = fake_guest((unsigned long)op->ctxt, sizeof(*at));

	if (!at)
		return -EFAULT;
	if (op->vcpu >= in->state.nr_vcpus)
		return -EINVAL;
	in->context[op->vcpu] = *at;
	in->contexts |= 1U << op->vcpu;
	return 0;
}

long fake_inside_op(dom0_op_t *op)
{
	u32 d = op->u.ppc_domainstate.domain; /* in all of them */
	struct fake_domain *dom = d < FAKE_DOMAINS ? &xen.domain[d] : NULL;

	if (!dom || !dom->exists)
		return -ESRCH;
	if (!dom->inside)
		return -EINVAL;
	switch (op->cmd) {
	case DOM0_GETVCPUCONTEXT:
		return get_context(dom->inside, &op->u.getvcpucontext);
	case DOM0_SETDOMAININFO:
		return set_context(dom->inside, &op->u.setdomaininfo);
	default:
		return state(dom, op);
	}
}

/* A chunk becomes a hole. */
bool fake_give_back(struct fake_domain *dom, unsigned long mfn, unsigned long frames)
{
	for (unsigned long pfn = 0; pfn + frames <= dom->nr_pfns; pfn += frames) {
		if (dom->p2m[pfn] != mfn)
			continue;
		for (unsigned long i = 0; i < frames; i++)
			dom->p2m[pfn + i] = FAKE_HOLE;
		while (dom->nr_pfns && dom->p2m[dom->nr_pfns - 1] == FAKE_HOLE)
			dom->nr_pfns--;
		xen.free_frames += frames;
		return true;
	}
	return false;
}
