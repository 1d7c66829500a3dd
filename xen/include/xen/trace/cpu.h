/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tracing and the performance counters keep for each CPU. */
#ifndef XEN_TRACE_CPU_H
#define XEN_TRACE_CPU_H

#include <xen/types.h>

struct t_buf;
struct t_rec;

struct trace_cpu {
	u32 classes;	    /* of events that may be recorded: bits 16 up of a mask */
	u32 next;	    /* the record that is written next */
	u32 rec_num;	    /* records that the buffer has room for */
	struct t_buf *head; /* NULL: there is no buffer */
	struct t_rec *rec;
};

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
	COUNTER(flushes, "partition translations flushed")              \
	COUNTER(continuations, "hypercalls stopped and gone on with")

struct perf_counters {
#define PERFC_FIELD(name, text)		 u32 name[1];
#define PERFC_ARRAY_FIELD(name, text, n) u32 name[n];
	PERFC_LIST(PERFC_FIELD, PERFC_ARRAY_FIELD)
#undef PERFC_FIELD
#undef PERFC_ARRAY_FIELD
};

#endif /* XEN_TRACE_CPU_H */
