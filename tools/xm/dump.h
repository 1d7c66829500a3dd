/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core files of domains. */
#ifndef XM_DUMP_H
#define XM_DUMP_H

#include <limits.h>
#include <stdint.h>

/*
 * Write one into dump_dir(), called NAME-DATE.core; its path is told. Returns 0, or -1:
 * said on stderr.
 */
int dump_core(int handle, uint32_t domid, const char *name, char path[PATH_MAX]);

#endif /* XM_DUMP_H */
