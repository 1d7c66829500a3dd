// SPDX-License-Identifier: GPL-2.0
/*
 * Null hypercalls for the benchmark: when it is loaded, this module executes `sc 1`
 * for xen_version(XENVER_version), each between two markers. It is separate from the
 * privcmd module, which users load.
 *
 * Registers are loaded before the first marker: the region is the instruction and the
 * hypervisor's work, up to the domain's next instruction.
 */
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/types.h>

#include <public/xen.h>
#include <public/version.h>

#include "marker.h"

/*
 * The result is the least of these: enough repetitions for one without an interrupt and
 * with everything translated and cached.
 */
#define REPETITIONS 32

#define NULL_CALL \
	BENCH_BEGIN_TEXT(BENCH_NULL_HCALL) "sc 1\n" BENCH_END_TEXT(BENCH_NULL_HCALL)

/* Volatile registers per the calling convention in public/arch-powerpc.h. */
static noinline long marked_null_call(void)
{
	register unsigned long r3 asm("r3") = XEN_MARK(__HYPERVISOR_xen_version);
	register unsigned long r4 asm("r4") = XENVER_version;
	register unsigned long r5 asm("r5") = 0;

	asm volatile(NULL_CALL
		     : "+r"(r3), "+r"(r4), "+r"(r5)
		     :
		     : "r0", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "ctr", "lr",
		       "xer", "cr0", "cr1", "cr5", "cr6", "cr7", "memory");
	return (long)r3;
}

static int __init nullcall_init(void)
{
	for (int i = 0; i < REPETITIONS; i++) {
		long version = marked_null_call();

		if (version <= 0) {
			pr_err("nullcall: xen_version answered %ld\n", version);
			return -ENODEV;
		}
	}
	return 0;
}

static void __exit nullcall_exit(void)
{
}

module_init(nullcall_init);
module_exit(nullcall_exit);
MODULE_DESCRIPTION("Null hypercalls between markers, for the benchmark");
MODULE_LICENSE("GPL");
