// SPDX-License-Identifier: GPL-2.0-or-later
/* Every number of a PAPR call, and every RTAS token, with bad arguments. */
#include "hostile.h"

#define EACH		20
#define H_CEDE		0xe0
#define PAGE_ZERO	(1ULL << 15)
#define PAGE_COPY	(1ULL << 14)
#define H_LOGICAL_FIRST 0x30 /* to H_LOGICAL_CI_LOAD and _STORE */
#define H_LOGICAL_LAST	0x40
#define H_LOGICAL_MEMOP 0xf001
#define H_NESTED_FIRST	0xf800
#define H_NESTED_LAST	0xf8ff
#define VPA_REGISTER	(1ULL << 45)
#define VPA_DEREGISTER	(5ULL << 45)
#define PROC_TBL_FLAGS	0x1d
#define RTAS_FIRST	0x1ff0
#define RTAS_LAST	0x2040
#define RTAS_HEADER	12
#define MANY_CELLS	16
#define SOON		100 /* ticks */

/* Calls that must be refused for all arguments: access by real address, and nesting. */
static bool forbidden(u64 number)
{
	return number == H_PAGE_INIT ||
	       (number >= H_LOGICAL_FIRST && number <= H_LOGICAL_LAST) ||
	       number == H_LOGICAL_MEMOP ||
	       (number >= H_NESTED_FIRST && number <= H_NESTED_LAST);
}

static void judge(const char *what, u64 number, u64 argument, long result, bool bad)
{
	if (result < 0)
		tried(REFUSED, what, 0, 0);
	else
		tried(bad && result == H_SUCCESS ? FAILED : HARMLESS, what, number,
		      argument);
}

static void set_decrementer(u32 ticks)
{
	__asm__ __volatile__("mtdec %0" : : "r"(ticks));
}

static void try_number(u64 number)
{
	for (int i = 0; i < EACH; i++) {
		u64 arg[9] = { number };

		for (int j = 1; j < 9; j++)
			arg[j] = nasty();
		/* Skip these: they would fill the console. */
		if (number == H_PUT_TERM_CHAR && arg[2] <= 16)
			arg[2] += 17;
		/* It could clear this program: try_addresses() does the rest. */
		if (number == H_PAGE_INIT)
			arg[2] |= 1;
		/* It enables interrupts and ends with one. */
		if (number == H_CEDE)
			set_decrementer(SOON);
		judge("call", number, arg[1], (long)hypercall(arg), forbidden(number));
	}
}

static void try_addresses(void)
{
	u64 address;

	for (unsigned int n = 0; (address = outside(n)); n++) {
		u64 page = address & ~0xfffULL;

		judge("processor area", H_REGISTER_VPA, page,
		      call(H_REGISTER_VPA, VPA_REGISTER, 0, page, 0), true);
		judge("process table", H_REGISTER_PROC_TBL, page,
		      call(H_REGISTER_PROC_TBL, PROC_TBL_FLAGS, page, 0, 0), true);
		judge("page cleared", H_PAGE_INIT, page,
		      call(H_PAGE_INIT, PAGE_ZERO, page, 0, 0), true);
		judge("page copied", H_PAGE_INIT, page,
		      call(H_PAGE_INIT, PAGE_COPY, region(), page, 0), true);
		judge("logical load", 0x3c, page, call(0x3c, 8, page, 0, 0), true);
		judge("logical store", 0x40, page, call(0x40, 8, page, 0, 0), true);
	}
	for (u64 size = 0; size < 64; size++)
		judge("process table of all", H_REGISTER_PROC_TBL, size,
		      call(H_REGISTER_PROC_TBL, PROC_TBL_FLAGS,
			   memory_end - (REGION << size >> size), 0, size + 13),
		      true);
}

/* Restore the state that the other classes expect. */
static void tidy(void)
{
	set_decrementer(0x7fffffff);
	call(H_REGISTER_VPA, VPA_DEREGISTER, 0, 0, 0);
	call(H_CPPR, 0, 0, 0, 0);
	install_vectors();
}

void try_papr_calls(void)
{
	try_addresses();
	for (u64 number = 0; number < 0x600; number += 4) {
		try_number(number);
		try_number(number + 1);
		tidy();
	}
	for (u64 number = 0xf000; number <= H_NESTED_LAST; number++) {
		/* RTAS has a class of its own. */
		if (number == H_RTAS || (number > 0xf0ff && number < H_NESTED_FIRST))
			continue;
		try_number(number);
		tidy();
	}
	make_tables();
}

static void header(u64 at, u32 token, u32 nargs, u32 nret)
{
	volatile u32 *block = (volatile u32 *)at;

	block[0] = be32(token);
	block[1] = be32(nargs);
	block[2] = be32(nret);
}

/* Tokens that would end the domain, or garble its output, if the block were right. */
static bool ending(u32 token)
{
	return token == fdt_cell("display-character") || token == fdt_cell("power-off") ||
	       token == fdt_cell("system-reboot") || token == fdt_cell("stop-self") ||
	       token == fdt_cell("ibm,os-term") || token == fdt_cell("ibm,suspend-me");
}

/* Try blocks with a valid header but without the memory that it promises. */
static void try_blocks(u32 token)
{
	static const u32 cells[] = { 17,	 255,	     0x3ffffffd,
				     0x40000000, 0x7fffffff, 0xffffffff };
	u64 last = memory_end - RTAS_HEADER;

	for (u32 nargs = 0; nargs <= MANY_CELLS; nargs++) {
		header(last, token, nargs, 1);
		judge("block across the end", token, nargs, call(H_RTAS, last, 0, 0, 0),
		      true);
	}
	for (size_t i = 0; i < LENGTH(cells); i++) {
		header(region(), token, cells[i], 1);
		judge("arguments", token, cells[i], call(H_RTAS, region(), 0, 0, 0),
		      true);
		header(region(), token, 0, cells[i]);
		judge("results", token, cells[i], call(H_RTAS, region(), 0, 0, 0), true);
	}
}

/* Try a valid block with invalid contents: the result depends on the token. */
static void try_contents(u32 token)
{
	for (u32 nargs = 0; nargs <= 8; nargs++) {
		for (u32 nret = 1; nret <= 9; nret++) {
			u32 arg[8];

			for (size_t i = 0; i < LENGTH(arg); i++)
				arg[i] = (u32)nasty();
			judge("contents", token, nargs,
			      rtas_at(region(), token, nargs, nret, arg), false);
		}
	}
}

void try_rtas(void)
{
	u64 address;

	for (unsigned int n = 0; (address = outside(n)); n++)
		judge("block", H_RTAS, address, call(H_RTAS, address, 0, 0, 0), true);
	for (u32 token = RTAS_FIRST; token <= RTAS_LAST; token++) {
		try_blocks(token);
		if (!ending(token))
			try_contents(token);
	}
	tidy();
}
