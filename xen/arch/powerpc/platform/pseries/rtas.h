/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of the run-time abstraction services of the hypervisor below. */
#ifndef PSERIES_RTAS_H
#define PSERIES_RTAS_H

#include <xen/types.h>

/*
 * Calls the service with that token: nargs arguments, nret results. The first result is
 * the status. Returns the status; the others go to ret. Both together: at most 16.
 */
s32 rtas_call(u32 token, u32 nargs, const u32 *arg, u32 nret, u32 *ret);

#endif /* PSERIES_RTAS_H */
