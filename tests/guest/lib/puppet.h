/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain that is not dom0, and makes the hypercalls that a test wants: a loop of a few
 * instructions in its memory takes them out of a mailbox there, which the test has
 * mapped.
 */
#ifndef TESTS_GUEST_PUPPET_H
#define TESTS_GUEST_PUPPET_H

#include <stdbool.h>

#include "hcall.h"

/* Of its first frame, which memory shows to the test, what is free for buffers. */
#define PUPPET_BUFFER	   0xc000
#define PUPPET_BUFFER_SIZE 0x4000

struct puppet {
	unsigned int id;
	char *memory;	   /* its pseudo-physical addresses 0 to 0xffff */
	unsigned long mfn; /* the machine frame that this is */
};

/* Makes it, with one chunk, and lets it run. False, with a line on stderr: it cannot. */
bool puppet_start(struct puppet *p);
/* Ends it. */
void puppet_stop(struct puppet *p);

/* What r3 holds after a hypercall by it; LONG_MIN: it did not answer within 20 s. */
long puppet_call_args(struct puppet *p, unsigned long r3, const unsigned long arg[5]);
#define puppet_call(p, number, ...) \
	puppet_call_args((p), XEN_MARK(number), (const unsigned long[5]){ __VA_ARGS__ })

/* A call that does not come back. */
void puppet_last_call(struct puppet *p, unsigned long r3, unsigned long arg);

/* From now on it makes no calls, and uses all the time that it is given. */
void puppet_spin(struct puppet *p);

/* Its buffer, for the test. Its address for hypercalls is PUPPET_BUFFER. */
static inline void *puppet_buffer(const struct puppet *p)
{
	return p->memory + PUPPET_BUFFER;
}

#endif /* TESTS_GUEST_PUPPET_H */
