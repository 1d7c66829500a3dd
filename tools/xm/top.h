/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XM_TOP_H
#define XM_TOP_H

#include "xc.h"

/* Percentage of one CPU: from ns_before to ns within that many seconds. */
double top_share(u64 ns, u64 ns_before, double seconds);

#endif /* XM_TOP_H */
