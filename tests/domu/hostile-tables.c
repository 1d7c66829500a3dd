// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page tables of this domain that lead out of its memory, and page tables outside of its
 * memory (Power ISA, book III, 6.7: radix tree translation).
 */
#include "hostile.h"

#define VALUE		0x686f7374696c6521ULL
#define PROC_TBL_FLAGS	0x1d /* new, radix, the guest flushes by itself */
#define SPR_PID		48
#define PID		1

#define ENTRY_VALID	(1ULL << 63)
#define ENTRY_LEAF	(1ULL << 62)
#define LEAF_RC		0x180 /* referenced and changed */
#define LEAF_PRIVILEGED 0x8
#define LEAF_RWX	0x7
#define LEAF_ADDRESS	0x01fffffffffff000ULL
#define TREE_52_BITS	(2ULL << 61 | 5ULL << 5)
#define ROOT_BITS	13
#define LEVEL_BITS	9

/* The root has 512 GiB in each entry, the level below 1 GiB. */
#define ROOT_SHIFT  39
#define LEVEL_SHIFT 30
#define ENTRIES	    (1U << LEVEL_BITS)
/* Entries of the root: the identity, then leaves to far addresses, then bad tables. */
#define ROOT_FAR 1
#define ROOT_BAD 16

static u64 root[1 << ROOT_BITS] __attribute__((aligned(1 << 16)));
static u64 identity[ENTRIES] __attribute__((aligned(1 << 12)));
static u64 far[ENTRIES] __attribute__((aligned(1 << 12)));
static u64 process_table[512] __attribute__((aligned(1 << 12)));

static u64 big_endian(u64 x)
{
	return __builtin_bswap64(x);
}

static u64 leaf(u64 address, u64 access)
{
	return big_endian(ENTRY_VALID | ENTRY_LEAF | (address & LEAF_ADDRESS) | LEAF_RC |
			  access | LEAF_RWX);
}

static u64 table(u64 address)
{
	return big_endian(ENTRY_VALID | address | LEVEL_BITS);
}

void make_tables(void)
{
	for (u64 i = 0; i < ENTRIES; i++)
		identity[i] = leaf(i << LEVEL_SHIFT, LEAF_PRIVILEGED);
	identity[USER_ALIAS >> LEVEL_SHIFT] = leaf(0, 0);
	root[0] = table((uintptr_t)identity);
	root[ROOT_FAR] = table((uintptr_t)far);
	process_table[2 * PID] =
		big_endian(TREE_52_BITS | (u64)(uintptr_t)root | ROOT_BITS);
	__asm__ __volatile__("ptesync" : : : "memory");
	if (call(H_REGISTER_PROC_TBL, PROC_TBL_FLAGS, (uintptr_t)process_table, 0, 0))
		print("hostile: FAILED: no process table of its own\n");
	__asm__ __volatile__("mtspr %0,%1; isync" : : "i"(SPR_PID), "r"((u64)PID));
}

static void try_at(const char *what, u64 (*code)(u64, u64), u64 ea, u64 address)
{
	if (attempt(CODE(code), ea, VALUE))
		tried(REFUSED, what, 0, 0);
	else
		tried(FAILED, what, address, outcome.value);
}

static void try_own(u64 ea)
{
	bool ok = !attempt(CODE(mapped_store), ea, VALUE) &&
		  !attempt(CODE(mapped_load), ea, 0) && outcome.value == VALUE;

	tried(ok ? HARMLESS : FAILED, "own memory", ea, outcome.value);
}

/* Map an address; outside of the identity mapping it gets an entry of its own. */
static u64 see(u64 address, unsigned int *places)
{
	unsigned int place;

	if (address < USER_ALIAS)
		return address;
	place = (*places)++;
	far[place] = leaf(address, LEAF_PRIVILEGED);
	__asm__ __volatile__("ptesync" : : : "memory");
	return (u64)ROOT_FAR << ROOT_SHIFT | (u64)place << LEVEL_SHIFT |
	       (address & (GIB(1) - 1));
}

void try_tables(void)
{
	unsigned int places = 0;
	u64 address;

	try_own(region());
	for (unsigned int n = 0; (address = outside(n)); n++) {
		u64 ea = see(address, &places) & ~7ULL;

		try_at("mapped load", mapped_load, ea, address);
		try_at("mapped store", mapped_store, ea, address);
		try_at("mapped jump", mapped_jump, ea, address);
	}
	/* Tables where there is no memory: reading a table is an access too. */
	for (unsigned int n = 0; (address = outside(n)); n++) {
		u64 entry = ROOT_BAD + n;

		root[entry] = table(address & LEAF_ADDRESS);
		__asm__ __volatile__("ptesync" : : : "memory");
		try_at("load by a table", mapped_load, entry << ROOT_SHIFT, address);
		try_at("store by a table", mapped_store, entry << ROOT_SHIFT, address);
	}
	try_own(region());
}
