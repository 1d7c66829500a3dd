/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions that only note that they were executed (tests/unit/fakes/instructions.h).
 */
#ifndef ASM_INSTRUCTIONS_H
#define ASM_INSTRUCTIONS_H

#include <xen/types.h>

void isync(void);
void ptesync(void);
void tlbsync(void);
void tlbie_radix(u64 is, u64 lpid, int prs);
void clear_reservation(void);
void stop(void);
void ring_doorbell(u32 server);
void clear_doorbell(void);
void message_sync(void);

/* Time passes, and other CPUs do something (fakes.h). */
void pause_thread(void);

/* Counted (fakes.h). */
void abort_copy(void);
void clear_slb(void);

#endif /* ASM_INSTRUCTIONS_H */
