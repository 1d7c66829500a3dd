// SPDX-License-Identifier: GPL-2.0-or-later
/* The registry of domains: find entries by number and by name. */
#include <dirent.h>
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "config.h"
#include "json.h"
#include "registry.h"
#include "xm.h"

#define ENTRY_NAME_SIZE 32

/* Path of an entry's file; with a suffix, of the file that will replace it. */
static void entry_path(char path[PATH_MAX], uint32_t domid, const char *suffix)
{
	snprintf(path, PATH_MAX, "%s/domains/%u.json%s", run_dir(), domid, suffix);
}

/* The lock, and how often this process has taken it. */
static struct {
	int fd;
	unsigned int count;
} held;

int registry_lock(void)
{
	char path[PATH_MAX];
	int lock;

	if (held.count) {
		held.count++;
		return held.fd;
	}
	snprintf(path, sizeof(path), "%s/domains", run_dir());
	if (make_directories(path) < 0) {
		error(0, errno, "%s", path);
		return -1;
	}
	snprintf(path, sizeof(path), "%s/xm.lock", run_dir());
	lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0) {
		error(0, errno, "%s", path);
		return -1;
	}
	while (flock(lock, LOCK_EX) < 0) {
		if (errno != EINTR) {
			error(0, errno, "%s", path);
			close(lock);
			return -1;
		}
	}
	held.fd = lock;
	held.count = 1;
	return lock;
}

void registry_unlock(int lock)
{
	if (--held.count == 0)
		close(lock);
}

const char *entry_string(struct json_object *entry, const char *member)
{
	struct json_object *value;

	if (!json_object_object_get_ex(entry, member, &value) ||
	    !json_object_is_type(value, json_type_string))
		return "";
	return json_object_get_string(value);
}

int64_t entry_number(struct json_object *entry, const char *member)
{
	struct json_object *value;

	if (!json_object_object_get_ex(entry, member, &value))
		return 0;
	return json_object_get_int64(value);
}

uint32_t entry_domid(struct json_object *entry)
{
	return (uint32_t)entry_number(entry, "domid");
}

struct json_object *entry_config(struct json_object *entry)
{
	struct json_object *value;

	if (!json_object_object_get_ex(entry, "config", &value) ||
	    !json_object_is_type(value, json_type_object))
		return NULL;
	return value;
}

/* Identifies this boot of dom0, and so of the hypervisor. */
static const char *boot_id(void)
{
	static char id[64];
	int fd;
	ssize_t size;

	if (*id)
		return id;
	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	size = fd < 0 ? -1 : read_all(fd, id, sizeof(id) - 1);
	if (fd >= 0)
		close(fd);
	id[size < 0 ? 0 : size] = 0;
	id[strcspn(id, "\n")] = 0;
	return id;
}

/* NULL with errno: ENOENT if there is no file, EBADMSG if it is damaged. */
static struct json_object *read_entry(uint32_t domid)
{
	char path[PATH_MAX], *text = NULL;
	struct json_object *entry = NULL;
	ssize_t size;
	int fd, cause;

	entry_path(path, domid, "");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	text = malloc(CONFIG_JSON_MAX);
	size = text ? read_all(fd, text, CONFIG_JSON_MAX) : -1;
	cause = errno;
	if (size >= 0) {
		entry = json_parse(text, (size_t)size);
		cause = EBADMSG;
	}
	free(text);
	close(fd);
	errno = cause;
	return entry;
}

/* Whether an entry is not stale: see registry.h. */
static bool is_of(struct json_object *entry, const xc_dominfo_t *info)
{
	return entry_number(entry, "domid") == info->domid &&
	       !strcmp(entry_string(entry, "boot"), boot_id()) &&
	       (u64)entry_number(entry, "cpu_time") <= info->cpu_time &&
	       *entry_string(entry, "name") && entry_config(entry);
}

struct json_object *registry_get(int handle, uint32_t domid)
{
	struct json_object *entry = read_entry(domid);
	int why = errno;
	xc_dominfo_t info;

	if (!domain_look(handle, domid, &info))
		why = errno; /* not ESRCH: the hypervisor could not be asked */
	else if (entry && is_of(entry, &info))
		return entry;
	else if (entry || why == ENOENT || why == EBADMSG)
		why = ESRCH;
	json_object_put(entry);
	errno = why;
	return NULL;
}

struct json_object *registry_current(int handle, struct json_object *entry)
{
	struct json_object *now = registry_get(handle, entry_domid(entry));

	if (!now)
		return NULL;
	if (!strcmp(entry_string(now, "token"), entry_string(entry, "token")))
		return now;
	json_object_put(now);
	errno = ESRCH;
	return NULL;
}

