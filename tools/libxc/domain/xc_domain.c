// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Create, destroy and describe domains.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "xc_call.h"

_Static_assert(offsetof(dom0_op_t, u.pausedomain.domain) ==
			       offsetof(dom0_op_t, u.unpausedomain.domain) &&
		       offsetof(dom0_op_t, u.pausedomain.domain) ==
			       offsetof(dom0_op_t, u.destroydomain.domain) &&
		       offsetof(dom0_op_t, u.pausedomain.domain) ==
			       offsetof(dom0_op_t, u.ppc_power_button.domain),
	       "xc_domain_op() fills in any of them");

int xc_domain_op(int handle, u32 cmd, u32 domid)
{
	struct xc_call call;
	dom0_op_t *op;
	int rc;

	if (!domid_fits(domid)) {
		errno = ESRCH;
		return -1;
	}
	op = xc_dom0_begin(&call, handle, cmd);
	if (!op)
		return -1;
	op->u.pausedomain.domain = domid;
	rc = xc_dom0_issue(&call);
	xc_call_end(&call);
	return rc;
}

int xc_domain_create(int xc_handle, u32 ssidref, u32 *pdomid)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_CREATEDOMAIN);
	int rc;

	if (!op)
		return -1;
	op->u.createdomain.ssidref = ssidref;
	/* An impossible number asks for any, like 0. */
	op->u.createdomain.domain = domid_fits(*pdomid) ? *pdomid : 0;
	rc = xc_dom0_issue(&call);
	if (rc == 0)
		*pdomid = op->u.createdomain.domain;
	xc_call_end(&call);
	return rc;
}

int xc_domain_pause(int xc_handle, u32 domid)
{
	return xc_domain_op(xc_handle, DOM0_PAUSEDOMAIN, domid);
}

int xc_domain_unpause(int xc_handle, u32 domid)
{
	return xc_domain_op(xc_handle, DOM0_UNPAUSEDOMAIN, domid);
}

int xc_domain_destroy(int xc_handle, u32 domid)
{
	return xc_domain_op(xc_handle, DOM0_DESTROYDOMAIN, domid);
}

/* Without a limit: LONG_MAX, since the Python binding of 2005 takes it for a long. */
static unsigned long limit_kb(u64 frames)
{
	const unsigned int shift = XC_PAGE_SHIFT - 10;

	return frames > LONG_MAX >> shift ? LONG_MAX : frames << shift;
}

static void dominfo_fill(xc_dominfo_t *info, const dom0_getdomaininfo_t *from)
{
	u32 flags = from->flags;

	info->domid = from->domain;
	info->ssidref = from->ssidref;
	info->dying = !!(flags & DOMFLAGS_DYING);
	info->crashed = 0;
	info->shutdown = !!(flags & DOMFLAGS_SHUTDOWN);
	info->paused = !!(flags & DOMFLAGS_PAUSED);
	info->blocked = !!(flags & DOMFLAGS_BLOCKED);
	info->running = !!(flags & DOMFLAGS_RUNNING);
	info->shutdown_reason = (flags >> DOMFLAGS_SHUTDOWNSHIFT) & DOMFLAGS_SHUTDOWNMASK;
	if (info->shutdown && info->shutdown_reason == SHUTDOWN_crash) {
		info->shutdown = 0;
		info->crashed = 1;
	}
	info->nr_pages = from->tot_pages;
	info->shared_info_frame = from->shared_info_frame;
	info->cpu_time = from->cpu_time;
	info->max_memkb = limit_kb(from->max_pages);
	info->vcpus = from->n_vcpu;
	memcpy(info->vcpu_to_cpu, from->vcpu_to_cpu, sizeof(info->vcpu_to_cpu));
	memcpy(info->cpumap, from->cpumap, sizeof(info->cpumap));
}

