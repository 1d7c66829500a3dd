// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A hypervisor for libxc's unit tests: enough of each operation to check that the right
 * bytes are passed and returned. Semantics: include/public/dom0_ops.h.
 */
#include "libxc-fake.h"

struct fake_xen xen = { .lock = PTHREAD_MUTEX_INITIALIZER };

void fake_domain(unsigned int d, unsigned long nr, unsigned long holes)
{
	struct fake_domain *dom = &xen.domain[d];

	fake_inside_free(dom);
	free(dom->p2m);
	*dom = (struct fake_domain){ .exists = true, .flags = DOMFLAGS_RUNNING };
	dom->p2m = calloc(nr > FAKE_PFNS ? nr : FAKE_PFNS, sizeof(*dom->p2m));
	while (nr) {
		unsigned long pfn = dom->nr_pfns++;

		dom->p2m[pfn] = FAKE_HOLE;
		if (holes && pfn % holes == 0)
			continue;
		dom->p2m[pfn] = FAKE_MFN(d, pfn);
		nr--;
	}
}

void fake_xen_reset(void)
{
	for (int d = 0; d < FAKE_DOMAINS; d++) {
		fake_inside_free(&xen.domain[d]);
		free(xen.domain[d].p2m);
		xen.domain[d] = (struct fake_domain){ 0 };
	}
	xen.console_start = xen.console_end = 0;
	xen.console_size = FAKE_CONSOLE;
	xen.version = DOM0_INTERFACE_VERSION;
	xen.free_frames = 1000;
	xen.fail_cmd = xen.fail_in = xen.fail_errno = 0;
	xen.lie = xen.silent = false;
	xen.fail_call = 0;
	xen.shadow_pages = 0;
	xen.logging = false;
	xen.sched_id = SCHED_SEDF;
	xen.nr_counters = FAKE_COUNTERS;
	xen.counted = 0;
	fake_domain(0, 64, 0);
}

void fake_print(size_t size)
{
	for (; size; size--, xen.console_end++)
		xen.console[xen.console_end % FAKE_CONSOLE] = FAKE_CHAR(xen.console_end);
	if (xen.console_end - xen.console_start > xen.console_size)
		xen.console_start = xen.console_end - xen.console_size;
}

static struct fake_domain *domain(unsigned int d)
{
	return d < FAKE_DOMAINS && xen.domain[d].exists ? &xen.domain[d] : NULL;
}

static unsigned long frames(const struct fake_domain *dom)
{
	unsigned long n = 0;

	for (unsigned long pfn = 0; pfn < dom->nr_pfns; pfn++)
		n += dom->p2m[pfn] != FAKE_HOLE;
	return n;
}

/* ---- operations: the op is the caller's, as in the hypervisor's copy ---- */

static long createdomain(dom0_createdomain_t *op)
{
	unsigned int d = op->domain;

	if (d == 0 || d >= 0x7ff0)
		for (d = 1; d < FAKE_DOMAINS && domain(d); d++)
			;
	else if (domain(d))
		return -EINVAL;
	if (d >= FAKE_DOMAINS)
		return -ENOMEM;
	fake_domain(d, 0, 0);
	xen.domain[d].flags = op->ssidref; /* for the test to recognise */
	op->domain = d;
	return 0;
}

static long simple(u32 cmd, unsigned int d)
{
	struct fake_domain *dom = domain(d);

	if (!dom)
		return -ESRCH;
	if (d == 0)
		return -EINVAL;
	if (cmd == DOM0_DESTROYDOMAIN)
		dom->exists = false;
	else
		dom->paused += cmd == DOM0_PAUSEDOMAIN ? 1 : -1;
	return 0;
}

static void describe(unsigned int d, dom0_getdomaininfo_t *info)
{
	const struct fake_domain *dom = &xen.domain[d];

	memset(info, 0, sizeof(*info));
	info->domain = d;
	info->flags = dom->flags;
	info->tot_pages = frames(dom);
	info->max_pages =
		dom->max_memkb == ~0ULL ? ~0ULL : dom->max_memkb >> (XC_PAGE_SHIFT - 10);
	info->shared_info_frame = 7777 + d;
	info->cpu_time = 1000000007ULL * (d + 1);
	info->n_vcpu = 1 + d % 3;
	info->ssidref = 0x1000 + d;
	for (int v = 0; v < MAX_VIRT_CPUS; v++) {
		info->vcpu_to_cpu[v] = v < (int)info->n_vcpu ? v + 40 : -1;
		info->cpumap[v] = 1ULL << (v + d % 8);
	}
}

static long getdomaininfo(dom0_getdomaininfo_t *info)
{
	for (unsigned int d = info->domain; d < FAKE_DOMAINS; d++) {
		if (domain(d)) {
			describe(d, info);
			return 0;
		}
	}
	return -ESRCH;
}

static long getdomaininfolist(dom0_getdomaininfolist_t *op)
{
	unsigned long n = 0;

	for (unsigned int d = op->first_domain; d < FAKE_DOMAINS && n < op->max_domains;
	     d++) {
		dom0_getdomaininfo_t info, *to;

		if (!domain(d))
			continue;
		describe(d, &info);
		to = fake_guest((unsigned long)(op->buffer + n), sizeof(*to));
		if (!to)
			return -EINVAL;
		*to = info;
		n++;
	}
	op->num_domains = n + (xen.lie ? op->max_domains : 0);
	return 0;
}

