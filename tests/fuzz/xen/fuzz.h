/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole hypervisor as one program: real sources on the machine of the unit tests, the
 * real run loop, and guests that make calls at random. Everything that happens follows
 * from the seed.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <xen/domain.h>

/* ---- main.c: the run ---- */

/* A number from 0 to n - 1, and true once in n times. */
u64 draw(u64 n);
bool one_in(u64 n);
u64 draw_u64(void);
void draw_bytes(void *to, size_t size);
/* Reports a fault of the hypervisor, with seed and step, and ends the program. */
void found(const char *fmt, ...) __format(1, 2) __noreturn;

/* ---- machine.c: time, entries, idle ---- */

/* Runs so many steps, or until dom0 ends the machine. Then ends all domains. */
void machine_run(u64 seed, u64 steps);
/* Steps of this run so far. */
u64 machine_step(void);
/* Notes that the guest has used the translation of gpa, which a CPU would cache. */
void tlb_touch(const struct domain *d, u64 gpa);
/* Checks that each cached translation is one that the tables still have. */
void tlb_check(const struct domain *d);

/* ---- heap.c: red zones and a quarantine around the real heap ---- */

void heap_watch(u64 size);
u32 heap_live(void);
/* Gives back what is in quarantine. */
void heap_drain(void);

/* ---- tree.c: what the hardware would do with the tables ---- */

struct leaf {
	u64 gpa, maddr;
	u32 shift; /* log2 of its size */
	bool writable;
};

/* The leaf that translates gpa; false: none. */
bool tree_walk(u32 lpid, u64 gpa, struct leaf *leaf);
void tree_visit(u32 lpid, void (*visit)(const struct leaf *leaf, void *data), void *data);

/* ---- check.c, check_run.c: every table against every other ---- */

void check_memory(void);
void check_running(void);

/* ---- guest.c: what guests do ---- */

/* The next action of the vCPU that has been entered: the exit's vector. */
u64 guest_turn(struct vcpu *v);
/* Makes the registers those of a hypercall of Xen's. */
u64 guest_call(struct vcpu *v, u64 nr, u64 a0, u64 a1, u64 a2, u64 a3, u64 a4);
/* The same for one of PAPR's, whose arguments are in r4 and so on already. */
u64 guest_papr_call(struct vcpu *v, u64 nr);
/* An address for an argument of that size; most are memory. */
u64 some_address(const struct domain *d, u64 size);
/* Writes to the domain's memory what lies there. */
void guest_write(const struct domain *d, u64 gpa, const void *data, u64 size);
struct domain *some_domain(void);
domid_t some_id(void);
u64 some_frame(const struct domain *d);

/* ---- calls.c, dom0_ops.c, papr.c: each makes one exit ---- */

u64 do_memory(struct vcpu *v);
u64 do_window(struct vcpu *v);
u64 do_grant(struct vcpu *v);
u64 do_event(struct vcpu *v);
u64 do_sched(struct vcpu *v);
u64 do_other(struct vcpu *v);
u64 do_many(struct vcpu *v);
u64 do_dom0(struct vcpu *v);
u64 do_foster(struct vcpu *v);
u64 do_papr(struct vcpu *v);
u64 do_rtas(struct vcpu *v);
u64 do_fault(struct vcpu *v);
/* A context that a vCPU can have, or nearly. */
void some_context(vcpu_guest_context_t *context);

#endif /* TESTS_FUZZ_H */
