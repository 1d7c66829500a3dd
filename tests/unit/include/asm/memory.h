/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machine memory of the unit tests: an arena of this process (fakes.h). */
#ifndef ASM_MEMORY_H
#define ASM_MEMORY_H

#include <xen/types.h>

/* An address outside the machine ends the test program with a message. */
void *maddr_to_ptr(u64 maddr);
u64 ptr_to_maddr(const void *ptr);
/* Also notes what was cleared: machine.cleared. */
void clear_machine_memory(u64 maddr, u64 size);

#endif /* ASM_MEMORY_H */
