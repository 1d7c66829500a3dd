/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types that the public headers leave to their includer, as a program has them. */
#ifndef TESTS_PUBLIC_TYPES_H
#define TESTS_PUBLIC_TYPES_H

#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#endif /* TESTS_PUBLIC_TYPES_H */
