// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the hypervisor shows of itself on request. The dump of the owner table is read
 * from the table itself, not from the p2m arrays: a second route to the same truth,
 * against which the system tests hold xc_get_pfn_list().
 */
#include <xen/memory/chunk.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
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

static void dump_memory(void)
{
	pr_info("chunks: %u of 64 MiB, %u RAM, %u free; heap: %llu bytes free\n",
		chunk_count(), chunk_ram_count(), chunk_free_count(), heap_free_bytes());
	for (u32 number = 0; number < chunk_count(); number++) {
		const struct chunk *c = chunk_get(number);

		if (c->owner != DOMID_IO)
			dump_chunk(number, c);
	}
	pr_info("chunks: end\n");
}

static void dump_domains(void)
{
	const struct domain *d;

	for_each_domain (d) {
		pr_info("domain %u: %llu frames%s%s\n", d->id, p2m_frames(&d->p2m),
			d->privileged ? " privileged" : "",
			domain_is_paused(d) ? " paused" : "");
		for (u32 i = 0; i < d->nr_vcpus; i++)
			arch_vcpu_dump(d->vcpu[i], LOG_INFO);
		send_virq(d->vcpu[0], VIRQ_DEBUG);
	}
}

int debug_key(u32 key)
{
	switch (key) {
	case 'm':
		dump_memory();
		return 0;
	case 'd':
		dump_domains();
		return 0;
	case 'C':
		pr_err("debug key C: the hypervisor is made to crash\n");
		__builtin_trap();
	default:
		return -EINVAL;
	}
}
