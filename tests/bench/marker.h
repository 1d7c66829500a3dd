/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markers: measured code executes them to tell the counting plugin where a region
 * begins and ends.
 *
 * A marker is two instructions that change nothing:
 *
 *   or N,N,N      N = 20: a region begins, 21: it ends, 22: a single point
 *   tdi 0,0,ID    "trap never": its immediate names the region
 *
 * `or N,N,N` with N = 20..25 is a plain move of a register to itself. (Others
 * are not: 1-3, 5-7, 26-31 set thread priorities or give scheduling hints.) No
 * compiler emits either instruction, and neither needs privilege, so the same
 * marker serves user space, kernel modules and bare code. The plugin does not
 * count markers. The memory clobbers keep the compiler from moving measured
 * work out of its region.
 */
#ifndef TESTS_BENCH_MARKER_H
#define TESTS_BENCH_MARKER_H

/* clang-format off */
#define MARK_BEGIN 20
#define MARK_END   21
#define MARK_POINT 22

/* Numbers of regions and points; tests/bench/rows.json repeats them. */
#define BENCH_BOOT         1
#define BENCH_NULL_SYSCALL 2
#define BENCH_NULL_IOCTL   3
#define BENCH_NULL_HCALL   4
#define BENCH_GETINFO      5
#define BENCH_PFN_1        6
#define BENCH_PFN_8136     7
#define BENCH_PFN_16384    8
#define BENCH_INFOLIST_100 9
#define BENCH_INFOLIST_2   10
#define BENCH_CONSOLE      11
#define BENCH_PFN_IN_PLACE 12
#define BENCH_GETINFO_OFFSET 13
#define BENCH_PFN_OFFSET   14
/* Points in two domains that yield to each other: before and after the hypercall. */
#define BENCH_LEFT_1       15
#define BENCH_ENTERED_1    16
#define BENCH_LEFT_2       17
#define BENCH_ENTERED_2    18
#define BENCH_SAVE         19
#define BENCH_SAVE_LIVE    20
#define BENCH_RESTORE      21
/* From xm create, or a kernel's first instruction, to a domain's first program. */
#define BENCH_CREATE       22
/* While the two domains of points 15 to 18 yield to each other. */
#define BENCH_SWITCHING    23
/* clang-format on */

#ifdef __ASSEMBLY__
#define BENCH_MARK(kind, id) \
	or kind, kind, kind; \
	tdi 0, 0, id
#else
#define BENCH_STR1(x)	     #x
#define BENCH_STR(x)	     BENCH_STR1(x)
#define BENCH_OR(n)	     "or " BENCH_STR(n) "," BENCH_STR(n) "," BENCH_STR(n) "\n"
#define BENCH_TDI(n)	     "tdi 0,0," BENCH_STR(n) "\n"

/* The instructions, for use inside a larger asm statement. */
#define BENCH_BEGIN_TEXT(id) BENCH_OR(MARK_BEGIN) BENCH_TDI(id)
#define BENCH_END_TEXT(id)   BENCH_OR(MARK_END) BENCH_TDI(id)

#define BENCH_BEGIN(id)	     __asm__ volatile(BENCH_BEGIN_TEXT(id) : : : "memory")
#define BENCH_END(id)	     __asm__ volatile(BENCH_END_TEXT(id) : : : "memory")
#endif

#endif
