// SPDX-License-Identifier: GPL-2.0-or-later
/* Core files of domains: for `xm dump-core` and the monitors. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "dump.h"
#include "guard.h"
#include "registry.h"
#include "target.h"
#include "xm.h"

/* What the worker needs. */
struct job {
	int handle;
	uint32_t domid;
	const char *name;
	struct target *target;
};

/* The worker: returns 0, or -1 after a message. */
static int write_core(void *data)
{
	const struct job *job = data;

	if (xc_ppc_dumpcore(job->handle, job->domid, job->target->fd) == 0)
		return target_sync(job->target);
	error(0, errno, "%s: cannot dump its core to %s", job->name, job->target->name);
	return -1;
}

/* Returns 0, or -1 after a message; the domain is as before in any case. */
static int dump_to(int handle, uint32_t domid, const char *name, const char *path)
{
	struct target target;
	struct job job = { handle, domid, name, &target };
	xc_dominfo_t info;
	bool known = domain_look(handle, domid, &info);
	int rc;

	if (target_open(&target, path) < 0)
		return -1;
	guard_begin();
	rc = target_create(&target);
	if (rc == 0)
		rc = guard_run(write_core, &job);
	if (target_close(&target, rc == 0) < 0)
		rc = -1;
	/* The library has done this, unless it was interrupted. */
	if (rc < 0 && known && !info.paused)
		xc_domain_unpause(handle, domid);
	guard_end();
	return rc;
}

int dump_core(int handle, uint32_t domid, const char *name, char path[PATH_MAX])
{
	char date[32];
	time_t now = time(NULL);
	struct tm tm;

	strftime(date, sizeof(date), "%Y-%m%d-%H%M.%S", localtime_r(&now, &tm));
	snprintf(path, PATH_MAX, "%s/%s-%s.core", dump_dir(), name, date);
	if (make_directories(dump_dir()) < 0) {
		error(0, errno, "%s", dump_dir());
		return -1;
	}
	return dump_to(handle, domid, name, path);
}

int xm_dump_core(int argc, char **argv)
{
	struct words words = only_words(
		argc, argv, "DOMAIN [FILE]",
		"Write registers and memory of a domain to FILE; by default to a file "
		"NAME-DATE.core in /var/xen/dump; `-` is standard output. The domain is "
		"paused meanwhile.",
		1, 2);
	int handle = open_interface(), rc;
	char name[REGISTRY_NAME_SIZE], path[PATH_MAX];
	xc_dominfo_t info;

	domain_wanted(handle, words.word[0], &info);
	registry_name(handle, info.domid, name);
	if (words.count == 2)
		rc = dump_to(handle, info.domid, name, words.word[1]);
	else
		rc = dump_core(handle, info.domid, name, path);
	if (rc == 0 && words.count == 1)
		puts(path);
	xc_interface_close(handle);
	return rc < 0 ? EXIT_FAILURE : end_output();
}
