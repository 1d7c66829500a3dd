/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A saved domain as bytes: docs/save-format.md. A header, then records, each with a
 * checksum of its own, and at the end a checksum of those. Nothing is read that is not
 * needed, so what follows in the same pipe is left alone.
 */
#ifndef XC_STREAM_PPC64_H
#define XC_STREAM_PPC64_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/uio.h>
/* It becomes a part of this library, so its structures are known. */
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include "xc.h"

/* ---- the format; all numbers are little-endian ---- */

typedef struct {
	u16 raw;
} le16;
typedef struct {
	u32 raw;
} le32;
typedef struct {
	u64 raw;
} __attribute__((packed, aligned(4))) le64;

static inline u16 from_le16(le16 value)
{
	return le16toh(value.raw);
}

static inline u32 from_le32(le32 value)
{
	return le32toh(value.raw);
}

static inline u64 from_le64(le64 value)
{
	return le64toh(value.raw);
}

static inline le16 to_le16(u16 value)
{
	return (le16){ htole16(value) };
}

static inline le32 to_le32(u32 value)
{
	return (le32){ htole32(value) };
}

static inline le64 to_le64(u64 value)
{
	return (le64){ htole64(value) };
}

#define STREAM_MAGIC	     "\211XenPPC\n"
#define STREAM_VERSION	     3
#define STREAM_LITTLE_ENDIAN 1
#define STREAM_PLATFORM	     16

struct stream_header {
	char magic[8];
	le32 version;
	le32 byte_order;   /* of the registers that a context has as they lay in memory */
	le32 frame_shift;  /* log2 of the bytes of a frame */
	le32 chunk_frames; /* frames of a chunk, the unit of memory */
	le64 nr_frames;	   /* of its address space, holes included */
	le64 populated;	   /* how many of them it has */
	le32 nr_vcpus;
	le32 flags;			/* XC_PPC_SAVE_* */
	char platform[STREAM_PLATFORM]; /* the CPU, as the kernel names it */
	le64 reserved;			/* zero; see struct stream_record */
	le64 sum;			/* of all before it */
};

enum stream_type {
	STREAM_LAYOUT = 1, /* runs: the frames that the domain has */
	STREAM_PAGES,	   /* struct stream_pages, runs, sums of frames, and the frames */
	STREAM_ZEROS,	   /* struct stream_pages, runs of frames of zeros */
	STREAM_STATE,	   /* as xc_ppc_get_domain_state() gives it */
	STREAM_VCPU,	   /* struct stream_vcpu */
	STREAM_END	   /* struct stream_end */
};

/*
 * Behind the header of a record its payload, and a le64: the sum of both, but for frames,
 * which have sums of their own in the payload. The sizes of all this make whole batches
 * of frames begin at multiples of 16 bytes, where Linux copies them with fewest
 * instructions (bench's save_per_byte), if the domain has no holes.
 */
struct stream_record {
	le32 type;
	le16 version;  /* of the payload: STREAM_RECORD_VERSION */
	le16 flags;    /* STREAM_RECORD_OPTIONAL */
	le32 length;   /* of the payload */
	le32 reserved; /* zero */
};

/* Of all types so far. */
#define STREAM_RECORD_VERSION 1
/* Who does not know this type, or this version of it, skips the record. */
#define STREAM_RECORD_OPTIONAL 1

static inline struct stream_record stream_record(enum stream_type type, u32 length)
{
	return (struct stream_record){ to_le32(type), to_le16(STREAM_RECORD_VERSION),
				       to_le16(0), to_le32(length), to_le32(0) };
}

struct stream_state {
	struct stream_record record;
	unsigned char state[XEN_PPC_STATE_MAX]; /* the record's length, of these */
};

struct stream_run {
	le64 first;
	le64 count;
};

/* Frames of a record of pages or zeros, at most. */
#define STREAM_BATCH 64
/* Bytes of a payload, but for frames and the state, at most. */
#define STREAM_MOST 2048

struct stream_pages {
	le32 round;
	le32 nr_runs;
};

struct stream_vcpu {
	le32 vcpu;
	le32 reserved; /* zero */
	vcpu_guest_context_t context;
};

struct stream_end {
	le64 records; /* before this one */
	le64 pages;   /* frames in them, ... */
	le64 zeros;   /* ... and frames of zeros */
	le64 sum;     /* of the sums of the header and those records, in order */
};

_Static_assert(sizeof(struct stream_header) == 80 && sizeof(struct stream_record) == 16 &&
		       sizeof(struct stream_run) == 16 && sizeof(struct stream_end) == 32,
	       "docs/save-format.md says so");
_Static_assert(sizeof(struct stream_pages) + STREAM_BATCH * sizeof(struct stream_run) <=
			       STREAM_MOST &&
		       sizeof(struct stream_vcpu) <= STREAM_MOST,
	       "it is the most");

/* To and from the byte order of the stream. */
void stream_context_swap(vcpu_guest_context_t *context);

/* ---- reading and writing it; each reports its failures by xc_fault() ---- */

struct stream {
	int fd;
	u64 offset;	      /* bytes of it so far */
	u64 records;	      /* complete ones */
	XXH64_state_t record; /* the sum of the record so far */
	XXH64_state_t sums;   /* that of the sums so far */
};

/* The checksum of this format. */
static inline u64 stream_sum(const void *data, size_t size)
{
	return XXH64(data, size, 0);
}

/*
 * All bytes of nr pieces, which are used up. That the other end of a pipe is gone is
 * EPIPE, and no signal, between stream_quiet() and stream_loud().
 */
int stream_write(struct stream *s, struct iovec *piece, int nr);

/* A record of at most STREAM_MOST bytes. */
int stream_put(struct stream *s, enum stream_type type, const void *payload, size_t size);

/*
 * One that lies there complete, but for its sum, which is that of the first piece; there
 * is room for one more.
 */
int stream_put_pieces(struct stream *s, struct iovec *piece, int nr);

/* The header, whose sum is computed. The first thing that is done with a stream. */
int stream_put_header(struct stream *s, struct stream_header *header);

/* size bytes. ENODATA: there are not so many. */
int stream_read(struct stream *s, void *to, size_t size);
/* The same, of a record, into whose sum they go. */
int stream_get(struct stream *s, void *to, size_t size);

/* The next record's header. */
int stream_get_record(struct stream *s, struct stream_record *record);

/* Reads length bytes of a record's payload and forgets them. */
int stream_skip(struct stream *s, u32 length);

/* Its end. EBADMSG: it was damaged. */
int stream_get_sum(struct stream *s);
/* What is to be said of a record then. Returns -1. */
int stream_damaged(const struct stream *s);

/* The first thing that is done with a stream. */
int stream_get_header(struct stream *s, struct stream_header *header);

/* SIGPIPE of this thread, which a library must not let end the program. */
struct quiet {
	bool pending, blocked;
};
void stream_quiet(struct quiet *q);
/* Keeps errno. */
void stream_loud(const struct quiet *q);

#endif /* XC_STREAM_PPC64_H */
