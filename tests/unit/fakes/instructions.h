/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the CPU was made to do, in the place of asm/instructions.h. */
#ifndef TESTS_UNIT_INSTRUCTIONS_H
#define TESTS_UNIT_INSTRUCTIONS_H

#include <xen/types.h>

/*
 * The instructions since instructions_forget(), "; " after each:
 * "isync; ptesync; tlbie is=3 lpid=0 prs=1; ".
 */
extern char instructions[1024];
void instructions_forget(void);

/* Called by stop(). If NULL, time goes by until the decrementer expires. */
extern void (*while_stopped)(void);
/* Times that the CPU has stopped. */
extern u32 stops;

#endif /* TESTS_UNIT_INSTRUCTIONS_H */
