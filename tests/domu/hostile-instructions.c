// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Instructions and registers of hypervisor state, used in privileged and in problem state
 * (Power ISA, book III, 5.4.4: special purpose registers).
 */
#include "hostile.h"

#define MSR_HV	       (1ULL << 60)
#define MSR_S	       (1ULL << 22)
#define MARK	       0x6d61726b6d61726bULL
#define SC	       0x44000002U
#define VECTOR_SC      0xc00
#define VECTOR_PROGRAM 0x700

/* rA, rB: an address that is not this domain's memory, in r4. */
static const struct instruction {
	const char *name;
	u32 word;
} instructions[] = {
	{ "hrfid", 0x4c000224 },
	{ "urfid", 0x4c000264 },
	{ "attn", 0x00000200 },
	{ "nap", 0x4c000364 },
	{ "sleep", 0x4c0003a4 },
	{ "rvwinkle", 0x4c0003e4 },
	{ "doze", 0x4c000324 },
	{ "tlbie lpid", INSTRUCTION(31, 3, 0, 4, 306) },
	{ "tlbie partition, radix", INSTRUCTION(31, 3, 1, 4, 306) },
	{ "tlbie all, radix", INSTRUCTION(31, 3, 9, 4, 306) },
	{ "tlbiel partition, radix", INSTRUCTION(31, 3, 1, 4, 274) },
	{ "tlbiel all, radix", INSTRUCTION(31, 3, 9, 4, 274) },
	{ "tlbie table caches of partitions", INSTRUCTION(31, 3, 5, 4, 306) },
	{ "msgsnd", INSTRUCTION(31, 0, 0, 4, 206) },
	{ "msgclr", INSTRUCTION(31, 0, 0, 4, 238) },
	{ "lwzcix", INSTRUCTION(31, 3, 0, 4, 789) },
	{ "lhzcix", INSTRUCTION(31, 3, 0, 4, 821) },
	{ "lbzcix", INSTRUCTION(31, 3, 0, 4, 853) },
	{ "ldcix", INSTRUCTION(31, 3, 0, 4, 885) },
	{ "stwcix", INSTRUCTION(31, 3, 0, 4, 917) },
	{ "sthcix", INSTRUCTION(31, 3, 0, 4, 949) },
	{ "stbcix", INSTRUCTION(31, 3, 0, 4, 981) },
	{ "stdcix", INSTRUCTION(31, 3, 0, 4, 1013) },
	{ "no instruction", 0x00c0ffee },
	{ "zero", 0x00000000 },
};

/* Registers of the hypervisor, and of the firmware above it. */
static const struct {
	const char *name;
	u32 number;
} registers[] = {
	{ "SDR1", 25 },	    { "RPR", 186 },    { "CIABR", 187 },  { "HFSCR", 190 },
	{ "TBU40", 286 },   { "HSPRG0", 304 }, { "HSPRG1", 305 }, { "HDISR", 306 },
	{ "HDAR", 307 },    { "HDEC", 310 },   { "RMOR", 312 },	  { "HRMOR", 313 },
	{ "HSRR0", 314 },   { "HSRR1", 315 },  { "TFMR", 317 },	  { "LPCR", 318 },
	{ "LPIDR", 319 },   { "HMER", 336 },   { "HMEER", 337 },  { "PCR", 338 },
	{ "HEIR", 339 },    { "AMOR", 349 },   { "PTCR", 464 },	  { "USPRG0", 496 },
	{ "USPRG1", 497 },  { "URMOR", 505 },  { "USRR0", 506 },  { "USRR1", 507 },
	{ "SMFCTRL", 511 }, { "ASDR", 816 },   { "PSSCR", 855 },  { "LDBAR", 850 },
	{ "PMCR", 884 },    { "TSCR", 921 },   { "TTR", 922 },	  { "TRACE", 1006 },
	{ "HID", 1008 },
};

u64 scratch(void)
{
	return region() + REGION / 2;
}

void place(u32 word, u32 then)
{
	volatile u32 *code = (volatile u32 *)scratch();

	code[0] = word;
	code[1] = then;
	flush_code(scratch());
}

