// SPDX-License-Identifier: GPL-2.0-or-later
/* xm console: show what a domain writes, and send it what is typed. */
#include <errno.h>
#include <error.h>
#include <limits.h>
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
/* The same while characters wait for the domain. */
#define LOOK_SOON_MS 100

/* For how many seconds characters wait for a domain that takes none: after the escape, */
#define PATIENCE_LEAVING 0.5
/* when more is typed than there is room for, which is then lost, */
#define PATIENCE_TYPED 1
/* and when they do not come from a terminal. */
#define PATIENCE_INPUT 10

struct console {
	int handle;
	uint32_t domid;
	uint64_t position;
	bool terminal, follow;
	bool at_end;  /* nothing more will be typed */
	bool escaped; /* the user leaves */
	bool lost;    /* the terminal is gone */
	bool gone;    /* the domain is gone */
	char typed[16384];
	size_t first, end; /* range of typed[] that is still to be sent */
	double taken;	   /* when the domain last took some of it, or none waited */
	char shown[16384];
	size_t shown_first, shown_end; /* range of shown[] that is still to be printed */
	bool more;		       /* the domain may have written more */
	struct events events;
};

size_t console_typed(const char *text, size_t size, bool *escaped)
{
	const char *escape = memchr(text, CONSOLE_ESCAPE, size);

	*escaped = escape != NULL;
	return escape ? (size_t)(escape - text) : size;
}

/* Whether a write to stdout does not block: its reader may be slow. */
static bool can_print(void)
{
	struct pollfd wait = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&wait, 1, 0) > 0;
}

/* Read more of the domain's output once all is printed. */
static void fetch(struct console *console)
{
	long n;

	if (console->shown_first < console->shown_end)
		return;
	n = xc_ppc_console_read(console->handle, console->domid, &console->position,
				console->shown, sizeof(console->shown));
	if (n < 0 && errno != ESRCH)
		error(EXIT_FAILURE, errno, "console of domain %u", console->domid);
	console->gone = n < 0;
	console->more = n > 0;
	console->shown_first = 0;
	console->shown_end = n < 0 ? 0 : n;
}

/* Print a part of the output, as much as a pipe takes without blocking. */
static void print(struct console *console)
{
	size_t size = console->shown_end - console->shown_first;
	ssize_t n;

	if (!size || !can_print())
		return;
	n = write(STDOUT_FILENO, console->shown + console->shown_first,
		  size < PIPE_BUF ? size : PIPE_BUF);
	if (n < 0 && errno != EINTR && errno != EAGAIN)
		error(EXIT_FAILURE, errno, "standard output");
	console->shown_first += n < 0 ? 0 : n;
}

/* Send typed characters while the domain has room. */
static void hand_over(struct console *console)
{
	while (console->first < console->end) {
		long n = xc_ppc_console_write(console->handle, console->domid,
					      console->typed + console->first,
					      console->end - console->first);

		if (n < 0 && errno == ESRCH)
			console->gone = true;
		else if (n < 0)
			error(EXIT_FAILURE, errno, "console of domain %u",
			      console->domid);
		if (n <= 0)
			return;
		console->first += n;
		console->taken = clock_seconds();
	}
}

static bool waits(const struct console *console)
{
	return console->first < console->end;
}

/* Whether characters wait and the domain has taken none for that long. */
static bool stuck(const struct console *console, double patience)
{
	return waits(console) && clock_seconds() - console->taken >= patience;
}

/* Whether to read from stdin. */
static bool takes_more(const struct console *console)
{
	if (console->at_end)
		return false;
	if (console->end - console->first < sizeof(console->typed))
		return true;
	/* Read on for the escape alone. */
	return console->terminal && stuck(console, PATIENCE_TYPED);
}

static void take_typed(struct console *console)
{
	char lost[1024], *to;
	size_t size, room;
	ssize_t n;

	if (!waits(console))
		console->taken = clock_seconds();
	memmove(console->typed, console->typed + console->first,
		console->end - console->first);
	console->end -= console->first;
	console->first = 0;
	room = sizeof(console->typed) - console->end;
	to = room ? console->typed + console->end : lost;
	n = read(STDIN_FILENO, to, room ? room : sizeof(lost));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	size = n < 0 ? 0 : n;
	if (console->terminal)
		size = console_typed(to, size, &console->escaped);
	if (room)
		console->end += size;
	console->lost = console->terminal && n <= 0;
	console->at_end = n <= 0 || console->escaped;
}

/* Wait for an event, for input, or for a while. */
static void wait_for_more(struct console *console)
{
	bool prints = console->shown_first < console->shown_end;
	bool takes = takes_more(console);
	struct pollfd wait[3] = {
		{ .fd = console->events.fd, .events = POLLIN },
		/* A terminal that goes away is noticed in any case. */
		{ .fd = takes || (console->terminal && !console->at_end) ? STDIN_FILENO
									 : -1,
		  .events = takes ? POLLIN : 0 },
		{ .fd = STDOUT_FILENO, .events = prints ? POLLOUT : 0 },
	};
	int ms = waits(console) ? LOOK_SOON_MS : LOOK_MS;

	if (poll(wait, 3, console->more && !prints ? 0 : ms) <= 0)
		return;
	if (wait[0].revents)
		events_take(&console->events);
	if (takes && wait[1].revents)
		take_typed(console);
	else if (wait[1].revents)
		console->lost = true;
	if (!console->lost && wait[2].revents & (POLLERR | POLLHUP)) {
		/* Nothing was written, so the signal has not come by itself. */
		raise(SIGPIPE);
		error(EXIT_FAILURE, EPIPE, "standard output");
	}
}

static bool has_ended(const struct console *console)
{
	xc_dominfo_t info;

	return !domain_look(console->handle, console->domid, &info) ||
	       domain_has_stopped(&info);
}

/* Whether all that the domain has written is printed. */
static bool all_printed(const struct console *console)
{
	return console->shown_first == console->shown_end && !console->more;
}

/* Returns an exit status. */
static int run(struct console *console)
{
	for (;;) {
		/* Look first: what the domain wrote before it ended is shown below. */
		bool ended = has_ended(console);

		fetch(console);
		print(console);
		hand_over(console);
		if (console->lost || ((ended || console->gone) && all_printed(console)))
			return EXIT_SUCCESS;
		/* Characters before the escape are sent first, if the domain takes them.
		 */
		if (console->escaped &&
		    (!waits(console) || stuck(console, PATIENCE_LEAVING)))
			return EXIT_SUCCESS;
		if (!console->terminal && !console->follow) {
			if (console->at_end && !waits(console) && all_printed(console))
				return EXIT_SUCCESS;
			if (!ended && stuck(console, PATIENCE_INPUT))
				return EXIT_FAILURE;
		}
		wait_for_more(console);
	}
}

int console_attach(int handle, uint32_t domid, bool follow)
{
	struct console console = { .handle = handle, .domid = domid, .follow = follow };
	unsigned int what = XEN_PPC_WATCH_CONSOLE_OUT | XEN_PPC_WATCH_CONSOLE_IN |
			    XEN_PPC_WATCH_STATE;
	int rc;

	if (events_open(&console.events, handle, domid, what) < 0) {
		error(0, errno, "console of domain %u", domid);
		return EXIT_FAILURE;
	}
	console.terminal = terminal_switch(TERMINAL_RAW);
	rc = run(&console);
	terminal_restore();
	events_close(&console.events);
	if (rc != EXIT_SUCCESS)
		error(0, 0,
		      "console of domain %u: the domain does not read: %zu bytes "
		      "of input are lost",
		      domid, console.end - console.first);
	return rc;
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
