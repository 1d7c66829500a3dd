/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long the hypervisor works without letting anything else run: the counting plugin's
 * arguments stay= and notes=.
 */
#ifndef TESTS_BENCH_COUNT_STAY_H
#define TESTS_BENCH_COUNT_STAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The arguments' values; false: wrong. */
bool stay_add_boundary(const char *value);
bool stay_read_notes(const char *path);

/* Whether a stay ends at that address, and the name of the function there, or NULL. */
bool stay_is_boundary(uint64_t ea);
char *stay_note(uint64_t ea);

/*
 * One stay ends and the next begins, at that count of instructions; counting: it is one
 * that counts. A long one is printed if there are notes.
 */
void stay_end(uint64_t now, bool counting, FILE *out);
/* That function has been called in the present stay. */
void stay_called(const char *name);
/* Prints the longest, if stays were asked for. */
void stay_print(FILE *out);

#endif /* TESTS_BENCH_COUNT_STAY_H */
