/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Declarations that the files of the benchmark's dom0 side share. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include <xc.h>

#include "marker.h"

#define WARM_UP	     8
#define REPETITIONS  16

#define GUEST_FRAMES 16384 /* 1 GiB, and the longest list measured */

/*
 * MEASURE - warm up, then repeat a statement between the markers of a region
 *
 * A macro, so that the region contains the statement without a call around it, and the
 * region's number is an immediate operand.
 */
#define MEASURE(id, statement)                          \
	do {                                            \
		for (int i = 0; i < WARM_UP; i++)       \
			statement; /* NOLINT */         \
		for (int i = 0; i < REPETITIONS; i++) { \
			BENCH_BEGIN(id);                \
			statement;                      \
			BENCH_END(id);                  \
		}                                       \
	} while (0)

/* fail.c: print a line on stderr and end the program. */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* sum.c: read each number once. */
unsigned long sum_of(const unsigned long *list, size_t nr);

/* lists.c: xc_domain_getinfolist(), xc_readconsolering(), lists read in place. */
void measure_two_domains(int xc);
void measure_many_domains(int xc);
void measure_console(int xc);
void measure_in_place(int xc, u32 domid);

/* domains.c: measurements with other running domains. */
void measure_switch(int xc);
void measure_save(int xc);
void measure_create(int xc);

#endif /* TESTS_BENCH_BENCH_H */
