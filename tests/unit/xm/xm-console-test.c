// SPDX-License-Identifier: GPL-2.0-or-later
/* xm console: the user gets out, whatever does not read or goes away. */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cunit-main.h"
#include "xm-fake.h"

#define ESCAPE "\x1d"

/* Start `xm console x` with this stdin and stdout. */
static pid_t start(int in, int out)
{
	static char xm[] = "xm", command[] = "console", name[] = "x";
	char *args[] = { xm, command, name, NULL };
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		/* A lost terminal must not end it by the signal alone. */
		signal(SIGHUP, SIG_IGN);
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		close_range(3, ~0U, 0);
		exit(xm_main(3, args));
	}
	return child;
}

/* The exit status of a process that ends within 20 seconds; otherwise -1. */
static int status_of(pid_t child)
{
	int status;

	for (int tries = 0; tries < 4000; tries++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		usleep(5000);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	/* It cannot say any more that it does not watch. */
	__atomic_sub_fetch(&xen->watched, 1, __ATOMIC_SEQ_CST);
	return -1;
}

/* A domain "x" that reads nothing. */
static struct fake_domain *create_deaf(void)
{
	struct fake_domain *domain = fake_create_x();

	domain->reads_nothing = true;
	return domain;
}

static bool is_raw(int terminal)
{
	struct termios now;

	return tcgetattr(terminal, &now) == 0 && !(now.c_lflag & ISIG);
}

/* A session at a terminal; *master is its other end. */
static pid_t at_terminal(int *master, int *slave)
{
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(openpty(master, slave, NULL, NULL, NULL), 0);
	child = start(*slave, *slave);
	EVENTUALLY(is_raw(*slave));
	return child;
}

/* Type that many characters, as fast as they are taken. */
static void type(int master, size_t size)
{
	char text[256];

	memset(text, 'y', sizeof(text));
	fcntl(master, F_SETFL, O_NONBLOCK);
	for (int tries = 0; size && tries < 2000; tries++) {
		ssize_t n =
			write(master, text, size < sizeof(text) ? size : sizeof(text));

		size -= n < 0 ? 0 : n;
		if (n < 0)
			usleep(5000);
	}
	CU_ASSERT_EQUAL(size, 0);
	usleep(50000); /* what is typed later is read later */
}

static void escape(size_t before)
{
	struct fake_domain *domain = create_deaf();
	int master, slave;
	pid_t child = at_terminal(&master, &slave);

	type(master, before);
	CU_ASSERT_EQUAL(write(master, ESCAPE, 1), 1);
	CU_ASSERT_EQUAL(status_of(child), 0);
	CU_ASSERT(!is_raw(slave));
	CU_ASSERT_EQUAL(domain->typed_size, 0);
	close(master);
	close(slave);
}

static void escape_after_a_line(void)
{
	escape(258);
}

/* More than the program keeps, and than the terminal does beside it. */
static void escape_after_a_lot(void)
{
	escape(16384 + 16384);
}

/* Nothing is lost if the domain reads at last. */
static void reads_late(void)
{
	struct fake_domain *domain = create_deaf();
	int master, slave;
	pid_t child = at_terminal(&master, &slave);

	type(master, 258);
	domain->reads_nothing = false;
	EVENTUALLY(domain->typed_size == 258);
	CU_ASSERT_EQUAL(write(master, "z" ESCAPE, 2), 2);
	CU_ASSERT_EQUAL(status_of(child), 0);
	CU_ASSERT_EQUAL(domain->typed_size, 259);
	close(master);
	close(slave);
}

/* The other end of stdout does not read: neither does that keep the user. */
static void output_waits(void)
{
	struct fake_domain *domain = fake_create_x();
	int master, slave, out[2];
	pid_t child;

	for (int i = 0; i < 2000; i++)
		fake_write(domain, "0123456789abcdef");
	CU_ASSERT_EQUAL_FATAL(openpty(&master, &slave, NULL, NULL, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(pipe(out), 0);
	fcntl(out[1], F_SETPIPE_SZ, 4096);
	child = start(slave, out[1]);
	EVENTUALLY(is_raw(slave));
	usleep(50000);
	CU_ASSERT_EQUAL(write(master, ESCAPE, 1), 1);
	CU_ASSERT_EQUAL(status_of(child), 0);
	close(out[0]);
	close(out[1]);
	close(master);
	close(slave);
}

/* A slow reader gets all of it. */
static void output_is_slow(void)
{
	struct fake_domain *domain = fake_create_x();
	int null = open("/dev/null", O_RDONLY), out[2];
	size_t sum = 0;
	char text[512];
	ssize_t n;
	pid_t child;

	for (int i = 0; i < 2000; i++)
		fake_write(domain, "0123456789abcdef");
	CU_ASSERT_EQUAL_FATAL(pipe(out), 0);
	fcntl(out[1], F_SETPIPE_SZ, 4096);
	child = start(null, out[1]);
	close(out[1]);
	while ((n = read(out[0], text, sizeof(text))) > 0) {
		CU_ASSERT_EQUAL(text[0], "0123456789abcdef"[sum % 16]);
		sum += n;
		usleep(1000);
	}
	CU_ASSERT_EQUAL(sum, domain->out_size);
	CU_ASSERT_EQUAL(status_of(child), 0);
	close(out[0]);
	close(null);
}

static void terminal_goes_away(void)
{
	int master, slave;
	pid_t child;

	create_deaf();
	child = at_terminal(&master, &slave);
	type(master, 258);
	close(master);
	CU_ASSERT_NOT_EQUAL(status_of(child), -1);
	close(slave);
}

/* The domain ends while what is typed waits for it. */
static void domain_ends(void)
{
	struct fake_domain *domain = create_deaf();
	int master, slave;
	pid_t child = at_terminal(&master, &slave);

	type(master, 258);
	fake_stop(domain, SHUTDOWN_crash);
	CU_ASSERT_EQUAL(status_of(child), 0);
	CU_ASSERT(!is_raw(slave));
	close(master);
	close(slave);
}

/* A script learns that its input is not read: that is not a success. */
static void input_from_a_pipe(void)
{
	struct fake_domain *domain = create_deaf();
	char text[301];

	memset(text, 'y', 300);
	text[300] = 0;
	fake_write(domain, "hello\n");
	CU_ASSERT_EQUAL(fake_xm(text, "console", "x", (char *)NULL), 1);
	CU_ASSERT_STRING_EQUAL(result.out, "hello\n");
	CU_ASSERT_PTR_NOT_NULL(
		strstr(result.err,
		       "xm: console of domain 1: the domain does not read: 300 bytes "
		       "of input are lost\n"));
}

/* A pipe whose writer stays: it ends with the domain. */
static void domain_ends_with_a_pipe(void)
{
	struct fake_domain *domain = create_deaf();
	int null = open("/dev/null", O_WRONLY), in[2];
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(pipe(in), 0);
	child = start(in[0], null);
	type(in[1], 300);
	EVENTUALLY(xen->watched == 2); /* the monitor, and the console */
	domain->exists = false;
	xen->events++;
	CU_ASSERT_EQUAL(status_of(child), 0);
	close(in[0]);
	close(in[1]);
	close(null);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "escape after a line that is not read", escape_after_a_line },
		{ "escape after a lot that is not read", escape_after_a_lot },
		{ "a domain that reads late", reads_late },
		{ "output that is not read", output_waits },
		{ "output that is read slowly", output_is_slow },
		{ "the terminal goes away", terminal_goes_away },
		{ "the domain ends", domain_ends },
		{ "input from a pipe that is not read", input_from_a_pipe },
		{ "the domain ends, with a pipe", domain_ends_with_a_pipe },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "console", NULL, NULL, fake_set_up, fake_tear_down, tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("xm console", suites);
}
