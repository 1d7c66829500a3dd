// SPDX-License-Identifier: GPL-2.0-or-later
/* What dom0 and the other Linux domains have in common when they are built. */
#include <libfdt.h>
#include <xen/boot_info.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/build/guest.h>
#include <asm/papr/device_tree.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>

_Static_assert(GUEST_FDT_SIZE == XEN_PPC_FDT_SIZE &&
		       PAPR_RTAS_RESERVED == XEN_PPC_RTAS_SIZE,
	       "the places that the builders leave");

static int build_fdt(const struct domain *d, const struct guest_layout *layout, void *fdt)
{
	const struct guest_fdt_params params = {
		.memory = p2m_frames(&d->p2m) * FRAME_SIZE,
		.cmdline = layout->cmdline,
		.initrd_start = layout->initrd_start,
		.initrd_end = layout->initrd_end,
		.rtas_base = layout->rtas,
		.cpu = &boot_info.cpu,
		.vcpus = d->nr_vcpus,
		.window_frames = window_frames(d),
		.console_interrupt = layout->console_interrupt,
		/* What becomes of the machine after dom0 has failed, dom0 decides:
		   panic=. */
		.os_term = !d->privileged,
	};
	int error = guest_fdt_build(fdt, GUEST_FDT_SIZE, &params);

	/* The tree is of our own making: nothing else can be wrong with it. */
	BUG_ON(error && error != -FDT_ERR_NOSPACE);
	return error ? -ENOSPC : 0;
}

int guest_finish(struct domain *d, const struct guest_layout *layout)
{
	void *fdt = heap_alloc(GUEST_FDT_SIZE, 64);
	u8 rtas[PAPR_RTAS_SIZE];
	int ret;

	if (!fdt)
		return -ENOMEM;
	papr_rtas_code(rtas);
	ret = build_fdt(d, layout, fdt);
	if (!ret && (!load_domain(d, layout->fdt, fdt, GUEST_FDT_SIZE) ||
		     !load_domain(d, layout->rtas, rtas, sizeof(rtas))))
		ret = -EINVAL;
	heap_free(fdt, GUEST_FDT_SIZE);
	if (ret)
		return ret;
	arch_vcpu_start(d->vcpu[0], layout->entry, layout->fdt);
	domain_constructed(d);
	return 0;
}
