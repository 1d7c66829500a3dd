// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: hypercalls by offsets, on memory that is not pinned. */
#include "privcmd-test.h"

/* Offset of the buffer from the op. */
#define OFFSET 512

static size_t page_size(void)
{
	return (size_t)getpagesize();
}

static long offset_call(unsigned long number, unsigned long arg0, unsigned long arg1,
			unsigned long pointer)
{
	privcmd_hypercall_offset_t call = { .call = { number, { arg0, arg1 } },
					    .pointer = pointer };

	return privcmd(hcall_fd, IOCTL_PRIVCMD_HYPERCALL_OFFSET, (unsigned long)&call);
}

static long offset_op(void *op)
{
	return offset_call(__HYPERVISOR_dom0_op, (unsigned long)op, 0, 0);
}

/* Ask for dom0's first four frames; the op may be unaligned, hence memcpy(). */
static long list_frames(char *at, unsigned long buffer, unsigned long *got)
{
	dom0_op_t op = { .cmd = DOM0_PPC_GETMEMLIST,
			 .interface_version = DOM0_INTERFACE_VERSION,
			 .u.ppc_getmemlist = { .max_pfns = 4,
					       .buffer = (void *)buffer } };
	long ret;

	memcpy(at, &op, sizeof(op));
	ret = offset_op(at);
	memcpy(&op, at, sizeof(op));
	*got = op.u.ppc_getmemlist.num_pfns;
	CU_ASSERT_EQUAL((unsigned long)op.u.ppc_getmemlist.buffer, buffer);
	return ret;
}

static void anywhere_in_a_page(void)
{
	const size_t last = page_size() - OFFSET - 4 * sizeof(unsigned long);
	const size_t places[] = { 0, 1, 8, 4095, 5000, last - 1, last };
	char *page = map_pages(1, PROT_READ | PROT_WRITE);
	static unsigned long wanted[1 << 16];
	unsigned long frames[4], got;

	CU_ASSERT(domain_frames(0, wanted, 1 << 16) > 4);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		memset(page, 0xee, page_size());
		CU_ASSERT_EQUAL(list_frames(page + places[i], OFFSET, &got), 0);
		CU_ASSERT_EQUAL(got, 4);
		memcpy(frames, page + places[i] + OFFSET, sizeof(frames));
		CU_ASSERT_EQUAL(memcmp(frames, wanted, sizeof(frames)), 0);
	}
	unmap_pages(page, 1);
	/* Untouched memory is zero, which is not a version of the interface. */
	page = map_pages(1, PROT_READ | PROT_WRITE);
	CU_ASSERT_EQUAL(offset_op(page), -EACCES);
	unmap_pages(page, 1);
}