static int getinfo_one(int xc_handle, u32 domid, xc_dominfo_t *info)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_GETDOMAININFO);
	int rc = -1;

	if (likely(op)) {
		op->u.getdomaininfo.domain = domid;
		rc = xc_dom0_issue(&call);
		if (likely(rc >= 0)) {
			dominfo_fill(info, &op->u.getdomaininfo);
			rc = 1;
		}
		xc_call_end(&call);
	}
	if (unlikely(rc < 0))
		memset(info, 0, sizeof(*info));
	return rc;
}

/* A list of domains being read, part by part. */
struct listing {
	void *array; /* the caller's */
	void (*put)(void *array, unsigned int i, const dom0_getdomaininfo_t *from);
	unsigned int max; /* size of array */
	unsigned int nr;  /* number of elements in use */
	u32 next;	  /* smallest domain number not yet asked for */
	bool more;	  /* there may be more domains */
};

static int list_window(int xc_handle, struct listing *to)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, xc_handle, DOM0_GETDOMAININFOLIST);
	dom0_getdomaininfo_t *list;
	struct xc_magic magic;
	size_t room, nr, i;
	int rc = -1;

	if (!op)
		return -1;
	room = xc_call_room(&call) / sizeof(*list);
	if (room > to->max - to->nr)
		room = to->max - to->nr;
	magic = magicalloc_raw(&call, room * sizeof(*list));
	list = magic.ptr;
	if (!list)
		goto out;
	op->u.getdomaininfolist.first_domain = to->next;
	op->u.getdomaininfolist.max_domains = room;
	op->u.getdomaininfolist.buffer = (void *)magic.addr;
	if (xc_dom0_issue(&call) < 0)
		goto out;
	nr = op->u.getdomaininfolist.num_domains;
	if (nr > room) {
		errno = EIO;
		goto out;
	}
	for (i = 0; i < nr; i++)
		to->put(to->array, to->nr++, &list[i]);
	to->more = nr && nr == room;
	if (to->more)
		to->next = list[nr - 1].domain + 1U;
	rc = 0;
out:
	xc_call_end(&call);
	return rc;
}

static int list_domains(int xc_handle, struct listing *to)
{
	to->more = true;
	while (to->more && to->nr < to->max && domid_fits(to->next))
		if (list_window(xc_handle, to) < 0)
			return -1;
	return to->nr;
}

static void put_dominfo(void *array, unsigned int i, const dom0_getdomaininfo_t *from)
{
	dominfo_fill((xc_dominfo_t *)array + i, from);
}

static void put_domaininfo(void *array, unsigned int i, const dom0_getdomaininfo_t *from)
{
	((xc_domaininfo_t *)array)[i] = *from;
}

/* Keep it out of the fast path of a program that watches one domain. */
__attribute__((noinline)) static int getinfo_many(int xc_handle, u32 first_domid,
						  unsigned int max_doms,
						  xc_dominfo_t *info)
{
	struct listing list = {
		.array = info, .put = put_dominfo, .max = max_doms, .next = first_domid
	};
	int rc = list_domains(xc_handle, &list);

	if (max_doms)
		memset(info + list.nr, 0, (size_t)(max_doms - list.nr) * sizeof(*info));
	if (rc == 0 && max_doms) {
		errno = ESRCH;
		rc = -1;
	}
	return rc;
}

int xc_domain_getinfo(int xc_handle, u32 first_domid, unsigned int max_doms,
		      xc_dominfo_t *info)
{
	if (likely(max_doms == 1 && domid_fits(first_domid)))
		return getinfo_one(xc_handle, first_domid, info);
	return getinfo_many(xc_handle, first_domid, max_doms, info);
}

int xc_domain_getinfolist(int xc_handle, u32 first_domain, unsigned int max_domains,
			  xc_domaininfo_t *info)
{
	struct listing list = { .array = info,
				.put = put_domaininfo,
				.max = max_domains,
				.next = first_domain };

	return list_domains(xc_handle, &list);
}
