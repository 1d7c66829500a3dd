/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that does what on_poweroff, on_reboot and on_crash say. */
#ifndef XM_MONITOR_H
#define XM_MONITOR_H

#include <json-c/json.h>
#include <stdbool.h>

#include "xc.h"

/*
 * Start the monitor of a domain that has been built and has not run. Returns once the
 * monitor watches the domain, or has printed a warning that it cannot.
 */
void monitor_start(struct json_object *entry);

/*
 * Whether the monitor of an entry is running: that process, and no other that has its
 * number now. Not for a monitor itself, which would lose its lock.
 */
bool monitor_lives(struct json_object *entry);

/* actions.c: act on the domain of an entry that has stopped, as @info says. */
enum outcome {
	OUTCOME_ENDED,	   /* destroyed, or left as it is: nothing to watch */
	OUTCOME_RESTARTED, /* *entry is the new domain's; the domain is paused */
};
enum outcome monitor_act(int handle, const xc_dominfo_t *info,
			 struct json_object **entry);

/*
 * actions.c: whether a reboot ends as on_reboot says. It does not if the domain was
 * restored from a file, and there is no configuration to start it again from.
 */
bool monitor_can_reboot(struct json_object *entry);

#endif /* XM_MONITOR_H */
