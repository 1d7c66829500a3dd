/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's console: the hypervisor's messages, dom0's terminal, and a ring that
 * keeps the newest messages for READCONSOLE.
 *
 * Every byte that enters the ring has a position in an endless stream, counted from
 * 0 at boot; the ring holds the positions from console_start() to console_end() - 1.
 */
#ifndef XEN_CONSOLE_H
#define XEN_CONSOLE_H

#include <xen/types.h>
#include <xen/compiler.h>

/* Applies console_ring= and loglvl=; called once the heap works. */
void console_init(const char *cmdline);

/* Text of dom0 for the hypervisor's console (CONSOLEIO_write): ring and console. */
void console_write(const char *text, size_t len);

/*
 * Characters of dom0's terminal: straight to the console, not into the ring. False:
 * the console is busy and nothing was taken. The hypervisor's own lines wait until
 * dom0 has ended its line, so neither splits the other.
 */
bool console_guest_put(const char *text, size_t len);
/* Up to size characters that were typed; 0 if there are none. */
size_t console_get(char *buf, size_t size);
/* Characters have been typed: tells the domain that owns the console. */
void console_input(void);
/* Sends what waits, if dom0's line has ended or has been left alone for a while. */
void console_poll(void);
/* From now on everything goes out at once: the machine is about to stop. */
void console_force_sync(void);

u64 console_start(void);
u64 console_end(void);
/* The ring's text at [position, position + len) in at most two pieces. */
size_t console_peek(u64 position, size_t len, const char **piece);
/* Forgets what lies before position. */
void console_clear(u64 position);

#endif /* XEN_CONSOLE_H */
