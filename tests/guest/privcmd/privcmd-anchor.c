// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * privcmd-test: the inaccessible mapping that only keeps an open file alive. Accessible
 * mappings are areas (privcmd-area.c).
 */
#include "privcmd-test.h"

static size_t size(void)
{
	return (size_t)getpagesize();
}

static char *anchor(int fd)
{
	char *va = mmap(NULL, size(), PROT_NONE, MAP_SHARED, fd, 0);

	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	return va;
}

static void check_refused(int fd, size_t length, int prot, int flags, off_t offset)
{
	void *va = mmap(NULL, length, prot, flags, fd, offset);

	CU_ASSERT_PTR_EQUAL(va, MAP_FAILED);
	if (va == MAP_FAILED) {
		CU_ASSERT_EQUAL(errno, EINVAL);
	} else {
		munmap(va, length);
	}
}

static void only_one_form(void)
{
	int fd = open_privcmd();

	check_refused(fd, 2 * size(), PROT_NONE, MAP_SHARED, 0);
	check_refused(fd, 1UL << 30, PROT_NONE, MAP_SHARED, 0);
	check_refused(fd, size(), PROT_NONE, MAP_SHARED, (off_t)size());
	check_refused(fd, size(), PROT_NONE, MAP_SHARED, (off_t)1 << 40);
	check_refused(fd, size(), PROT_EXEC, MAP_SHARED, 0);
	check_refused(fd, size(), PROT_NONE, MAP_PRIVATE, 0);
	check_refused(fd, size(), PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);
	munmap(anchor(fd), size());
	close(fd);
}

/* A file that is open for reading only can be mapped too. */
static void read_only_file(void)
{
	int fd = open(PRIVCMD_DEV, O_RDONLY | O_CLOEXEC);

	CU_ASSERT_FATAL(fd >= 0);
	munmap(anchor(fd), size());
	close(fd);
}

static void no_access_ever(void)
{
	static const int access[] = { PROT_READ, PROT_WRITE, PROT_EXEC,
				      PROT_READ | PROT_WRITE | PROT_EXEC };
	int fd = open_privcmd();
	char *va = anchor(fd);
	unsigned long gpa;

	for (size_t i = 0; i < sizeof(access) / sizeof(access[0]); i++)
		CU_ASSERT(mprotect(va, size(), access[i]) == -1 && errno == EACCES);
	CU_ASSERT_EQUAL(mremap(va, size(), 2 * size(), MREMAP_MAYMOVE), MAP_FAILED);
	/* A child must not inherit it, even after MADV_DOFORK. */
	CU_ASSERT(madvise(va, size(), MADV_DOFORK) == -1 && errno == EINVAL);
	/* Neither the program, nor the hypervisor, nor the kernel can access it. */
	CU_ASSERT_EQUAL(translate(fd, va, &gpa), -EFAULT);
	CU_ASSERT(write(STDOUT_FILENO, va, 1) == -1 && errno == EFAULT);
	munmap(va, size());
	close(fd);
}

static void keeps_pins(void)
{
	const unsigned long pinned = pinned_pages();
	char *page = map_pages(1, PROT_READ | PROT_WRITE);
	int fd = open_privcmd();
	unsigned long gpa;
	char *va;

	CU_ASSERT_EQUAL(translate(fd, page, &gpa), 0);
	va = anchor(fd);
	close(fd);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + 1);
	CU_ASSERT_EQUAL(pagemap_gpa(page), gpa);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_extraversion, gpa), 0);
	CU_ASSERT_NOT_EQUAL(page[0], 0);
	munmap(va, size());
	CU_ASSERT_EQUAL(pinned_pages(), pinned);
	unmap_pages(page, 1);
}

static char *parent_anchor;

/* msync() of an address that is not mapped gives ENOMEM. */
static int child_has_none(void)
{
	return !(msync(parent_anchor, size(), MS_ASYNC) == -1 && errno == ENOMEM);
}

static void not_inherited(void)
{
	int fd = open_privcmd();

	parent_anchor = anchor(fd);
	CU_ASSERT_EQUAL(msync(parent_anchor, size(), MS_ASYNC), 0);
	check_child(child_has_none);
	munmap(parent_anchor, size());
	close(fd);
}

/* Both nodes belong to the same driver. */
static void proc_file_too(void)
{
	const unsigned long pinned = pinned_pages();
	char *page = map_pages(1, PROT_READ | PROT_WRITE);
	int fd = open(PRIVCMD_PROC, O_RDWR | O_CLOEXEC);
	unsigned long gpa;
	char *va;

	CU_ASSERT_FATAL(fd >= 0);
	check_refused(fd, 2 * size(), PROT_NONE, MAP_SHARED, 0);
	CU_ASSERT_EQUAL(translate(fd, page, &gpa), 0);
	va = anchor(fd);
	close(fd);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + 1);
	munmap(va, size());
	CU_ASSERT_EQUAL(pinned_pages(), pinned);
	unmap_pages(page, 1);
}

CU_TestInfo anchor_tests[] = {
	TEST(only_one_form), TEST(read_only_file), TEST(no_access_ever), TEST(keeps_pins),
	TEST(not_inherited), TEST(proc_file_too),  CU_TEST_INFO_NULL,
};
