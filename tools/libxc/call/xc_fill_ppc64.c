// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Fill the memory of a domain from files: map its frames, some megabytes at a time, and
 * read the file into them.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xc_call.h"
#include "xc_fault.h"
#include "xc_fill_ppc64.h"
#include "xc_magic.h"

/*
 * Frames mapped at a time, 16 MiB: a small part of dom0's window (docs/memory.md), which
 * other programs need too, but enough to make the cost of mapping negligible.
 */
#define BATCH 256

/* Read the frames 0 to nr - 1, by windows. Returns 1, 0 if one is missing, or -1. */
static int read_frames(struct window *w, unsigned long *frames, unsigned long nr)
{
	const dom0_ppc_getmemlist_t *list = &w->op->u.ppc_getmemlist;
	unsigned long done = 0;

	while (done < nr) {
		long got = window_frames(w, nr - done);

		if (got < 0)
			return -1;
		copy_answer(frames + done, w->buffer.ptr, got * sizeof(*frames));
		done += got;
		/* There is a hole, or the list has ended: next_pfn counts holes too. */
		if (!got || list->next_pfn != done)
			return 0;
	}
	return 1;
}

int guest_memory_open(struct guest_memory *memory, int handle, u32 domid, u64 size)
{
	u64 nr = (size + XC_PAGE_SIZE - 1) >> XC_PAGE_SHIFT;
	struct window w;
	int rc;

	*memory = (struct guest_memory){ .handle = handle,
					 .domid = domid,
					 .nr_frames = nr };
	memory->frames = calloc(nr, sizeof(*memory->frames));
	if (!memory->frames)
		return xc_fault(0, "list of frames");
	if (window_begin(&w, handle, DOM0_PPC_GETMEMLIST) < 0)
		return xc_fault(0, "domain %u: its frames", domid);
	w.op->u.ppc_getmemlist.domain = domid;
	rc = read_frames(&w, memory->frames, nr);
	xc_call_end(&w.call);
	if (rc < 0)
		return xc_fault(0, "domain %u: its frames", domid);
	if (!rc)
		return xc_fault(ENOMEM, "domain %u: its memory has a hole", domid);
	return 0;
}

void guest_memory_close(struct guest_memory *memory)
{
	int saved = errno;

	free(memory->frames);
	memory->frames = NULL;
	errno = saved;
}

/* Map the nr frames from first on. */
static char *map_frames(const struct guest_memory *memory, u64 first, unsigned int nr)
{
	const unsigned long *frames = memory->frames + first;
	unsigned long mapped[BATCH];
	char *map;

	memcpy(mapped, frames, nr * sizeof(*frames));
	map = xc_map_foreign_batch(memory->handle, memory->domid, PROT_READ | PROT_WRITE,
				   mapped, (int)nr);
	/* A frame that could not be mapped has been marked in the list. */
	if (map && memcmp(mapped, frames, nr * sizeof(*frames)) != 0) {
		osdep_unmap(map, nr * XC_PAGE_SIZE);
		errno = EFAULT;
		map = NULL;
	}
	if (!map)
		xc_fault(0, "domain %u: cannot map its memory", memory->domid);
	return map;
}

/* Fill the first batch of [at, at + size). Returns its size, or -1. */
static long fill_batch(const struct guest_memory *memory, u64 at, u64 size,
		       struct image *image, u64 offset, u64 filesz)
{
	u64 first = at >> XC_PAGE_SHIFT, inside = at & ~XC_PAGE_MASK;
	u64 here = BATCH * XC_PAGE_SIZE - inside, file;
	unsigned int nr;
	char *map;
	int rc;

	if (here > size)
		here = size;
	file = filesz < here ? filesz : here;
	nr = (inside + here + XC_PAGE_SIZE - 1) >> XC_PAGE_SHIFT;
	map = map_frames(memory, first, nr);
	if (!map)
		return -1;
	rc = image_read(image, offset, map + inside, file);
	/* New memory is zero, but a failed attempt to build the domain may have written
	 * it. */
	if (rc == 0)
		memset(map + inside + file, 0, here - file);
	osdep_unmap(map, nr * XC_PAGE_SIZE);
	return rc < 0 ? -1 : (long)here;
}

int guest_memory_fill(const struct guest_memory *memory, u64 at, u64 size,
		      struct image *image, u64 offset, u64 filesz)
{
	while (size) {
		long done = fill_batch(memory, at, size, image, offset, filesz);
		u64 read;

		if (done < 0)
			return -1;
		read = filesz < (u64)done ? filesz : (u64)done;
		at += done;
		size -= done;
		offset += read;
		filesz -= read;
	}
	return 0;
}
