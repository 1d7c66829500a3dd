// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel that tries everything that is forbidden, and prints the results. As a domain
 * beside dom0 it must be refused all of it, and no other domain may be affected.
 * hostile=NAME in its command line selects a class, or:
 *
 *   hostile=loop        nothing, for ever, with interrupts off
 *   hostile=hammer      calls without end
 *   hostile=registersN  patterns in all registers, for ever (hostile-registers.c)
 */
#include "hostile.h"

#define VECTOR_FIRST   0x100
#define VECTOR_LAST    0xf80
#define VECTOR_STEP    0x20
#define INSTRUCTION_BA 0x48000002U
#define MOST_PRINTED   10
#define REGISTERS      "registers"

u64 memory_end;

static u64 random_state = 1;
static unsigned int counts[3];
static const char *class_name;
static u64 failed_in_all;

void guest_main(const u32 *tree);
void interrupt(void);
void unexpected(void);

u64 region(void)
{
	return memory_end - REGION;
}

void flush_code(u64 address)
{
	__asm__ __volatile__("dcbst 0,%0; sync; icbi 0,%0; sync; isync"
			     :
			     : "r"(address)
			     : "memory");
}

/* Each: mtsprg 1,r3; li r3,VECTOR; ba interrupt. */
void install_vectors(void)
{
	/* H_SET_MODE: little-endian interrupts (4), at the real-mode vectors (3). */
	call(H_SET_MODE, 1, 4, 0, 0);
	call(H_SET_MODE, 0, 3, 0, 0);
	for (u32 vector = VECTOR_FIRST; vector <= VECTOR_LAST; vector += VECTOR_STEP) {
		volatile u32 *code = (volatile u32 *)(uintptr_t)vector;

		code[0] = 0x7c7143a6;
		code[1] = 0x38600000 | vector;
		code[2] = INSTRUCTION_BA | (u32)(uintptr_t)interrupt;
		flush_code(vector);
	}
}

void unexpected(void)
{
	print("hostile: FAILED: interrupt ");
	print_hex(outcome.vector);
	print(" at ");
	print_hex(outcome.srr0);
	print(" with nothing attempted\n");
	spin();
}

/* xorshift64* */
u64 random64(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * 0x2545f4914f6cdd1dULL;
}

u64 nasty(void)
{
	switch (random64() % 12) {
	case 0:
		return random64() % 11;
	case 1:
		return 0x7ff0 + random64() % 4; /* reserved domain numbers */
	case 2:
		return region() + random64() % REGION;
	case 3:
		return region() & ~7ULL;
	case 4:
		return memory_end - random64() % 64;
	case 5:
		return memory_end + random64() % 64;
	case 6:
		return random64() % 1024 * CHUNK;
	case 7:
		return 1ULL << random64() % 64;
	case 8:
		return -1ULL << random64() % 64;
	case 9:
		return memory_end >> 16; /* a frame */
	case 10:
		return -random64() % 64;
	default:
		return random64();
	}
}

u64 outside(unsigned int n)
{
	static const u64 beside[] = { 0, 8, 0x10000, 0x3fffff8 };
	u64 chunks = (GIB(64) - memory_end) / CHUNK;

	if (n < LENGTH(beside))
		return memory_end + beside[n];
	n -= LENGTH(beside);
	if (n < chunks)
		return memory_end + n * CHUNK + (n % 3) * 0x12340;
	n -= chunks;
	/*
	 * All bits of real addresses, which are 60 in real mode. Where the upper ones are
	 * ignored (QEMU's tables have 52), what is left is not this domain's memory
	 * either.
	 */
	if (n < 24)
		return (1ULL << (36 + n)) + memory_end;
	n -= 24;
	if (n < 24)
		return (1ULL << (36 + n)) - 8;
	return 0;
}

void print_number(u64 value)
{
	char text[21];
	size_t at = sizeof(text) - 1;

	text[at] = '\0';
	do {
		text[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	print(text + at);
}

void class_begin(const char *name)
{
	class_name = name;
	counts[REFUSED] = counts[HARMLESS] = counts[FAILED] = 0;
}

void tried(enum ending ending, const char *what, u64 a, u64 b)
{
	counts[ending]++;
	if (ending != FAILED || counts[FAILED] > MOST_PRINTED)
		return;
	print("hostile: ");
	print(class_name);
	print(" FAILED: ");
	print(what);
	print(" ");
	print_hex(a);
	print(" ");
	print_hex(b);
	print("\n");
}

void class_end(void)
{
	print("hostile: ");
	print(class_name);
	print(" tried ");
	print_number(counts[REFUSED] + counts[HARMLESS] + counts[FAILED]);
	print(" refused ");
	print_number(counts[REFUSED]);
	print(" harmless ");
	print_number(counts[HARMLESS]);
	print(" FAILED ");
	print_number(counts[FAILED]);
	print("\n");
	failed_in_all += counts[FAILED];
}

static const struct {
	const char *name;
	void (*try)(void);
} classes[] = {
	/* Classes that change this domain's memory come last. */
	{ "real-mode", try_real_mode },
	{ "tables", try_tables },
	{ "instructions", try_instructions },
	{ "user-instructions", try_user_instructions },
	{ "rtas", try_rtas },
	{ "papr", try_papr_calls },
	{ "long", try_long_calls },
	{ "xen", try_xen_calls },
};

/* The value of a word of the command line, or "". */
static const char *argument(const char *name)
{
	const char *at = fdt_property("bootargs");

	for (; at && *at; at++) {
		if (starts_with(at, name))
			return at + __builtin_strlen(name);
	}
	return "";
}

static void power_off(void)
{
	static const u32 arg[2] = { 0xffffffff, 0xffffffff };

	rtas_at(region(), fdt_cell("power-off"), 2, 1, arg);
	print("hostile: still here\n");
	spin();
}

void guest_main(const u32 *tree)
{
	const char *choice;

	fdt = tree;
	memory_end = fdt_memory_end();
	choice = argument("hostile=");
	install_vectors();
	if (starts_with(choice, "loop"))
		spin();
	if (starts_with(choice, "hammer"))
		hammer();
	if (starts_with(choice, REGISTERS))
		write_patterns((u64)(choice[sizeof(REGISTERS) - 1] - '0'));
	make_tables();
	for (size_t i = 0; i < LENGTH(classes); i++) {
		if (*choice && !starts_with(choice, "all") &&
		    !starts_with(choice, classes[i].name))
			continue;
		class_begin(classes[i].name);
		classes[i].try();
		class_end();
	}
	print("hostile: done, ");
	print_number(failed_in_all);
	print(" failed\n");
	power_off();
}
