/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that does what on_poweroff, on_reboot and on_crash say. */
#ifndef XM_MONITOR_H
#define XM_MONITOR_H

#include <json-c/json.h>
#include <stdbool.h>

/*
 * Start the monitor of a domain that has been built and not run. Returns when it watches
 * the domain, or has said on stderr that it cannot, which is no failure of the domain's.
 */
void monitor_start(struct json_object *entry);

/* Whether the monitor of an entry is there. */
bool monitor_lives(struct json_object *entry);

/* actions.c: what becomes of the domain of an entry that has stopped. */
enum outcome {
	OUTCOME_ENDED,	   /* it is gone, or stays as it is: nothing to watch */
	OUTCOME_RESTARTED, /* *entry is that of the new one, which is paused */
};
enum outcome monitor_act(int handle, struct json_object **entry);

#endif /* XM_MONITOR_H */
