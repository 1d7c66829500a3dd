/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Performance counters: how often things happened, for DOM0_PERFCCONTROL. The list in
 * xen/trace/cpu.h names each counter once; each CPU counts for itself.
 */
#ifndef XEN_PERFC_H
#define XEN_PERFC_H

#include <xen/cpu.h>
#include <xen/lib.h>

#define perfc_incr(counter) (this_cpu()->perf.counter[0]++)
#define perfc_incra(counter, index)                    \
	(this_cpu()->perf.counter[min((size_t)(index), \
				      ARRAY_SIZE(this_cpu()->perf.counter) - 1)]++)

/* How many descriptors there are: the counters and arrays of the list. */
u32 perfc_count(void);
/* Sets all counters of all CPUs to zero. */
void perfc_reset(void);

#endif /* XEN_PERFC_H */
