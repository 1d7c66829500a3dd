// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's monitor: wait until the domain stops, then act as its settings say. */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "events.h"
#include "monitor.h"
#include "registry.h"
#include "xm.h"

/* Longest time between two looks at the domain, in case an event is missed. */
#define LOOK_MS 1000

bool monitor_lives(struct json_object *entry)
{
	pid_t pid = (pid_t)entry_number(entry, "monitor");

	return pid > 0 && kill(pid, 0) == 0;
}

/* Wait until the domain has stopped; returns its entry, or NULL if it is gone. */
static struct json_object *wait_for_stop(int handle, struct events *events,
					 struct json_object *entry)
{
	xc_dominfo_t info;

	for (;;) {
		struct json_object *now = registry_current(handle, entry);

		if (!now || !domain_look(handle, entry_domid(entry), &info) ||
		    info.dying) {
			json_object_put(now);
			return NULL;
		}
		if (domain_has_stopped(&info))
			return now;
		json_object_put(now);
		events_wait(events, LOOK_MS);
	}
}

/* Lines of a log begin with the date instead of the program's name. */
static void print_date(void)
{
	char date[32];
	time_t now = time(NULL);
	struct tm tm;

	strftime(date, sizeof(date), "%F %T", localtime_r(&now, &tm));
	fprintf(stderr, "%s ", date);
}

static void note(struct json_object *entry, const char *what)
{
	error(0, 0, "%s: domain %u: %s", entry_string(entry, "name"), entry_domid(entry),
	      what);
}

/* Watch an entry's domain and record this process as its monitor. */
static int watch(int handle, struct events *events, struct json_object *entry)
{
	if (events_open(events, handle, entry_domid(entry), XEN_PPC_WATCH_STATE) < 0) {
		error(0, errno,
		      "%s: warning: cannot watch it: on_poweroff, on_reboot and "
		      "on_crash have no effect",
		      entry_string(entry, "name"));
		return -1;
	}
	if (registry_change(handle, entry_domid(entry), "monitor",
			    json_object_new_int64(getpid())) == 0)
		return 0;
	events_close(events);
	return -1;
}

/* Watch and unpause a domain that has been built again. */
static enum outcome go_on(int handle, struct events *events, struct json_object *entry)
{
	/* A domain without a monitor is better than none: go on in any case. */
	int watched = watch(handle, events, entry);

	if (xc_domain_unpause(handle, entry_domid(entry)) < 0)
		error(0, errno, "%s: cannot unpause it", entry_string(entry, "name"));
	if (watched == 0)
		note(entry, "started again");
	return watched < 0 ? OUTCOME_ENDED : OUTCOME_RESTARTED;
}

/* Watch the domain and its successors until there is none. */
static void monitor(int handle, struct events *events, struct json_object *entry)
{
	enum outcome outcome;

	do {
		struct json_object *now = wait_for_stop(handle, events, entry);

		if (!now) {
			note(entry, "gone");
			registry_forget(handle, entry_domid(entry),
					entry_string(entry, "token"));
			events_close(events);
			return;
		}
		events_close(events);
		json_object_put(entry);
		entry = now;
		outcome = monitor_act(handle, &entry);
		if (outcome == OUTCOME_RESTARTED)
			outcome = go_on(handle, events, entry);
	} while (outcome == OUTCOME_RESTARTED);
	json_object_put(entry);
}

/* Redirect stderr to the domain's log, stdin and stdout to /dev/null. */
static void to_log(struct json_object *entry)
{
	char path[PATH_MAX];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), log = -1;

	snprintf(path, sizeof(path), "%s/%s.log", log_dir(), entry_string(entry, "name"));
	if (make_directories(log_dir()) == 0)
		log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
			   0600);
	if (log < 0)
		error(0, errno, "%s: warning: cannot write a log", path);
	if (null < 0)
		return;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(log < 0 ? null : log, STDERR_FILENO);
	close(null);
	if (log >= 0)
		close(log);
}

/* Become the monitor, detached from the caller. Closes @ready once it watches. */
static void detached(struct json_object *entry, int ready)
{
	struct events events;
	int handle;

	setsid();
	if (fork() != 0)
		_exit(EXIT_SUCCESS);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (ready != 3) {
		dup2(ready, 3);
		ready = 3;
	}
	close_range(4, ~0U, 0);
	handle = open_interface();
	if (watch(handle, &events, entry) < 0 || chdir("/") < 0)
		_exit(EXIT_FAILURE);
	to_log(entry);
	error_print_progname = print_date;
	note(entry, "watched");
	close(ready);
	monitor(handle, &events, entry);
	xc_interface_close(handle);
	_exit(EXIT_SUCCESS);
}

void monitor_start(struct json_object *entry)
{
	int ready[2];
	char byte;
	pid_t child;

	fflush(NULL);
	if (pipe2(ready, O_CLOEXEC) < 0 || (child = fork()) < 0) {
		error(0, errno, "%s: warning: cannot start a process to watch it",
		      entry_string(entry, "name"));
		return;
	}
	if (child == 0) {
		close(ready[0]);
		detached(entry, ready[1]);
	}
	close(ready[1]);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	while (read(ready[0], &byte, 1) < 0 && errno == EINTR)
		;
	close(ready[0]);
}
