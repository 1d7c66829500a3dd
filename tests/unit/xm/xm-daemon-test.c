// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's monitors: whatever state xm was started in, and who is taken for one. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cunit-main.h"
#include "monitor.h"
#include "registry.h"
#include "xm-fake.h"

/* The wall clock, which goes wrong: seconds that each look at it adds. */
static long jump;

time_t time(time_t *result)
{
	static time_t now = 1000000000;

	now += jump;
	if (result)
		*result = now;
	return now;
}

/* ---- the state in which xm is started ---- */

static void nothing(void)
{
}

static void no_descriptors(void)
{
	close_range(0, ~0U, 0);
}

static void no_stdin(void)
{
	close(STDIN_FILENO);
}

static void no_stdout_nor_stderr(void)
{
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
}

static void many_descriptors(void)
{
	for (int fd = 3; fd < 200; fd++)
		dup2(STDERR_FILENO, fd);
}

static void no_directory(void)
{
	char path[256];

	strcpy(path, fake_path("here"));
	if (mkdir(path, 0700) < 0 || chdir(path) < 0 || rmdir(path) < 0)
		_exit(99);
}

/* Relative names of xm's directories. */
static void relative(void)
{
	if (chdir(fake_path(".")) < 0)
		_exit(99);
	setenv("XM_RUN_DIR", "run", 1);
	setenv("XM_LOG_DIR", "./log", 1);
	setenv("XM_DUMP_DIR", "dump", 1);
}

static void umask_of_none(void)
{
	umask(0);
}

static void umask_of_all(void)
{
	umask(0777);
}

static void signals_ignored(void)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
}

static void signals_blocked(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
}

/* Handlers of the caller are not the monitor's. */
static void handler(int number)
{
	xen->dumps += 100;
}

static void signals_handled(void)
{
	signal(SIGHUP, handler);
	signal(SIGTERM, handler);
	signal(SIGUSR1, handler);
}

static void limit(int resource, rlim_t value)
{
	struct rlimit limit;

	getrlimit(resource, &limit);
	limit.rlim_cur = value;
	setrlimit(resource, &limit);
}

static void limits(void)
{
	limit(RLIMIT_NOFILE, 16);
	limit(RLIMIT_FSIZE, 65536);
	limit(RLIMIT_CPU, 20);
	limit(RLIMIT_STACK, 1 << 20);
	limit(RLIMIT_MEMLOCK, 0);
}

static void clock_of_the_past(void)
{
	jump = -1000000;
}

static void clock_of_the_future(void)
{
	jump = 1000000;
}

/* ---- what the monitor must be like ---- */

/* The value of a line of /proc/PID/FILE that begins with this key. */
static bool proc_line(pid_t pid, const char *file, const char *key, char value[256])
{
	char path[64], line[256];
	bool found = false;
	FILE *lines;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	lines = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
	while (!found && fgets(line, sizeof(line), lines)) {
		found = !strncmp(line, key, strlen(key));
		strcpy(value, found ? line + strlen(key) : "");
	}
	fclose(lines);
	return found;
}

static unsigned long proc_number(pid_t pid, const char *key, int base)
{
	char value[256];

	CU_ASSERT(proc_line(pid, "status", key, value));
	return strtoul(value, NULL, base);
}

static void check_link(pid_t pid, const char *name, const char *wanted)
{
	char path[64], target[PATH_MAX];
	ssize_t size;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	size = readlink(path, target, sizeof(target) - 1);
	target[size < 0 ? 0 : size] = 0;
	CU_ASSERT_STRING_EQUAL(target, wanted);
}

static void check_limit(pid_t pid, const char *key)
{
	char value[256];

	CU_ASSERT(proc_line(pid, "limits", key, value));
	CU_ASSERT_EQUAL(strncmp(value + strspn(value, " "), "unlimited", 9), 0);
}

static unsigned int descriptors(pid_t pid)
{
	char path[64];
	unsigned int count = 0;

	for (int fd = 0; fd < 300; fd++) {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
		count += access(path, F_OK) == 0 ||
			 faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
	}
	return count;
}

static pid_t monitor_of(u32 domid)
{
	struct json_object *entry = registry_get(0, domid);
	pid_t pid = 0;

	if (entry && monitor_lives(entry))
		pid = (pid_t)entry_number(entry, "monitor");
	json_object_put(entry);
	return pid;
}

