/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dom0-console: starts QEMU, reads the machine's console, and exits with the status
 * of the command in dom0.
 *
 * Exit status: the command's own (128 + signal if a signal killed it); 124 when the
 * time limit was reached; 125 when the machine gave no status, or its output is
 * damaged; 128 + signal when a signal ended this program. QEMU never outlives it.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "output.h"
#include "run-clock.h"
#include "streams.h"

#define STATUS_TIMEOUT 124
#define STATUS_FAILED  125
/* Time from the command's end, or a panic, to the machine's end, by QEMU's clock. */
#define POWER_OFF_SECONDS 20

struct options {
	const char *log;
	const char *remove; /* directory of files that QEMU loads at its start */
	const char *off_at; /* see struct output */
	unsigned long timeout;
	bool interactive;
	bool verbose;
	bool progress;
	char **qemu;
};

struct machine {
	const struct options *options;
	struct output out;
	struct run_clock clock; /* of QEMU: limits are in its seconds */
	pid_t pid;
	int console; /* output of the serial port */
	int errors;  /* QEMU's own messages */
	int signals;
	int caught;	/* signal that interrupts this program, or 0 */
	double look_at; /* when the clock is to be read again, by the wall */
	bool removed;
	bool switched_off; /* by this program */
};

static const char *program = "dom0-console";

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s: ", program);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

static const struct option option_table[] = {
	{ "log", required_argument, NULL, 'l' },
	{ "remove", required_argument, NULL, 'r' },
	{ "off-at", required_argument, NULL, 'o' },
	{ "timeout", required_argument, NULL, 't' },
	{ "name", required_argument, NULL, 'n' },
	{ "interactive", no_argument, NULL, 'i' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "progress", no_argument, NULL, 'p' },
	{ 0 },
};

static void parse_options(struct options *options, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "+", option_table, NULL)) != -1) {
		switch (c) {
		case 'l':
			options->log = optarg;
			break;
		case 'r':
			options->remove = optarg;
			break;
		case 'o':
			options->off_at = optarg;
			break;
		case 't':
			options->timeout = strtoul(optarg, NULL, 10);
			break;
		case 'n':
			program = optarg;
			break;
		case 'i':
			options->interactive = true;
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'p':
			options->progress = true;
			break;
		default:
			exit(STATUS_FAILED);
		}
	}
	options->qemu = argv + optind;
	if (!options->qemu[0])
		errx(STATUS_FAILED, "no machine to start");
}

/* Remove the flat directory of files made for this run. */
static void remove_files(struct machine *m)
{
	static const char *const names[] = { "bundle",	"initrd",  "add.cpio",
					     "cmdline", "command", "xen.args" };
	char path[4096];

	if (m->removed || !m->options->remove)
		return;
	m->removed = true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", m->options->remove, names[i]);
		unlink(path);
	}
	if (rmdir(m->options->remove))
		say("cannot remove %s: %s", m->options->remove, strerror(errno));
}

/* The child's half of start(). */
__attribute__((noreturn)) static void become_qemu(const struct options *options,
						  int console, int errors, pid_t parent,
						  const sigset_t *mask)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(STATUS_FAILED);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (dup2(errors, 2) < 0)
		_exit(STATUS_FAILED);
	if (!options->interactive) {
		/* Ctrl-C must reach this program only, not QEMU. */
		setpgid(0, 0);
		if (dup2(null, 0) < 0 || dup2(console, 1) < 0)
			_exit(STATUS_FAILED);
	}
	execvp(options->qemu[0], options->qemu);
	dprintf(2, "cannot run %s: %s\n", options->qemu[0], strerror(errno));
	_exit(STATUS_FAILED);
}

