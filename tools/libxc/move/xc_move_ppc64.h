/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What saving and restoring a domain share. Each reports its failures by xc_fault(). */
#ifndef XC_MOVE_PPC64_H
#define XC_MOVE_PPC64_H

#include <errno.h>
#include <stdbool.h>

#include "xc.h"
#include "xc_stream_ppc64.h"

/* Frames of a chunk, the unit in which domains get and return memory. */
#define CHUNK_FRAMES (1UL << (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT))
/* Address spaces end there at the latest, at a window for frames of others: 16 TiB. */
#define MAX_FRAMES (1UL << (44 - XEN_PPC_FRAME_SHIFT))

/* ---- xc_frames_ppc64.c: the address space of a domain ---- */

#define NO_FRAME (~0UL)

struct frames {
	unsigned long nr;	 /* of the address space; the last one is populated */
	unsigned long populated; /* of them not holes */
	unsigned long *mfn;	 /* of each; NO_FRAME: a hole */
};

/* To be freed by frames_free(), which keeps errno, whatever this returns. */
int frames_read(struct frames *f, int handle, u32 domid);
void frames_free(struct frames *f);

/* The next run of frames that are populated, from *first on; its length, 0: no more. */
unsigned long frames_run(const struct frames *f, unsigned long *first);

/* Frames in the address space of this process: nr of them, or NULL. */
void *frames_map(const struct frames *f, int handle, u32 domid, int prot,
		 const unsigned long *pfn, unsigned int nr);

static inline bool bit_is_set(const unsigned long *bitmap, unsigned long bit)
{
	return bitmap[bit / 64] >> (bit % 64) & 1;
}

static inline void bit_set(unsigned long *bitmap, unsigned long bit)
{
	bitmap[bit / 64] |= 1UL << (bit % 64);
}

/* Zeroed; to be freed. */
unsigned long *bitmap_alloc(unsigned long bits);

bool frame_is_zero(const void *frame);

/* ---- xc_state_ppc64.c ---- */

/* Answers as xc_hypercall() does; leaves xc_fault() to its caller. */
int vcpu_set_context(int handle, u32 domid, u32 vcpu, const vcpu_guest_context_t *ctxt);

/* xc_ppc_set_domain_state(), and what the hypervisor says of a state that it refuses. */
struct state_refusal {
	u32 record, why; /* as in dom0_ppc_domainstate_t */
};
int state_set(int handle, u32 domid, const void *state, size_t size,
	      struct state_refusal *refusal);

/* What the state of a domain says of its vCPUs. */
struct state_vcpus {
	u32 nr;
	u32 flags[MAX_VIRT_CPUS]; /* XEN_PPC_VCPU_* */
};
/* False: there is no record of them, or the records are not well-formed up to it. */
bool state_vcpus(const void *state, size_t size, struct state_vcpus *vcpus);

/*
 * Is this vCPU's context part of a saved domain? One that is stopped has none that
 * could be read, and gets another when it is started.
 */
static inline bool vcpu_is_saved(const struct state_vcpus *vcpus, u32 vcpu)
{
	u32 flags = XEN_PPC_VCPU_INITIALISED | XEN_PPC_VCPU_STOPPED;

	return vcpu < vcpus->nr &&
	       (vcpus->flags[vcpu] & flags) == XEN_PPC_VCPU_INITIALISED;
}

/* What the kernel calls the CPU, for the header of a stream. */
void stream_platform(char platform[STREAM_PLATFORM]);

/* The caller's function, if there is one: frames of how many. */
struct progress {
	xc_ppc_progress_t call;
	void *data;
	unsigned int round;
	u64 done, total;
};

/* Keeps errno. */
static inline void progress_add(struct progress *p, u64 frames)
{
	int saved = errno;

	p->done += frames;
	if (p->call)
		p->call(p->data, p->round, p->done * XC_PAGE_SIZE,
			p->total * XC_PAGE_SIZE);
	errno = saved;
}

/* ---- xc_save_ppc64.c ---- */

struct save;

/* Of s, the caller has set the members up to progress. */
int save_domain(struct save *s);

/* ---- xc_save_memory_ppc64.c ---- */

struct save {
	int handle;
	u32 domid;
	unsigned int flags;
	bool count_first; /* frames.nr comes before the stream */
	struct stream stream;
	struct progress progress;
	struct stream_state *state; /* that of the domain, state_size bytes */
	size_t state_size;
	struct state_vcpus vcpus; /* as the state says */
	struct frames frames;
	u64 pages, zeros;     /* frames sent so far */
	bool paused;	      /* it runs no more */
	bool was_paused;      /* before all this */
	bool logging;	      /* log-dirty is on */
	unsigned long *dirty; /* live: frames to be sent again */
	u64 *sum;	      /* live: of each frame, as last sent ... */
	u64 zero_sum;	      /* ... which is this of one of zeros */
	char *copy;	      /* live: a batch, which changes no more */
};

int save_memory_prepare(struct save *s);
void save_memory_free(struct save *s);

/* All memory of a domain that runs, round by round, until it is to be paused. */
int save_memory_live(struct save *s);

/* What is missing, of a domain that is paused. */
int save_memory_last(struct save *s);

/* ---- restoring ---- */

struct restore {
	int handle;
	u32 domid;
	unsigned long limit; /* frames that it may have; 0: as many as it had */
	bool sets_limit;     /* for the hypervisor too */
	bool is_new;	     /* found to be a domain that can be restored into */
	struct stream stream;
	struct progress progress;
	unsigned long nr_frames, populated; /* what it is to have, as in struct frames */
	unsigned long *layout;		    /* frames that it is to have, so far ... */
	unsigned long laid_out, layout_end; /* ... how many, and where they end */
	struct frames frames;		    /* what it has; none until then */
	unsigned long *known;		    /* frames that the stream has named ... */
	unsigned long *written;		    /* ... and not only to be of zeros */
	u64 pages, zeros;		    /* as in the stream's end */
	u32 nr_vcpus;
	bool ended;
	u32 state_size; /* 0: there was none yet */
	unsigned char state[XEN_PPC_STATE_MAX];
	struct state_vcpus vcpus; /* as the state says */
	bool has_context[MAX_VIRT_CPUS];
	vcpu_guest_context_t context[MAX_VIRT_CPUS];
};

/* ---- xc_restore_ppc64.c ---- */

/* To be freed by free(); NULL with a fault. */
struct restore *restore_alloc(int handle, int fd, u32 domid, unsigned long limit);

/* Once for each. The domain stays paused; after a failure it stays too. */
int restore_domain(struct restore *r);

/* ---- xc_restore_memory_ppc64.c ---- */

int restore_memory_prepare(struct restore *r);
void restore_memory_free(struct restore *r);

/* What is in a record, of that length, and ... */
int restore_layout(struct restore *r, u32 length);
int restore_pages(struct restore *r, u32 length);
int restore_zeros(struct restore *r, u32 length);

/* ... after a record: if the layout is complete, the domain gets its memory, once. */
int restore_populate(struct restore *r);

/* Is it known of each frame what is in it? */
bool restore_memory_complete(const struct restore *r);

#endif /* XC_MOVE_PPC64_H */
