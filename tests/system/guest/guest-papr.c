// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PAPR calls with wrong arguments, made by a kernel. PAPR, chapters 7 (RTAS) and 14
 * (hypervisor calls), defines return codes and arguments.
 */
#include "guest.h"

#define CHUNK	       (64ULL << 20)
#define RTAS_OK	       0U
#define RTAS_HARDWARE  (-1U)
#define RTAS_PARAMETER (-3U)
#define RTAS_NO_TOKEN  0x7777
#define VPA_REGISTER   (1ULL << 45)
#define VPA_DEREGISTER (5ULL << 45)
#define PROC_TBL_FLAGS 0x1d /* new, radix, the guest flushes by itself */
#define ENOSYS_RESULT  (-38L)
#define XEN_MARK(n)    ((n) | 0xffffffffffff0000ULL)
#define NO_XEN_CALL    63

struct bad_call {
	const char *name;
	u64 number, a, b, c, d;
	long expected;
};

static void make_calls(const struct bad_call *c, size_t count)
{
	for (; count--; c++)
		check(c->name, (u64)call(c->number, c->a, c->b, c->c, c->d),
		      (u64)c->expected);
}

static void test_small_calls(void)
{
	static const struct bad_call calls[] = {
		{ "no such PAPR call", 0xeffc, 1, 2, 3, 4, H_FUNCTION },
		{ "call 0", 0, 0, 0, 0, 0, H_FUNCTION },
		{ "call 2^32 + H_PUT_TERM_CHAR", 1ULL << 32 | H_PUT_TERM_CHAR, 0, 1, 0, 0,
		  H_FUNCTION },
		{ "the largest number without Xen's mark", XEN_MARK(0) - 1, 0, 0, 0, 0,
		  H_FUNCTION },
		{ "no such Xen call", XEN_MARK(NO_XEN_CALL), 0, 0, 0, 0, ENOSYS_RESULT },
		{ "the largest Xen number", XEN_MARK(0xffff), 0, 0, 0, 0, ENOSYS_RESULT },
		{ "17 characters", H_PUT_TERM_CHAR, 0, 17, 0, 0, H_PARAMETER },
		{ "2^63 characters", H_PUT_TERM_CHAR, 0, 1ULL << 63, 0, 0, H_PARAMETER },
		{ "no such terminal, output", H_PUT_TERM_CHAR, 1, 1, 0, 0, H_PARAMETER },
		{ "no such terminal, input", H_GET_TERM_CHAR, 1, 0, 0, 0, H_PARAMETER },
		{ "mode: no such resource", H_SET_MODE, 0, 5, 0, 0, H_P2 },
		{ "mode: byte order 2", H_SET_MODE, 2, 4, 0, 0, H_PARAMETER },
		{ "mode: interrupt location 2", H_SET_MODE, 2, 3, 0, 0, H_PARAMETER },
		{ "mode: a first value", H_SET_MODE, 1, 4, 1, 0, H_P3 },
		{ "mode: a second value", H_SET_MODE, 1, 4, 0, 1, H_P4 },
		{ "interrupt to no such CPU", H_IPI, 1, 0, 0, 0, H_PARAMETER },
		{ "interrupt to CPU 2^32", H_IPI, 1ULL << 32, 0, 0, 0, H_PARAMETER },
		{ "poll of no such CPU", H_IPOLL, ~0ULL, 0, 0, 0, H_PARAMETER },
		{ "end of an interrupt that never was", H_EOI, ~0ULL, 0, 0, 0,
		  H_SUCCESS },
		{ "all priorities off", H_CPPR, 0, 0, 0, 0, H_SUCCESS },
	};

	make_calls(calls, sizeof(calls) / sizeof(calls[0]));
}

static void test_process_table(u64 end)
{
	const struct bad_call calls[] = {
		{ "process table: hash", H_REGISTER_PROC_TBL, 0x18, 0, 0, 0,
		  H_PARAMETER },
		{ "process table: flags", H_REGISTER_PROC_TBL, ~0ULL, 0, 0, 0,
		  H_PARAMETER },
		{ "process table: page size", H_REGISTER_PROC_TBL, PROC_TBL_FLAGS, 0, 1,
		  0, H_P3 },
		{ "process table: larger than 64 GiB", H_REGISTER_PROC_TBL,
		  PROC_TBL_FLAGS, 0, 0, 25, H_P4 },
		{ "process table: size 2^64", H_REGISTER_PROC_TBL, PROC_TBL_FLAGS, 0, 0,
		  52, H_P4 },
		{ "process table: not aligned", H_REGISTER_PROC_TBL, PROC_TBL_FLAGS,
		  0x1000, 0, 1, H_P2 },
		{ "process table: beyond memory", H_REGISTER_PROC_TBL, PROC_TBL_FLAGS,
		  end, 0, 0, H_P2 },
		{ "process table: half beyond memory", H_REGISTER_PROC_TBL,
		  PROC_TBL_FLAGS, 0, 0, 24, H_P2 },
		{ "process table: the last page of all", H_REGISTER_PROC_TBL,
		  PROC_TBL_FLAGS, -4096ULL, 0, 0, H_P2 },
	};

	make_calls(calls, sizeof(calls) / sizeof(calls[0]));
}

