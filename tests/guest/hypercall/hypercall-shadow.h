/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hypercall-test: what the tests of SHADOW_CONTROL share. */
#ifndef TESTS_GUEST_HYPERCALL_SHADOW_H
#define TESTS_GUEST_HYPERCALL_SHADOW_H

#include "hypercall-test.h"

/* SHADOW_CONTROL on the buffer, or with none; in *op what came back, if wanted. */
long shadow_op(unsigned int domid, u32 op, void *bitmap, unsigned long pages,
	       dom0_shadow_control_t *result);
long shadow_control(unsigned int domid, u32 op);
/* CLEAN or PEEK of a domain of one chunk: its dirty frames, at most room, or an error. */
long dirty_frames(unsigned int domid, u32 op, unsigned int *frames, size_t room);
/* A domain of so many chunks. */
unsigned int domain_with_chunks(unsigned long chunks);

#endif /* TESTS_GUEST_HYPERCALL_SHADOW_H */
