// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's monitor: wait until the domain stops, then act as its settings say. */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "events.h"
#include "monitor.h"
#include "registry.h"
#include "xm.h"

/* Longest time between two looks at the domain, in case an event is missed. */
#define LOOK_MS 1000

/* A monitor's lock on its domain: the byte at the domain's number. */
static struct flock lock_on(uint32_t domid, short type)
{
	return (struct flock){
		.l_type = type, .l_whence = SEEK_SET, .l_start = domid, .l_len = 1
	};
}

static int open_locks(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/monitors.lock", run_dir());
	return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

/*
 * Hold the lock on a domain instead of any other. The kernel drops it when this process
 * ends, or closes any descriptor of the file: it stays open. Returns 0, or -1 with errno.
 */
static int claim(uint32_t domid)
{
	static int locks = -1;
	struct flock none = { .l_type = F_UNLCK, .l_whence = SEEK_SET },
		     own = lock_on(domid, F_WRLCK);

	if (locks < 0)
		locks = open_locks();
	if (locks < 0 || fcntl(locks, F_SETLK, &none) < 0)
		return -1;
	return fcntl(locks, F_SETLK, &own);
}

bool monitor_lives(struct json_object *entry)
{
	struct flock lock = lock_on(entry_domid(entry), F_WRLCK);
	int locks = open_locks();
	bool lives;

	/* The kernel names the process that holds the lock: a number is not enough. */
	lives = locks >= 0 && fcntl(locks, F_GETLK, &lock) == 0 &&
		lock.l_type != F_UNLCK && lock.l_pid > 0 &&
		lock.l_pid == entry_number(entry, "monitor");
	if (locks >= 0)
		close(locks);
	return lives;
}

/* Whether the domain exists and is that of the entry; false with errno, ESRCH if not. */
static bool is_there(int handle, struct json_object *entry, xc_dominfo_t *info)
{
	struct json_object *now = registry_current(handle, entry);
	bool current = now != NULL;

	json_object_put(now);
	if (!current || !domain_look(handle, entry_domid(entry), info))
		return false;
	errno = ESRCH;
	return !info->dying;
}

/* Wait until the domain has stopped; false if it is gone. */
static bool wait_for_stop(int handle, struct events *events, struct json_object *entry,
			  xc_dominfo_t *info)
{
	for (;;) {
		if (is_there(handle, entry, info)) {
			if (domain_has_stopped(info))
				return true;
		} else if (errno == ESRCH) {
			return false;
		}
		/* Any other errno: nothing is known at the moment. */
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

static void warn_unwatched(struct json_object *entry)
{
	error(0, errno,
	      "%s: warning: cannot watch it: on_poweroff, on_reboot and on_crash have "
	      "no effect",
	      entry_string(entry, "name"));
}

/* Watch an entry's domain and record this process as its monitor. */
static int watch(int handle, struct events *events, struct json_object *entry)
{
	if (claim(entry_domid(entry)) < 0 ||
	    events_open(events, handle, entry_domid(entry), XEN_PPC_WATCH_STATE) < 0) {
		warn_unwatched(entry);
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
	xc_dominfo_t info;

	do {
		if (!wait_for_stop(handle, events, entry, &info)) {
			note(entry, "gone");
			registry_forget(handle, entry_domid(entry),
					entry_string(entry, "token"));
			events_close(events);
			return;
		}
		events_close(events);
		outcome = monitor_act(handle, &info, &entry);
		if (outcome == OUTCOME_RESTARTED)
			outcome = go_on(handle, events, entry);
	} while (outcome == OUTCOME_RESTARTED);
	json_object_put(entry);
}

/* Open the domain's log; -1 after a message if that fails. */
static int open_log(struct json_object *entry)
{
	char path[PATH_MAX];
	int log = -1;

	snprintf(path, sizeof(path), "%s/%s.log", log_dir(), entry_string(entry, "name"));
	if (make_directories(log_dir()) == 0)
		log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
			   0600);
	if (log < 0)
		error(0, errno, "%s: warning: cannot write a log", path);
	return log;
}

/* The monitor's process. Ends it; never calls exit(), whose handlers are the caller's. */
static void run(struct json_object *entry)
{
	struct events events;
	int handle, log;

	handle = xc_interface_open();
	if (handle < 0)
		_exit(EXIT_FAILURE);
	if (daemon_leave_directory() < 0) {
		warn_unwatched(entry);
		_exit(EXIT_FAILURE);
	}
	if (watch(handle, &events, entry) < 0)
		_exit(EXIT_FAILURE);
	log = open_log(entry);
	if (daemon_redirect(log) < 0) {
		warn_unwatched(entry);
		_exit(EXIT_FAILURE);
	}
	if (log >= 0)
		close(log);
	error_print_progname = print_date;
	note(entry, "watched");
	close(DAEMON_READY);
	monitor(handle, &events, entry);
	xc_interface_close(handle);
	_exit(EXIT_SUCCESS);
}

void monitor_start(struct json_object *entry)
{
	int rc = daemon_start();

	if (rc == 0)
		run(entry);
	if (rc < 0)
		error(0, errno, "%s: warning: cannot start a process to watch it",
		      entry_string(entry, "name"));
}
