// SPDX-License-Identifier: GPL-2.0-or-later
/* The fake hypervisor of xm's unit tests: its domains, and running xm. See xm-fake.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "xm-fake.h"

struct fake_xen *xen;
struct fake_result result;

void (*fake_before)(void);

static char directory[64];
static int fake_errors;

struct fake_domain *fake_find(u32 domid)
{
	for (size_t i = 0; i < FAKE_DOMAINS; i++)
		if (xen->domain[i].exists && xen->domain[i].domid == domid)
			return &xen->domain[i];
	return NULL;
}

struct fake_domain *fake_new(u32 domid)
{
	struct fake_domain *domain = NULL;

	for (size_t i = 0; i < FAKE_DOMAINS && !domain; i++)
		if (!xen->domain[i].exists)
			domain = &xen->domain[i];
	if (!domain)
		return NULL;
	*domain = (struct fake_domain){ .exists = true, .domid = domid, .room = 16 };
	domain->info.domid = domid;
	domain->info.paused = domid != 0;
	domain->info.vcpus = 1;
	domain->info.max_memkb = ~0UL;
	domain->cpumap = ~(cpumap_t)0;
	domain->button_ends = true;
	return domain;
}

void fake_write(struct fake_domain *domain, const char *text)
{
	size_t size = strlen(text);

	memcpy(domain->out + domain->out_size, text, size);
	domain->out_size += size;
	xen->events++;
}

void fake_stop(struct fake_domain *domain, unsigned int reason)
{
	domain->info.running = 0;
	domain->info.shutdown_reason = reason;
	domain->info.crashed = reason == SHUTDOWN_crash;
	domain->info.shutdown = reason != SHUTDOWN_crash;
	xen->events++;
}

const char *fake_path(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

void fake_set_up(void)
{
	struct fake_domain *dom0;

	snprintf(directory, sizeof(directory), "%s/xm-test.XXXXXX",
		 getenv("TMPDIR") ?: "/tmp");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(directory));
	setenv("XM_RUN_DIR", fake_path("run"), 1);
	setenv("XM_LOG_DIR", fake_path("log"), 1);
	setenv("XM_DUMP_DIR", fake_path("dump"), 1);
	fake_before = NULL;
	xen = mmap(NULL, sizeof(*xen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		   -1, 0);
	CU_ASSERT_FATAL(xen != MAP_FAILED);
	xen->next_domid = 1;
	xen->free_kb = 1024 * 1024;
	dom0 = fake_new(0);
	dom0->info.running = 1;
	dom0->info.nr_pages = 512 << (20 - XC_PAGE_SHIFT);
	dom0->info.cpu_time = 12340000000ULL;
}

/* Monitors end when their domains do. */
static void end_monitors(void)
{
	memset(xen->domain, 0, sizeof(xen->domain));
	xen->events++;
	for (int tries = 0; tries < 6000 && xen->watched; tries++)
		usleep(5000);
	CU_ASSERT_EQUAL(xen->watched, 0);
}

void fake_tear_down(void)
{
	char *rm[] = { "rm", "-rf", directory, NULL };
	pid_t child;

	end_monitors();
	munmap(xen, sizeof(*xen));
	child = fork();
	if (child == 0) {
		execvp(rm[0], rm);
		_exit(1);
	}
	waitpid(child, NULL, 0);
}

static void slurp(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n < 0 ? 0 : n] = 0;
	close(fd);
}

static int file_of(const char *text)
{
	int fd = memfd_create("in", 0);

	if (text && write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Start xm; `copy` has its words, since a program may write to its arguments. */
static pid_t start(const int descriptors[3], const char *first, va_list more)
{
	static char copy[32][256];
	char *args[33] = { copy[0] };
	const char *word = first;
	int count = 1;
	pid_t child;

	strcpy(copy[0], "xm");
	for (; word && count < 32; word = va_arg(more, char *)) {
		snprintf(copy[count], sizeof(copy[count]), "%s", word);
		args[count] = copy[count];
		count++;
	}
	fflush(NULL);
	child = fork();
	if (child == 0) {
		for (int fd = 0; fd < 3; fd++)
			if (descriptors[fd] >= 0)
				dup2(descriptors[fd], fd);
		alarm(600);
		if (fake_before)
			fake_before();
		exit(xm_main(count, args));
	}
	return child;
}

int fake_xm(const char *input, const char *first, ...)
{
	int in = file_of(input), out = memfd_create("out", 0),
	    err = memfd_create("err", 0), status;
	va_list more;
	pid_t child;

	va_start(more, first);
	child = start((int[]){ in, out, err }, first, more);
	va_end(more);
	CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
	CU_ASSERT_FATAL(WIFEXITED(status));
	result.status = WEXITSTATUS(status);
	close(in);
	slurp(out, result.out, sizeof(result.out));
	slurp(err, result.err, sizeof(result.err));
	return result.status;
}

pid_t fake_start(int in, int out, const char *first, ...)
{
	int err = memfd_create("err", 0);
	va_list more;
	pid_t child;

	va_start(more, first);
	child = start((int[]){ in, out, err }, first, more);
	va_end(more);
	fake_errors = err;
	return child;
}

int fake_end(pid_t child)
{
	int status;

	CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
	slurp(fake_errors, result.err, sizeof(result.err));
	return status;
}