static void check_process(pid_t pid)
{
	const unsigned long ignored =
		1UL << (SIGHUP - 1) | 1UL << (SIGPIPE - 1) | 1UL << (SIGXFSZ - 1);
	/* No program can set these, and make leaves them ignored. */
	const unsigned long of_the_library = 1UL << (32 - 1) | 1UL << (33 - 1);
	char log[PATH_MAX], value[256];

	CU_ASSERT_EQUAL(proc_number(pid, "SigBlk:", 16), 0);
	CU_ASSERT_EQUAL(proc_number(pid, "SigIgn:", 16) & ~of_the_library, ignored);
	CU_ASSERT_EQUAL(proc_number(pid, "SigCgt:", 16), 0);
	CU_ASSERT_EQUAL(proc_number(pid, "Umask:", 8), 022);
	check_link(pid, "cwd", "/");
	check_link(pid, "fd/0", "/dev/null");
	check_link(pid, "fd/1", "/dev/null");
	snprintf(log, sizeof(log), "%s", fake_path("log/x.log"));
	check_link(pid, "fd/2", log);
	/*
	 * These, the hypervisor and the locks; not what it has inherited. It opens others
	 * for a moment when it looks at its domain.
	 */
	EVENTUALLY(descriptors(pid) == 5);
	check_limit(pid, "Max cpu time");
	check_limit(pid, "Max file size");
	check_limit(pid, "Max stack size");
	CU_ASSERT(proc_line(pid, "limits", "Max open files", value));
	CU_ASSERT(strtoul(value, NULL, 10) >= 64);
	CU_ASSERT_EQUAL(getsid(pid) == pid, 0);
	CU_ASSERT_NOT_EQUAL(getsid(pid), getsid(0));
}

