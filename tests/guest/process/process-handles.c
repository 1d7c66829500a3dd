// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: handles that daemons have, close and inherit. */
#include "process-test.h"

enum { HANDLES = 8 };

static struct signpost to_daemon;
static unsigned long pins_at_start;

static int open_handles(int *handles)
{
	for (int i = 0; i < HANDLES; i++) {
		handles[i] = xc_interface_open();
		MUST(handles[i] >= 0);
	}
	return 0;
}

/* A process with one thread needs one page, however many handles it has. */
static int use_all(const int *handles)
{
	for (int round = 0; round < 5; round++)
		for (int i = 0; i < HANDLES; i++)
			MUST(answers_ok(handles[i * 5 % HANDLES]));
	MUST(pinned_pages() == 1);
	return 0;
}

/*
 * Xend after it has become a daemon: its parent, which used these handles before, is gone
 * with its pages.
 */
static int daemon_life(const int *handles)
{
	int fresh;

	MUST(signpost_wait(&to_daemon) == 'g');
	MUST(pinned_pages() == 0);
	if (use_all(handles))
		return 1;
	/* Pins of the dead parent through the same files are not kept. */
	MUST(system_pins() == pins_at_start + 1);
	for (int i = 0; i < HANDLES - 1; i++)
		MUST(xc_interface_close(handles[i * 5 % HANDLES]) == 0);
	MUST(everything_ok(handles[(HANDLES - 1) * 5 % HANDLES]));
	MUST(xc_interface_close(handles[(HANDLES - 1) * 5 % HANDLES]) == 0);
	MUST(!answers_ok(handles[0]) && errno == EBADF);
	fresh = xc_interface_open();
	MUST(fresh >= 0 && everything_ok(fresh));
	return 0;
}

static int become_daemon(void)
{
	int handles[HANDLES];

	if (open_handles(handles))
		return 1;
	MUST(answers_ok(handles[0]) && answers_ok(handles[3]));
	if (!fork()) {
		int status;

		status = daemon_life(handles);
		fflush(stdout);
		_exit(status);
	}
	return 0;
}

static void eight_handles_of_a_daemon(void)
{
	signpost_make(&to_daemon);
	pins_at_start = system_pins();
	check_child(become_daemon);
	/* The daemon's parent has ended and been waited for. */
	signpost_give(&to_daemon, 'g');
	check_orphan();
	signpost_close(&to_daemon);
}

static int open_and_close_per_call(void)
{
	for (int i = 0; i < 200; i++) {
		int handle = xc_interface_open();

		MUST(handle >= 0 && answers_ok(handle));
		MUST(xc_interface_close(handle) == 0);
		MUST(pinned_pages() == 1);
	}
	return 0;
}

static void one_page_for_all_handles(void)
{
	check_child(open_and_close_per_call);
}

#define HELPER "--helper"

/*
 * This program run like xc_save: `process-test --helper NUMBER WHAT`, where NUMBER is a
 * descriptor of its parent. It never opens the interface, and gets the right answer in
 * another way.
 */
__attribute__((constructor)) static void be_helper(int argc, char **argv)
{
	xc_dominfo_t info;
	long frames;
	int handle;

	if (argc != 4 || strcmp(argv[1], HELPER))
		return;
	handle = atoi(argv[2]);
	frames = atol(argv[3]);
	for (int i = 0; i < 50; i++)
		if (xc_domain_getinfo(handle, 0, 1, &info) != 1 || info.domid ||
		    info.nr_pages != (unsigned long)frames ||
		    xc_get_tot_pages(handle, 0) != frames)
			_exit(1);
	_exit(pinned_pages() == 1 ? 0 : 2);
}

static int exec_helper(int handle)
{
	char number[16], frames[16];

	snprintf(number, sizeof(number), "%d", handle);
	snprintf(frames, sizeof(frames), "%d", dom0_frame_count);
	for (int fd = 3; fd < 256; fd++)
		if (fd != handle)
			close(fd);
	execl("/proc/self/exe", "process-test", HELPER, number, frames, (char *)NULL);
	return 99;
}

/* Opened by the library, and used before. */
static int library_handle_to_helper(void)
{
	int handle = xc_interface_open();

	MUST(handle >= 0 && answers_ok(handle));
	return exec_helper(handle);
}

static int fresh_handle_to_helper(void)
{
	return exec_helper(xc_interface_open());
}

/* Opened read-only by the program itself, and passed under another number. */
static int read_only_handle_to_helper(void)
{
	int handle = open(PRIVCMD_PROC, O_RDONLY);

	MUST(handle >= 0);
	MUST(dup2(handle, 77) == 77);
	return exec_helper(77);
}

static void number_in_argv(void)
{
	check_child(library_handle_to_helper);
	check_child(fresh_handle_to_helper);
	check_child(read_only_handle_to_helper);
}

/* A child's descriptor has the number of a parent's handle, but is another file. */
static int other_file_under_the_number(void)
{
	int handle = xc_interface_open(), null = open("/dev/null", O_RDWR), fresh;

	MUST(answers_ok(handle));
	MUST(dup2(null, handle) == handle);
	MUST(!answers_ok(handle));
	fresh = xc_interface_open();
	for (int i = 0; i < 50; i++)
		MUST(answers_ok(fresh) && !answers_ok(handle));
	return 0;
}

static void number_of_another_file(void)
{
	check_child(other_file_under_the_number);
}

/*
 * A daemon closes all descriptors that it does not know, even the handle by which the
 * page was pinned. The page stays pinned and does not move.
 */
static int close_all(void)
{
	int handle = xc_interface_open();
	struct magic magic;

	MUST(answers_ok(handle));
	magic_find(&magic);
	MUST(magic.count == 1 && pinned_pages() == 1);
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	MUST(pinned_pages() == 1);
	handle = xc_interface_open();
	for (int i = 0; i < 50; i++)
		MUST(answers_ok(handle));
	MUST(pinned_pages() == 1 && magic_same(&magic));
	return 0;
}

static void pinned_when_all_is_closed(void)
{
	check_child(close_all);
}

CU_TestInfo handles_tests[] = {
	TEST(eight_handles_of_a_daemon),
	TEST(one_page_for_all_handles),
	TEST(number_in_argv),
	TEST(number_of_another_file),
	TEST(pinned_when_all_is_closed),
	CU_TEST_INFO_NULL,
};
