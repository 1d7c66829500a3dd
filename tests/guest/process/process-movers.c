// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process-test: other operations that move pages of a program: forming and splitting a
 * huge page, merging equal pages, copy-on-write after a fork. Each is done to pages that
 * are not pinned, which must move, and to pages with a pinned one among them, which must
 * stay. The hypervisor writes to that page all the time, and to no other.
 */
#include "process-test.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

enum { PAGES = 32, PINNED = 5 };

#define HUGE   (2UL << 20)
#define MERGED "/sys/kernel/mm/ksm/"

static size_t page;
static int handle;

/* ---- small pages for a huge one; one of them may be pinned ---- */

static char *area;
static unsigned long gpa[PAGES];

static char *nth(size_t i)
{
	return area + i * page;
}

static void fill(bool equal)
{
	for (size_t i = 0; i < PAGES; i++)
		memset(nth(i), equal ? 1 : (int)i + 1, page);
}

static void note_places(void)
{
	for (size_t i = 0; i < PAGES; i++)
		gpa[i] = pagemap_gpa(nth(i));
}

static int area_make(bool equal)
{
	char *all = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	page = (size_t)getpagesize();
	MUST(PAGES * page == HUGE && all != MAP_FAILED);
	area = (char *)(((unsigned long)all + HUGE - 1) & ~(HUGE - 1));
	MUST(!madvise(area, HUGE, MADV_NOHUGEPAGE));
	/* Touch them backwards, so that they are not contiguous by chance. */
	for (size_t i = PAGES; i-- > 0;)
		nth(i)[0] = 1;
	fill(equal);
	note_places();
	return 0;
}

static int pin_one(void)
{
	privcmd_translate_t t = { .va = (unsigned long)nth(PINNED) };

	handle = open(PRIVCMD_DEV, O_RDWR | O_CLOEXEC);
	MUST(handle >= 0);
	MUST(privcmd(handle, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&t) == 0);
	gpa[PINNED] = t.gpa;
	return 0;
}

static size_t moved(void)
{
	size_t count = 0;

	for (size_t i = 0; i < PAGES; i++)
		count += pagemap_gpa(nth(i)) != gpa[i];
	return count;
}

/* The hypervisor writes by the address; the program must see the answer. */
static int hypervisor_writes(void)
{
	dom0_op_t *op = (dom0_op_t *)nth(PINNED);
	privcmd_hypercall_t call = { .op = __HYPERVISOR_dom0_op, .arg = { gpa[PINNED] } };

	for (int i = 0; i < 20; i++) {
		memset(op, 0, sizeof(*op));
		op->cmd = DOM0_GETDOMAININFO;
		op->interface_version = DOM0_INTERFACE_VERSION;
		MUST(privcmd(handle, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&call) == 0);
		MUST(op->u.getdomaininfo.tot_pages == (unsigned long)dom0_frame_count);
	}
	return 0;
}

/* The page has not moved, and only it gets the hypervisor's answers. */
static int pinned_stays(bool equal)
{
	MUST(pagemap_gpa(nth(PINNED)) == gpa[PINNED]);
	if (hypervisor_writes())
		return 1;
	for (size_t i = 0; i < PAGES; i++) {
		const char want = equal ? 1 : (char)(i + 1);

		MUST(i == PINNED ||
		     (*nth(i) == want && !memcmp(nth(i), nth(i) + 1, page - 1)));
	}
	memset(nth(PINNED), equal ? 1 : PINNED + 1, page);
	return 0;
}

/* ---- into a huge page ---- */

static int allow_huge(void)
{
	MUST(write_file("/sys/kernel/mm/transparent_hugepage/enabled", "madvise"));
	return 0;
}

static int collapse(void)
{
	MUST(!madvise(area, HUGE, MADV_HUGEPAGE));
	return madvise(area, HUGE, MADV_COLLAPSE);
}

static int gather_control(void)
{
	if (allow_huge() || area_make(false))
		return 1;
	MUST(collapse() == 0);
	MUST(moved() == PAGES);
	return 0;
}

static int gather_pinned(void)
{
	if (allow_huge() || area_make(false) || pin_one())
		return 1;
	for (int i = 0; i < 5; i++) {
		MUST(collapse() != 0);
		if (pinned_stays(false))
			return 1;
	}
	return 0;
}

