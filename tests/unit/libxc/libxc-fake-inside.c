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
	in->nr_vcpus = 1;
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

static unsigned char *put_record(unsigned char *to, u32 type, const void *payload,
				 u32 length)
{
	xen_ppc_record_t record = { type, 1, 0, length };

	memcpy(to, &record, sizeof(record));
	memcpy(to + sizeof(record), payload, length);
	return to + sizeof(record) + length;
}

u32 fake_state(const struct fake_inside *in, unsigned char *state)
{
	u32 vcpus[1 + MAX_VIRT_CPUS] = { in->nr_vcpus };
	unsigned char *end = state;

	memcpy(vcpus + 1, in->vcpu_flags, sizeof(in->vcpu_flags));
	end = put_record(end, XEN_PPC_RECORD_TIME, &in->timebase, sizeof(in->timebase));
	end = put_record(end, FAKE_OTHER, in->other, in->other_size);
	end = put_record(end, XEN_PPC_RECORD_VCPUS, vcpus,
			 (1 + in->nr_vcpus) * sizeof(vcpus[0]));
	return end - state;
}

static long get_state(const struct fake_inside *in, dom0_ppc_domainstate_t *op)
{
	static unsigned char state[2 * XEN_PPC_STATE_MAX];
	u32 room = op->size, size = fake_state(in, state);
	unsigned char *at;

	op->size = xen.lie ? room + 1 : size;
	if (size > room)
		return -ENOSPC;
	at = fake_guest((unsigned long)op->buffer, size);
	if (!at)
		return -EFAULT;
	memcpy(at, state, size);
	return 0;
}

/* Takes over what is in a record. 0, or XEN_PPC_REFUSED_*. */
static u32 set_record(struct fake_inside *in, u32 type, const unsigned char *payload,
		      u32 length)
{
	u32 nr;

	switch (type) {
	case XEN_PPC_RECORD_TIME:
		if (length != sizeof(in->timebase))
			return XEN_PPC_REFUSED_VALUE;
		memcpy(&in->timebase, payload, length);
		return 0;
	case XEN_PPC_RECORD_VCPUS:
		memcpy(&nr, payload, sizeof(nr)); /* so far the library has looked */
		if (nr > FAKE_VCPUS)
			return XEN_PPC_REFUSED_VALUE;
		in->nr_vcpus = nr;
		memcpy(in->vcpu_flags, payload + sizeof(nr), nr * sizeof(u32));
		return 0;
	case FAKE_OTHER:
		memcpy(in->other, payload, length);
		in->other_size = length;
		return 0;
	default:
		return XEN_PPC_REFUSED_TYPE;
	}
}

static long set_state(struct fake_inside *in, dom0_ppc_domainstate_t *op)
{
	unsigned char *at = fake_guest((unsigned long)op->buffer, op->size);
	u32 left = op->size;
	xen_ppc_record_t record;

	if (!at)
		return -EFAULT;
	if (in->contexts || !left || left > XEN_PPC_STATE_MAX)
		return -EINVAL;
	while (left) {
		if (left < sizeof(record))
			return -EINVAL;
		memcpy(&record, at, sizeof(record));
		at += sizeof(record);
		left -= sizeof(record);
		if (record.length > left)
			return -EINVAL;
		op->record = record.type;
		op->why = set_record(in, record.type, at, record.length);
		memset(at, 0xee, record.length); /* not ours to write, and not read */
		if (op->why)
			return -EINVAL;
		at += record.length;
		left -= record.length;
	}
	in->states++;
	return 0;
}

static long get_context(const struct fake_inside *in, dom0_getvcpucontext_t *op)
{
	vcpu_guest_context_t *at = fake_guest((unsigned long)op->ctxt, sizeof(*at));

	if (!at)
		return -EINVAL;
	for (u32 v = op->vcpu; v < in->nr_vcpus; v++) {
		if (in->vcpu_flags[v] & XEN_PPC_VCPU_STOPPED)
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
	if (op->vcpu >= in->nr_vcpus)
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
	case DOM0_PPC_GETDOMAINSTATE:
		return get_state(dom->inside, &op->u.ppc_domainstate);
	default:
		return set_state(dom->inside, &op->u.ppc_domainstate);
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
