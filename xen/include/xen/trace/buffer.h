/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trace events: what happened when, for DOM0_TBUFCONTROL (public/trace.h says which
 * events there are). An event that is not asked for costs a load and a branch.
 */
#ifndef XEN_TRACE_BUFFER_H
#define XEN_TRACE_BUFFER_H

#include <xen/cpu.h>
#include <xen/domain.h>

typedef struct {
	int counter;
} atomic_t; /* for the includers of public/trace.h to define */

#include <public/trace.h>

/* Applies tbuf_size=. Before it, and without memory for a buffer, nothing is recorded. */
void trace_init(const char *cmdline);
/* Whether that machine frame is one of a trace buffer, which dom0 may map. */
bool trace_owns_frame(u64 mfn);

#define TRC_CLASS_BITS (~0U << TRC_CLS_SHIFT)

static inline bool trace_enabled(u32 event)
{
	return unlikely(this_cpu()->trace.classes & (event & TRC_CLASS_BITS));
}

/* Writes a record of an event whose class is enabled, if its subclass is selected. */
void trace_record(u32 event, u64 data1, u64 data2, u64 data3, u64 data4, u64 data5);

#define TRACE_FIVE(event, data1, data2, data3, data4, data5, ...) \
	trace_record(event, data1, data2, data3, data4, data5)

/* An event with up to five words; those not given are 0. */
#define TRACE(event, ...)                                                   \
	do {                                                                \
		if (trace_enabled(event))                                   \
			TRACE_FIVE(event, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0); \
	} while (0)

/* An event of one vCPU, and of each of a domain's. */
static inline void trace_vcpu(u32 event, const struct vcpu *v)
{
	TRACE(event, v->domain->id, v->id);
}

static inline void trace_domain(u32 event, const struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++)
		trace_vcpu(event, d->vcpu[i]);
}

#endif /* XEN_TRACE_BUFFER_H */
