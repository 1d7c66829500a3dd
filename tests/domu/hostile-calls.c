// SPDX-License-Identifier: GPL-2.0-or-later
/* Every number of a Xen hypercall, with arguments that must be refused. */
#include "hostile.h"

#define OFFSETS		 0x8000
#define NUMBERS		 64
#define EACH		 200
#define SCHED_OP	 6
#define DOM0_OP		 7
#define DOM_MEM_OP	 12
#define MULTICALL	 13
#define EVENT_CHANNEL	 16
#define CONSOLE_IO	 18
#define GRANT_TABLE	 20
#define BOOT_VCPU	 24
#define DOM0_VERSION	 0xaaaa100eU
#define SCHEDOP_SHUTDOWN 2
#define MULTICALL_WORDS	 8

static long xen_call(u64 number, const u64 arg[5])
{
	u64 all[9] = { XEN_MARK | number, arg[0], arg[1], arg[2], arg[3], arg[4] };

	return (long)hypercall(all);
}

/* Whether a call would stop this domain, give its memory away, or start a CPU in it. */
static bool suicidal(u64 number, u64 first)
{
	if ((number & ~(u64)OFFSETS) == SCHED_OP)
		return (first & 0xff) >= 1 && (first & 0xff) <= 3;
	return (number & ~(u64)OFFSETS) == DOM_MEM_OP ||
	       (number & ~(u64)OFFSETS) == BOOT_VCPU;
}

/* Fill the memory that pointers lead to: an op, entries of a multicall, or anything. */
static void fill_region(u64 number)
{
	volatile u64 *word = (volatile u64 *)region();

	for (u64 i = 0; i < 128; i++)
		word[i] = nasty();
	if (number == MULTICALL) {
		for (u64 i = 0; i < 128; i += MULTICALL_WORDS) {
			u64 inner = random64() % NUMBERS;

			word[i] = suicidal(inner, 1) || inner == MULTICALL
					  ? inner + NUMBERS
					  : inner;
		}
	} else {
		word[0] = random64() % 12 | (random64() % 16 ? 0 : 0x1000);
		if (number == DOM0_OP)
			((volatile u32 *)word)[1] = DOM0_VERSION;
	}
}

/*
 * Pointers lead to the region or out of the domain's memory. Into other memory of its own
 * they would only damage the domain itself.
 */
static u64 pointer(void)
{
	for (;;) {
		u64 value = random64() % 3 ? nasty() : region();

		if (value >= region() || value < 11)
			return value;
	}
}

/* Calls that must be refused to a domain without privilege. */
static bool forbidden(u64 number)
{
	number &= ~(u64)OFFSETS;
	return number == DOM0_OP || number == CONSOLE_IO;
}

static void judge(const char *what, u64 number, long result)
{
	if (result < 0)
		tried(REFUSED, what, 0, 0);
	else
		tried(forbidden(number) ? FAILED : HARMLESS, what, number, (u64)result);
}

static void try_random(u64 number)
{
	u64 arg[5];

	for (int i = 0; i < 5; i++)
		arg[i] = random64() % 3 ? pointer() : nasty();
	/* Where small numbers are the first argument, the pointer is another. */
	if (number % 2)
		arg[0] = pointer();
	if (number == MULTICALL || number == (MULTICALL | OFFSETS))
		arg[0] = random64() % 2 ? region() : memory_end + random64() % CHUNK;
	if (suicidal(number, arg[0])) {
		arg[0] = (number & ~(u64)OFFSETS) == SCHED_OP ? 0 : 0x10 + random64() % 8;
		arg[1] = memory_end + random64();
	}
	fill_region(number & ~(u64)OFFSETS);
	judge("call", number, xen_call(number, arg));
}

/* Pass each possible chunk of the machine as each of the first three arguments. */
static void try_pointers(u64 number)
{
	u64 address;

	for (unsigned int n = 0; (address = outside(n)); n++) {
		for (int at = 0; at < 3; at++) {
			u64 arg[5] = { 0, 1, 1, 1, 0x7ff0 };

			arg[at] = address;
			if (!suicidal(number, arg[0]))
				judge("pointer", number, xen_call(number, arg));
		}
	}
}

/* Try every privileged op on every domain, with hostile values in all other fields. */
static void try_dom0_ops(void)
{
	volatile u32 *op = (volatile u32 *)region();
	u64 arg[5] = { region() };

	for (u32 cmd = 0; cmd < 0x1040; cmd = cmd == 0x7f ? 0x1000 : cmd + 1) {
		for (u32 domid = 0; domid <= 11; domid++) {
			fill_region(DOM0_OP);
			op[0] = cmd;
			op[1] = DOM0_VERSION;
			op[2] = domid == 11 ? 0x7ff0 : domid;
			judge("dom0_op", DOM0_OP, xen_call(DOM0_OP, arg));
		}
	}
}

void try_xen_calls(void)
{
	static const uint8_t with_pointers[] = { 1, 7, 12, 13, 15, 16, 17, 18, 20, 24 };

	try_dom0_ops();
	for (size_t i = 0; i < LENGTH(with_pointers); i++) {
		try_pointers(with_pointers[i]);
		install_vectors();
	}
	for (u64 number = 0; number < NUMBERS; number++) {
		for (int i = 0; i < EACH; i++) {
			try_random(number);
			try_random(number | OFFSETS);
		}
		install_vectors();
	}
}

void hammer(void)
{
	for (;;)
		try_random(random64() % (2 * NUMBERS));
}