static void vpa(const char *name, u64 at, u32 size, long expected)
{
	if (at && size)
		*(volatile uint16_t *)(at + 4) = __builtin_bswap16((uint16_t)size);
	check(name, (u64)call(H_REGISTER_VPA, VPA_REGISTER, 0, at, 0), (u64)expected);
}

static void test_processor_area(u64 end)
{
	const u64 page = end - CHUNK; /* not in use */

	vpa("processor area at 0", 0, 0, H_PARAMETER);
	vpa("processor area: not aligned", page + 64, 640, H_PARAMETER);
	vpa("processor area: too small", page, 639, H_PARAMETER);
	vpa("processor area: crosses 4 KiB", page + 4096 - 640 + 128, 640, H_PARAMETER);
	vpa("processor area: beyond memory", end, 0, H_PARAMETER);
	vpa("processor area: 2^64 - 128", -128ULL, 0, H_PARAMETER);
	vpa("processor area: the last of memory", end - 640, 640, H_SUCCESS);
	check("processor area of no such CPU",
	      (u64)call(H_REGISTER_VPA, VPA_REGISTER, 1, page, 0), (u64)H_PARAMETER);
	check("processor area: no such function",
	      (u64)call(H_REGISTER_VPA, 0, 0, page, 0), (u64)H_PARAMETER);
	check("processor area: a reserved flag",
	      (u64)call(H_REGISTER_VPA, VPA_REGISTER | 1, 0, page, 0), (u64)H_PARAMETER);
	check("processor area given back",
	      (u64)call(H_REGISTER_VPA, VPA_DEREGISTER, 0, 0, 0), H_SUCCESS);
}

#define SPRG0_VALUE 0x123456789abcdef0ULL

/* The register has the value at once, and after another exit. */
static void test_registers(void)
{
	u64 value;

	check("SPRG0 is set", (u64)call(H_SET_SPRG0, SPRG0_VALUE, 0, 0, 0), H_SUCCESS);
	__asm__ __volatile__("mfspr %0,272" : "=r"(value));
	check("SPRG0 has that value", value, SPRG0_VALUE);
	check("DABR: there is none", (u64)call(H_SET_DABR, 0x1007, 0, 0, 0),
	      (u64)H_HARDWARE);
	check("DABRX: there is none", (u64)call(H_SET_XDABR, 0x1007, 3, 0, 0),
	      (u64)H_HARDWARE);
	__asm__ __volatile__("mfspr %0,272" : "=r"(value));
	check("SPRG0 still has that value", value, SPRG0_VALUE);
}

#define PAGE	  4096
#define PAGE_COPY (1ULL << 14)
#define PAGE_ZERO (1ULL << 15)

static bool page_is(u64 at, u64 value)
{
	for (u64 i = 0; i < PAGE; i += 8)
		if (*(volatile u64 *)(at + i) != value)
			return false;
	return true;
}

static void page_fill(u64 at, u64 value)
{
	for (u64 i = 0; i < PAGE; i += 8)
		*(volatile u64 *)(at + i) = value;
}

/* The last page of one chunk and the first of the next. */
static void test_pages(u64 end)
{
	const u64 to = end - CHUNK - PAGE, from = end - CHUNK;
	const struct bad_call calls[] = {
		{ "page: not aligned", H_PAGE_INIT, PAGE_ZERO, to + 2048, 0, 0,
		  H_PARAMETER },
		{ "page: beyond memory", H_PAGE_INIT, PAGE_ZERO, end, 0, 0, H_PARAMETER },
		{ "page: of 2^64 - 4096", H_PAGE_INIT, PAGE_ZERO, -4096ULL, 0, 0,
		  H_PARAMETER },
		{ "page: source not aligned", H_PAGE_INIT, PAGE_COPY, to, from + 1, 0,
		  H_PARAMETER },
		{ "page: source beyond memory", H_PAGE_INIT, PAGE_COPY, to, end, 0,
		  H_PARAMETER },
		{ "page: a reserved flag", H_PAGE_INIT, PAGE_ZERO | 1, to, 0, 0,
		  H_PARAMETER },
	};

	page_fill(to, 1);
	page_fill(from, 2);
	make_calls(calls, sizeof(calls) / sizeof(calls[0]));
	check("page: nothing was changed", page_is(to, 1) && page_is(from, 2), true);
	check("page: copied", (u64)call(H_PAGE_INIT, PAGE_COPY, to, from, 0), H_SUCCESS);
	check("page: is that copy", page_is(to, 2) && page_is(from, 2), true);
	check("page: cleared", (u64)call(H_PAGE_INIT, PAGE_ZERO, to, 0, 0), H_SUCCESS);
	check("page: is clear", page_is(to, 0) && page_is(from, 2), true);
}

