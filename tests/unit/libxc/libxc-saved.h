/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Save and restore domains, for tests. */
#ifndef LIBXC_SAVED_H
#define LIBXC_SAVED_H

#include "libxc-fake.h"
#include "xc_stream_ppc64.h"

#define CHUNK 1024 /* frames */

/* The domain that is saved, and the one that is restored. */
#define OLD 5
#define NEW 6

struct saved {
	unsigned char *bytes;
	size_t size;
};

/*
 * Make domain OLD with this many chunks. It runs and has frames of all kinds, two running
 * vCPUs and one that was never started.
 */
void old_domain(unsigned int chunks);
/* Make domain NEW, ready to be restored. */
void new_domain(void);

/* A frame of domain d; filled if seed is not 0. */
unsigned long *frame_of(unsigned int d, unsigned long pfn);
void fill_frame(unsigned int d, unsigned long pfn, unsigned long seed);

/* Whether domain NEW equals OLD. */
bool is_restored(void);
/* Whether domain NEW lacks what it needs to run. */
bool cannot_run(void);

/* Save domain OLD. Returns the library's result; the caller frees the bytes. */
int save_old(struct saved *to, unsigned int flags, xc_ppc_progress_t progress,
	     void *data);
/* Make domain NEW and restore it from the first `size` bytes. */
int restore_new(const struct saved *from, size_t size);

/* Create a file with these bytes. */
int file_with(const void *bytes, size_t size);

/* Walk the records: the one at *offset, at first after the header; NULL at the end. */
struct stream_record *next_record(const struct saved *s, size_t *offset);
/* The first record of a type. */
struct stream_record *record_of(const struct saved *s, enum stream_type type);
/* Correct all checksums. */
void sign(struct saved *s);

/* Check that the expression fails with this errno and a message with this text. */
#define ASSERT_FAULT(expression, with, text)                            \
	do {                                                            \
		errno = 0;                                              \
		CU_ASSERT_EQUAL((expression), -1);                      \
		CU_ASSERT_EQUAL(errno, (with));                         \
		CU_ASSERT_PTR_NOT_NULL(strstr(xc_ppc_fault(), (text))); \
	} while (0)

#endif /* LIBXC_SAVED_H */