static void arguments(void)
{
	char *page = map_pages(1, PROT_READ | PROT_WRITE);

	CU_ASSERT_EQUAL(offset_call(__HYPERVISOR_xen_version, XENVER_extraversion,
				    (unsigned long)page + 100, 1),
			0);
	CU_ASSERT_EQUAL(page[100], '-');
	CU_ASSERT_EQUAL(offset_call(__HYPERVISOR_xen_version, XENVER_extraversion,
				    (unsigned long)page, 5),
			-EINVAL);
	CU_ASSERT_EQUAL(offset_op(page + 1), -EACCES);
	CU_ASSERT_EQUAL(offset_call(__HYPERVISOR_dom0_op, (unsigned long)page, 0, ~0UL),
			-EINVAL);
	CU_ASSERT_EQUAL(offset_call(__HYPERVISOR_dom0_op | XEN_PPC_OFFSETS,
				    (unsigned long)page, 0, 0),
			-ENOSYS);
	CU_ASSERT_EQUAL(offset_call(0x10007, (unsigned long)page, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(offset_call(0x2007, (unsigned long)page, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(offset_call(0x7fff, (unsigned long)page, 0, 0), -ENOSYS);
	unmap_pages(page, 1);
}

static void bad_addresses(void)
{
	char *two = map_pages(2, PROT_READ | PROT_WRITE);
	char *read_only = map_pages(1, PROT_READ);
	char *none = map_pages(1, PROT_NONE);
	const unsigned long bad[] = {
		0,
		1,
		(unsigned long)two + page_size(),
		(unsigned long)none,
		(unsigned long)read_only,
		KERNEL_ADDRESS,
		KERNEL_ADDRESS | hcall_page.gpa,
		hcall_page.gpa,
		1UL << 52,
		~0UL,
		-page_size(),
	};

	unmap_pages(two + page_size(), 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(offset_op((void *)bad[i]), -EFAULT);
	unmap_pages(two, 1);
	unmap_pages(read_only, 1);
	unmap_pages(none, 1);
	check_alive();
}

/* Consecutive pages of the process are not consecutive in the machine. */
static void op_across_pages(void)
{
	char *two = map_pages(2, PROT_READ | PROT_WRITE);
	unsigned long got;

	for (size_t before = 1; before < sizeof(dom0_op_t); before += 21) {
		memset(two, 0xee, 2 * page_size());
		CU_ASSERT_EQUAL(list_frames(two + page_size() - before, OFFSET, &got),
				-EFAULT);
		for (size_t i = sizeof(dom0_op_t); i < page_size(); i += 8)
			if (two[page_size() + i] != (char)0xee)
				CU_FAIL("something was written behind the op");
	}
	unmap_pages(two, 2);
}

static void bad_offsets(void)
{
	char *page = map_pages(1, PROT_READ | PROT_WRITE);
	const unsigned long end = page_size() - 64, bad[] = {
		end - 4 * sizeof(unsigned long) + 1, /* its last byte is outside */
		end - 1,
		end,
		end + 1000,
		-64UL - page_size(), /* backwards */
		-1UL,
		-32UL, /* wraps around into the same page */
		(unsigned long)page,
		hcall_page.gpa,
		CHUNK_SIZE,
		dom0_end(),
		1UL << 63,
		KERNEL_ADDRESS,
	};
	unsigned long got;

	memset(page, 0xee, page_size());
	memset(hcall_page.va, 0xee, page_size());
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(list_frames(page + 64, bad[i], &got), -EFAULT);
	for (size_t i = 0; i < page_size(); i++)
		if (hcall_page.va[i] != (char)0xee)
			CU_FAIL("another page was written to");
	for (size_t i = 0; i < 64; i++)
		CU_ASSERT_EQUAL(page[i], (char)0xee);
	unmap_pages(page, 1);
}

static char *shared_page;

static int call_in_child(void)
{
	dom0_op_t *op = (void *)shared_page;

	op->cmd = DOM0_SCHED_ID;
	op->u.sched_id.sched_id = ~0U;
	return offset_op(op) || op->u.sched_id.sched_id > SCHED_SEDF;
}

/* A page inherited copy-on-write: only the child gets the answer. */
static void inherited_page(void)
{
	dom0_op_t op = { .cmd = 0xabcd, .interface_version = DOM0_INTERFACE_VERSION };

	op.u.sched_id.sched_id = 7;
	shared_page = map_pages(1, PROT_READ | PROT_WRITE);
	memcpy(shared_page, &op, sizeof(op));
	check_child(call_in_child);
	CU_ASSERT_EQUAL(memcmp(shared_page, &op, sizeof(op)), 0);
	CU_ASSERT_EQUAL(offset_op(shared_page), -ENOSYS);
	unmap_pages(shared_page, 1);
}

CU_TestInfo offset_tests[] = {
	TEST(anywhere_in_a_page), TEST(arguments),   TEST(bad_addresses),
	TEST(op_across_pages),	  TEST(bad_offsets), TEST(inherited_page),
	CU_TEST_INFO_NULL,
};
