/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dom0-agent: runs in dom0 the command that the build machine asked for, and
 * reports its output and its status over the console (see frame.h).
 *
 * /etc/dom0/command holds the command, each argument ended by a null byte; no
 * shell interprets it. Its standard input is /dev/null.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "frame.h"
#include "io.h"

#define COMMAND_FILE "/etc/dom0/command"
/* Time that processes left behind by the command have to print more. */
#define LINGER_MS 200

static int console = -1;
static uint32_t frames_sent;

static void send_frame(char kind, const void *data, size_t size)
{
	struct frame frame = { .kind = kind, .sequence = frames_sent++, .size = size };
	char line[FRAME_LINE_MAX];

	memcpy(frame.data, data, size);
	if (write_all(console, line, frame_encode(line, &frame)) < 0)
		exit(EXIT_FAILURE); /* no console to report it on */
}

static void send_data(char kind, const char *data, size_t size)
{
	while (size > 0) {
		size_t part = size < FRAME_DATA_MAX ? size : FRAME_DATA_MAX;

		send_frame(kind, data, part);
		data += part;
		size -= part;
	}
}

static void send_status(int status)
{
	char text[16];

	send_frame(FRAME_EXIT, text, (size_t)snprintf(text, sizeof(text), "%d", status));
	tcdrain(console);
}

/* Report the agent's own failure: a line on the command's stderr, and its status. */
__attribute__((format(printf, 2, 3), noreturn)) static void fail(int status,
								 const char *format, ...)
{
	char text[256];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text) - 1, format, args);
	va_end(args);
	n = n < (int)sizeof(text) - 1 ? n : (int)sizeof(text) - 2;
	text[n++] = '\n';
	send_data(FRAME_STDERR, text, (size_t)n);
	send_status(status);
	exit(EXIT_FAILURE);
}

static void open_console(void)
{
	struct termios mode;

	console = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (console < 0)
		exit(EXIT_FAILURE);
	/* Each frame is one write and one line; the terminal must not change it. */
	if (tcgetattr(console, &mode) == 0) {
		cfmakeraw(&mode);
		tcsetattr(console, TCSANOW, &mode);
	}
	/* 8: set the console's log level; 1: only the kernel's emergencies. */
	klogctl(8, NULL, 1);
}

/* Read COMMAND_FILE into an argument vector that is never freed. */
static char **read_command(void)
{
	struct stat status;
	size_t size, count = 0;
	char *text, **argv;
	FILE *file = fopen(COMMAND_FILE, "re");

	if (!file || fstat(fileno(file), &status))
		fail(125, "dom0-agent: cannot open %s: %s", COMMAND_FILE,
		     strerror(errno));
	size = (size_t)status.st_size;
	text = malloc(size + 1);
	argv = calloc(size + 1, sizeof(*argv));
	if (!text || !argv || fread(text, 1, size, file) != size)
		fail(125, "dom0-agent: cannot read %s", COMMAND_FILE);
	fclose(file);
	text[size] = '\0';
	for (char *arg = text; arg < text + size; arg += strlen(arg) + 1)
		argv[count++] = arg;
	if (!count)
		fail(125, "dom0-agent: %s names no command", COMMAND_FILE);
	return argv;
}

/* The child's half: set its descriptors up and become the command. */
__attribute__((noreturn)) static void become(char **argv, int out, int err,
					     const sigset_t *signals)
{
	int null = open("/dev/null", O_RDONLY);
	int saved;

	setsid();
	sigprocmask(SIG_SETMASK, signals, NULL);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(125);
	if (null > 2)
		close(null);
	execvp(argv[0], argv);
	saved = errno;
	dprintf(2, "%s: %s\n", argv[0], strerror(saved));
	_exit(saved == ENOENT ? 127 : 126);
}

/* Pass on what one pipe holds. At its end, take it out of the set. */
static void forward(struct pollfd *from, char kind)
{
	static char buffer[16384];
	ssize_t n;

	if (!from->revents)
		return;
	n = read(from->fd, buffer, sizeof(buffer));
	if (n > 0)
		send_data(kind, buffer, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		from->fd = -1;
}

/*
 * Forward both streams until CHILD has ended and both are at their ends; if other
 * processes hold them open, until they are silent. Returns CHILD's wait status.
 */
static int attend(pid_t child, int out, int err, int signals)
{
	struct pollfd set[3] = {
		{ .fd = out, .events = POLLIN },
		{ .fd = err, .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};
	int status = 0;
	bool ended = false;

	while (!ended || set[0].fd >= 0 || set[1].fd >= 0) {
		int ready = poll(set, 3, ended ? LINGER_MS : -1);

		if (ready < 0 && errno != EINTR)
			fail(125, "dom0-agent: poll: %s", strerror(errno));
		if (ready == 0)
			break;
		if (ready < 0)
			continue;
		forward(&set[0], FRAME_STDOUT);
		forward(&set[1], FRAME_STDERR);
		if (set[2].revents) {
			struct signalfd_siginfo info;

			if (read(signals, &info, sizeof(info)) < 0 && errno != EAGAIN)
				fail(125, "dom0-agent: signalfd: %s", strerror(errno));
			ended |= waitpid(child, &status, WNOHANG) == child;
		}
	}
	return status;
}

int main(void)
{
	int out[2], err[2], signals, status;
	sigset_t chld, before;
	char **argv;
	pid_t child;

	open_console();
	argv = read_command();
	send_frame(FRAME_BEGIN, "", 0);

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &before);
	signals = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0 || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		fail(125, "dom0-agent: cannot set up: %s", strerror(errno));
	child = fork();
	if (child < 0)
		fail(125, "dom0-agent: fork: %s", strerror(errno));
	if (child == 0)
		become(argv, out[1], err[1], &before);
	/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): argv lives as long as we do */
	close(out[1]);
	close(err[1]);

	status = attend(child, out[0], err[0], signals);
	send_status(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	return EXIT_SUCCESS;
}
