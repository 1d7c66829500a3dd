// SPDX-License-Identifier: GPL-2.0-or-later
/* bad-pointer-test: the table of all uses of an address (bad-pointer-test.h). */
#include "bad-pointer-test.h"

#define LIST_ENTRIES 12
#define TEXT_BYTES   50
#define COUNTERS     2
#define DIRTY_BITS   512

static unsigned int id;
static unsigned int logged; /* a domain with logged writes, which has made none */

static long use_op(unsigned long gpa)
{
	return op_do_at(gpa);
}

static long use_extraversion(unsigned long gpa)
{
	return hcall(__HYPERVISOR_xen_version, XENVER_extraversion, gpa);
}

static long use_compile_info(unsigned long gpa)
{
	return hcall(__HYPERVISOR_xen_version, XENVER_compile_info, gpa);
}

static long use_console_read(unsigned long gpa)
{
	return hcall(__HYPERVISOR_console_io, CONSOLEIO_read, TEXT_BYTES, gpa);
}

static long use_memlist(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_GETMEMLIST);

	op->u.getmemlist.max_pfns = LIST_ENTRIES;
	op->u.getmemlist.buffer = (void *)gpa;
	return op_do();
}

static long use_ppc_memlist(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_GETMEMLIST);

	op->u.ppc_getmemlist.max_pfns = LIST_ENTRIES;
	op->u.ppc_getmemlist.buffer = (void *)gpa;
	return op_do();
}

static long use_info_list(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_GETDOMAININFOLIST);

	/* Leave out dom0, whose time would differ between answers. */
	op->u.getdomaininfolist.first_domain = (domid_t)id;
	op->u.getdomaininfolist.max_domains = 1;
	op->u.getdomaininfolist.buffer = (void *)gpa;
	return op_do();
}

static long use_readconsole(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_READCONSOLE);

	op->u.readconsole.count = TEXT_BYTES;
	op->u.readconsole.buffer = (char *)gpa;
	return op_do();
}

static long use_ppc_readconsole(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_READCONSOLE);

	op->u.ppc_readconsole.count = TEXT_BYTES;
	op->u.ppc_readconsole.buffer = (char *)gpa;
	return op_do();
}

/* With an unusable list no extent is done, which is not an error here. */
static long use_increase_list(unsigned long gpa)
{
	return memory_op(MEMOP_increase_reservation, gpa, 1, CHUNK_ORDER, id);
}

static long use_decrease_list(unsigned long gpa)
{
	return memory_op(MEMOP_decrease_reservation, gpa, 1, CHUNK_ORDER, id);
}

static long use_cpumap(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PINCPUDOMAIN);

	op->u.pincpudomain.domain = (domid_t)id;
	op->u.pincpudomain.cpumap = (cpumap_t *)gpa;
	return op_do();
}

static long use_set_context(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_SETDOMAININFO);

	op->u.setdomaininfo.domain = (domid_t)id;
	op->u.setdomaininfo.ctxt = (vcpu_guest_context_t *)gpa;
	return op_do();
}

static long use_get_context(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_GETVCPUCONTEXT);

	op->u.getvcpucontext.domain = (domid_t)id;
	op->u.getvcpucontext.ctxt = (vcpu_guest_context_t *)gpa;
	return op_do();
}

static long use_page_types(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_GETPAGEFRAMEINFO2);

	op->u.getpageframeinfo2.domain = (domid_t)id;
	op->u.getpageframeinfo2.num = LIST_ENTRIES;
	op->u.getpageframeinfo2.array = (unsigned long *)gpa;
	return op_do();
}

static long use_counters(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_PERFCCONTROL);

	op->u.ppc_perfccontrol.op = DOM0_PERFCCONTROL_OP_QUERY;
	op->u.ppc_perfccontrol.count = COUNTERS;
	op->u.ppc_perfccontrol.desc = (dom0_perfc_desc_t *)gpa;
	return op_do();
}

static long use_dirty_bitmap(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_SHADOW_CONTROL);

	op->u.shadow_control.domain = (domid_t)logged;
	op->u.shadow_control.op = DOM0_SHADOW_CONTROL_OP_CLEAN;
	op->u.shadow_control.pages = DIRTY_BITS;
	op->u.shadow_control.dirty_bitmap = (unsigned long *)gpa;
	return op_do();
}

static long use_ppc_dirty_bitmap(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_SHADOW_CONTROL);

	op->u.ppc_shadow_control.domain = (domid_t)logged;
	op->u.ppc_shadow_control.op = DOM0_SHADOW_CONTROL_OP_CLEAN;
	op->u.ppc_shadow_control.count = DIRTY_BITS;
	op->u.ppc_shadow_control.dirty_bitmap = (unsigned long *)gpa;
	return op_do();
}

/* The line is read before the number of CPUs, 0, is refused: nothing is built. */
static long use_cmdline(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_BUILDDOMAIN);

	op->u.ppc_builddomain.domain = (domid_t)logged;
	op->u.ppc_builddomain.cmdline_size = TEXT_BYTES;
	op->u.ppc_builddomain.fdt = 0x100000;
	op->u.ppc_builddomain.rtas = 0x200000;
	op->u.ppc_builddomain.cmdline = (const char *)gpa;
	return op_do();
}

