/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's console: the hypervisor's messages, dom0's terminal, and a ring that
 * keeps the newest messages for READCONSOLE.
 */
#ifndef XEN_CONSOLE_H
#define XEN_CONSOLE_H

#include <xen/compiler.h>
#include <xen/console/text_ring.h>
#include <xen/types.h>

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
/*
 * From now on nothing waits for a console that is busy, nor for a long text to go out:
 * a timer sends the rest. At boot everything goes out at once.
 */
void console_serve_guests(void);
/* Whether who prints much should wait, since half of the ring has not been sent yet. */
bool console_is_behind(void);
/* Everything goes out at once again: the machine is about to stop. */
void console_force_sync(void);

/* The ring of all messages. */
struct text_ring *console_ring(void);

#endif /* XEN_CONSOLE_H */
