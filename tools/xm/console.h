/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attach to a domain's console. */
#ifndef XM_CONSOLE_H
#define XM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ctrl-] ends a session at a terminal. */
#define CONSOLE_ESCAPE 0x1d

/* Number of typed characters before the first CONSOLE_ESCAPE. */
size_t console_typed(const char *text, size_t size, bool *escaped);

/*
 * Show what the domain writes and send it what is typed, until the domain has stopped or
 * the user leaves. @follow: if stdin is not a terminal, its end does not end the session.
 * Returns an exit status.
 */
int console_attach(int handle, uint32_t domid, bool follow);

#endif /* XM_CONSOLE_H */
