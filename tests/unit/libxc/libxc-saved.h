/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains to be saved, and what becomes of them: for tests of saving and restoring. */
#ifndef LIBXC_SAVED_H
#define LIBXC_SAVED_H

#include "libxc-fake.h"
#include "xc_stream_ppc64.h"

#define CHUNK 1024 /* frames */

/* The one that is saved, and the one that it becomes. */
#define OLD 5
#define NEW 6

struct saved {
	unsigned char *bytes;
	size_t size;
};

/*
 * Domain OLD, of so many chunks, running: with frames of all kinds, two vCPUs that run
 * and one that never did.
 */
void old_domain(unsigned int chunks);
/* Domain NEW, as it has to be before it is restored. */
void new_domain(void);

/* A frame of domain d, and what it is filled with if seed is not 0. */
unsigned long *frame_of(unsigned int d, unsigned long pfn);
void fill_frame(unsigned int d, unsigned long pfn, unsigned long seed);

/* Is domain NEW what OLD is, and nothing else? */
bool is_restored(void);
/* Does domain NEW lack all that it would need to run? */
bool cannot_run(void);

/* Saves domain OLD. Returns what the library does; the bytes are to be freed. */
int save_old(struct saved *to, unsigned int flags, xc_ppc_progress_t progress,
	     void *data);
/* Makes domain NEW, and restores it from so many of the bytes. */
int restore_new(const struct saved *from, size_t size);

/* A file with those bytes in it. */
int file_with(const void *bytes, size_t size);

/* Walks the records: the one at *offset, behind the header at first; NULL at the end. */
struct stream_record *next_record(const struct saved *s, size_t *offset);
/* The first one of that type. */
struct stream_record *record_of(const struct saved *s, enum stream_type type);
/* Makes all checksums right. */
void sign(struct saved *s);

/* The expression fails with that errno, and says so with that text in it. */
#define ASSERT_FAULT(expression, with, text)                            \
	do {                                                            \
		errno = 0;                                              \
		CU_ASSERT_EQUAL((expression), -1);                      \
		CU_ASSERT_EQUAL(errno, (with));                         \
		CU_ASSERT_PTR_NOT_NULL(strstr(xc_ppc_fault(), (text))); \
	} while (0)

#endif /* LIBXC_SAVED_H */
