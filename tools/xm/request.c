// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests to shut down or to reboot: send, withdraw, judge. */
#include <errno.h>

#include "monitor.h"
#include "registry.h"
#include "request.h"
#include "xm.h"

/* The member of an entry, and its members. */
#define REQUEST "reboot_request"
#define ID	"id"
#define UNTIL	"until"

/* A number that no other request has: requests are made with the lock held. */
static int64_t new_id(void)
{
	return (int64_t)(clock_seconds() * 1e9);
}

static struct json_object *recorded(struct json_object *entry)
{
	struct json_object *value;

	return json_object_object_get_ex(entry, REQUEST, &value) ? value : NULL;
}

void request_clear(struct json_object *entry)
{
	json_object_object_del(entry, REQUEST);
}

/* Record a reboot request, or that there is none (id 0). Returns -1 with errno EIO. */
static int record(int handle, struct json_object *entry, int64_t id, int64_t until)
{
	struct json_object *made;

	if (!id && !recorded(entry))
		return 0;
	request_clear(entry);
	if (id) {
		made = json_object_new_object();
		json_object_object_add(made, ID, json_object_new_int64(id));
		json_object_object_add(made, UNTIL, json_object_new_int64(until));
		json_object_object_add(entry, REQUEST, made);
	}
	if (registry_put(handle, entry) == 0)
		return 0;
	errno = EIO;
	return -1;
}

/* Record the request, then press the button; back to the older request if that fails. */
static int record_and_press(int handle, uint32_t domid, struct json_object *entry,
			    int64_t id, int64_t until)
{
	struct json_object *older = recorded(entry);
	int64_t older_id = older ? entry_number(older, ID) : 0;
	int64_t older_until = older ? entry_number(older, UNTIL) : 0;
	int cause;

	/* Record it first: a power-off that is not known to be a reboot cannot be undone.
	 */
	if (record(handle, entry, id, until) < 0)
		return -1;
	if (xc_ppc_power_button(handle, domid) == 0)
		return 0;
	cause = errno;
	record(handle, entry, older_id, older_until);
	errno = cause;
	return -1;
}

int request_send(int handle, uint32_t domid, bool reboot, double life,
		 struct request *request)
{
	struct json_object *entry;
	int lock = registry_lock(), rc = -1, cause;

	*request = (struct request){ .domid = domid };
	if (lock < 0)
		return -1;
	entry = registry_get(handle, domid);
	if (reboot && (!entry || !monitor_lives(entry))) {
		errno = ENOLINK;
	} else if (reboot && !monitor_can_reboot(entry)) {
		errno = ENOEXEC;
	} else if (entry) {
		request->id = reboot ? new_id() : 0;
		rc = record_and_press(handle, domid, entry, request->id,
				      (int64_t)(clock_seconds() + life));
	} else {
		rc = xc_ppc_power_button(handle, domid);
	}
	cause = errno;
	json_object_put(entry);
	registry_unlock(lock);
	errno = cause;
	return rc;
}

bool request_withdraw(int handle, const struct request *request)
{
	struct json_object *entry, *found;
	xc_dominfo_t info;
	bool runs = true;
	int lock = registry_lock();

	if (lock < 0)
		return true;
	/* The monitor reads the entry with the lock held, after the domain has stopped.
	 */
	if (!domain_look(handle, request->domid, &info) || domain_has_stopped(&info))
		runs = false;
	entry = runs && request->id ? registry_get(handle, request->domid) : NULL;
	found = entry ? recorded(entry) : NULL;
	if (found && entry_number(found, ID) == request->id)
		record(handle, entry, 0, 0);
	json_object_put(entry);
	registry_unlock(lock);
	return runs;
}

bool request_is_reboot(struct json_object *entry)
{
	struct json_object *found = recorded(entry);

	return found && clock_seconds() <= (double)entry_number(found, UNTIL);
}
