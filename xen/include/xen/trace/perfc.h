/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Performance counters: how often things happened, for DOM0_PERFCCONTROL. Single
 * counters and arrays of them are named in one list, from which the rest is made.
 */
#ifndef XEN_PERFC_H
#define XEN_PERFC_H

#include <xen/lib.h>

/* Of an array, the value with the highest index also counts all beyond it. */
#define PERFC_LIST(COUNTER, ARRAY)                                      \
	ARRAY(hypercalls, "hypercalls by number", 32)                   \
	ARRAY(dom0_ops, "dom0 ops by number", 64)                       \
	ARRAY(ppc_ops, "dom0 ops of PowerPC, from 0x1000", 16)          \
	COUNTER(offset_calls, "hypercalls with offsets for pointers")   \
	COUNTER(papr_calls, "PAPR calls of guests")                     \
	COUNTER(papr_unknown, "PAPR calls that are not provided")       \
	COUNTER(exit_timer, "exits: hypervisor decrementer")            \
	COUNTER(exit_external, "exits: external interrupt")             \
	COUNTER(exit_illegal, "exits: instruction to be emulated")      \
	COUNTER(exit_storage, "exits: real address that is not memory") \
	COUNTER(exit_first_write, "exits: frame becomes dirty")         \
	COUNTER(exit_user_sc1, "exits: sc 1 in problem state")          \
	COUNTER(p2m_misses, "guest addresses refused")                  \
	COUNTER(split_ops, "dom0 ops unaligned or across chunks")       \
	COUNTER(schedules, "vCPU chosen anew")                          \
	COUNTER(idles, "nothing to run")                                \
	COUNTER(interrupts, "external interrupts given to guests")      \
	COUNTER(chunks_cleared, "chunks cleared for a new owner")       \
	COUNTER(flushes, "partition translations flushed")

struct perf_counters {
#define PERFC_FIELD(name, text)		 u32 name[1];
#define PERFC_ARRAY_FIELD(name, text, n) u32 name[n];
	PERFC_LIST(PERFC_FIELD, PERFC_ARRAY_FIELD)
#undef PERFC_FIELD
#undef PERFC_ARRAY_FIELD
};

extern struct perf_counters perf_counters;

#define perfc_incr(counter) (perf_counters.counter[0]++)
#define perfc_incra(counter, index)                                        \
	(perf_counters.counter[(index) < ARRAY_SIZE(perf_counters.counter) \
				       ? (index)                           \
				       : ARRAY_SIZE(perf_counters.counter) - 1]++)

/* How many descriptors there are: the counters and arrays of the list. */
u32 perfc_count(void);
/* Sets all counters to zero. */
void perfc_reset(void);

#endif /* XEN_PERFC_H */
