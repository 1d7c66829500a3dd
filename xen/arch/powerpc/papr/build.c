// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What PAPR has a domain start with, dom0 as any other: its device tree, RTAS, and the
 * state of its first vCPU.
 */
#include <libfdt.h>
#include <xen/boot_info.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/papr/device_tree.h>
#include <asm/papr/papr.h>
#include <asm/papr/vio.h>

_Static_assert(GUEST_FDT_SIZE == XEN_PPC_FDT_SIZE &&
		       PAPR_RTAS_RESERVED == XEN_PPC_RTAS_SIZE,
	       "the places that the builders leave");

/* The next piece of the tree. 0 or libfdt's error. */
static int write_piece(struct domain *d, const struct guest_layout *layout)
{
	const struct guest_fdt_params params = {
		.memory = p2m_frames(&d->p2m) * FRAME_SIZE,
		.cmdline = layout->cmdline,
		.initrd_start = layout->initrd_start,
		.initrd_end = layout->initrd_end,
		.rtas_base = layout->rtas,
		.cpu = &boot_info.cpu,
		.vcpus = d->arch.build.vcpus,
		.window_frames = window_frames(d),
		.domain = d,
		/* What becomes of the machine after dom0 has failed, dom0 decides:
		   panic=. */
		.os_term = !d->privileged,
	};

	return guest_fdt_piece(d->arch.build.tree, GUEST_FDT_SIZE, &params,
			       d->arch.build.done++);
}

void papr_build_forget(struct domain *d)
{
	heap_free(d->arch.build.tree, GUEST_FDT_SIZE);
	d->arch.build.tree = NULL;
	d->arch.build.done = 0;
}

/* Puts what has been built where the domain is to find it. */
static int deliver(struct domain *d, const struct guest_layout *layout)
{
	const void *tree = d->arch.build.tree;
	u8 rtas[PAPR_RTAS_SIZE];

	papr_rtas_code(rtas);
	return copy_to_domain(d, layout->fdt, tree, fdt_totalsize(tree)) &&
			       copy_to_domain(d, layout->rtas, rtas, sizeof(rtas))
		       ? 0
		       : -EINVAL;
}

int arch_domain_build(struct domain *d, const struct guest_layout *layout, bool first)
{
	int ret;

	if (first)
		papr_build_forget(d);
	if (!d->arch.build.tree) {
		d->arch.build.tree = heap_alloc(GUEST_FDT_SIZE, 64);
		/* d may get more before the last piece. */
		d->arch.build.vcpus = d->nr_vcpus;
	}
	if (!d->arch.build.tree)
		return -ENOMEM;
	if (d->arch.build.done < GUEST_FDT_PIECES) {
		ret = write_piece(d, layout);
		/* The tree is of our own making: nothing else can be wrong with it. */
		BUG_ON(ret && ret != -FDT_ERR_NOSPACE);
		if (!ret)
			return -EAGAIN;
		papr_build_forget(d);
		return -ENOSPC;
	}
	ret = deliver(d, layout);
	papr_build_forget(d);
	if (ret)
		return ret;
	papr_power_build(d, layout->cmdline);
	vio_reset(d);
	arch_vcpu_start(d->vcpu[0], layout->entry, layout->fdt);
	domain_constructed(d);
	return 0;
}
