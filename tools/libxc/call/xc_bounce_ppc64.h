/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What xc_bounce_ppc64.c and xc_hypercall_ppc64.c share. */
#ifndef XC_BOUNCE_PPC64_H
#define XC_BOUNCE_PPC64_H

#include <stddef.h>
#include <stdint.h>

#include "xc.h"

/* Bytes of nr elements. SIZE_MAX, which no page holds, if that is too large a number. */
static inline size_t elements(u64 nr, size_t size)
{
	return nr > SIZE_MAX / size ? SIZE_MAX : nr * size;
}

/* The operation of a caller, its version as it is. Result, or -1 with errno. */
int dom0_op_bounced(int handle, dom0_op_t *op);

#endif /* XC_BOUNCE_PPC64_H */
