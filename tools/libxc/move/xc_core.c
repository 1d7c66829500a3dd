// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Write core files of domains; xc.h describes their format.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xc_call.h"
#include "xc_fault.h"

/* Frames mapped at a time. */
#define BATCH 64

/* The contents of the file, without the pages. */
struct core {
	int handle;
	u32 domid;
	struct xc_core_header header;
	vcpu_guest_context_t *contexts;
	unsigned long *frames;
};

static void core_free(struct core *core)
{
	int saved = errno;

	free(core->contexts);
	free(core->frames);
	errno = saved;
}

static int read_contexts(struct core *core, const xc_dominfo_t *info)
{
	unsigned int nr = 0;

	core->contexts = calloc(MAX_VIRT_CPUS, sizeof(*core->contexts));
	if (!core->contexts)
		return -1;
	for (u32 v = 0; v < MAX_VIRT_CPUS; v++) {
		if (info->vcpu_to_cpu[v] == -1)
			continue;
		if (xc_domain_get_vcpu_context(core->handle, core->domid, v,
					       &core->contexts[nr]) != 0)
			return -1;
		nr++;
	}
	core->header.xch_nr_vcpus = nr;
	return 0;
}

static int read_frames(struct core *core, unsigned long nr)
{
	int got;

	if (nr >= INT_MAX) {
		errno = EFBIG;
		return -1;
	}
	/* Ask for one more, to see whether the memory has grown. */
	core->frames = calloc(nr + 1, sizeof(*core->frames));
	if (!core->frames)
		return -1;
	got = xc_get_pfn_list(core->handle, core->domid, core->frames, nr + 1);
	if (got < 0)
		return -1;
	if ((unsigned long)got != nr) {
		errno = EAGAIN;
		return -1;
	}
	core->header.xch_nr_pages = nr;
	return 0;
}

/* Set the offsets in the file. */
static int lay_out(struct xc_core_header *header)
{
	u64 ctxt = sizeof(*header);
	u64 index = ctxt + (u64)header->xch_nr_vcpus * sizeof(vcpu_guest_context_t);
	u64 end = index + (u64)header->xch_nr_pages * sizeof(unsigned long);
	u64 pages = (end + XC_PAGE_SIZE - 1) & XC_PAGE_MASK;

	if (pages > UINT_MAX) {
		errno = EFBIG;
		return -1;
	}
	header->xch_magic = XC_CORE_MAGIC;
	header->xch_ctxt_offset = ctxt;
	header->xch_index_offset = index;
	header->xch_pages_offset = pages;
	return 0;
}

/* Read everything but the pages. */
static int core_read(struct core *core)
{
	xc_dominfo_t info;

	if (xc_domain_getinfo(core->handle, core->domid, 1, &info) != 1)
		return -1;
	if (info.domid != core->domid) {
		errno = ESRCH;
		return -1;
	}
	if (read_contexts(core, &info) < 0 || read_frames(core, info.nr_pages) < 0)
		return -1;
	return lay_out(&core->header);
}

static int write_all(int fd, const void *data, size_t size)
{
	const char *from = data;

	while (size) {
		struct pollfd wait = { .fd = fd, .events = POLLOUT };
		ssize_t n = write(fd, from, size);

		if (n < 0 && errno == EAGAIN && poll(&wait, 1, -1) >= 0)
			continue;
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC; /* write() says only that nothing was written */
		if (n <= 0)
			return -1;
		from += n;
		size -= n;
	}
	return 0;
}

static int write_head(int fd, const struct core *core)
{
	static const char zeros[XC_PAGE_SIZE];
	const struct xc_core_header *h = &core->header;
	size_t contexts = h->xch_nr_vcpus * sizeof(*core->contexts);
	size_t index = h->xch_nr_pages * sizeof(*core->frames);

	if (write_all(fd, h, sizeof(*h)) < 0 ||
	    write_all(fd, core->contexts, contexts) < 0 ||
	    write_all(fd, core->frames, index) < 0)
		return -1;
	return write_all(fd, zeros, h->xch_pages_offset - h->xch_index_offset - index);
}

static int write_batch(int fd, const struct core *core, const unsigned long *frames,
		       int nr)
{
	unsigned long mapped[BATCH];
	size_t size = nr * XC_PAGE_SIZE;
	void *map;
	int rc;

	memcpy(mapped, frames, nr * sizeof(*frames));
	map = xc_map_foreign_batch(core->handle, core->domid, PROT_READ, mapped, nr);
	if (!map)
		return -1;
	/* A frame that could not be mapped has been marked in the list. */
	if (memcmp(mapped, frames, nr * sizeof(*frames)) == 0) {
		rc = write_all(fd, map, size);
	} else {
		errno = EFAULT;
		rc = -1;
	}
	osdep_unmap(map, size);
	return rc;
}

static int write_core(int fd, const struct core *core)
{
	unsigned int done = 0, nr, total = core->header.xch_nr_pages;

	if (write_head(fd, core) < 0)
		return -1;
	for (; done < total; done += nr) {
		nr = total - done < BATCH ? total - done : BATCH;
		if (write_batch(fd, core, core->frames + done, nr) < 0)
			return -1;
	}
	return 0;
}

/* Remove the unfinished file, unless it is a device or a pipe. Keeps errno. */
static void discard(int fd, const char *name)
{
	int saved = errno;
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		unlink(name);
	close(fd);
	errno = saved;
}

static int core_write(const struct core *core, const char *name)
{
	int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd < 0)
		return -1;
	if (write_core(fd, core) < 0) {
		discard(fd, name);
		return -1;
	}
	if (close(fd) < 0) { /* a file system may report only now that it is full */
		int saved = errno;

		unlink(name);
		errno = saved;
		return -1;
	}
	return 0;
}

/* Pause the domain. Returns 1 if it ran and must be unpaused later, 0 if it did not. */
static int stop(int xc_handle, u32 domid)
{
	xc_dominfo_t info;

	if (xc_domain_getinfo(xc_handle, domid, 1, &info) != 1)
		return -1;
	if (info.domid != domid) {
		errno = ESRCH;
		return -1;
	}
	if (xc_domain_pause(xc_handle, domid) < 0)
		return -1;
	return !info.paused;
}

/* Pause the domain and hand its core to put(). */
static int dump(int xc_handle, u32 domid,
		int (*put)(const struct core *core, const void *where), const void *where)
{
	struct core core = { .handle = xc_handle, .domid = domid };
	int rc = -1, ran = stop(xc_handle, domid);

	if (ran < 0)
		return -1;
	if (core_read(&core) == 0)
		rc = put(&core, where);
	core_free(&core);
	if (ran) {
		int saved = errno;

		xc_domain_unpause(xc_handle, domid);
		errno = saved;
	}
	return rc;
}

static int to_name(const struct core *core, const void *where)
{
	return core_write(core, where);
}

static int to_descriptor(const struct core *core, const void *where)
{
	return write_core(*(const int *)where, core);
}

int xc_domain_dumpcore(int xc_handle, u32 domid, const char *corename)
{
	int rc = -1;

	if (!corename)
		errno = EFAULT;
	else
		rc = dump(xc_handle, domid, to_name, corename);
	if (rc < 0) {
		xc_fault(0, "cannot dump domain %u to %s", domid,
			 corename ? corename : "no file");
		xc_say("%s", xc_ppc_fault());
	}
	return rc;
}

int xc_ppc_dumpcore(int xc_handle, u32 domid, int fd)
{
	return dump(xc_handle, domid, to_descriptor, &fd);
}
