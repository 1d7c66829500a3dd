// SPDX-License-Identifier: GPL-2.0-or-later
/* Information from dom0's kernel (procfs.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "procfs.h"

unsigned long number_in(const char *path, const char *name)
{
	unsigned long value = ~0UL;
	char line[256], format[64];
	FILE *file = fopen(path, "r");

	if (!file)
		return ~0UL;
	snprintf(format, sizeof(format), "%s %%lu", name);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, format, &value) == 1)
			break;
	fclose(file);
	return value;
}

bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return ok;
}

unsigned long pinned_pages(void)
{
	unsigned long kib = number_in("/proc/self/status", "VmPin:");

	return kib == ~0UL ? kib : kib * 1024 / (unsigned long)getpagesize();
}

unsigned long system_pins(void)
{
	/* The counters are kept per CPU: have them summed up now. */
	if (!write_file("/proc/sys/vm/stat_refresh", "1"))
		return ~0UL;
	return number_in("/proc/vmstat", "nr_foll_pin_acquired") -
	       number_in("/proc/vmstat", "nr_foll_pin_released");
}

unsigned long address_spaces(void)
{
	return number_in("/proc/slabinfo", "mm_struct");
}

unsigned long module_users(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s/refcnt", name);
	return number_in(path, "");
}

long module_load(const char *name)
{
	char path[64];
	int fd;
	long err;

	snprintf(path, sizeof(path), "/lib/modules/%s.ko", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return err;
}

long module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}
