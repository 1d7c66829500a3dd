// SPDX-License-Identifier: GPL-2.0-or-later
/* xm console: show what a domain writes, and send it what is typed. */
#include <errno.h>
#include <error.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "events.h"
#include "terminal.h"
#include "xm.h"

/* Longest time between two looks at the domain, in case an event is missed. */
#define LOOK_MS 1000

struct console {
	int handle;
	uint32_t domid;
	uint64_t position;
	bool terminal, follow;
	bool at_end; /* nothing more will be typed */
	bool leave;  /* end once all typed characters are sent */
	char typed[4096];
	size_t first, end; /* range of typed[] that is still to be sent */
	struct events events;
};

size_t console_typed(const char *text, size_t size, bool *escaped)
{
	const char *escape = memchr(text, CONSOLE_ESCAPE, size);

	*escaped = escape != NULL;
	return escape ? (size_t)(escape - text) : size;
}

/* Print all that the domain has written; false if the domain is gone. */
static bool show(struct console *console)
{
	char text[16384];
	long n;

	while ((n = xc_ppc_console_read(console->handle, console->domid,
					&console->position, text, sizeof(text))) > 0)
		if (write_all(STDOUT_FILENO, text, n) < 0)
			error(EXIT_FAILURE, errno, "standard output");
	if (n < 0 && errno != ESRCH)
		error(EXIT_FAILURE, errno, "console of domain %u", console->domid);
	return n == 0;
}

/* Send typed characters while the domain has room; false if the domain is gone. */
static bool hand_over(struct console *console)
{
	while (console->first < console->end) {
		long n = xc_ppc_console_write(console->handle, console->domid,
					      console->typed + console->first,
					      console->end - console->first);

		if (n < 0 && errno == ESRCH)
			return false;
		if (n < 0)
			error(EXIT_FAILURE, errno, "console of domain %u",
			      console->domid);
		if (n == 0)
			break;
		console->first += n;
	}
	return true;
}

static void take_typed(struct console *console)
{
	ssize_t n = read(STDIN_FILENO, console->typed, sizeof(console->typed));
	bool escaped = false;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	console->first = 0;
	console->end = n < 0 ? 0 : n;
	if (console->terminal)
		console->end = console_typed(console->typed, console->end, &escaped);
	console->at_end = n <= 0 || escaped;
	/* If the terminal is gone, nothing can be shown any more. */
	console->leave = escaped || (n <= 0 && (console->terminal || !console->follow));
}

/* Wait for an event, for input, or for LOOK_MS. */
static void wait_for_more(struct console *console)
{
	bool full = console->first < console->end;
	struct pollfd wait[2] = {
		{ .fd = console->events.fd, .events = POLLIN },
		{ .fd = console->at_end || full ? -1 : STDIN_FILENO, .events = POLLIN },
	};

	if (poll(wait, 2, LOOK_MS) <= 0)
		return;
	if (wait[0].revents)
		events_take(&console->events);
	if (wait[1].revents)
		take_typed(console);
}

static bool has_ended(const struct console *console)
{
	xc_dominfo_t info;

	return !domain_look(console->handle, console->domid, &info) ||
	       domain_has_stopped(&info);
}

static void run(struct console *console)
{
	bool ended;

	for (;;) {
		/* Look first: what the domain wrote before it ended is shown below. */
		ended = has_ended(console);
		if (!show(console) || !hand_over(console) || ended)
			return;
		/* Characters before the escape or end of input are sent first. */
		if (console->leave && console->first == console->end) {
			show(console);
			return;
		}
		wait_for_more(console);
	}
}

int console_attach(int handle, uint32_t domid, bool follow)
{
	struct console console = { .handle = handle, .domid = domid, .follow = follow };
	unsigned int what = XEN_PPC_WATCH_CONSOLE_OUT | XEN_PPC_WATCH_CONSOLE_IN |
			    XEN_PPC_WATCH_STATE;

	if (events_open(&console.events, handle, domid, what) < 0) {
		error(0, errno, "console of domain %u", domid);
		return EXIT_FAILURE;
	}
	signal(SIGPIPE, SIG_IGN);
	console.terminal = terminal_switch(TERMINAL_RAW);
	run(&console);
	terminal_restore();
	events_close(&console.events);
	return EXIT_SUCCESS;
}

struct options {
	struct words words;
	bool follow;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	if (key == 'f') {
		options->follow = true;
		return 0;
	}
	return parse_words(key, arg, state, &options->words);
}

int xm_console(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "follow", 'f', NULL, 0,
		  "Go on until the domain ends, even if standard input, not a terminal, ends before",
		  0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN",
		.doc = "Attach to a domain's console: print its recent output, then "
		       "what it writes. Ends with the domain, or with Ctrl-].",
	};
	struct options options = { .words = { .min = 1, .max = 1 } };
	xc_dominfo_t info;
	int handle, rc;

	parse_arguments(&argp, argc, argv, &options);
	handle = open_interface();
	domain_wanted(handle, options.words.word[0], &info);
	if (info.domid == 0)
		error(EXIT_FAILURE, 0, "the console of domain 0 is the machine's");
	rc = console_attach(handle, info.domid, options.follow);
	xc_interface_close(handle);
	return rc;
}
