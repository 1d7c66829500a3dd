// SPDX-License-Identifier: GPL-2.0-or-later
/* The hypercall table. A hole, and every number beyond it, answers -ENOSYS. */
#include <xen/hypercall.h>

const struct hypercall_entry hypercall_table[NR_HYPERCALLS] = {
	[__HYPERVISOR_dom0_op] = { .handler = do_dom0_op, .privileged = true },
	[__HYPERVISOR_dom_mem_op] = { .handler = do_dom_mem_op },
	[__HYPERVISOR_xen_version] = { .handler = do_xen_version },
	[__HYPERVISOR_console_io] = { .handler = do_console_io, .privileged = true },
};
