/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A libFuzzer target: one input, which is anything at all. */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy in a block of exactly that size, so that a byte beyond it is seen. Free it. */
void *exact_copy(const void *data, size_t size);
/* A descriptor of a file with these bytes, read from its start. */
int file_with(const void *data, size_t size);
/* Ends the program, which libFuzzer reports with its input, unless the condition holds.
 */
void must(int condition);

#endif /* TESTS_FUZZ_TARGET_H */
