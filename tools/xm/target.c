// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "target.h"
#include "xm.h"

/* As many links in a row as the kernel follows: path_resolution(7). */
#define LINKS_MAX 40

static int failed(const struct target *target)
{
	error(0, errno, "%s", target->name);
	return -1;
}

static void leave_directory(struct target *target)
{
	int cause = errno;

	if (target->directory >= 0)
		close(target->directory);
	target->directory = -1;
	errno = cause;
}

/* Split a path, relative to the directory so far, and open its directory. */
static int enter_directory(struct target *target, const char *path)
{
	char copy[PATH_MAX];
	int from = target->directory < 0 ? AT_FDCWD : target->directory, size, entered;

	/* open(2) creates neither of these. */
	if (!*path || path[strlen(path) - 1] == '/') {
		errno = *path ? EISDIR : ENOENT;
		return -1;
	}
	snprintf(copy, sizeof(copy), "%s", path);
	entered = openat(from, dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (entered < 0)
		return -1;
	leave_directory(target);
	target->directory = entered;
	snprintf(copy, sizeof(copy), "%s", path);
	size = snprintf(target->base, sizeof(target->base), "%s", basename(copy));
	if (size < (int)sizeof(target->base))
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* Whether the directory is one of /proc, whose links lead to open files, not to names. */
static bool in_proc(const struct target *target)
{
	struct statfs fs;

	return fstatfs(target->directory, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

/* Go where links lead, until a name is no link or is one of /proc. */
static int follow(struct target *target, const char *name)
{
	char path[PATH_MAX];
	ssize_t size = snprintf(path, sizeof(path), "%s", name);

	for (int links = 0; links <= LINKS_MAX; links++) {
		if (size >= (ssize_t)sizeof(path)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		path[size] = 0;
		if (enter_directory(target, path) < 0)
			return -1;
		if (in_proc(target))
			return 0;
		size = readlinkat(target->directory, target->base, path, sizeof(path));
		if (size < 0)
			return errno == EINVAL || errno == ENOENT ? 0 : -1;
	}
	errno = ELOOP;
	return -1;
}

/* The number N if the name is N in this process's /proc/PID/fd, else -1. */
static int own_descriptor(const struct target *target)
{
	char link[64], own[64], here[64];
	unsigned long number;
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", target->directory);
	snprintf(own, sizeof(own), "/proc/%ld/fd", (long)getpid());
	size = readlink(link, here, sizeof(here) - 1);
	if (size < 0)
		return -1;
	here[size] = 0;
	return !strcmp(here, own) && number_in(target->base, 0, INT_MAX, &number)
		       ? (int)number
		       : -1;
}

static int write_to_descriptor(struct target *target, int descriptor)
{
	target->fd = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return target->fd < 0 ? failed(target) : 0;
}

/* Write to a file that exists; a regular one, which a process has open, is emptied. */
static int write_through(struct target *target, bool regular)
{
	int own = own_descriptor(target);

	leave_directory(target);
	/* Opened again, a file would lose what is in it, and a socket cannot be. */
	if (own >= 0)
		return write_to_descriptor(target, own);
	target->fd = open(target->name,
			  O_WRONLY | O_NOCTTY | O_CLOEXEC | (regular ? O_TRUNC : 0));
	return target->fd < 0 ? failed(target) : 0;
}

/* What kind of file a name stands for: S_IF*; 0: none yet; -1 with errno. */
static int kind_of(const char *name)
{
	/* The kernel refuses some links that others have made: proc(5),
	 * protected_symlinks. */
	int fd = open(name, O_PATH | O_CLOEXEC), rc;
	struct stat st;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	rc = fstat(fd, &st);
	close(fd);
	if (rc == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	return rc < 0 ? -1 : (int)(st.st_mode & S_IFMT);
}

int target_open(struct target *target, const char *name)
{
	int kind;

	*target = (struct target){ .name = name, .fd = -1, .directory = -1 };
	if (!strcmp(name, "-")) {
		target->name = "standard output";
		return write_to_descriptor(target, STDOUT_FILENO);
	}
	kind = kind_of(name);
	if (kind < 0)
		return failed(target);
	if (follow(target, name) < 0) {
		failed(target);
		leave_directory(target);
		return -1;
	}
	if ((kind == 0 || kind == S_IFREG) && !in_proc(target))
		return 0;
	return write_through(target, kind == S_IFREG);
}

int target_create(struct target *target)
{
	uint64_t random;

	if (target->directory < 0)
		return 0;
	/* O_EXCL follows no link. */
	do {
		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			break;
		snprintf(target->part, sizeof(target->part), ".xm-%016" PRIx64, random);
		target->fd = openat(target->directory, target->part,
				    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	} while (target->fd < 0 && errno == EEXIST);
	if (target->fd >= 0)
		return 0;
	*target->part = 0;
	return failed(target);
}

int target_sync(struct target *target)
{
	/* EINVAL: a pipe, say, which has no disk. */
	return fsync(target->fd) < 0 && errno != EINVAL ? failed(target) : 0;
}

int target_close(struct target *target, bool complete)
{
	int rc = 0;

	if (target->fd >= 0 && close(target->fd) < 0)
		rc = -1;
	if (complete && rc == 0 && *target->part)
		rc = renameat(target->directory, target->part, target->directory,
			      target->base);
	if (complete && rc < 0)
		failed(target);
	if ((!complete || rc < 0) && *target->part)
		unlinkat(target->directory, target->part, 0);
	leave_directory(target);
	return rc;
}
