// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which machine frame lies where in the address space of a domain. The hypervisor lists
 * machine frames and leaves out holes, but tells where in the address space its answer
 * ends. Holes are whole chunks: an answer within one chunk has none inside.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_fault.h"
#include "xc_magic.h"
#include "xc_move_ppc64.h"

/* Make it end there; what is new is a hole. */
static int extend(struct frames *f, unsigned long nr)
{
	unsigned long *mfn = realloc(f->mfn, nr * sizeof(*mfn));

	if (!mfn)
		return xc_fault(ENOMEM, "a list of %lu frames", nr);
	for (unsigned long pfn = f->nr; pfn < nr; pfn++)
		mfn[pfn] = NO_FRAME;
	f->mfn = mfn;
	f->nr = nr;
	return 0;
}

/* The next frames, of one chunk. Returns how many. */
static long read_some(struct frames *f, struct window *w)
{
	unsigned long start = f->nr, end, asked = CHUNK_FRAMES - start % CHUNK_FRAMES;
	long got = window_frames(w, asked);

	if (got < 0)
		return xc_fault(0, "the list of its frames");
	if (got == 0)
		return 0;
	end = w->op->u.ppc_getmemlist.next_pfn;
	if (end > MAX_FRAMES || end < start || end - start < (unsigned long)got)
		return xc_fault(EIO, "the list of its frames ends at %lu", end);
	if (extend(f, end) < 0)
		return -1;
	memcpy(f->mfn + end - got, w->buffer.ptr, got * sizeof(*f->mfn));
	f->populated += got;
	return got;
}

int frames_read(struct frames *f, int handle, u32 domid)
{
	struct window w;
	long got;

	*f = (struct frames){ 0 };
	if (window_begin(&w, handle, DOM0_PPC_GETMEMLIST) < 0)
		return xc_fault(0, "the list of its frames");
	w.op->u.ppc_getmemlist.domain = domid;
	do
		got = read_some(f, &w);
	while (got > 0);
	xc_call_end(&w.call);
	return (int)got;
}

void frames_free(struct frames *f)
{
	int saved = errno;

	free(f->mfn);
	*f = (struct frames){ 0 };
	errno = saved;
}

unsigned long frames_run(const struct frames *f, unsigned long *first)
{
	unsigned long end;

	while (*first < f->nr && f->mfn[*first] == NO_FRAME)
		(*first)++;
	for (end = *first; end < f->nr && f->mfn[end] != NO_FRAME; end++)
		;
	return end - *first;
}

void *frames_map(const struct frames *f, int handle, u32 domid, int prot,
		 const unsigned long *pfn, unsigned int nr)
{
	unsigned long mfn[STREAM_BATCH];
	void *map;

	for (unsigned int i = 0; i < nr; i++)
		mfn[i] = f->mfn[pfn[i]];
	map = xc_map_foreign_batch(handle, domid, prot, mfn, nr);
	if (!map) {
		xc_fault(0, "cannot map frames of domain %u", domid);
		return NULL;
	}
	/* One that could not be mapped is marked: the domain has it no more. */
	for (unsigned int i = 0; i < nr; i++) {
		if (mfn[i] == f->mfn[pfn[i]])
			continue;
		osdep_unmap(map, nr * XC_PAGE_SIZE);
		xc_fault(EAGAIN, "the memory of domain %u changed meanwhile", domid);
		return NULL;
	}
	return map;
}

unsigned long *bitmap_alloc(unsigned long bits)
{
	unsigned long *bitmap = calloc(bits / 64 + 1, sizeof(*bitmap));

	if (!bitmap)
		xc_fault(ENOMEM, "a bitmap of %lu frames", bits);
	return bitmap;
}

bool frame_is_zero(const void *frame)
{
	const unsigned long *word = frame;

	/* Each byte equals the one a word before it. Most frames differ early. */
	return !word[0] && memcmp(word, word + 1, XC_PAGE_SIZE - sizeof(*word)) == 0;
}
