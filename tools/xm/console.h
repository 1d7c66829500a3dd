/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attaching to a domain's console. */
#ifndef XM_CONSOLE_H
#define XM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The end of a session at a terminal: Ctrl-]. */
#define CONSOLE_ESCAPE 0x1d

/* How many of these typed characters are before the first CONSOLE_ESCAPE. */
size_t console_typed(const char *text, size_t size, bool *escaped);

/*
 * Show what the domain has written and writes, and hand it what is typed, until the
 * domain has stopped, or the user has enough. @follow: the end of an input that is no
 * terminal is not the user's. Returns an exit status.
 */
int console_attach(int handle, uint32_t domid, bool follow);

#endif /* XM_CONSOLE_H */