const char *registry_name(int handle, uint32_t domid, char name[REGISTRY_NAME_SIZE])
{
	struct json_object *entry = domid ? registry_get(handle, domid) : NULL;

	if (entry)
		snprintf(name, REGISTRY_NAME_SIZE, "%s", entry_string(entry, "name"));
	else
		snprintf(name, REGISTRY_NAME_SIZE, UNNAMED "%u", domid);
	json_object_put(entry);
	return name;
}

/* Find the next entry in the directory and return its number. */
static bool next_entry(DIR *dir, uint32_t *domid)
{
	const struct dirent *file;
	char name[ENTRY_NAME_SIZE];

	/* cppcheck-suppress readdirCalled ; no other thread reads this directory */
	while ((file = readdir(dir))) {
		*domid = (uint32_t)strtoul(file->d_name, NULL, 10);
		snprintf(name, sizeof(name), "%u.json", *domid);
		if (!strcmp(name, file->d_name))
			return true;
	}
	return false;
}

static DIR *open_entries(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/domains", run_dir());
	return opendir(path);
}

bool registry_find(int handle, const char *name, uint32_t *domid)
{
	DIR *dir = open_entries();
	bool found = false;

	while (dir && !found && next_entry(dir, domid)) {
		struct json_object *entry = registry_get(handle, *domid);

		found = entry && !strcmp(entry_string(entry, "name"), name);
		json_object_put(entry);
	}
	if (dir)
		closedir(dir);
	return found;
}

struct json_object *registry_new(int handle, uint32_t domid, const char *name,
				 struct json_object *config)
{
	struct json_object *entry = json_object_new_object();
	struct timespec now;
	char token[64];

	/* The time since the start, since somebody may set the clock back. */
	clock_gettime(CLOCK_BOOTTIME, &now);
	snprintf(token, sizeof(token), "%u-%ld-%lld.%09ld", domid, (long)getpid(),
		 (long long)now.tv_sec, now.tv_nsec);
	json_object_object_add(entry, "name", json_object_new_string(name));
	json_object_object_add(entry, "domid", json_object_new_int64(domid));
	json_object_object_add(entry, "boot", json_object_new_string(boot_id()));
	json_object_object_add(entry, "created", json_object_new_int64(time(NULL)));
	json_object_object_add(entry, "token", json_object_new_string(token));
	json_object_object_add(entry, "config", json_object_get(config));
	return entry;
}

static int write_entry(const char *path, struct json_object *entry)
{
	char *text = json_text(entry,
			       JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	int fd = text ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
	int rc = fd < 0 ? -1 : write_all(fd, text, strlen(text));

	free(text);
	return fd >= 0 && close(fd) < 0 ? -1 : rc;
}

int registry_put(int handle, struct json_object *entry)
{
	char path[PATH_MAX], made[PATH_MAX];
	uint32_t domid = (uint32_t)entry_number(entry, "domid");
	xc_dominfo_t info;

	if (domain_look(handle, domid, &info))
		json_object_object_add(entry, "cpu_time",
				       json_object_new_int64((int64_t)info.cpu_time));
	entry_path(path, domid, "");
	entry_path(made, domid, ".new");
	/* Readers take no lock: rename() shows them the whole old or new entry. */
	if (write_entry(made, entry) < 0 || rename(made, path) < 0) {
		error(0, errno, "%s", path);
		unlink(made);
		return -1;
	}
	return 0;
}

void registry_remove(uint32_t domid)
{
	char path[PATH_MAX];

	entry_path(path, domid, "");
	unlink(path);
}

void registry_sweep(int handle)
{
	DIR *dir = open_entries();
	uint32_t domid;

	while (dir && next_entry(dir, &domid)) {
		struct json_object *entry = registry_get(handle, domid);

		if (!entry && errno == ESRCH)
			registry_remove(domid);
		json_object_put(entry);
	}
	if (dir)
		closedir(dir);
}

int registry_change(int handle, uint32_t domid, const char *member,
		    struct json_object *value)
{
	struct json_object *entry;
	int lock = registry_lock(), rc = -1;

	entry = lock < 0 ? NULL : registry_get(handle, domid);
	if (entry) {
		if (value)
			json_object_object_add(entry, member, json_object_get(value));
		else
			json_object_object_del(entry, member);
		rc = registry_put(handle, entry);
	}
	json_object_put(entry);
	json_object_put(value);
	if (lock >= 0)
		registry_unlock(lock);
	return rc;
}

void registry_forget(int handle, uint32_t domid, const char *token)
{
	int lock = registry_lock();
	struct json_object *entry;

	if (lock < 0)
		return;
	entry = read_entry(domid);
	if (entry && !strcmp(entry_string(entry, "token"), token))
		registry_remove(domid);
	json_object_put(entry);
	registry_unlock(lock);
}