/* To a new domain each time, since no domain takes the input. */
static long use_typed(unsigned long gpa)
{
	unsigned int typed_to;
	long result = domain_create(0, &typed_to);
	dom0_op_t *op = op_new(DOM0_PPC_CONSOLE_WRITE);

	if (result)
		return result;
	op->u.ppc_console_write.domain = (domid_t)typed_to;
	op->u.ppc_console_write.count = TEXT_BYTES;
	op->u.ppc_console_write.buffer = (const char *)gpa;
	result = op_do();
	domain_destroy(typed_to);
	return result;
}

/*
 * The state of a new domain: the heads of seven records, a vCPU, the time, an interrupt
 * controller without sources that are used, the power button, the clock, two blocks of
 * NVRAM, and that its kernel has not failed.
 */
#define STATE_BYTES \
	(7 * sizeof(xen_ppc_record_t) + 8 + 8 + 10 + 4 + 8 + (4 + 2 * 18) + 16)

static long use_get_state(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_GETDOMAINSTATE);

	op->u.ppc_domainstate.domain = (domid_t)logged;
	op->u.ppc_domainstate.size = STATE_BYTES;
	op->u.ppc_domainstate.buffer = (void *)gpa;
	return op_do();
}

static long use_set_state(unsigned long gpa)
{
	dom0_op_t *op = op_new(DOM0_PPC_SETDOMAINSTATE);

	op->u.ppc_domainstate.domain = (domid_t)logged;
	op->u.ppc_domainstate.size = STATE_BYTES;
	op->u.ppc_domainstate.buffer = (void *)gpa;
	return op_do();
}

static long log_writes(unsigned int domain)
{
	dom0_op_t *op = op_new(DOM0_SHADOW_CONTROL);

	op->u.shadow_control.domain = (domid_t)domain;
	op->u.shadow_control.op = DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY;
	return op_do();
}

/*
 * Good results are those for memory full of zeroes: an op of version 0, a list of
 * frame 0, which is not the domain's, a state with a record of type 0. Writing to the
 * console is not among them: it would print what it finds at the odd addresses of the
 * tests. What differs from one time to the next, as counters do, counts as read: it is
 * not compared.
 */
const struct pointer_use pointer_uses[] = {
	{ "op", use_op, sizeof(dom0_op_t), -EACCES, -EFAULT, true, false },
	{ "extraversion", use_extraversion, sizeof(xen_extraversion_t), 0, -EFAULT, false,
	  false },
	{ "compile_info", use_compile_info, sizeof(xen_compile_info_t), 0, -EFAULT, false,
	  false },
	{ "console read", use_console_read, TEXT_BYTES, 0, -EFAULT, true, false },
	{ "memlist", use_memlist, LIST_ENTRIES * sizeof(long), 0, -EFAULT, false, false },
	{ "ppc memlist", use_ppc_memlist, LIST_ENTRIES * sizeof(long), 0, -EFAULT, false,
	  false },
	{ "info list", use_info_list, sizeof(dom0_getdomaininfo_t), 0, -EINVAL, false,
	  false },
	{ "readconsole", use_readconsole, TEXT_BYTES, 0, -EFAULT, false, false },
	{ "ppc readconsole", use_ppc_readconsole, TEXT_BYTES, 0, -EFAULT, false, false },
	{ "increase list", use_increase_list, sizeof(long), 1, 0, false, true },
	{ "decrease list", use_decrease_list, sizeof(long), 0, 0, true, false },
	{ "cpumap", use_cpumap, sizeof(cpumap_t), 0, -EFAULT, true, false },
	{ "set context", use_set_context, sizeof(vcpu_guest_context_t), 0, -EFAULT, true,
	  false },
	{ "get context", use_get_context, sizeof(vcpu_guest_context_t), 0, -EINVAL, true,
	  true },
	{ "page types", use_page_types, LIST_ENTRIES * sizeof(long), 0, -EINVAL, true,
	  false },
	{ "counters", use_counters, COUNTERS * sizeof(dom0_perfc_desc_t), 0, -EFAULT,
	  true, false },
	{ "dirty bitmap", use_dirty_bitmap, DIRTY_BITS / 8, 0, -EINVAL, false, true },
	{ "ppc dirty bitmap", use_ppc_dirty_bitmap, DIRTY_BITS / 8, 0, -EINVAL, false,
	  true },
	{ "command line", use_cmdline, TEXT_BYTES, -EINVAL, -EFAULT, true, false },
	{ "typed characters", use_typed, TEXT_BYTES, 0, -EFAULT, true, false },
	{ "get state", use_get_state, STATE_BYTES, 0, -EFAULT, false, false },
	{ "set state", use_set_state, STATE_BYTES, -EINVAL, -EFAULT, true, false },
};

const size_t nr_pointer_uses = sizeof(pointer_uses) / sizeof(pointer_uses[0]);

void uses_start(void)
{
	static const char text[] =
		"bad-pointer-test: text enough for the buffers that console reads fill\n";

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	/* Room for what is given to it by the lists: more than it ever gets. */
	CU_ASSERT_EQUAL(domain_set_max(id, 2 * CHUNK_SIZE / 1024), 0);
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &logged), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(logged, 1), 1);
	CU_ASSERT_EQUAL(log_writes(logged), 0);
	memcpy(buffer(), text, sizeof(text) - 1);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, sizeof(text) - 1,
			      (unsigned long)buffer_gpa()),
			sizeof(text) - 1);
}

void uses_stop(void)
{
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(domain_destroy(logged), 0);
}
