// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: what TRANSLATE guarantees for a page, and for how long. */
#include "privcmd-test.h"

#define MAX_PINS 1024 /* of one open file */

/* The kernel's pagemap gives the same address. */
static void same_as_pagemap(void)
{
	enum { PAGES = 16 };
	char *va = map_pages(PAGES, PROT_READ | PROT_WRITE);
	size_t size = (size_t)getpagesize();
	unsigned long gpa;

	for (int i = 0; i < PAGES; i++) {
		CU_ASSERT_EQUAL(translate(hcall_fd, va + (size_t)i * size, &gpa), 0);
		CU_ASSERT_EQUAL(gpa % size, 0);
		CU_ASSERT(gpa < dom0_end());
		CU_ASSERT_EQUAL(gpa, pagemap_gpa(va + (size_t)i * size));
	}
	for (int i = 0; i < PAGES; i++)
		CU_ASSERT_EQUAL(release(hcall_fd, va + (size_t)i * size), 0);
	unmap_pages(va, PAGES);
}

/* The hypervisor sees what the program wrote, and vice versa. */
static void same_memory(void)
{
	char *va = map_pages(1, PROT_READ | PROT_WRITE);
	dom0_op_t *op = (dom0_op_t *)va;
	unsigned long gpa;

	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), 0);
	op->cmd = DOM0_PHYSINFO;
	op->interface_version = DOM0_INTERFACE_VERSION;
	CU_ASSERT_EQUAL(op_do_at(gpa), 0);
	CU_ASSERT_EQUAL(op->u.physinfo.free_pages, free_frames());
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	unmap_pages(va, 1);
}

/* Each TRANSLATE needs a RELEASE. */
static void twice(void)
{
	const unsigned long pinned = pinned_pages();
	char *va = map_pages(1, PROT_READ | PROT_WRITE);
	unsigned long first, second;

	CU_ASSERT_EQUAL(translate(hcall_fd, va, &first), 0);
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &second), 0);
	CU_ASSERT_EQUAL(first, second);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + 2);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + 1);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, va), -ENOENT);
	unmap_pages(va, 1);
}

static void other_file(void)
{
	char *va = map_pages(1, PROT_READ | PROT_WRITE);
	int fd = open_privcmd();
	unsigned long gpa, other;

	CU_ASSERT_EQUAL(translate(fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, va), -ENOENT);
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &other), 0);
	CU_ASSERT_EQUAL(gpa, other);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	CU_ASSERT_EQUAL(release(fd, va), 0);
	close(fd);
	unmap_pages(va, 1);
}

