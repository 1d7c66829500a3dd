/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests to shut down or to reboot. The power button is the same for both, so the entry
 * of a domain records whether its next power-off is a reboot. The newest request counts,
 * until the domain stops, the request is withdrawn, or its time is over.
 */
#ifndef XM_REQUEST_H
#define XM_REQUEST_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

struct request {
	uint32_t domid;
	int64_t id; /* 0: nothing is recorded */
};

/*
 * Press a domain's power button, and record whether that asks for a reboot. @life is the
 * number of seconds that the request counts. Returns 0, or -1 with errno, and then an
 * older request counts as before: ENOLINK if a reboot was asked for and there is no
 * monitor, ENOEXEC if there is nothing to start the domain again from, else see
 * xc_ppc_power_button().
 */
int request_send(int handle, uint32_t domid, bool reboot, double life,
		 struct request *request);

/*
 * Withdraw a request unless a newer one has replaced it. Returns false, and leaves it, if
 * the domain has stopped.
 */
bool request_withdraw(int handle, const struct request *request);

/* Whether a reboot is asked for by a request that still counts. */
bool request_is_reboot(struct json_object *entry);

/* Remove the request of an entry; the caller writes the entry. */
void request_clear(struct json_object *entry);

#endif /* XM_REQUEST_H */
