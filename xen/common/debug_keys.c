// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Debug keys: what the hypervisor prints of itself on request. Key m reads the owner
 * table, not the p2m arrays. System tests compare it with xc_get_pfn_list(), which reads
 * the arrays.
 */
#include <xen/console/console.h>
#include <xen/memory/chunk.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/setup.h>

static void dump_chunk(u32 number, const struct chunk *c)
{
	if (c->owner == CHUNK_FREE)
		pr_info("chunk %u free\n", number);
	else if (c->owner == DOMID_XEN)
		pr_info("chunk %u xen\n", number);
	else
		pr_info("chunk %u domain %u place %u\n", number, c->owner, c->index);
}

/* The progress: the number of the next chunk, plus 1. */
static int dump_memory(u64 *progress, u64 stay_end)
{
	if (!*progress)
		pr_info("chunks: %u of 64 MiB, %u RAM, %u free; heap: %llu bytes free\n",
			chunk_count(), chunk_ram_count(), chunk_free_count(),
			heap_free_bytes());
	for (u64 number = *progress ? *progress - 1 : 0; number < chunk_count();) {
		const struct chunk *c = chunk_get((u32)number++);

		if (c->owner != DOMID_IO)
			dump_chunk((u32)number - 1, c);
		/* Also where there is no memory: a hole may have many numbers. */
		if (preempt_wanted(stay_end)) {
			*progress = number + 1;
			return -EAGAIN;
		}
	}
	pr_info("chunks: end\n");
	return 0;
}

/* The progress: the next domain and its vCPU. Domains come by rising number. */
#define PROGRESS_DOMAIN_SHIFT 32

static int dump_domains(u64 *progress, u64 stay_end)
{
	const domid_t next = (domid_t)(*progress >> PROGRESS_DOMAIN_SHIFT);
	const struct domain *d = domain_find_from(next);
	/* That domain may be gone: then the one behind it comes, from its first vCPU. */
	u32 i = d && d->id == next ? (u32)*progress : 0;

	for (; d; d = d->next, i = 0) {
		if (!i)
			pr_info("domain %u: %llu frames%s%s\n", d->id,
				p2m_frames(&d->p2m), d->privileged ? " privileged" : "",
				domain_is_paused(d) ? " paused" : "");
		while (i < d->nr_vcpus) {
			arch_vcpu_dump(d->vcpu[i++], LOG_INFO);
			if (preempt_wanted(stay_end)) {
				*progress = (u64)d->id << PROGRESS_DOMAIN_SHIFT | i;
				return -EAGAIN;
			}
		}
		send_virq(d->vcpu[0], VIRQ_DEBUG);
	}
	return 0;
}

int debug_key(u32 key, u64 *progress, u64 stay_end)
{
	/* Nothing of it must be overwritten before it is sent. */
	if (console_is_behind())
		return -EAGAIN;
	switch (key) {
	case 'm':
		return dump_memory(progress, stay_end);
	case 'd':
		return dump_domains(progress, stay_end);
	case 'C':
		pr_err("debug key C: the hypervisor is made to crash\n");
		__builtin_trap();
	default:
		return -EINVAL;
	}
}
