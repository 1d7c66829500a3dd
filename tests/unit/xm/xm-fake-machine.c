// SPDX-License-Identifier: GPL-2.0-or-later
/* The functions of libxc about the machine and its schedulers, for xm's unit tests. */
#include <errno.h>
#include <string.h>

#include "xc_private.h"
#include "xm-fake.h"

int xc_physinfo(int xc_handle, xc_physinfo_t *info)
{
	*info = (xc_physinfo_t){ .nr_nodes = 1,
				 .sockets_per_node = 1,
				 .cores_per_socket = 2,
				 .threads_per_core = 2,
				 .cpu_khz = 2000000,
				 .total_pages = 2048 << (20 - XC_PAGE_SHIFT),
				 .free_pages = xen->free_kb >> (XC_PAGE_SHIFT - 10) };
	return 0;
}

int xc_sched_id(int xc_handle, int *sched_id)
{
	*sched_id = xen->scheduler;
	return 0;
}

int xc_readconsolering(int xc_handle, char **pbuffer, unsigned int *pnr_chars, int clear)
{
	/* Like the library: the text need not start at the buffer's start. */
	*pbuffer += 3;
	*pnr_chars = (unsigned int)strlen(xen->messages);
	memcpy(*pbuffer, xen->messages, *pnr_chars);
	xen->cleared = clear;
	return 0;
}

int xc_hypercall(int xc_handle, privcmd_hypercall_t *hypercall)
{
	void *arg = (void *)hypercall->arg[1];

	if (hypercall->op != __HYPERVISOR_xen_version) {
		errno = ENOSYS;
		return -1;
	}
	switch (hypercall->arg[0]) {
	case XENVER_version:
		return 3 << 16 | 7;
	case XENVER_extraversion:
		strcpy(arg, "-fake");
		return 0;
	default:
		memset(arg, 0, sizeof(xen_compile_info_t));
		strcpy(((xen_compile_info_t *)arg)->compiler, "a compiler");
		return 0;
	}
}

long xc_get_tot_pages(int xc_handle, u32 domid)
{
	struct fake_domain *domain = fake_find(domid);

	return domain ? (long)domain->info.nr_pages : -1;
}

int xc_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
		    unsigned long max_pfns)
{
	unsigned long nr = xen->list_size ? xen->list_size : 2;

	if (!pfn_buf || max_pfns < 2)
		return -1;
	if (nr > max_pfns)
		nr = max_pfns;
	for (unsigned long i = 0; i < nr; i++)
		pfn_buf[i] = 100 + i;
	return (int)nr;
}

/* Fail with EINVAL if the other scheduler is in use. */
static int check_scheduler(int scheduler)
{
	if (xen->scheduler == scheduler)
		return 0;
	errno = EINVAL;
	return -1;
}

int xc_bvtsched_global_set(int xc_handle, unsigned long ctx_allow)
{
	xen->ctxallow = (u32)ctx_allow;
	return check_scheduler(SCHED_BVT);
}

int xc_bvtsched_global_get(int xc_handle, unsigned long *ctx_allow)
{
	*ctx_allow = xen->ctxallow;
	return check_scheduler(SCHED_BVT);
}

int xc_bvtsched_domain_set(int xc_handle, u32 domid, u32 mcuadv, int warpback,
			   s32 warpvalue, long long warpl, long long warpu)
{
	xen->bvt[0] = mcuadv;
	xen->bvt[1] = warpback;
	xen->bvt[2] = warpvalue;
	xen->bvt[3] = (u32)warpl;
	xen->bvt[4] = (u32)warpu;
	return check_scheduler(SCHED_BVT);
}

int xc_bvtsched_domain_get(int xc_handle, u32 domid, u32 *mcuadv, int *warpback,
			   s32 *warpvalue, long long *warpl, long long *warpu)
{
	*mcuadv = xen->bvt[0];
	*warpback = (int)xen->bvt[1];
	*warpvalue = (s32)xen->bvt[2];
	*warpl = xen->bvt[3];
	*warpu = xen->bvt[4];
	return check_scheduler(SCHED_BVT);
}

int xc_sedf_domain_set(int xc_handle, u32 domid, u64 period, u64 slice, u64 latency,
		       u16 extratime, u16 weight)
{
	xen->sedf[0] = period;
	xen->sedf[1] = slice;
	xen->sedf[2] = latency;
	xen->sedf[3] = extratime;
	xen->sedf[4] = weight;
	return check_scheduler(SCHED_SEDF);
}

int xc_sedf_domain_get(int xc_handle, u32 domid, u64 *period, u64 *slice, u64 *latency,
		       u16 *extratime, u16 *weight)
{
	*period = xen->sedf[0];
	*slice = xen->sedf[1];
	*latency = xen->sedf[2];
	*extratime = (u16)xen->sedf[3];
	*weight = (u16)xen->sedf[4];
	return check_scheduler(SCHED_SEDF);
}
