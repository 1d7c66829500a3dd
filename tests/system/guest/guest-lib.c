// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions that small kernels share: device tree, calls, and printing. */
#include "guest.h"

#define FDT_PROP    3
#define FDT_STRUCT  2 /* word offsets in the header: */
#define FDT_STRINGS 3
#define FDT_SIZE    9

const u32 *fdt;

u32 be32(u32 x)
{
	return __builtin_bswap32(x);
}

static size_t length(const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	return n;
}

bool starts_with(const char *text, const char *with)
{
	while (*with && *text == *with) {
		text++;
		with++;
	}
	return !*with;
}

const void *fdt_property(const char *name)
{
	const u32 *word = fdt + be32(fdt[FDT_STRUCT]) / sizeof(u32);
	const u32 *end = word + be32(fdt[FDT_SIZE]) / sizeof(u32);
	const char *strings = (const char *)fdt + be32(fdt[FDT_STRINGS]);

	/* A property is a token, its length, its name's place, its value. Of what else
	 * stands in the tree nothing reads like that.
	 */
	for (; word + 3 <= end; word++) {
		if (be32(word[0]) != FDT_PROP || be32(word[2]) > 0xffff)
			continue;
		if (starts_with(strings + be32(word[2]), name) &&
		    strings[be32(word[2]) + length(name)] == '\0')
			return word + 3;
	}
	return NULL;
}

u32 fdt_cell(const char *name)
{
	const u32 *value = fdt_property(name);

	return value ? be32(*value) : 0;
}

long call(u64 number, u64 a, u64 b, u64 c, u64 d)
{
	u64 arg[9] = { number, a, b, c, d };

	return (long)hypercall(arg);
}

void print(const char *text)
{
	size_t left = length(text);

	while (left) {
		size_t n = left < 16 ? left : 16;
		char piece[16] = { 0 };
		u64 word[2];

		for (size_t i = 0; i < n; i++)
			piece[i] = text[i];
		__builtin_memcpy(word, piece, sizeof(word));
		/* Repeat while it is busy. Any other error cannot be reported. */
		if (call(H_PUT_TERM_CHAR, 0, n, __builtin_bswap64(word[0]),
			 __builtin_bswap64(word[1])) == 1)
			continue;
		text += n;
		left -= n;
	}
}

void print_hex(u64 value)
{
	char text[17];

	for (int i = 0; i < 16; i++)
		text[i] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
	text[16] = '\0';
	print(text);
}

void check(const char *name, u64 got, u64 expected)
{
	print(got == expected ? "guest: ok " : "guest: FAILED ");
	print(name);
	if (got != expected) {
		print(": got ");
		print_hex(got);
		print(", expected ");
		print_hex(expected);
	}
	print("\n");
}

long rtas_at(u64 at, u32 token, u32 nargs, u32 nret, const u32 *arg)
{
	u32 *block = (u32 *)at;

	block[0] = be32(token);
	block[1] = be32(nargs);
	block[2] = be32(nret);
	for (u32 i = 0; i < nargs; i++)
		block[3 + i] = be32(arg[i]);
	return call(H_RTAS, at, 0, 0, 0);
}

u32 rtas_result(u64 at, u32 nargs, u32 n)
{
	return be32(((const u32 *)at)[3 + nargs + n]);
}

u64 fdt_memory_end(void)
{
	const u32 *reg = fdt_property("reg");

	/* The memory node's comes first: two cells of address, two of size. */
	return (u64)be32(reg[2]) << 32 | be32(reg[3]);
}
