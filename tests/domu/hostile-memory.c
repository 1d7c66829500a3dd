// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads, stores and jumps in real mode to addresses that are not this domain's memory. */
#include "hostile.h"

#define VALUE 0x686f7374696c6521ULL

static void try_at(const char *what, u64 (*code)(u64, u64), u64 address)
{
	if (attempt(CODE(code), address, VALUE))
		tried(REFUSED, what, 0, 0);
	else
		tried(FAILED, what, address, outcome.value);
}

/* Check that accesses to the domain's own memory are not refused. */
static void try_own(u64 address)
{
	bool ok = !attempt(CODE(real_store), address, VALUE) &&
		  !attempt(CODE(real_load), address, 0) && outcome.value == VALUE;

	tried(ok ? HARMLESS : FAILED, "own memory", address, outcome.value);
}

void try_real_mode(void)
{
	u64 address;

	try_own(region());
	try_own(memory_end - 8);
	/* Across the end. */
	for (u64 i = 1; i < 8; i++) {
		try_at("load across the end", real_load, memory_end - i);
		try_at("store across the end", real_store, memory_end - i);
	}
	for (unsigned int n = 0; (address = outside(n)); n++) {
		try_at("load", real_load, address & ~7ULL);
		try_at("store", real_store, address & ~7ULL);
		try_at("reserve", real_reserve, address & ~7ULL);
		try_at("zero", real_zero, address);
		try_at("jump", real_jump, address & ~3ULL);
		/* Bits that real mode ignores, or that select addresses above HRMOR. */
		try_at("load, high", real_load, (address & ~7ULL) | 1ULL << 63);
		try_at("store, high", real_store, (address & ~7ULL) | 0xfULL << 60);
	}
	try_own(region());
}