/* A power-off whose block must be refused: only its header is written. */
static void refused(const char *name, u64 at, u32 nargs, u32 nret)
{
	u32 *block = (u32 *)at;

	block[0] = __builtin_bswap32(fdt_cell("power-off"));
	block[1] = __builtin_bswap32(nargs);
	block[2] = __builtin_bswap32(nret);
	check(name, (u64)call(H_RTAS, at, 0, 0, 0), (u64)H_PARAMETER);
}

static void test_rtas_blocks(u64 end)
{
	const struct bad_call calls[] = {
		{ "RTAS block beyond memory", H_RTAS, end, 0, 0, 0, H_PARAMETER },
		{ "RTAS block at 2^64 - 4", H_RTAS, -4ULL, 0, 0, 0, H_PARAMETER },
		{ "RTAS block at 2^63", H_RTAS, 1ULL << 63, 0, 0, 0, H_PARAMETER },
		{ "RTAS block with 8 bytes of memory", H_RTAS, end - 8, 0, 0, 0,
		  H_PARAMETER },
	};
	static const u32 arg[2];

	make_calls(calls, sizeof(calls) / sizeof(calls[0]));
	refused("RTAS arguments beyond memory", end - 12, 2, 1);
	check("RTAS results beyond memory",
	      (u64)rtas_at(end - 16, fdt_cell("get-time-of-day"), 0, 8, arg),
	      (u64)H_PARAMETER);
	check("RTAS at the very end of memory",
	      (u64)rtas_at(end - 44, fdt_cell("get-time-of-day"), 0, 8, arg), H_SUCCESS);
}

static void status(const char *name, u64 at, u32 token, u32 nargs, const u32 *arg,
		   u32 nret, u32 expected)
{
	long ret = rtas_at(at, token, nargs, nret, arg);

	check(name, ret ? (u64)ret : rtas_result(at, nargs, 0), expected);
}

static void test_rtas_arguments(u64 at)
{
	static const u32 no_source[3] = { 0xffffffff, 0, 5 };
	static const u32 no_server[3] = { 0x1000, 1, 5 };
	static const u32 no_priority[3] = { 0x1000, 0, 256 };
	static const u32 no_date[7] = { 2026, 2, 29 };
	static const u32 no_nvram[3] = { 0xffffffff, 0x1000, 2 };
	u32 set_xive = fdt_cell("ibm,set-xive");

	refused("RTAS with 17 arguments", at, 17, 1);
	refused("RTAS with 2^32 - 1 arguments", at, 0xffffffff, 1);
	refused("RTAS with 17 results", at, 0, 17);
	refused("RTAS with 2^32 - 1 results", at, 0, 0xffffffff);
	refused("RTAS without a result", at, 0, 0);
	status("RTAS: no such token", at, RTAS_NO_TOKEN, 0, NULL, 1, RTAS_HARDWARE);
	status("RTAS: token 0", at, 0, 0, NULL, 1, RTAS_HARDWARE);
	status("RTAS: power-off without arguments", at, fdt_cell("power-off"), 0, NULL, 1,
	       RTAS_PARAMETER);
	status("RTAS: reboot with 16 results", at, fdt_cell("system-reboot"), 0, NULL, 16,
	       RTAS_PARAMETER);
	status("RTAS: no such date", at, fdt_cell("set-time-of-day"), 7, no_date, 1,
	       RTAS_PARAMETER);
	status("RTAS: NVRAM beyond its end", at, fdt_cell("nvram-store"), 3, no_nvram, 2,
	       RTAS_PARAMETER);
	status("RTAS: no such interrupt", at, set_xive, 3, no_source, 1, RTAS_PARAMETER);
	status("RTAS: interrupt of no such CPU", at, set_xive, 3, no_server, 1,
	       RTAS_PARAMETER);
	status("RTAS: no such priority", at, set_xive, 3, no_priority, 1, RTAS_PARAMETER);
}

/*
 * The block's halves are in two chunks that are not adjacent in the machine: if the
 * hypervisor treated them as adjacent, results would go elsewhere.
 */
static void test_rtas_across_chunks(u64 end)
{
	u64 border = end - CHUNK, at = border - 16;
	u32 year;

	for (u32 i = 0; i < 16; i++)
		((volatile u32 *)at)[i] = 0xaaaaaaaa;
	status("RTAS across two chunks", at, fdt_cell("get-time-of-day"), 0, NULL, 8,
	       RTAS_OK);
	year = rtas_result(at, 0, 1);
	check("the year is from 2020 to 2199", year >= 2020 && year < 2200, true);
	check("the month is valid", rtas_result(at, 0, 2) - 1 < 12, true);
	check("words after the results are not changed", ((volatile u32 *)at)[11],
	      0xaaaaaaaa);
}

void test_papr(u64 end)
{
	test_small_calls();
	test_process_table(end);
	test_processor_area(end);
	test_registers();
	test_pages(end);
	test_rtas_blocks(end);
	test_rtas_arguments(end - CHUNK / 2);
	test_rtas_across_chunks(end);
	print("guest: papr done\n");
}
