// SPDX-License-Identifier: GPL-2.0-or-later
/* xm is ended in the middle: nothing is left half done. See guard.h. */
#include <dirent.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cunit-main.h"
#include "xm-fake.h"

static const int deadly[] = { SIGHUP,  SIGINT,	SIGQUIT, SIGTERM, SIGPIPE, SIGALRM,
			      SIGUSR1, SIGXCPU, SIGXFSZ, SIGABRT, SIGPWR,  40 };
#define NR_DEADLY (sizeof(deadly) / sizeof(deadly[0]))

static char path[256];

static void set_up(void)
{
	fake_set_up();
	strcpy(path, fake_path("image"));
}

/* No file but xm's own directories. */
static bool no_file_is_left(void)
{
	DIR *dir = opendir(fake_path(""));
	unsigned int count = 0;

	/* cppcheck-suppress readdirCalled ; no other thread reads this directory */
	for (const struct dirent *file; (file = readdir(dir));)
		count += file->d_type != DT_DIR;
	closedir(dir);
	return count == 0;
}

/* Wait until xm is in the middle of that function. */
static void await_stall(void)
{
	EVENTUALLY(xen->stalled);
	xen->stalled = false;
}

/* End xm by this signal while it is in that function. */
static void end_by(pid_t child, int number)
{
	int status;

	await_stall();
	CU_ASSERT_EQUAL(kill(child, number), 0);
	status = fake_end(child);
	CU_ASSERT(WIFSIGNALED(status));
	CU_ASSERT_EQUAL(WTERMSIG(status), number);
	CU_ASSERT_STRING_EQUAL(result.err, "");
}

/* The domain goes on, with all its frames untouched, and no file is left. */
static void check_as_before(void)
{
	const struct fake_domain *domain = fake_find(1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(domain);
	CU_ASSERT(!domain->info.paused);
	CU_ASSERT(!domain->logging);
	CU_ASSERT(no_file_is_left());
}

static void save_and_dump(void)
{
	fake_create_x();
	for (size_t i = 0; i < NR_DEADLY; i++) {
		strcpy(xen->stall, "xc_ppc_linux_save");
		end_by(START(-1, -1, "save", "x", path), deadly[i]);
		check_as_before();
		end_by(START(-1, -1, "save", "--live", "-c", "x", path), deadly[i]);
		check_as_before();
		strcpy(xen->stall, "xc_ppc_dumpcore");
		end_by(START(-1, -1, "dump-core", "x", path), deadly[i]);
		check_as_before();
	}
	/* A domain that was paused stays so. */
	CU_ASSERT_EQUAL(XM("pause", "x"), 0);
	strcpy(xen->stall, "xc_ppc_linux_save");
	end_by(START(-1, -1, "save", "x", path), SIGTERM);
	CU_ASSERT(fake_find(1)->info.paused);
}

/* The name is free at once, and so is the memory. */
static void create_and_restore(void)
{
	int image;

	fake_create_x();
	CU_ASSERT_EQUAL(XM("save", "x", path), 0);
	EVENTUALLY(!xen->watched);
	for (size_t i = 0; i < NR_DEADLY; i++) {
		strcpy(xen->stall, "xc_ppc_linux_build");
		end_by(START(-1, -1, "create", "name=x", "kernel=/k"), deadly[i]);
		CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
		strcpy(xen->stall, "xc_ppc_linux_restore");
		image = open(path, O_RDONLY);
		end_by(START(image, -1, "restore", "-"), deadly[i]);
		close(image);
		CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
		*xen->stall = 0;
		CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
		CU_ASSERT_EQUAL(XM("destroy", "x"), 0);
		EVENTUALLY(!xen->watched);
	}
	/* The monitor can be ended like any process. */
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	XM("list", "--json", "x");
	CU_ASSERT_PTR_NOT_NULL_FATAL(strstr(result.out, "\"monitor\":"));
	CU_ASSERT_EQUAL(kill(atoi(strstr(result.out, "\"monitor\":") + 10), SIGTERM), 0);
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST); /* it cannot do this */
	for (int tries = 0; tries < 4000 && result.status == 0; tries++) {
		XM("reboot", "x");
		usleep(1000);
	}
	fake_check_failure(1, "has no monitor");
}

/* The process that does the work dies by itself: for want of memory, say. */
static void killed_worker(void)
{
	static const int numbers[] = { SIGKILL, SIGABRT };
	char children[64];
	FILE *file;
	int worker, status;
	pid_t child;

	fake_create_x();
	strcpy(xen->stall, "xc_ppc_linux_save");
	for (int i = 0; i < 2; i++) {
		child = START(-1, -1, "save", "--live", "x", path);
		await_stall();
		snprintf(children, sizeof(children), "/proc/%d/task/%d/children",
			 (int)child, (int)child);
		file = fopen(children, "r");
		CU_ASSERT_PTR_NOT_NULL_FATAL(file);
		CU_ASSERT_EQUAL(fscanf(file, "%d", &worker), 1);
		fclose(file);
		CU_ASSERT_EQUAL(kill(worker, numbers[i]), 0);
		status = fake_end(child);
		CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == numbers[i]);
		check_as_before();
	}
}

static void no_hang_up(void)
{
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
}

/* As with nohup: a signal that the caller ignored does not end xm. */
static void ignored(void)
{
	pid_t child;

	fake_create_x();
	fake_before = no_hang_up;
	strcpy(xen->stall, "xc_ppc_linux_save");
	child = START(-1, -1, "save", "-c", "x", path);
	await_stall();
	CU_ASSERT_EQUAL(kill(child, SIGHUP), 0);
	usleep(20000);
	*xen->stall = 0;
	CU_ASSERT_EQUAL(fake_end(child), 0);
	CU_ASSERT(fake_file_exists("image"));
	CU_ASSERT(!fake_find(1)->info.paused);
	strcpy(xen->stall, "xc_ppc_linux_save");
	end_by(START(-1, -1, "save", "-c", "x", fake_path("other")), SIGINT);
	CU_ASSERT(!fake_file_exists("other"));
}

static int master, slave;

static void to_terminal(void)
{
	close(master);
	setsid();
	ioctl(slave, TIOCSCTTY, 0);
}

/* Save at a terminal on which Ctrl-C is typed, or which is closed. */
static void save_at_terminal(bool close_it)
{
	int status;
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(openpty(&master, &slave, NULL, NULL, NULL), 0);
	child = START(slave, slave, "save", "x", path);
	close(slave);
	await_stall();
	if (!close_it) {
		CU_ASSERT_EQUAL(write(master, "\3", 1), 1);
		EVENTUALLY(waitid(P_PID, (id_t)child, &(siginfo_t){ 0 },
				  WEXITED | WNOWAIT) == 0);
	}
	close(master);
	status = fake_end(child);
	CU_ASSERT(WIFSIGNALED(status));
	CU_ASSERT_EQUAL(WTERMSIG(status), close_it ? SIGHUP : SIGINT);
	check_as_before();
}

static void lost_terminal(void)
{
	fake_create_x();
	fake_before = to_terminal;
	strcpy(xen->stall, "xc_ppc_linux_save");
	save_at_terminal(false);
	save_at_terminal(true);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "save, dump-core", save_and_dump },
		{ "create, restore", create_and_restore },
		{ "the worker is killed", killed_worker },
		{ "signals that the caller ignored", ignored },
		{ "the terminal", lost_terminal },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "signal", NULL, NULL, set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm signal", suites);
}
