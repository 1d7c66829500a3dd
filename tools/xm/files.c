// SPDX-License-Identifier: GPL-2.0-or-later
/* xm's own directories. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "xm.h"

static const char *directory(const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);

	return value && *value ? value : otherwise;
}

const char *run_dir(void)
{
	return directory("XM_RUN_DIR", "/run/xen");
}

const char *log_dir(void)
{
	return directory("XM_LOG_DIR", "/var/log/xen");
}

const char *dump_dir(void)
{
	return directory("XM_DUMP_DIR", "/var/xen/dump");
}

int make_directories(const char *path)
{
	char part[PATH_MAX];
	int length = snprintf(part, sizeof(part), "%s", path);

	if (length < 0 || (size_t)length >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(part, 0755) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return mkdir(part, 0755) < 0 && errno != EEXIST ? -1 : 0;
}
