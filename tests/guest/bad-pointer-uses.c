// SPDX-License-Identifier: GPL-2.0-or-later
/* bad-pointer-test: the table of all uses of an address (bad-pointer-test.h). */
#include "bad-pointer-test.h"

#define LIST_ENTRIES 12
#define TEXT_BYTES   50

static unsigned int id;

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

	/* Not dom0: its time goes on, and answers are compared. */
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

/* A list that cannot be used: nothing is done, which is no error here. */
static long use_increase_list(unsigned long gpa)
{
	return memory_op(MEMOP_increase_reservation, gpa, 1, CHUNK_ORDER, id);
}

static long use_decrease_list(unsigned long gpa)
{
	return memory_op(MEMOP_decrease_reservation, gpa, 1, CHUNK_ORDER, id);
}

/*
 * Good results are those for memory full of zeroes: an op of version 0, a list of
 * frame 0, which is not the domain's. Writing to the console is not among them:
 * it would print what it finds at the odd addresses of the tests.
 */
const struct pointer_use pointer_uses[] = {
	{ "op", use_op, sizeof(dom0_op_t), -EACCES, -EFAULT, true },
	{ "extraversion", use_extraversion, sizeof(xen_extraversion_t), 0, -EFAULT,
	  false },
	{ "compile_info", use_compile_info, sizeof(xen_compile_info_t), 0, -EFAULT,
	  false },
	{ "console read", use_console_read, TEXT_BYTES, 0, -EFAULT, true },
	{ "memlist", use_memlist, LIST_ENTRIES * sizeof(long), 0, -EFAULT, false },
	{ "ppc memlist", use_ppc_memlist, LIST_ENTRIES * sizeof(long), 0, -EFAULT,
	  false },
	{ "info list", use_info_list, sizeof(dom0_getdomaininfo_t), 0, -EINVAL, false },
	{ "readconsole", use_readconsole, TEXT_BYTES, 0, -EFAULT, false },
	{ "ppc readconsole", use_ppc_readconsole, TEXT_BYTES, 0, -EFAULT, false },
	{ "increase list", use_increase_list, sizeof(long), 1, 0, false },
	{ "decrease list", use_decrease_list, sizeof(long), 0, 0, true },
};

const size_t nr_pointer_uses = sizeof(pointer_uses) / sizeof(pointer_uses[0]);

void uses_start(void)
{
	static const char text[] =
		"bad-pointer-test: text enough for the buffers that console reads fill\n";

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	/* Room for what is given to it by the lists: more than it ever gets. */
	CU_ASSERT_EQUAL(domain_set_max(id, 2 * CHUNK_SIZE / 1024), 0);
	memcpy(buffer(), text, sizeof(text) - 1);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, sizeof(text) - 1,
			      (unsigned long)buffer_gpa()),
			sizeof(text) - 1);
}

void uses_stop(void)
{
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}
