/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records the executed instructions, replacing asm/instructions.h. */
#ifndef TESTS_UNIT_INSTRUCTIONS_H
#define TESTS_UNIT_INSTRUCTIONS_H

#include <xen/types.h>

/*
 * The instructions since instructions_forget(), each followed by "; ":
 * "isync; ptesync; tlbie is=3 lpid=0 prs=1; ".
 */
extern char instructions[1024];
void instructions_forget(void);

/* Called by stop(). If NULL, time passes until the decrementer expires. */
extern void (*while_stopped)(void);
/* Number of times that the CPU has stopped. */
extern u32 stops;

#endif /* TESTS_UNIT_INSTRUCTIONS_H */