static void start(struct machine *m)
{
	int console[2], errors[2];
	pid_t parent = getpid();
	sigset_t set, before;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &before);
	m->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (m->signals < 0 || pipe2(console, O_CLOEXEC) || pipe2(errors, O_CLOEXEC))
		err(STATUS_FAILED, "cannot set up");
	m->out.started = now();
	m->pid = fork();
	if (m->pid < 0)
		err(STATUS_FAILED, "fork");
	if (m->pid == 0)
		become_qemu(m->options, console[1], errors[1], parent, &before);
	run_clock_start(&m->clock, "/proc", m->pid, 0, m->out.started);
	close(console[1]);
	close(errors[1]);
	m->console = console[0];
	m->errors = errors[0];
}

static void read_console(struct machine *m, struct pollfd *from)
{
	static char buffer[65536];
	ssize_t n;

	if (!from->revents)
		return;
	n = read(from->fd, buffer, sizeof(buffer));
	if (n > 0) {
		output_bytes(&m->out, buffer, (size_t)n);
		/* QEMU runs, so it has loaded its files. */
		remove_files(m);
	} else if (n == 0 || errno != EINTR) {
		from->fd = -1;
	}
}

/* Handle a message of QEMU itself. */
static void qemu_says(struct machine *m, const char *line)
{
	char text[1100];

	/* switch_off() caused it, and its process number differs in each run. */
	if (m->switched_off && strstr(line, "terminating on signal"))
		return;
	snprintf(text, sizeof(text), "qemu: %s", line);
	if (!m->options->interactive)
		output_log(&m->out, text);
	else if (!strstr(line, "TCG doesn't support requested feature"))
		/* QEMU's default capabilities are used on purpose: all runs cost the
		 * same, so its warning about them is dropped. */
		fprintf(stderr, "%s\r\n", text);
}

static void read_errors(struct machine *m, struct pollfd *from)
{
	static char line[1024];
	static size_t used;
	char c;

	if (!from->revents)
		return;
	while (read(from->fd, &c, 1) == 1) {
		if (c != '\n' && used < sizeof(line) - 1) {
			line[used++] = c;
			continue;
		}
		line[used] = '\0';
		qemu_says(m, line);
		used = 0;
		if (poll(from, 1, 0) <= 0)
			return;
	}
	from->fd = -1;
}

static void read_signal(struct machine *m)
{
	struct signalfd_siginfo info;

	while (read(m->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo != SIGCHLD)
			m->caught = (int)info.ssi_signo;
	}
}

/* Whether one of the limits is reached; POWER_OFF_AT is 0 before there is one. */
static bool limit_reached(struct machine *m, double power_off_at)
{
	double time;

	if (now() < m->look_at)
		return false;
	m->look_at = now() + RUN_CLOCK_PERIOD / 1e3;
	time = run_clock_read(&m->clock, now());
	return (m->options->timeout && time >= (double)m->options->timeout) ||
	       (power_off_at > 0 && time >= power_off_at);
}

/* Say that the time limit was reached, and WHAT happened until then. */
static void say_limit(const struct machine *m, const char *what)
{
	char waited[64] = "";

	if (m->clock.waited >= 1)
		snprintf(waited, sizeof(waited), ", and %.0f s waiting for the host",
			 m->clock.waited);
	say("time limit of %lu s reached%s%s%s", m->options->timeout, *what ? ": " : "",
	    what, waited);
}

/* Use SIGTERM, so that QEMU's plugins write their results. */
static void switch_off(struct machine *m)
{
	if (m->switched_off || !m->out.off)
		return;
	m->switched_off = true;
	kill(m->pid, SIGTERM);
}

/* Read until QEMU has closed its side; false if the time limit was reached. */
static bool attend(struct machine *m)
{
	struct pollfd set[3] = {
		{ .fd = m->console, .events = POLLIN },
		{ .fd = m->errors, .events = POLLIN },
		{ .fd = m->signals, .events = POLLIN },
	};
	double power_off_at = 0;

	while (set[0].fd >= 0 || set[1].fd >= 0) {
		if (limit_reached(m, power_off_at))
			return false;
		if (poll(set, 3, RUN_CLOCK_PERIOD) < 0 && errno != EINTR)
			err(STATUS_FAILED, "poll");
		read_console(m, &set[0]);
		read_errors(m, &set[1]);
		read_signal(m);
		/* The reader has closed the pipe: `run ... | head`. */
		if (m->out.reader_gone)
			m->caught = SIGPIPE;
		if (m->caught)
			return true;
		switch_off(m);
		if ((m->out.stage == STAGE_EXIT || *m->out.panic || m->out.off) &&
		    power_off_at == 0)
			power_off_at =
				run_clock_read(&m->clock, now()) + POWER_OFF_SECONDS;
	}
	return true;
}

