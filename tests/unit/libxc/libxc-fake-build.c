// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake hypervisor: building domains, their consoles (all share that of
 * fake_print()), watches and power buttons. Semantics: include/public/dom0_ops.h.
 */
#include "libxc-fake-build.h"

struct fake_build fake_build;

void fake_build_reset(void)
{
	fake_build = (struct fake_build){ .typed_room = FAKE_CONSOLE };
}

/* Check that it is a domain other than the caller's. */
static long check_other(unsigned int d)
{
	if (d >= FAKE_DOMAINS || !xen.domain[d].exists)
		return -ESRCH;
	return d ? 0 : -EINVAL;
}

static bool lies_in(const struct fake_domain *dom, u64 start, u64 size)
{
	u64 end = dom->nr_pfns * XC_PAGE_SIZE;

	return start <= end && size <= end - start;
}

static long builddomain(const dom0_ppc_builddomain_t *b)
{
	long rc = check_other(b->domain);
	struct fake_domain *dom;
	const char *cmdline;

	if (rc)
		return rc;
	dom = &xen.domain[b->domain];
	if (!dom->inside || dom->inside->vcpu_flags[0] || b->vcpus < 1 ||
	    b->vcpus > MAX_VIRT_CPUS || !lies_in(dom, b->entry, 4) ||
	    !lies_in(dom, b->fdt, XEN_PPC_FDT_SIZE) || b->fdt % 8 || b->rtas % 8 ||
	    !lies_in(dom, b->rtas, XEN_PPC_RTAS_SIZE) ||
	    b->initrd_start > b->initrd_end ||
	    !lies_in(dom, b->initrd_start, b->initrd_end - b->initrd_start))
		return -EINVAL;
	cmdline = fake_guest((unsigned long)b->cmdline, b->cmdline_size);
	if (!cmdline)
		return -EFAULT;
	if (strnlen(cmdline, b->cmdline_size) == b->cmdline_size)
		return -ENOSPC;
	strncpy(fake_build.cmdline, cmdline, sizeof(fake_build.cmdline) - 1);
	fake_build.built = *b;
	fake_build.builds++;
	dom->inside->nr_vcpus = b->vcpus;
	dom->inside->vcpu_flags[0] = XEN_PPC_VCPU_INITIALISED;
	return 0;
}

static long console_read(dom0_ppc_console_read_t *op)
{
	long rc = check_other(op->domain);
	u64 from = op->position > xen.console_start ? op->position : xen.console_start;
	u64 left = xen.console_end > from ? xen.console_end - from : 0;
	u32 n = op->count < left ? op->count : left;
	char *to;

	if (rc)
		return rc;
	to = n ? fake_guest((unsigned long)op->buffer, n) : NULL;
	if (n && !to)
		return -EFAULT;
	for (u32 i = 0; i < n; i++)
		to[i] = xen.console[(from + i) % FAKE_CONSOLE];
	op->start = xen.console_start;
	op->end = xen.console_end;
	op->position = from + n;
	op->count = n + (xen.lie ? 1 << 20 : 0);
	return 0;
}

static long console_write(dom0_ppc_console_write_t *op)
{
	long rc = check_other(op->domain);
	u32 n = fake_build.typed_room - fake_build.typed_size;
	const char *from;

	if (rc)
		return rc;
	if (n > op->count)
		n = op->count;
	from = n ? fake_guest((unsigned long)op->buffer, op->count) : NULL;
	if (n && !from)
		return -EFAULT;
	for (u32 i = 0; i < n; i++)
		fake_build.typed[fake_build.typed_size++] = from[i];
	op->count = xen.lie ? op->count + 1 : n;
	return 0;
}

static long watch(const dom0_ppc_watch_t *op)
{
	long rc = check_other(op->domain);

	if (rc == -ESRCH)
		return rc;
	if (op->events & ~7 || op->port == 5) /* of another kind */
		return -EINVAL;
	fake_build.watch = *op;
	return 0;
}

static long power_button(const dom0_ppc_power_button_t *op)
{
	long rc = check_other(op->domain);

	if (rc)
		return rc;
	fake_build.pressed = op->domain;
	return 0;
}

long fake_build_op(dom0_op_t *op)
{
	switch (op->cmd) {
	case DOM0_PPC_BUILDDOMAIN:
		return builddomain(&op->u.ppc_builddomain);
	case DOM0_PPC_CONSOLE_READ:
		return console_read(&op->u.ppc_console_read);
	case DOM0_PPC_CONSOLE_WRITE:
		return console_write(&op->u.ppc_console_write);
	case DOM0_PPC_WATCH:
		return watch(&op->u.ppc_watch);
	case DOM0_PPC_POWER_BUTTON:
		return power_button(&op->u.ppc_power_button);
	default:
		return -ENOSYS;
	}
}
