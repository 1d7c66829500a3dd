/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal on stdin, character by character, and as it was again at the end. */
#ifndef XM_TERMINAL_H
#define XM_TERMINAL_H

#include <stdbool.h>

enum terminal_mode {
	TERMINAL_RAW,  /* all keys are characters, also Ctrl-C */
	TERMINAL_KEYS, /* without echo and Enter; Ctrl-C ends the program */
};

/*
 * If stdin is a terminal, switch it until terminal_restore(), the end of the program or a
 * signal that ends it. Returns whether it is one.
 */
bool terminal_switch(enum terminal_mode mode);
void terminal_restore(void);

#endif /* XM_TERMINAL_H */
