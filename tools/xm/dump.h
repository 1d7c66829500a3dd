/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core files of domains. */
#ifndef XM_DUMP_H
#define XM_DUMP_H

#include <limits.h>
#include <stdint.h>

/*
 * Write a core file NAME-DATE.core into dump_dir() and return its path in @path. Returns
 * 0, or -1 after a message on stderr.
 */
int dump_core(int handle, uint32_t domid, const char *name, char path[PATH_MAX]);

#endif /* XM_DUMP_H */