static long memlist(unsigned int d, unsigned long start, unsigned long max, void *buffer,
		    unsigned long *num, unsigned long *next)
{
	const struct fake_domain *dom = domain(d);
	unsigned long pfn, n = 0;

	for (pfn = start; pfn < dom->nr_pfns && n < max; pfn++) {
		unsigned long *to;

		if (dom->p2m[pfn] == FAKE_HOLE)
			continue;
		to = fake_guest((unsigned long)buffer + n * sizeof(*to), sizeof(*to));
		if (!to)
			return -EFAULT;
		*to = dom->p2m[pfn];
		n++;
	}
	*num = n + (xen.lie ? max + 1 : 0);
	*next = pfn;
	return 0;
}

static long readconsole(dom0_readconsole_t *op)
{
	u64 kept = xen.console_end - xen.console_start;
	u32 n = op->count < kept ? op->count : kept;
	char *to = fake_guest((unsigned long)op->buffer, op->count);

	if (!to)
		return -EFAULT;
	for (u32 i = 0; i < n; i++)
		to[op->count - n + i] =
			xen.console[(xen.console_end - n + i) % FAKE_CONSOLE];
	op->buffer += op->count - n;
	op->count = n;
	if (op->clear)
		xen.console_start = xen.console_end;
	return 0;
}

static long ppc_readconsole(dom0_ppc_readconsole_t *op)
{
	u64 from = op->position > xen.console_start ? op->position : xen.console_start;
	u32 n = op->count < xen.console_end - from ? op->count : xen.console_end - from;
	char *to = n ? fake_guest((unsigned long)op->buffer, n) : NULL;

	if (n && !to)
		return -EFAULT;
	for (u32 i = 0; i < n; i++)
		to[i] = xen.console[(from + i) % FAKE_CONSOLE];
	op->start = xen.console_start;
	op->end = xen.console_end;
	op->position = from + n;
	op->count = n + (xen.lie ? 1 << 20 : 0);
	if (op->clear && op->position > xen.console_start)
		xen.console_start = op->position;
	return 0;
}

static long context(dom0_op_t *op)
{
	vcpu_guest_context_t *at = NULL;

	if (op->cmd == DOM0_SETDOMAININFO) {
		at = fake_guest((unsigned long)op->u.setdomaininfo.ctxt, sizeof(*at));
		if (!at)
			return -EFAULT;
		xen.context = at->user_regs.gprs[0];
		at->user_regs.gprs[0] = 0xbad; /* the caller must not see this */
		return 0;
	}
	if (op->u.getvcpucontext.ctxt) {
		at = fake_guest((unsigned long)op->u.getvcpucontext.ctxt, sizeof(*at));
		if (!at)
			return -EINVAL;
		memset(at, 0x5c, sizeof(*at));
	}
	if (op->u.getvcpucontext.vcpu > 1)
		return -EINVAL;
	op->u.getvcpucontext.cpu_time = 42 + 1000 * op->u.getvcpucontext.domain;
	return 0;
}

static long one_domain(dom0_op_t *op, unsigned int d)
{
	struct fake_domain *dom = domain(d);

	if (!dom)
		return op->cmd == DOM0_GETMEMLIST ? -EINVAL : -ESRCH;
	if (op->cmd == DOM0_GETMEMLIST) {
		unsigned long next;

		return memlist(d, 0, op->u.getmemlist.max_pfns, op->u.getmemlist.buffer,
			       &op->u.getmemlist.num_pfns, &next);
	}
	if (op->cmd == DOM0_PPC_GETMEMLIST) {
		dom0_ppc_getmemlist_t *m = &op->u.ppc_getmemlist;

		return memlist(d, m->start_pfn, m->max_pfns, m->buffer, &m->num_pfns,
			       &m->next_pfn);
	}
	dom->max_memkb = op->u.setdomainmaxmem.max_memkb;
	return 0;
}

static long pincpu(const dom0_pincpudomain_t *op)
{
	const cpumap_t *map = fake_guest((unsigned long)op->cpumap, sizeof(*map));

	if (!map)
		return -EFAULT;
	xen.cpumap = *map;
	xen.pinned = *op;
	return 0;
}

static long machine(dom0_op_t *op)
{
	switch (op->cmd) {
	case DOM0_PHYSINFO:
		op->u.physinfo =
			(dom0_physinfo_t){ 1, 2, 3, 4, 5, 60000, xen.free_frames };
		return 0;
	case DOM0_SCHED_ID:
		op->u.sched_id.sched_id = xen.sched_id;
		return 0;
	case DOM0_PPC_DEBUG_KEY:
		xen.key = op->u.ppc_debug_key.key;
		return xen.key == 'm' ? 0 : -EINVAL;
	default:
		return fake_more_ops(op);
	}
}

