// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that build a domain, and ask it to end. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/string.h>

/* More than Linux reads of one, and than fits into a page of 4 KiB beside the op. */
#define CMDLINE_MAX 4096

struct range {
	u64 start, len;
};

static bool overlap(const struct range *a, const struct range *b)
{
	/* Neither wraps: both are memory of the domain. */
	return a->start < b->start + b->len && b->start < a->start + a->len;
}

/* Whether everything lies in the domain's memory, and nothing overlaps. */
static bool layout_ok(const struct domain *d, const dom0_ppc_builddomain_t *arg)
{
	const struct range fdt = { arg->fdt, XEN_PPC_FDT_SIZE };
	const struct range rtas = { arg->rtas, XEN_PPC_RTAS_SIZE };
	const struct range initrd = { arg->initrd_start,
				      arg->initrd_end - arg->initrd_start };

	return arg->initrd_start <= arg->initrd_end &&
	       p2m_covers(&d->p2m, arg->entry, sizeof(u32)) &&
	       p2m_covers(&d->p2m, fdt.start, fdt.len) &&
	       p2m_covers(&d->p2m, rtas.start, rtas.len) &&
	       !((arg->entry | arg->fdt | arg->rtas) % sizeof(u32)) &&
	       !((arg->fdt | arg->rtas) % sizeof(u64)) &&
	       rtas.start + rtas.len <= 1ULL << 32 && !overlap(&fdt, &rtas) &&
	       (!initrd.len || (p2m_covers(&d->p2m, initrd.start, initrd.len) &&
				!overlap(&fdt, &initrd) && !overlap(&rtas, &initrd)));
}

/* Copies the caller's command line to *cmdline, arg->cmdline_size bytes of the heap. */
static long read_cmdline(const struct caller *caller, const dom0_ppc_builddomain_t *arg,
			 char **cmdline)
{
	size_t size = arg->cmdline_size;
	char *text;

	if (!size || size > CMDLINE_MAX)
		return -ENOSPC;
	text = heap_alloc(size, 1);
	if (!text)
		return -ENOMEM;
	if (!copy_from_guest(caller, text, (uintptr_t)arg->cmdline, size)) {
		heap_free(text, size);
		return -EFAULT;
	}
	if (strnlen(text, size) == size) {
		heap_free(text, size);
		return -ENOSPC;
	}
	*cmdline = text;
	return 0;
}

/* The op's progress: how many vCPUs it had before; whether the build has begun. */
#define PROGRESS_VCPUS 0xffU
#define BUILDING       0x100U

long op_ppc_builddomain(const struct caller *caller, const dom0_op_t *op,
			dom0_op_t *reply)
{
	const dom0_ppc_builddomain_t *arg = &op->u.ppc_builddomain;
	struct guest_layout layout = {
		.entry = arg->entry,
		.fdt = arg->fdt,
		.rtas = arg->rtas,
		.initrd_start = arg->initrd_start,
		.initrd_end = arg->initrd_end,
	};
	struct domain *d = domain_find(arg->domain);
	u32 before, nr_vcpus;
	char *cmdline;
	long ret;

	if (!d)
		return -ESRCH;
	if (d == caller->domain || !domain_is_new(d) || domain_is_dying(d) ||
	    !layout_ok(d, arg))
		return -EINVAL;
	ret = read_cmdline(caller, arg, &cmdline);
	if (ret)
		return ret;
	layout.cmdline = cmdline;
	before = caller->progress ? (u32)caller->progress & PROGRESS_VCPUS : d->nr_vcpus;
	nr_vcpus = d->nr_vcpus;
	ret = domain_set_vcpus(d, arg->vcpus);
	/* The vCPUs are a piece by themselves; the build is several. */
	if (!ret && nr_vcpus < d->nr_vcpus)
		ret = -EAGAIN;
	else if (!ret)
		ret = arch_domain_build(d, &layout, !(caller->progress & BUILDING));
	heap_free(cmdline, arg->cmdline_size);
	if (ret == -EAGAIN)
		return hypercall_continue(
			caller, before | (nr_vcpus < d->nr_vcpus ? 0 : BUILDING));
	while (ret && d->nr_vcpus > max(before, 1U))
		vcpu_destroy_last(d);
	/* DOM0_PPC_SETDOMAINSTATE may have left them otherwise. */
	for (u32 i = 0; !ret && i < d->nr_vcpus; i++)
		i == 0 ? vcpu_start(d->vcpu[i]) : vcpu_stop(d->vcpu[i]);
	return ret;
}

long op_ppc_power_button(const struct caller *caller, const dom0_op_t *op,
			 dom0_op_t *reply)
{
	struct domain *d = domain_find(op->u.ppc_power_button.domain);

	if (!d)
		return -ESRCH;
	if (d == caller->domain || d->run_state & ~DOMAIN_PAUSED)
		return -EINVAL;
	return arch_domain_power_button(d) ? 0 : -EAGAIN;
}