/* Run `xm create` in this state; its exit status. */
static int create(void (*prepare)(void))
{
	static char words[][32] = { "xm",     "create",	   "-q",
				    "name=x", "kernel=/k", "on_crash=coredump-restart" };
	char *args[7] = { NULL };
	int status;
	pid_t child;

	for (int i = 0; i < 6; i++)
		args[i] = words[i];
	fflush(NULL);
	child = fork();
	if (child == 0) {
		prepare();
		exit(xm_main(6, args));
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The monitor is independent of the state, and does what it is for. */
static void survives(void (*prepare)(void))
{
	pid_t pid;

	CU_ASSERT_EQUAL(create(prepare), 0);
	CU_ASSERT(fake_runs(1));
	pid = monitor_of(1);
	CU_ASSERT(pid > 0);
	if (pid <= 0)
		return;
	check_process(pid);
	fake_stop(fake_find(1), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(2));
	EVENTUALLY(xen->watched == 1);
	CU_ASSERT_EQUAL(monitor_of(2), pid);
	fake_stop(fake_find(2), SHUTDOWN_crash);
	EVENTUALLY(fake_runs(3));
	CU_ASSERT_EQUAL(xen->dumps, 1);
	EVENTUALLY(xen->watched == 1);
	CU_ASSERT_EQUAL(XM("reboot", "-w", "x"), 0);
	EVENTUALLY(fake_runs(4));
}

#define STATE(name)                       \
	static void survives_##name(void) \
	{                                 \
		survives(name);           \
	}

STATE(nothing)
STATE(no_descriptors)
STATE(no_stdin)
STATE(no_stdout_nor_stderr)
STATE(many_descriptors)
STATE(no_directory)
STATE(relative)
STATE(umask_of_none)
STATE(umask_of_all)
STATE(signals_ignored)
STATE(signals_blocked)
STATE(signals_handled)
STATE(limits)
STATE(clock_of_the_past)
STATE(clock_of_the_future)

/* Restarts within a minute are counted, though the wall clock says they are far apart. */
static void restarts_while_the_clock_jumps(void)
{
	CU_ASSERT_EQUAL(create(clock_of_the_future), 0);
	for (u32 domid = 1; domid <= 6; domid++) {
		EVENTUALLY(fake_runs(domid));
		EVENTUALLY(xen->watched == 1);
		fake_stop(fake_find(domid), SHUTDOWN_reboot);
	}
	EVENTUALLY(!xen->watched);
	EVENTUALLY(!fake_find(6));
	CU_ASSERT_PTR_NULL(fake_find(7));
}

/* ---- who is taken for a monitor ---- */

/* A process that has the number of a monitor that has ended. */
static void recycled_number(void)
{
	fake_fail("xc_ppc_watch", ENOSYS);
	CU_ASSERT_EQUAL(XM("create", "-q", "name=x", "kernel=/k"), 0);
	CU_ASSERT_EQUAL(registry_change(0, 1, "monitor", json_object_new_int64(getpid())),
			0);
	CU_ASSERT_EQUAL(monitor_of(1), 0);
	XM("reboot", "x");
	fake_check_failure(1, "x: has no monitor that could start it again");
	CU_ASSERT_EQUAL(fake_find(1)->buttons, 0);
	CU_ASSERT_EQUAL(XM("list", "--json", "x"), 0);
	CU_ASSERT_PTR_NULL(strstr(result.out, "\"monitor\""));
}

/* Another domain's monitor, and its lock, are not this one's. */
static void of_another_domain(void)
{
	pid_t pid;

	fake_create_x();
	pid = monitor_of(1);
	CU_ASSERT(pid > 0);
	fake_fail("xc_ppc_watch", ENOSYS);
	CU_ASSERT_EQUAL(XM("create", "-q", "name=y", "kernel=/k"), 0);
	CU_ASSERT_EQUAL(registry_change(0, 2, "monitor", json_object_new_int64(pid)), 0);
	CU_ASSERT_EQUAL(monitor_of(2), 0);
	XM("reboot", "y");
	fake_check_failure(1, "y: has no monitor");
	/* An entry that names no process, though its number is locked. */
	CU_ASSERT_EQUAL(registry_change(0, 1, "monitor", json_object_new_int64(1)), 0);
	CU_ASSERT_EQUAL(monitor_of(1), 0);
}

static void killed(void)
{
	pid_t pid;

	fake_create_x();
	pid = monitor_of(1);
	CU_ASSERT_FATAL(pid > 0);
	CU_ASSERT_EQUAL(kill(pid, SIGHUP), 0);
	usleep(20000);
	CU_ASSERT_EQUAL(monitor_of(1), pid);
	CU_ASSERT_EQUAL(kill(pid, SIGKILL), 0);
	EVENTUALLY(monitor_of(1) == 0);
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
	XM("reboot", "x");
	fake_check_failure(1, "x: has no monitor");
}

/* If the hypervisor cannot be asked for a while, the domain is not taken for gone. */
static void asked_in_vain(void)
{
	fake_create_x();
	fake_fail("xc_domain_getinfo", EAGAIN);
	xen->events++;
	usleep(100000);
	CU_ASSERT_EQUAL(xen->watched, 1);
	fake_fail("", 0);
	fake_stop(fake_find(1), SHUTDOWN_reboot);
	EVENTUALLY(fake_runs(2));
}

#define TEST(name)                     \
	{                              \
#name, survives_##name \
	}

/* It leaves no half of the new domain, and no name that is taken. */
static void ended_while_it_restarts(void)
{
	pid_t pid;

	CU_ASSERT_EQUAL(create(nothing), 0);
	CU_ASSERT(fake_runs(1));
	pid = monitor_of(1);
	CU_ASSERT_FATAL(pid > 0);
	strcpy(xen->stall, "xc_ppc_linux_build");
	fake_stop(fake_find(1), SHUTDOWN_reboot);
	EVENTUALLY(xen->stalled);
	CU_ASSERT_PTR_NOT_NULL(fake_find(2));
	CU_ASSERT_EQUAL(kill(pid, SIGTERM), 0);
	EVENTUALLY(kill(pid, 0) < 0);
	*xen->stall = 0;
	CU_ASSERT_PTR_NULL(fake_find(2));
	CU_ASSERT_EQUAL(xen->free_kb, 1024 * 1024);
	CU_ASSERT_EQUAL(create(nothing), 0);
	CU_ASSERT(fake_runs(3));
}

int main(void)
{
	CU_TestInfo states[] = {
		TEST(nothing),
		TEST(no_descriptors),
		TEST(no_stdin),
		TEST(no_stdout_nor_stderr),
		TEST(many_descriptors),
		TEST(no_directory),
		TEST(relative),
		TEST(umask_of_none),
		TEST(umask_of_all),
		TEST(signals_ignored),
		TEST(signals_blocked),
		TEST(signals_handled),
		TEST(limits),
		TEST(clock_of_the_past),
		TEST(clock_of_the_future),
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo others[] = {
		{ "restarts while the clock jumps", restarts_while_the_clock_jumps },
		{ "a recycled number", recycled_number },
		{ "another domain's monitor", of_another_domain },
		{ "a monitor that is killed", killed },
		{ "ended while it restarts a domain", ended_while_it_restarts },
		{ "a hypervisor that does not answer", asked_in_vain },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "started in the state", NULL, NULL, fake_set_up, fake_tear_down,
		  states },
		{ "monitor", NULL, NULL, fake_set_up, fake_tear_down, others },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm daemon", suites);
}
