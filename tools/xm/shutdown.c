// SPDX-License-Identifier: GPL-2.0-or-later
/* xm shutdown, reboot: press a domain's power button. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "monitor.h"
#include "registry.h"
#include "xm.h"

#define TIMEOUT_DEFAULT 120
/* Time between two looks at a domain that must stop. */
#define LOOK_MS 100

struct options {
	struct words words;
	unsigned int timeout; /* in seconds */
	bool wait, all, reboot;
};

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void rest(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = LOOK_MS * 1000000L }, NULL);
}

/* Have the domain's monitor treat its end as a reboot. Returns -1 after a message. */
static int request_reboot(int handle, uint32_t domid, const char *name)
{
	struct json_object *entry = registry_get(handle, domid);
	bool watched = entry && monitor_lives(entry);

	json_object_put(entry);
	if (!watched) {
		error(0, 0, "%s: has no monitor that could start it again", name);
		return -1;
	}
	return registry_change(handle, domid, "reboot_requested",
			       json_object_new_int64(1));
}

/* Ask one domain; -1 after a message. */
static int ask(int handle, const struct options *options, const xc_dominfo_t *info,
	       double deadline)
{
	char name[REGISTRY_NAME_SIZE];
	int rc, cause;

	registry_name(handle, info->domid, name);
	if (options->reboot && request_reboot(handle, info->domid, name) < 0)
		return -1;
	/* A domain that still boots does not listen yet: --wait waits for that too. */
	while ((rc = xc_ppc_power_button(handle, info->domid)) < 0 && errno == EAGAIN &&
	       options->wait && seconds() < deadline)
		rest();
	if (rc == 0)
		return 0;
	cause = errno;
	if (options->reboot)
		registry_change(handle, info->domid, "reboot_requested", NULL);
	error(0, 0, "%s: cannot be asked to shut down: %s", name,
	      cause == EAGAIN	? "its kernel does not listen (yet)"
	      : cause == EINVAL ? "it is not running"
				: strerror(cause));
	return -1;
}

/* Wait until the domain has stopped; -1 after a message if it does not in time. */
static int wait_for(int handle, const xc_dominfo_t *info, double deadline)
{
	char name[REGISTRY_NAME_SIZE];
	xc_dominfo_t now;

	registry_name(handle, info->domid, name);
	while (domain_look(handle, info->domid, &now) && !domain_has_stopped(&now)) {
		if (seconds() >= deadline) {
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
	double deadline = seconds() + options->timeout;
	bool *asked = calloc(count + 1, sizeof(*asked));
	int rc = EXIT_SUCCESS;

	if (!asked)
		error(EXIT_FAILURE, errno, "domains");
	for (size_t i = 0; i < count; i++) {
		asked[i] = ask(handle, options, &info[i], deadline) == 0;
		if (!asked[i])
			rc = EXIT_FAILURE;
	}
	for (size_t i = 0; i < count && options->wait; i++)
		if (asked[i] && wait_for(handle, &info[i], deadline) < 0)
			rc = EXIT_FAILURE;
	free(asked);
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