/* The exit status, for a machine that ended by itself with wait status STATUS. */
static int verdict(const struct machine *m, int status)
{
	const struct output *out = &m->out;

	if (*out->damage)
		say("the command's output is not complete: %s", out->damage);
	else if (out->stage == STAGE_EXIT)
		return out->status;
	else if (*out->panic)
		say("%s; %s", out->panic, stage_text(out->stage));
	else if (WIFSIGNALED(status))
		say("QEMU was killed by signal %d; %s", WTERMSIG(status),
		    stage_text(out->stage));
	else if (WEXITSTATUS(status))
		say("QEMU failed with status %d; %s", WEXITSTATUS(status),
		    stage_text(out->stage));
	else
		say("the machine powered off without a status; %s",
		    stage_text(out->stage));
	output_last_lines(out);
	return STATUS_FAILED;
}

static int run_command(struct machine *m)
{
	bool in_time = attend(m);
	int status;

	if (!in_time || m->caught)
		kill(m->pid, SIGKILL);
	if (waitpid(m->pid, &status, 0) < 0)
		err(STATUS_FAILED, "waitpid");
	output_end(&m->out);
	remove_files(m);
	if (m->caught)
		return 128 + m->caught;
	if (in_time)
		return verdict(m, status);
	if (m->out.stage == STAGE_EXIT) {
		say("the machine did not power off after the command had ended with status %d",
		    m->out.status);
		output_last_lines(&m->out);
		return STATUS_FAILED;
	}
	if (*m->out.panic) {
		say("%s; the machine hangs", m->out.panic);
		output_last_lines(&m->out);
		return STATUS_FAILED;
	}
	say_limit(m, stage_text(m->out.stage));
	output_last_lines(&m->out);
	return STATUS_TIMEOUT;
}

/* QEMU has the terminal; wait for it and restore the terminal afterwards. */
static int run_interactive(struct machine *m)
{
	struct pollfd set[2] = {
		{ .fd = m->signals, .events = POLLIN },
		{ .fd = m->errors, .events = POLLIN },
	};
	struct termios mode;
	bool terminal = tcgetattr(STDIN_FILENO, &mode) == 0;
	bool in_time = true;
	int status = 0;

	close(m->console);
	while (waitpid(m->pid, &status, WNOHANG) == 0) {
		in_time = !limit_reached(m, 0);
		poll(set, 2, in_time ? RUN_CLOCK_PERIOD : 0);
		read_errors(m, &set[1]);
		read_signal(m);
		if (!in_time ||
		    (m->caught && m->caught != SIGINT && m->caught != SIGQUIT)) {
			kill(m->pid, SIGKILL);
			waitpid(m->pid, &status, 0);
			break;
		}
		m->caught = 0;
	}
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &mode);
	remove_files(m);
	if (!in_time) {
		say_limit(m, "");
		return STATUS_TIMEOUT;
	}
	if (m->caught)
		return 128 + m->caught;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct machine m = { .options = &options };

	begin_output();
	parse_options(&options, argc, argv);
	signal(SIGPIPE, SIG_IGN);
	m.out.off_at = options.off_at;
	m.out.verbose = options.verbose;
	m.out.progress = options.progress;
	if (options.log) {
		m.out.log = fopen(options.log, "we");
		if (!m.out.log) {
			say("%s: %s", options.log, strerror(errno));
			remove_files(&m);
			return STATUS_FAILED;
		}
	}
	start(&m);
	return options.interactive ? run_interactive(&m) : run_command(&m);
}
