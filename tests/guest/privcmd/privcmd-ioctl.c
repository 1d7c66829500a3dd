// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: bad arguments of each ioctl. */
#include "privcmd-test.h"

static size_t page_size(void)
{
	return (size_t)getpagesize();
}

/* Pointers to an ioctl's structure that the kernel must refuse to follow. */
static void check_bad_arguments(unsigned long request)
{
	char *two = map_pages(2, PROT_READ | PROT_WRITE);
	char *none = map_pages(1, PROT_NONE);
	const unsigned long bad[] = {
		0,
		1,
		(unsigned long)two + page_size() - 8,  /* its end is not mapped */
		(unsigned long)two + page_size() - 15, /* nor is one byte of it */
		(unsigned long)two + page_size(),
		(unsigned long)none,
		KERNEL_ADDRESS,
		KERNEL_ADDRESS | hcall_page.gpa, /* memory of the kernel that exists */
		1UL << 52,
		~0UL,
		~0UL - 7,
	};

	memset(two, 0, 2 * page_size());
	unmap_pages(two + page_size(), 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(privcmd(hcall_fd, request, bad[i]), -EFAULT);
	unmap_pages(two, 1);
	unmap_pages(none, 1);
	check_alive();
}

static void hypercall_bad_argument(void)
{
	check_bad_arguments(IOCTL_PRIVCMD_HYPERCALL);
}

static void offset_bad_argument(void)
{
	check_bad_arguments(IOCTL_PRIVCMD_HYPERCALL_OFFSET);
}

static void translate_bad_argument(void)
{
	check_bad_arguments(IOCTL_PRIVCMD_TRANSLATE);
}

/* A structure across two pages, also unaligned. */
static void hypercall_argument_across_pages(void)
{
	privcmd_hypercall_t call = { .op = __HYPERVISOR_xen_version };
	char *two = map_pages(2, PROT_READ | PROT_WRITE);

	for (size_t before = 0; before <= sizeof(call); before++) {
		char *there = two + page_size() - before;

		memcpy(there, &call, sizeof(call));
		CU_ASSERT_EQUAL(
			privcmd(hcall_fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)there),
			XEN_3_0);
	}
	unmap_pages(two, 2);
}

/* The structure is only read. */
static void hypercall_argument_read_only(void)
{
	privcmd_hypercall_t *call = (void *)map_pages(1, PROT_READ | PROT_WRITE);

	call->op = __HYPERVISOR_xen_version;
	CU_ASSERT_EQUAL(mprotect(call, page_size(), PROT_READ), 0);
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)call),
			XEN_3_0);
	unmap_pages((char *)call, 1);
}

/* If the address cannot be stored, nothing stays pinned (pin_teardown). */
static void translate_argument_read_only(void)
{
	privcmd_translate_t *arg = (void *)map_pages(1, PROT_READ | PROT_WRITE);
	char *page = map_pages(1, PROT_READ | PROT_WRITE);

	arg->va = (unsigned long)page;
	CU_ASSERT_EQUAL(mprotect(arg, page_size(), PROT_READ), 0);
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)arg),
			-EFAULT);
	CU_ASSERT_EQUAL(release(hcall_fd, page), -ENOENT);
	unmap_pages(page, 1);
	unmap_pages((char *)arg, 1);
}

static void translate_bad_address(void)
{
	char *page = map_pages(2, PROT_READ | PROT_WRITE);
	char *read_only = map_pages(1, PROT_READ);
	char *none = map_pages(1, PROT_NONE);
	unsigned long gpa;

	for (size_t offset = 1; offset < page_size(); offset *= 2)
		CU_ASSERT_EQUAL(translate(hcall_fd, page + offset, &gpa), -EINVAL);
	CU_ASSERT_EQUAL(translate(hcall_fd, page + page_size() - 1, &gpa), -EINVAL);
	CU_ASSERT_EQUAL(translate(hcall_fd, (void *)KERNEL_ADDRESS, &gpa), -EINVAL);
	CU_ASSERT_EQUAL(
		translate(hcall_fd, (void *)(KERNEL_ADDRESS | hcall_page.gpa), &gpa),
		-EINVAL);
	CU_ASSERT_EQUAL(translate(hcall_fd, (void *)-page_size(), &gpa), -EINVAL);
	CU_ASSERT_EQUAL(translate(hcall_fd, NULL, &gpa), -EFAULT);
	/* The hypervisor cannot use a read-only page. */
	CU_ASSERT_EQUAL(translate(hcall_fd, read_only, &gpa), -EFAULT);
	CU_ASSERT_EQUAL(translate(hcall_fd, none, &gpa), -EFAULT);
	unmap_pages(page + page_size(), 1);
	CU_ASSERT_EQUAL(translate(hcall_fd, page + page_size(), &gpa), -EFAULT);
	unmap_pages(page, 1);
	unmap_pages(read_only, 1);
	unmap_pages(none, 1);
}