u32 mfspr(u32 number)
{
	return INSTRUCTION(31, 3, number & 31, number >> 5, 339);
}

u32 mtspr(u32 number)
{
	return INSTRUCTION(31, 3, number & 31, number >> 5, 467);
}

/* An access that does not interrupt must have no effect. */
static void try_register(const char *name, u32 number)
{
	place(mfspr(number), BLR);
	if (attempt(scratch(), MARK, 0))
		tried(REFUSED, name, 0, 0);
	else
		tried(outcome.value == MARK ? HARMLESS : FAILED, name, number,
		      outcome.value);
	place(mtspr(number), BLR);
	if (attempt(scratch(), MARK, 0)) {
		tried(REFUSED, name, 0, 0);
		return;
	}
	place(mfspr(number), BLR);
	tried(!attempt(scratch(), 0, 0) && outcome.value == MARK ? FAILED : HARMLESS,
	      name, number, outcome.value);
}

static void try_msr(const char *name, u64 (*code)(u64, u64), u64 bits)
{
	if (attempt(CODE(code), bits, 0))
		tried(REFUSED, name, 0, 0);
	else
		tried(outcome.value & bits ? FAILED : HARMLESS, name, bits,
		      outcome.value);
}

void try_instructions(void)
{
	for (size_t i = 0; i < LENGTH(instructions); i++) {
		place(instructions[i].word, BLR);
		if (attempt(scratch(), MARK, memory_end))
			tried(REFUSED, instructions[i].name, 0, 0);
		else
			tried(FAILED, instructions[i].name, instructions[i].word,
			      outcome.value);
	}
	for (size_t i = 0; i < LENGTH(registers); i++)
		try_register(registers[i].name, registers[i].number);
	try_msr("HV by rfid", msr_by_rfid, MSR_HV);
	try_msr("HV by mtmsrd", msr_by_mtmsrd, MSR_HV);
	try_msr("S by rfid", msr_by_rfid, MSR_S);
	try_msr("S by mtmsrd", msr_by_mtmsrd, MSR_S);
}

/* In problem state: it is refused, or a no-op followed by a system call. */
static void try_user(const char *name, u32 word)
{
	u64 vector;

	place(word, SC);
	vector = attempt(CODE(user_run), USER_ALIAS + scratch(), MARK);
	if (vector == VECTOR_SC)
		tried(outcome.value == MARK ? HARMLESS : FAILED, name, word,
		      outcome.value);
	else
		tried(REFUSED, name, word, vector);
}

/* An instruction that must cause a program interrupt in this domain's kernel. */
static void must_user(const char *name, u32 word)
{
	u64 vector;

	place(word, SC);
	vector = attempt(CODE(user_run), USER_ALIAS + scratch(), XEN_MARK | 17);
	tried(vector == VECTOR_PROGRAM ? REFUSED : FAILED, name, word, vector);
}

void try_user_instructions(void)
{
	/* Check that problem state works: a no-op, then a system call. */
	place(0x60000000, SC);
	if (attempt(CODE(user_run), USER_ALIAS + scratch(), MARK) != VECTOR_SC ||
	    outcome.value != MARK)
		tried(FAILED, "problem state", outcome.vector, outcome.value);
	for (size_t i = 0; i < LENGTH(instructions); i++)
		must_user(instructions[i].name, instructions[i].word);
	for (size_t i = 0; i < LENGTH(registers); i++) {
		try_user(registers[i].name, mfspr(registers[i].number));
		try_user(registers[i].name, mtspr(registers[i].number));
	}
	must_user("hypercall", 0x44000022);
	must_user("rfid", 0x4c000024);
	must_user("mtmsrd", INSTRUCTION(31, 3, 0, 0, 178));
	must_user("mfmsr", INSTRUCTION(31, 3, 0, 0, 83));
	must_user("slbia", INSTRUCTION(31, 0, 0, 0, 498));
	must_user("mtspr SRR0", mtspr(26));
	must_user("mtspr DEC", mtspr(22));
	must_user("mtspr PID", mtspr(48));
}
