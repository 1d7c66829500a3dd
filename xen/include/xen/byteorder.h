/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversion between the CPU's byte order and an architected one. */
#ifndef XEN_BYTEORDER_H
#define XEN_BYTEORDER_H

#include <xen/types.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define XEN_CPU_IS_LE	  1
#define xen_swap_be(n, x) __builtin_bswap##n(x)
#define xen_swap_le(n, x) (x)
#else
#define XEN_CPU_IS_LE	  0
#define xen_swap_be(n, x) (x)
#define xen_swap_le(n, x) __builtin_bswap##n(x)
#endif

static inline be32 cpu_to_be32(u32 x)
{
	return (__force be32)xen_swap_be(32, x);
}

static inline u32 be32_to_cpu(be32 x)
{
	return xen_swap_be(32, (__force u32)x);
}

static inline be64 cpu_to_be64(u64 x)
{
	return (__force be64)xen_swap_be(64, x);
}

static inline u64 be64_to_cpu(be64 x)
{
	return xen_swap_be(64, (__force u64)x);
}

static inline le64 cpu_to_le64(u64 x)
{
	return (__force le64)xen_swap_le(64, x);
}

static inline u64 le64_to_cpu(le64 x)
{
	return xen_swap_le(64, (__force u64)x);
}

#endif /* XEN_BYTEORDER_H */
