/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XM_TOP_H
#define XM_TOP_H

#include "xc.h"

/* Per cent of one CPU that went from ns_before to ns in so many seconds. */
double top_share(u64 ns, u64 ns_before, double seconds);

#endif /* XM_TOP_H */
