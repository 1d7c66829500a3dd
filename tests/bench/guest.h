/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains beside dom0 that run a few instructions. */
#ifndef TESTS_BENCH_GUEST_H
#define TESTS_BENCH_GUEST_H

#include <xc.h>

/* A chunk, none of whose frames is zero. */
#define GUEST_SIZE (64UL << 20)

/* guest-code.S */
extern const char guest_yields_1[], guest_yields_1_end[];
extern const char guest_yields_2[], guest_yields_2_end[];
extern const char guest_busy[], guest_busy_end[];

/* Create a paused domain that will run the code between the labels. */
u32 guest_create(int xc, const char *code, const char *code_end);
void guest_start(int xc, u32 domid);
void guest_destroy(int xc, u32 domid);

#endif /* TESTS_BENCH_GUEST_H */