static void limit(void)
{
	const unsigned long pinned = pinned_pages();
	char *va = map_pages(1, PROT_READ | PROT_WRITE);
	int fd = open_privcmd();
	unsigned long gpa;

	for (int i = 0; i < MAX_PINS; i++)
		CU_ASSERT_EQUAL(translate(fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + MAX_PINS);
	CU_ASSERT_EQUAL(translate(fd, va, &gpa), -ENOSPC);
	/* The limit is this file's, and a released pin makes room. */
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	CU_ASSERT_EQUAL(release(fd, va), 0);
	CU_ASSERT_EQUAL(translate(fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(translate(fd, va, &gpa), -ENOSPC);
	/* Failures do not count. */
	CU_ASSERT_EQUAL(release(fd, va), 0);
	for (int i = 0; i < 10; i++)
		CU_ASSERT_EQUAL(translate(fd, (void *)0x10000, &gpa), -EFAULT);
	CU_ASSERT_EQUAL(translate(fd, va, &gpa), 0);
	close(fd);
	CU_ASSERT_EQUAL(pinned_pages(), pinned);
	unmap_pages(va, 1);
}

static void closed_file_releases(void)
{
	const unsigned long pinned = pinned_pages();
	char *va = map_pages(3, PROT_READ | PROT_WRITE);
	int fd = open_privcmd(), copy;
	unsigned long gpa;

	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(translate(fd, va + i * getpagesize(), &gpa), 0);
	/* The open file counts, not the descriptor. */
	copy = dup(fd);
	close(fd);
	CU_ASSERT_EQUAL(pinned_pages(), pinned + 3);
	close(copy);
	CU_ASSERT_EQUAL(pinned_pages(), pinned);
	unmap_pages(va, 3);
}

static int child_writes(void)
{
	hcall_page.va[0] = 'c';
	return hcall_page.va[0] != 'c';
}

/*
 * The page does not move when the kernel compacts memory, or when a child shares it and
 * either side writes. mlock() does not guarantee that.
 */
static void page_does_not_move(void)
{
	enum { PAGES = 64 };
	char *va = map_pages(PAGES, PROT_READ | PROT_WRITE);
	size_t size = (size_t)getpagesize();
	unsigned long gpa[PAGES], now;

	for (int i = 0; i < PAGES; i++) {
		va[(size_t)i * size] = (char)i;
		CU_ASSERT_EQUAL(translate(hcall_fd, va + (size_t)i * size, &gpa[i]), 0);
	}
	CU_ASSERT(write_file("/proc/sys/vm/compact_memory", "1"));
	for (int i = 0; i < PAGES; i++)
		CU_ASSERT_EQUAL(pagemap_gpa(va + (size_t)i * size), gpa[i]);
	hcall_page.va[0] = 'p';
	check_child(child_writes);
	CU_ASSERT_EQUAL(hcall_page.va[0], 'p');
	CU_ASSERT_EQUAL(pagemap_gpa(hcall_page.va), hcall_page.gpa);
	for (int i = 0; i < PAGES; i++) {
		va[(size_t)i * size] = (char)(i + 1);
		CU_ASSERT_EQUAL(translate(hcall_fd, va + (size_t)i * size, &now), 0);
		CU_ASSERT_EQUAL(now, gpa[i]);
		CU_ASSERT_EQUAL(release(hcall_fd, va + (size_t)i * size), 0);
		CU_ASSERT_EQUAL(release(hcall_fd, va + (size_t)i * size), 0);
	}
	unmap_pages(va, PAGES);
}

static bool all_bytes(const char *va, size_t size, char byte)
{
	for (size_t i = 0; i < size; i++)
		if (va[i] != byte)
			return false;
	return true;
}

/*
 * A page that the program has unmapped is not reused: the hypervisor may write to it, and
 * no page that is in use changes.
 */
static void outlives_unmapping(void)
{
	const size_t count = free_memory() / 2 / (size_t)getpagesize();
	char *va = map_pages(1, PROT_READ | PROT_WRITE), *others;
	unsigned long gpa;

	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), 0);
	unmap_pages(va, 1);
	others = map_pages(count, PROT_READ | PROT_WRITE);
	memset(others, 0x77, count * (size_t)getpagesize());
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_compile_info, gpa), 0);
	CU_ASSERT(all_bytes(others, count * (size_t)getpagesize(), 0x77));
	unmap_pages(others, count);
	/* Another page at the same address is pinned and released on its own. */
	CU_ASSERT_PTR_EQUAL(mmap(va, (size_t)getpagesize(), PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
			    va);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, va), -ENOENT);
	unmap_pages(va, 1);
}

/* The hypervisor's writes to a page of a file can be read from the file. */
static void page_of_a_file(void)
{
	int file = memfd_create("privcmd-test", MFD_CLOEXEC);
	size_t size = (size_t)getpagesize();
	char *va, text[sizeof(xen_extraversion_t)] = "";
	unsigned long gpa;

	CU_ASSERT_FATAL(file >= 0);
	CU_ASSERT_EQUAL(ftruncate(file, (off_t)size), 0);
	va = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), 0);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_extraversion, gpa), 0);
	CU_ASSERT_EQUAL(release(hcall_fd, va), 0);
	munmap(va, size);
	CU_ASSERT_EQUAL(pread(file, text, sizeof(text), 0), sizeof(text));
	CU_ASSERT_NOT_EQUAL(text[0], 0);
	close(file);
}

CU_TestInfo pin_tests[] = {
	TEST(same_as_pagemap),
	TEST(same_memory),
	TEST(twice),
	TEST(other_file),
	TEST(limit),
	TEST(closed_file_releases),
	TEST(page_does_not_move),
	TEST(outlives_unmapping),
	TEST(page_of_a_file),
	CU_TEST_INFO_NULL,
};
