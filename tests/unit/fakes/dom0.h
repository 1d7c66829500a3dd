/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain 0 for tests of hypercalls: real domains on the fake machine; the test makes
 * the calls instead of a kernel.
 */
#ifndef TESTS_UNIT_DOM0_H
#define TESTS_UNIT_DOM0_H

#include <xen/domain.h>
#include <xen/hypercall.h>

#define DOM0_CHUNKS 4
#define DOM0_END    (DOM0_CHUNKS * CHUNK_SIZE) /* the first address that is not dom0's */
#define OP_GPA	    0x10000		       /* usual address of ops */
#define BUF_GPA	    0x20000		       /* usual address of their buffers */
#define NOWHERE	    0x7000000000000000ULL      /* an address outside of all memory */
#define TOP	    (~0ULL)

extern struct domain *dom0;

/*
 * Setup and teardown of suites: dom0 with DOM0_CHUNKS chunks; then all domains gone,
 * with as much memory free as before.
 */
void dom0_start(void);
void dom0_stop(void);

/* The byte that a domain sees at gpa, found independently of the code under test. */
u8 *domain_byte(const struct domain *d, u64 gpa);
void dom0_write(u64 gpa, const void *data, u64 len);
void dom0_read(u64 gpa, void *data, u64 len);
void dom0_fill(u64 gpa, u8 byte, u64 len);
/* Whether all bytes there are still as dom0_fill() wrote them. */
bool dom0_is_filled(u64 gpa, u8 byte, u64 len);

/* Make a hypercall by the first vCPU of dom0, or of another domain. */
long call(u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4);
long call_by(struct domain *d, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4);

/*
 * Make the dom0 op *op, with the right version: write it into dom0's memory, call, and
 * read it back.
 */
long op_at(u64 gpa, u32 cmd, dom0_op_t *op);
long op_call(u32 cmd, dom0_op_t *op);

/*
 * Sets and clears bits of a vCPU's or a domain's state, whatever the transitions of
 * vcpu.c and domain.c would do besides. The scheduler hears of it.
 */
void vcpu_force(struct vcpu *v, u32 set, u32 clear);
void domain_force(struct domain *d, u32 set, u32 clear);
/* Makes v one that can run, in a domain that can. */
void vcpu_make_runnable(struct vcpu *v);
/*
 * After the run loop was left in the middle, and before it is entered: no vCPU is on the
 * CPU, and those that are blocked have their timers.
 */
void vcpus_settle(void);

/* Create a domain with this many chunks by dom0_op. */
struct domain *make_domain(u32 chunks);
void destroy_domain(const struct domain *d);

/* Convert to a pointer in an op. */
static inline void *guest_pointer(u64 gpa)
{
	return (void *)(uintptr_t)gpa;
}

#endif /* TESTS_UNIT_DOM0_H */