static void release_bad_address(void)
{
	char *page = map_pages(1, PROT_READ | PROT_WRITE);

	CU_ASSERT_EQUAL(release(hcall_fd, page), -ENOENT);
	CU_ASSERT_EQUAL(release(hcall_fd, hcall_page.va + 1), -ENOENT);
	CU_ASSERT_EQUAL(release(hcall_fd, NULL), -ENOENT);
	CU_ASSERT_EQUAL(release(hcall_fd, (void *)KERNEL_ADDRESS), -ENOENT);
	CU_ASSERT_EQUAL(release(hcall_fd, (void *)~0UL), -ENOENT);
	unmap_pages(page, 1);
}

/* The driver passes every number on, except numbers that it cannot mark. */
static void hypercall_numbers(void)
{
	CU_ASSERT_EQUAL(hcall(0xffff), -ENOSYS);
	CU_ASSERT_EQUAL(hcall(0x10000), -ENOSYS);
	CU_ASSERT_EQUAL(hcall(0x10000 | __HYPERVISOR_xen_version), -ENOSYS);
	CU_ASSERT_EQUAL(hcall(XEN_MARK(__HYPERVISOR_xen_version)), -ENOSYS);
}

static void unknown_requests(void)
{
	static const unsigned long unknown[] = {
		_IOC(_IOC_NONE, 'P', 8, 0),
		_IOC(_IOC_NONE, 'P', 255, 0),
		_IOC(_IOC_NONE, 'P', 0, 40), /* another size */
		_IOC(_IOC_READ, 'P', 0, 48), /* another direction */
		_IOC(_IOC_NONE, 'Q', 0, 48), /* another driver's request */
		0x00305000,		     /* x86's number of HYPERCALL */
		0,
		0xffffffff,
	};
	char *page = map_pages(1, PROT_READ | PROT_WRITE);

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		CU_ASSERT_EQUAL(privcmd(hcall_fd, unknown[i], (unsigned long)page),
				-EINVAL);
	unmap_pages(page, 1);
}

/* Requests of 2005 that this architecture or an unmodified kernel cannot serve. */
static void requests_without_answer(void)
{
	unsigned long word = 0x5a5a;

	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_INITDOMAIN_EVTCHN, 0), -ENOSYS);
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN,
				(unsigned long)&word),
			-ENOSYS);
	CU_ASSERT_EQUAL(word, 0x5a5a);
}

/* The file cannot be read or written. */
static void no_read_no_write(void)
{
	char byte = 0;

	CU_ASSERT(read(hcall_fd, &byte, 1) == -1 && errno == EINVAL);
	CU_ASSERT(write(hcall_fd, &byte, 1) == -1 && errno == EINVAL);
	CU_ASSERT(lseek(hcall_fd, 0, SEEK_SET) == -1 && errno == ESPIPE);
}

CU_TestInfo ioctl_tests[] = {
	TEST(hypercall_bad_argument),
	TEST(offset_bad_argument),
	TEST(translate_bad_argument),
	TEST(hypercall_argument_across_pages),
	TEST(hypercall_argument_read_only),
	TEST(translate_argument_read_only),
	TEST(translate_bad_address),
	TEST(release_bad_address),
	TEST(hypercall_numbers),
	TEST(unknown_requests),
	TEST(requests_without_answer),
	TEST(no_read_no_write),
	CU_TEST_INFO_NULL,
};
