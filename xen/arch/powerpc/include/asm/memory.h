/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine memory. The hypervisor runs in real mode: an address is a machine address,
 * and guest memory is reached without a mapping.
 */
#ifndef ASM_MEMORY_H
#define ASM_MEMORY_H

#include <xen/types.h>

static inline void *maddr_to_ptr(u64 maddr)
{
	return (void *)maddr;
}

static inline u64 ptr_to_maddr(const void *ptr)
{
	return (u64)ptr;
}

/* Both 128-byte aligned: a cache block is cleared at a time. */
static inline void clear_machine_memory(u64 maddr, u64 size)
{
	for (u64 end = maddr + size; maddr < end; maddr += 128)
		__asm__ __volatile__("dcbz 0,%0" : : "r"(maddr) : "memory");
}

#endif /* ASM_MEMORY_H */
