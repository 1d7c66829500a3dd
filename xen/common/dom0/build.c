// SPDX-License-Identifier: GPL-2.0-or-later
/* The dom0 ops that build a domain, and ask it to end. */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/build/guest.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/papr/papr.h>

/* What Linux reads of it, and more than fits into a page of 4 KiB beside the op. */
#define CMDLINE_MAX 4096

struct range {
	u64 start, len;
};

static bool overlap(const struct range *a, const struct range *b)
{
	/* Neither wraps: both are memory of the domain. */
	return a->start < b->start + b->len && b->start < a->start + a->len;
}

/* Whether all that is named lies in the domain's memory, and nothing on another. */
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

/* The caller's command line, in memory of ours, or NULL and why. */
static char *read_cmdline(const struct domain *caller, const dom0_ppc_builddomain_t *arg,
			  long *error)
{
	size_t size = arg->cmdline_size;
	char *text;

	*error = -ENOSPC;
	if (!size || size > CMDLINE_MAX)
		return NULL;
	*error = -ENOMEM;
	text = heap_alloc(size, 1);
	if (!text)
		return NULL;
	*error = -EFAULT;
	if (copy_from_guest(caller, text, (uintptr_t)arg->cmdline, size)) {
		*error = -ENOSPC;
		if (strnlen(text, size) < size)
			return text;
	}
	heap_free(text, size);
	return NULL;
}

static long build(struct domain *d, const dom0_ppc_builddomain_t *arg,
		  const char *cmdline)
{
	const struct guest_layout layout = {
		.entry = arg->entry,
		.fdt = arg->fdt,
		.rtas = arg->rtas,
		.initrd_start = arg->initrd_start,
		.initrd_end = arg->initrd_end,
		.cmdline = cmdline,
		.console_interrupt = true,
	};
	u32 before = d->nr_vcpus;
	long ret = domain_set_vcpus(d, arg->vcpus);

	if (!ret)
		ret = guest_finish(d, &layout);
	while (ret && d->nr_vcpus > before)
		vcpu_destroy_last(d);
	/* DOM0_PPC_SETDOMAINSTATE may have left them otherwise. */
	for (u32 i = 0; !ret && i < d->nr_vcpus; i++)
		i == 0 ? vcpu_start(d->vcpu[i]) : vcpu_stop(d->vcpu[i]);
	return ret;
}

long op_ppc_builddomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	const dom0_ppc_builddomain_t *arg = &op->u.ppc_builddomain;
	struct domain *d = domain_find(arg->domain);
	char *cmdline;
	long ret;

	if (!d)
		return -ESRCH;
	if (d == v->domain || !domain_is_new(d) || domain_is_dying(d) ||
	    !layout_ok(d, arg))
		return -EINVAL;
	cmdline = read_cmdline(v->domain, arg, &ret);
	if (!cmdline)
		return ret;
	ret = build(d, arg, cmdline);
	heap_free(cmdline, arg->cmdline_size);
	return ret;
}

long op_ppc_power_button(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply)
{
	struct domain *d = domain_find(op->u.ppc_power_button.domain);

	if (!d)
		return -ESRCH;
	if (d == v->domain || d->run_state & ~DOMAIN_PAUSED)
		return -EINVAL;
	return papr_power_button(d) ? 0 : -EAGAIN;
}
