/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixed-width types under the names that the public headers expect. */
#ifndef XEN_TYPES_H
#define XEN_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef long long s64;

_Static_assert(sizeof(u64) == 8 && sizeof(unsigned long) == 8, "LP64 only");

/*
 * Values in an architected byte order carry it in their type, so that sparse
 * finds an access without conversion. xen/byteorder.h converts.
 */
#ifdef __CHECKER__
#define __bitwise __attribute__((bitwise))
#define __force	  __attribute__((force))
#else
#define __bitwise
#define __force
#endif

typedef u16 __bitwise be16;
typedef u32 __bitwise be32;
typedef u64 __bitwise be64;
typedef u64 __bitwise le64;

#endif /* XEN_TYPES_H */
