// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process-test: the kernel swaps, compacts memory and takes blocks of it offline while
 * threads make calls. Every answer is right, and the library's pages do not move. As a
 * control, pages of the same process that are not pinned must move meanwhile.
 */
#include <signal.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <time.h>

#include "process-test.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define SWAP_DEVICE "/dev/zram0"
#define SWAP_SIZE   "134217728"

static size_t page;

/* ---- control pages, which are not pinned ---- */

struct control {
	char *area;
	size_t pages;
	unsigned long *gpa; /* 0: given back */
};

static char pattern(size_t i)
{
	return (char)(i * 7 + 1);
}

static int control_make(struct control *c, size_t pages)
{
	c->pages = pages;
	c->gpa = calloc(pages, sizeof(*c->gpa));
	c->area = mmap(NULL, pages * page, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(c->gpa && c->area != MAP_FAILED);
	madvise(c->area, pages * page, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < pages; i++) {
		memset(c->area + i * page, pattern(i), page);
		c->gpa[i] = pagemap_gpa(c->area + i * page);
	}
	return 0;
}

static void control_drop(struct control *c, size_t i)
{
	madvise(c->area + i * page, page, MADV_DONTNEED);
	c->gpa[i] = 0;
}

/* Number of control pages that have moved or been swapped out. */
static size_t control_moved(const struct control *c)
{
	size_t moved = 0;

	for (size_t i = 0; i < c->pages; i++)
		moved += c->gpa[i] && pagemap_gpa(c->area + i * page) != c->gpa[i];
	return moved;
}

static bool control_intact(const struct control *c)
{
	for (size_t i = 0; i < c->pages; i++)
		if (c->gpa[i] &&
		    (c->area[i * page] != pattern(i) ||
		     memcmp(c->area + i * page, c->area + i * page + 1, page - 1) != 0))
			return false;
	return true;
}

static void control_end(struct control *c)
{
	munmap(c->area, c->pages * page);
	free(c->gpa);
}

/* ---- a process whose threads make calls under pressure ---- */

static struct callers callers;
static struct magic magic;

/*
 * Find all pinned pages, while a thread may be pinning another one: at least as many as
 * were pinned before the search.
 */
static bool find_pinned(void)
{
	for (int tries = 0; tries < 1000; tries++) {
		unsigned long pinned = pinned_pages();

		magic_find(&magic);
		if (magic.count > 0 && magic.count == pinned)
			return true;
		usleep(1000);
	}
	return false;
}

static int calls_begin(void)
{
	page = (size_t)getpagesize();
	callers_start(&callers, 3, xc_interface_open());
	MUST(find_pinned());
	MUST(magic_same(&magic));
	return 0;
}

static int calls_end(void)
{
	const unsigned long until = callers.calls + callers.count;

	/* The callers still make progress. */
	while (callers.calls < until)
		usleep(1000);
	MUST(callers_stop(&callers) == 0);
	MUST(magic_same(&magic));
	return 0;
}

/* ---- swap ---- */

static int swap_begin(void)
{
	/* The kernel's header of a swap area: mm/swapfile.c, union swap_header. */
	struct {
		char boot[1024];
		u32 version, last_page, bad_pages;
	} header = { .version = 1 };
	int fd;

	module_load("zsmalloc");
	module_load("zram");
	MUST(write_file("/sys/block/zram0/disksize", SWAP_SIZE));
	fd = open(SWAP_DEVICE, O_RDWR | O_CLOEXEC);
	MUST(fd >= 0);
	header.last_page = (u32)(atol(SWAP_SIZE) / getpagesize() - 1);
	MUST(pwrite(fd, &header, sizeof(header), 0) == (ssize_t)sizeof(header));
	MUST(pwrite(fd, "SWAPSPACE2", 10, getpagesize() - 10) == 10);
	close(fd);
	MUST(swapon(SWAP_DEVICE, 0) == 0);
	return 0;
}

static int swap_end(void)
{
	MUST(swapoff(SWAP_DEVICE) == 0);
	MUST(write_file("/sys/block/zram0/reset", "1"));
	MUST(module_unload("zram") == 0 && module_unload("zsmalloc") == 0);
	return 0;
}

static unsigned long swapped_out(void)
{
	return number_in("/proc/vmstat", "pswpout");
}

static int page_out(void)
{
	struct control control;

	if (calls_begin() || control_make(&control, 64))
		return 1;
	for (int i = 0; i < 20; i++) {
		const unsigned long before = swapped_out();

		MUST(!madvise(control.area, control.pages * page, MADV_PAGEOUT));
		for (unsigned int k = 0; k < magic.count; k++)
			MUST(!madvise(magic.va[k], page, MADV_PAGEOUT));
		/* They are swapped out, and come back when they are read. */
		MUST(swapped_out() >= before + control.pages / 2);
		MUST(control_moved(&control) >= control.pages / 2);
		MUST(magic_same(&magic));
		MUST(control_intact(&control));
	}
	control_end(&control);
	return calls_end();
}

static void paged_out_on_request(void)
{
	check_child(swap_begin);
	check_child(page_out);
	check_child(swap_end);
}

/* Use more memory than there is: the kernel reclaims wherever it can. */
static int fill_memory(void)
{
	struct control control;
	size_t pages;
	char *more;

	if (calls_begin() || control_make(&control, 64))
		return 1;
	pages = (free_memory() + (16UL << 20)) / page;
	more = mmap(NULL, pages * page, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(more != MAP_FAILED);
	for (size_t i = 0; i < pages; i++)
		memset(more + i * page, (int)i, 64);
	MUST(control_moved(&control) > 0);
	MUST(magic_same(&magic));
	munmap(more, pages * page);
	MUST(control_intact(&control));
	control_end(&control);
	return calls_end();
}

static void memory_runs_short(void)
{
	const unsigned long before = swapped_out();

	check_child(swap_begin);
	check_child(fill_memory);
	check_child(swap_end);
	CU_ASSERT(swapped_out() > before);
}

/* ---- compaction ---- */

/* Free every second page of most of memory, so that there is much to compact. */
static int compact(void)
{
	struct control control;

	if (calls_begin() || control_make(&control, free_memory() / 2 / page))
		return 1;
	for (int i = 0; i < 4; i++) {
		for (size_t k = (size_t)i; k < control.pages; k += 5)
			control_drop(&control, k);
		MUST(write_file("/proc/sys/vm/compact_memory", "1"));
		MUST(magic_same(&magic));
	}
	printf("(%zu moved) ", control_moved(&control));
	MUST(control_moved(&control) > 0);
	MUST(control_intact(&control));
	control_end(&control);
	return calls_end();
}

static void memory_is_compacted(void)
{
	check_child(compact);
}

/* ---- blocks of memory go offline: every page must move ---- */

static unsigned long block_size(void)
{
	char text[32] = "";
	int fd =
		open("/sys/devices/system/memory/block_size_bytes", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) <= 0)
		text[0] = 0;
	close(fd);
	return strtoul(text, NULL, 16);
}

static bool block_set(unsigned long block, const char *state)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/devices/system/memory/memory%lu/state", block);
	return write_file(path, state);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void on_alarm(int sig)
{
	(void)sig;
}

/*
 * The kernel tries for ever, so interrupt it after a while, which depends on the speed of
 * the machine: it is some passes over the control pages.
 */
static bool block_offline(const struct control *c, unsigned long block)
{
	const double start = seconds();
	const bool intact = control_intact(c);
	const double patience = 0.4 + 4 * (seconds() - start);
	const struct timeval after = {
		.tv_sec = (time_t)patience,
		.tv_usec = (suseconds_t)((patience - (double)(time_t)patience) * 1e6),
	};
	const struct itimerval soon = { .it_value = after, .it_interval = after },
			       never = { 0 };
	struct sigaction action = { .sa_handler = on_alarm };
	bool ok;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	ok = intact && block_set(block, "offline");
	setitimer(ITIMER_REAL, &never, NULL);
	return ok;
}

/* Number of control pages in a block. */
static size_t control_in(const struct control *c, unsigned long block, unsigned long size)
{
	size_t count = 0;

	for (size_t i = 0; i < c->pages; i++)
		count += c->gpa[i] && c->gpa[i] / size == block;
	return count;
}

/*
 * Empty the block with most control pages that can be emptied, so that they move. Try
 * only a few, since others may contain memory of the kernel.
 */
static int empty_a_block(const struct control *c, unsigned long size,
			 unsigned long *block)
{
	const unsigned long blocks = (unsigned long)dom0_frame_count * FRAME_SIZE / size;
	bool tried[1024] = { false };

	for (int tries = 0; tries < 6; tries++) {
		size_t most = 0;

		for (unsigned long b = 1; b < blocks && b < 1024; b++) {
			size_t here = tried[b] ? 0 : control_in(c, b, size);

			if (here > most) {
				most = here;
				*block = b;
			}
		}
		MUST(most > 0);
		tried[*block] = true;
		if (block_offline(c, *block)) {
			MUST(control_moved(c) >= most);
			return 0;
		}
	}
	MUST(!"no block can be emptied");
	return 1;
}

static int empty_blocks(void)
{
	const unsigned long size = block_size();
	struct control control;
	unsigned long block = 0;

	MUST(size > 0);
	if (calls_begin() || control_make(&control, free_memory() / 3 / page) ||
	    empty_a_block(&control, size, &block))
		return 1;
	MUST(magic_same(&magic));
	MUST(block_set(block, "online"));
	/* A block with a pinned page cannot go offline. */
	block = magic.gpa[0] / size;
	MUST(!block_offline(&control, block));
	MUST(magic_same(&magic) && control_intact(&control));
	control_end(&control);
	return calls_end();
}

static void blocks_go_offline(void)
{
	check_child(empty_blocks);
}

/*
 * A page in a movable zone is moved out before it is pinned: the block can still go
 * offline afterwards.
 */
static int pin_movable(const struct control *others, unsigned long block,
		       unsigned long size)
{
	privcmd_translate_t t = { 0 };
	struct control fresh;
	size_t in_block, k = 0;
	int handle = xc_interface_open();

	if (control_make(&fresh, 64))
		return 1;
	in_block = control_in(&fresh, block, size);
	MUST(in_block > 0);
	while (fresh.gpa[k] / size != block)
		k++;
	t.va = (unsigned long)(fresh.area + k * page);
	MUST(privcmd(handle, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&t) == 0);
	MUST(t.gpa / size != block && pagemap_gpa(fresh.area + k * page) == t.gpa);
	MUST(control_intact(&fresh));
	MUST(block_offline(others, block));
	MUST(pagemap_gpa(fresh.area + k * page) == t.gpa);
	MUST(control_intact(&fresh));
	control_end(&fresh);
	close(handle);
	return 0;
}

static int movable_zone(void)
{
	const unsigned long size = block_size();
	struct control control;
	unsigned long block = 0;
	int status;

	MUST(size > 0);
	if (calls_begin() || control_make(&control, free_memory() / 3 / page) ||
	    empty_a_block(&control, size, &block))
		return 1;
	MUST(block_set(block, "online_movable"));
	status = pin_movable(&control, block, size);
	/* Restore the state. */
	MUST(block_offline(&control, block) || errno == EINVAL);
	MUST(block_set(block, "online_kernel"));
	control_end(&control);
	return calls_end() || status;
}

static void pinned_pages_leave_movable_memory(void)
{
	check_child(movable_zone);
}

CU_TestInfo pressure_tests[] = {
	TEST(paged_out_on_request),
	TEST(memory_runs_short),
	TEST(memory_is_compacted),
	TEST(blocks_go_offline),
	TEST(pinned_pages_leave_movable_memory),
	CU_TEST_INFO_NULL,
};
