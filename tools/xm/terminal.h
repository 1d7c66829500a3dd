/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Switch the terminal on stdin to single characters, and back at the end. */
#ifndef XM_TERMINAL_H
#define XM_TERMINAL_H

#include <stdbool.h>

enum terminal_mode {
	TERMINAL_RAW,  /* every key is a character, Ctrl-C too */
	TERMINAL_KEYS, /* no echo, no wait for Enter; Ctrl-C ends the program */
};

/*
 * If stdin is a terminal, switch it until terminal_restore(), the end of the program or a
 * signal that ends it. Returns whether stdin is a terminal.
 */
bool terminal_switch(enum terminal_mode mode);
void terminal_restore(void);

#endif /* XM_TERMINAL_H */
