/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain other than dom0 that makes hypercalls for a test: a loop of a few instructions
 * takes them out of a mailbox in its memory, which the test has mapped.
 */
#ifndef TESTS_GUEST_PUPPET_H
#define TESTS_GUEST_PUPPET_H

#include <stdbool.h>

#include "hcall.h"

/* Part of its first frame, mapped at `memory`, that is free for buffers. */
#define PUPPET_BUFFER	   0xc000
#define PUPPET_BUFFER_SIZE 0x4000

struct puppet {
	unsigned int id;
	char *memory;	   /* mapping of its pseudo-physical addresses 0 to 0xffff */
	unsigned long mfn; /* machine frame behind `memory` */
};

/* Create it with one chunk, and let it run. False on failure, with a line on stderr. */
bool puppet_start(struct puppet *p);
/* Destroy it. */
void puppet_stop(struct puppet *p);

/* Have it make a hypercall; returns r3, or LONG_MIN if it does not answer in 20 s. */
long puppet_call_args(struct puppet *p, unsigned long r3, const unsigned long arg[5]);
#define puppet_call(p, number, ...) \
	puppet_call_args((p), XEN_MARK(number), (const unsigned long[5]){ __VA_ARGS__ })

/* Have it make a call that does not return. */
void puppet_last_call(struct puppet *p, unsigned long r3, unsigned long arg);

/* From now on it makes no calls and uses all the CPU time that it gets. */
void puppet_spin(struct puppet *p);

/* Its buffer, mapped for the test. Its address for hypercalls is PUPPET_BUFFER. */
static inline void *puppet_buffer(const struct puppet *p)
{
	return p->memory + PUPPET_BUFFER;
}

#endif /* TESTS_GUEST_PUPPET_H */
