// SPDX-License-Identifier: GPL-2.0-or-later
/* xm destroy, pause, unpause. */
#include <errno.h>
#include <error.h>
#include <stdlib.h>

#include "registry.h"
#include "xm.h"

/* Apply `act` to each domain. All are looked up first: a misspelt name stops it. */
static int each(const struct words *words, const char *what,
		int (*act)(int handle, u32 domid))
{
	int handle = open_interface(), rc = EXIT_SUCCESS;
	size_t count;
	xc_dominfo_t *info = domain_chosen(handle, words, &count);

	for (size_t i = 0; i < count; i++) {
		if (act(handle, info[i].domid) == 0)
			continue;
		error(0, errno, "%s: cannot %s it", words->word[i], what);
		rc = EXIT_FAILURE;
	}
	free(info);
	xc_interface_close(handle);
	return rc;
}

static int destroy(int handle, u32 domid)
{
	struct json_object *entry = registry_get(handle, domid);
	int rc = xc_domain_destroy(handle, domid), cause = errno;

	/* The domain's monitor may have removed the entry already. */
	if (rc == 0 && entry)
		registry_forget(handle, domid, entry_string(entry, "token"));
	json_object_put(entry);
	errno = cause;
	return rc;
}

int xm_destroy(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN...",
			   "End domains at once and free their memory.", 1, -1U);

	return each(&words, "destroy", destroy);
}

int xm_pause(int argc, char **argv)
{
	struct words words =
		only_words(argc, argv, "DOMAIN...", "Stop the CPUs of domains.", 1, -1U);

	return each(&words, "pause", xc_domain_pause);
}

int xm_unpause(int argc, char **argv)
{
	struct words words = only_words(argc, argv, "DOMAIN...",
					"Let the CPUs of domains run again.", 1, -1U);

	return each(&words, "unpause", xc_domain_unpause);
}