static void gathered_into_a_huge_page(void)
{
	check_child(gather_control);
	check_child(gather_pinned);
}

/* ---- splitting it ---- */

static int make_huge(void)
{
	if (allow_huge() || area_make(false))
		return 1;
	MUST(collapse() == 0);
	note_places();
	for (size_t i = 1; i < PAGES; i++)
		MUST(gpa[i] == gpa[0] + i * page);
	return 0;
}

/* Replace the last page, which splits the huge page; then move each of the others. */
static int take_apart(void)
{
	void *fresh = mmap(nth(PAGES - 1), page, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	MUST(fresh == nth(PAGES - 1));
	memset(nth(PAGES - 1), PAGES, page);
	MUST(!madvise(area, HUGE, MADV_NOHUGEPAGE));
	MUST(!mprotect(nth(2), page, PROT_READ));
	MUST(!mprotect(nth(2), page, PROT_READ | PROT_WRITE));
	return 0;
}

/* Have the kernel copy each page: a child keeps the old one. */
static int copy_each(void)
{
	pid_t pid = fork();

	MUST(pid >= 0);
	if (!pid) {
		pause();
		_exit(0);
	}
	for (size_t i = 0; i < PAGES; i++)
		*(volatile char *)nth(i) = *(volatile char *)nth(i);
	kill(pid, SIGKILL);
	MUST(waitpid(pid, NULL, 0) == pid);
	return 0;
}

static int apart_control(void)
{
	if (make_huge() || take_apart() || copy_each())
		return 1;
	MUST(moved() == PAGES);
	return 0;
}

static int apart_pinned(void)
{
	if (make_huge() || pin_one() || hypervisor_writes() || take_apart() ||
	    pinned_stays(false) || copy_each())
		return 1;
	return pinned_stays(false);
}

static void huge_page_taken_apart(void)
{
	check_child(apart_control);
	check_child(apart_pinned);
}

/* ---- merging equal pages ---- */

static unsigned long merge_number(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), MERGED "%s", name);
	return number_in(path, "");
}

/* Wait until the kernel has scanned all pages twice: the second time it merges. */
static int merge(void)
{
	unsigned long scans;

	MUST(!madvise(area, HUGE, MADV_MERGEABLE));
	MUST(write_file(MERGED "sleep_millisecs", "0"));
	MUST(write_file(MERGED "pages_to_scan", "1000"));
	MUST(write_file(MERGED "run", "1"));
	scans = merge_number("full_scans");
	for (int i = 0; i < 6000 && merge_number("full_scans") < scans + 4; i++)
		usleep(10000);
	MUST(merge_number("full_scans") >= scans + 4);
	MUST(write_file(MERGED "run", "0"));
	return 0;
}

static int merge_control(void)
{
	if (area_make(true) || merge())
		return 1;
	MUST(moved() >= PAGES - 1);
	MUST(pagemap_gpa(nth(0)) == pagemap_gpa(nth(PINNED)));
	return 0;
}

static int merge_pinned(void)
{
	if (area_make(true) || pin_one() || merge())
		return 1;
	MUST(moved() >= PAGES - 2);
	return pinned_stays(true);
}

static void equal_pages_merged(void)
{
	check_child(merge_control);
	check_child(merge_pinned);
	CU_ASSERT(write_file(MERGED "run", "2"));
	CU_ASSERT(write_file(MERGED "run", "0"));
}

/* ---- copy-on-write ---- */

static int copy_control(void)
{
	if (area_make(false) || copy_each())
		return 1;
	MUST(moved() == PAGES);
	return 0;
}

static int copy_pinned(void)
{
	if (area_make(false) || pin_one())
		return 1;
	for (int i = 0; i < 10; i++)
		if (copy_each() || pinned_stays(false))
			return 1;
	return 0;
}

static void copied_after_a_fork(void)
{
	check_child(copy_control);
	check_child(copy_pinned);
}

CU_TestInfo movers_tests[] = {
	TEST(gathered_into_a_huge_page),
	TEST(huge_page_taken_apart),
	TEST(equal_pages_merged),
	TEST(copied_after_a_fork),
	CU_TEST_INFO_NULL,
};