static long dispatch(dom0_op_t *op)
{
	unsigned int d;

	switch (op->cmd) {
	case DOM0_CREATEDOMAIN:
		return createdomain(&op->u.createdomain);
	case DOM0_DESTROYDOMAIN:
	case DOM0_PAUSEDOMAIN:
	case DOM0_UNPAUSEDOMAIN:
		return simple(op->cmd, op->u.pausedomain.domain);
	case DOM0_GETDOMAININFO:
		return getdomaininfo(&op->u.getdomaininfo);
	case DOM0_GETDOMAININFOLIST:
		return getdomaininfolist(&op->u.getdomaininfolist);
	case DOM0_GETMEMLIST:
	case DOM0_PPC_GETMEMLIST:
	case DOM0_SETDOMAINMAXMEM:
		return one_domain(op, op->u.getmemlist.domain);
	case DOM0_READCONSOLE:
		return readconsole(&op->u.readconsole);
	case DOM0_PPC_READCONSOLE:
		return ppc_readconsole(&op->u.ppc_readconsole);
	case DOM0_PINCPUDOMAIN:
		return pincpu(&op->u.pincpudomain);
	case DOM0_SETDOMAININFO:
	case DOM0_GETVCPUCONTEXT:
		d = op->u.setdomaininfo.domain; /* in both */
		return d < FAKE_DOMAINS && xen.domain[d].inside ? fake_inside_op(op)
								: context(op);
	case DOM0_PPC_GETDOMAINSTATE:
	case DOM0_PPC_SETDOMAINSTATE:
		return fake_inside_op(op);
	case DOM0_SHADOW_CONTROL:
	case DOM0_PPC_SHADOW_CONTROL:
		return fake_shadow_op(op);
	default:
		return machine(op);
	}
}

static long dom0_op(unsigned long addr)
{
	dom0_op_t op, *guest = fake_guest(addr, sizeof(op));
	long rc;

	if (!guest)
		return -EFAULT;
	op = *guest;
	if (op.interface_version != xen.version)
		return -EACCES;
	if (xen.fail_errno && op.cmd == (u32)xen.fail_cmd && xen.fail_in-- == 0) {
		xen.fail_in = 0;
		return -xen.fail_errno;
	}
	rc = dispatch(&op);
	*guest = op; /* some answer when they fail, too */
	return rc;
}

static long mem_op(const unsigned long *arg)
{
	struct fake_domain *dom = domain(arg[4] == DOMID_SELF ? 0 : arg[4]);
	unsigned long *list = NULL, n;

	if (!dom)
		return -ESRCH;
	if (arg[0] > MEMOP_decrease_reservation)
		return -ENOSYS;
	if (arg[1]) {
		list = fake_guest(arg[1], arg[2] * sizeof(*list));
		if (!list)
			return -EFAULT;
	}
	for (n = 0; n < arg[2]; n++) {
		if (arg[0] == MEMOP_increase_reservation) {
			if (!xen.free_frames)
				break;
			xen.free_frames--;
			dom->p2m[dom->nr_pfns] = FAKE_MFN(arg[4], dom->nr_pfns);
			if (list)
				list[n] = dom->p2m[dom->nr_pfns];
			dom->nr_pfns++;
		} else if (list && arg[3]) {
			if (!fake_give_back(dom, list[n], 1UL << arg[3]))
				break;
		} else if (list && list[n] == dom->p2m[dom->nr_pfns - 1]) {
			dom->nr_pfns--;
			xen.free_frames++;
		} else {
			break;
		}
	}
	return n;
}

static long version(const unsigned long *arg)
{
	char *to;

	if (arg[0] == XENVER_version)
		return 0x30000;
	if (arg[0] != XENVER_extraversion)
		return -ENOSYS;
	to = fake_guest(arg[1], sizeof(xen_extraversion_t));
	if (!to)
		return -EFAULT;
	memcpy(to, "-ppc", 5);
	return 0;
}

static long console_io(const unsigned long *arg)
{
	char *at = fake_guest(arg[2], arg[1]);

	if (!at)
		return -EFAULT;
	if (arg[0] == CONSOLEIO_write && arg[1] < sizeof(xen.printed)) {
		memcpy(xen.printed, at, arg[1]);
		at[0] = '!'; /* an input: the caller must not see this */
		return 0;
	}
	memcpy(at, "hi", 2);
	return 2;
}

long fake_hypercall(privcmd_hypercall_t *h)
{
	long rc = -ENOSYS;

	pthread_mutex_lock(&xen.lock);
	switch (h->op) {
	case __HYPERVISOR_dom0_op:
		rc = dom0_op(h->arg[0]);
		break;
	case __HYPERVISOR_dom_mem_op:
		rc = mem_op(h->arg);
		break;
	case __HYPERVISOR_xen_version:
		rc = version(h->arg);
		break;
	case __HYPERVISOR_console_io:
		rc = console_io(h->arg);
		break;
	case __HYPERVISOR_sched_op:
		rc = h->arg[0];
		break;
	default:
		rc = fake_more_calls(h);
		break;
	}
	if (xen.fail_call && h->op == xen.fail_call)
		rc = -xen.fail_errno;
	pthread_mutex_unlock(&xen.lock);
	return rc;
}
