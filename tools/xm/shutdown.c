// SPDX-License-Identifier: GPL-2.0-or-later
/* xm shutdown, reboot: press a domain's power button. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>
#include <time.h>

#include "registry.h"
#include "request.h"
#include "xm.h"

#define TIMEOUT_DEFAULT 120 /* seconds */
/*
 * For how many seconds a request counts without a caller that waits: as long as systemd
 * gives a shutdown (JobTimeoutSec= of reboot.target).
 */
#define REQUEST_LIFE 1800
/* Time between two looks at a domain that must stop. */
#define LOOK_MS 100

struct options {
	struct words words;
	unsigned int timeout; /* in seconds */
	bool wait, all, reboot;
};

static void rest(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = LOOK_MS * 1000000L }, NULL);
}

/* Why a domain cannot be asked, for errno of request_send(). */
static const char *reason(int cause)
{
	switch (cause) {
	case ENOLINK:
		return "has no monitor that could start it again";
	case ENOEXEC:
		return "was restored without --config: it could not be started again";
	case EAGAIN:
		return "cannot be asked to shut down: its kernel does not listen (yet)";
	case EINVAL:
		return "cannot be asked to shut down: it is not running";
	default:
		return NULL;
	}
}

/* Ask one domain; -1 after a message. */
static int ask(int handle, const struct options *options, const xc_dominfo_t *info,
	       double deadline, struct request *request)
{
	double life = REQUEST_LIFE + (options->wait ? options->timeout : 0);
	char name[REGISTRY_NAME_SIZE];
	int rc, cause;

	registry_name(handle, info->domid, name);
	/* A domain that still boots does not listen yet: --wait waits for that too. */
	while ((rc = request_send(handle, info->domid, options->reboot, life, request)) <
		       0 &&
	       errno == EAGAIN && options->wait && clock_seconds() < deadline)
		rest();
	if (rc == 0)
		return 0;
	cause = errno;
	if (reason(cause))
		error(0, 0, "%s: %s", name, reason(cause));
	else
		error(0, cause, "%s: cannot be asked to shut down", name);
	return -1;
}

/* Wait until the domain has stopped; -1 after a message if it does not in time. */
static int wait_for(int handle, const struct request *request, double deadline)
{
	char name[REGISTRY_NAME_SIZE];
	xc_dominfo_t now;

	registry_name(handle, request->domid, name);
	while (domain_look(handle, request->domid, &now) && !domain_has_stopped(&now)) {
		if (clock_seconds() >= deadline && request_withdraw(handle, request)) {
			error(0, 0, "%s: did not shut down in time", name);
			return -1;
		}
		rest();
	}
	return 0;
}

static int shut_down(int handle, const struct options *options, const xc_dominfo_t *info,
		     size_t count)
{
	double deadline = clock_seconds() + options->timeout;
	struct request *sent = calloc(count + 1, sizeof(*sent));
	size_t number = 0;
	int rc = EXIT_SUCCESS;

	if (!sent)
		error(EXIT_FAILURE, errno, "domains");
	for (size_t i = 0; i < count; i++) {
		if (ask(handle, options, &info[i], deadline, &sent[number]) < 0)
			rc = EXIT_FAILURE;
		else
			number++;
	}
	for (size_t i = 0; i < number && options->wait; i++)
		if (wait_for(handle, &sent[i], deadline) < 0)
			rc = EXIT_FAILURE;
	free(sent);
	return rc;
}

/* All running domains but dom0, or the named ones. */
static xc_dominfo_t *chosen(int handle, const struct options *options, size_t *count)
{
	xc_dominfo_t *info;
	size_t all;

	if (!options->all)
		return domain_chosen(handle, &options->words, count);
	info = domain_all(handle, &all);
	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (info[i].domid && !domain_has_stopped(&info[i]))
			info[(*count)++] = info[i];
	return info;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'w':
		options->wait = true;
		return 0;
	case 'a':
		options->all = true;
		return 0;
	case 'R':
		options->reboot = true;
		return 0;
	case 't':
		options->timeout =
			(unsigned int)parse_number(state, arg, "timeout", 0, 86400);
		return 0;
	case ARGP_KEY_END:
		if (options->all == (options->words.count > 0))
			argp_usage(state);
		return 0;
	default:
		return parse_words(key, arg, state, &options->words);
	}
}

static int run(int argc, char **argv, const struct argp *argp, bool reboot)
{
	struct options options = { .words = { .max = -1U },
				   .timeout = TIMEOUT_DEFAULT,
				   .reboot = reboot };
	xc_dominfo_t *info;
	size_t count;
	int handle, rc;

	parse_arguments(argp, argc, argv, &options);
	handle = open_interface();
	info = chosen(handle, &options, &count);
	rc = shut_down(handle, &options, info, count);
	free(info);
	xc_interface_close(handle);
	return rc;
}

#define COMMON_OPTIONS                                                                      \
	{ "wait", 'w', NULL, 0, "Wait until they have stopped", 0 },                        \
		{ "timeout", 't', "SECONDS", 0, "Longest time to wait (default: 120)", 0 }, \
	{                                                                                   \
		"all", 'a', NULL, 0, "All domains but domain 0", 0                          \
	}

int xm_shutdown(int argc, char **argv)
{
	static const struct argp_option known[] = {
		COMMON_OPTIONS,
		{ "reboot", 'R', NULL, 0, "Start them again, as `xm reboot` does", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN...\n--all",
		.doc = "Ask domains to shut down, as if their power button had been pressed.",
	};

	return run(argc, argv, &argp, false);
}

int xm_reboot(int argc, char **argv)
{
	static const struct argp_option known[] = { COMMON_OPTIONS, { 0 } };
	static const struct argp argp = {
		.options = known,
		.parser = parse,
		.args_doc = "DOMAIN...\n--all",
		.doc = "Ask domains to shut down, then do what their on_reboot says.",
	};

	return run(argc, argv, &argp, true);
}
