// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel of a few KiB for whole-boot tests: it starts in an instant, says what it
 * found, does what its command line asks for, and switches the machine off:
 *
 *   test=off     nothing else
 *   test=reboot  reboot instead
 *   test=papr    call the hypervisor with wrong arguments (guest-papr.c)
 *   test=load    read a real address that is not its memory
 *   test=jump    execute there
 *   test=fault   read there, and again in the interrupt handler
 *   test=illegal execute what is no instruction
 */
#include "guest.h"

#define FDT_PROP	   3
#define FDT_STRUCT	   2 /* words of the header: */
#define FDT_STRINGS	   3
#define FDT_SIZE	   9

#define VECTOR_DATA	   0x300
#define VECTOR_INSTRUCTION 0x400
#define VECTOR_PROGRAM	   0x700
#define SPR_DAR		   19
#define SPR_SRR0	   26

static const u32 *fdt;
static u64 memory_end;

static u32 be32(u32 x)
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

static bool starts_with(const char *text, const char *with)
{
	while (*with && *text == *with) {
		text++;
		with++;
	}
	return !*with;
}

/* Any property of that name: in this tree those asked for occur once. */
static const void *fdt_property(const char *name)
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
		/* Busy: again. Anything else cannot be said anywhere. */
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

static void __attribute__((noreturn)) end(const char *how)
{
	static u32 block[8];
	static const u32 arg[2] = { 0xffffffff, 0xffffffff };
	u32 nargs = *how == 'p' ? 2 : 0;

	rtas_at((uintptr_t)block, fdt_cell(how), nargs, 1, arg);
	print("guest: still here\n");
	for (;;)
		;
}

void interrupted(u64 vector);

/* vector_code, after an interrupt. */
void interrupted(u64 vector)
{
	u64 dar, srr0;

	__asm__ __volatile__("mfspr %0,%1" : "=r"(dar) : "i"(SPR_DAR));
	__asm__ __volatile__("mfspr %0,%1" : "=r"(srr0) : "i"(SPR_SRR0));
	print("guest: interrupt ");
	print_hex(vector);
	print(" dar ");
	print_hex(dar);
	print(" srr0 ");
	print_hex(srr0);
	print("\n");
	end("power-off");
}

extern const char vector_code[], vector_code_end[];
extern const char faulty_vector_code[], faulty_vector_code_end[];

static void install(u64 vector, const char *start, const char *stop)
{
	for (char *to = (char *)vector; start < stop;)
		*to++ = *start++;
	__asm__ __volatile__("dcbst 0,%0; sync; icbi 0,%0; sync; isync"
			     :
			     : "r"(vector)
			     : "memory");
}

static void install_vectors(void)
{
	/* Resource 4 of H_SET_MODE: interrupts come little-endian, as this code is. */
	check("little-endian interrupts", call(H_SET_MODE, 1, 4, 0, 0), H_SUCCESS);
	install(VECTOR_DATA, vector_code, vector_code_end);
	install(VECTOR_INSTRUCTION, vector_code, vector_code_end);
	install(VECTOR_PROGRAM, vector_code, vector_code_end);
}

static void test_load(void)
{
	install_vectors();
	(void)*(volatile u64 *)memory_end;
	print("guest: read beyond memory\n");
}

static void test_jump(void)
{
	install_vectors();
	__asm__ __volatile__("mtctr %0; bctrl" : : "r"(memory_end) : "ctr", "lr");
}

static void test_illegal(void)
{
	install_vectors();
	__asm__ __volatile__(".long 0x00c0ffee");
}

static void test_fault(void)
{
	install_vectors();
	install(VECTOR_DATA, faulty_vector_code, faulty_vector_code_end);
	__asm__ __volatile__("mr 31,%0; ld 12,0(31)" : : "r"(memory_end) : "r12", "r31");
}

void guest_main(const u32 *tree);

void guest_main(const u32 *tree)
{
	const char *test;

	fdt = tree;
	test = fdt_property("bootargs");
	/* Of "reg", memory's comes first: two cells of address, two of size. */
	memory_end = (u64)be32(((const u32 *)fdt_property("reg"))[2]) << 32 |
		     be32(((const u32 *)fdt_property("reg"))[3]);
	print("guest: memory ");
	print_hex(memory_end);
	print(", arguments ");
	print(test);
	print("\n");
	if (starts_with(test, "test=papr"))
		test_papr(memory_end);
	else if (starts_with(test, "test=load"))
		test_load();
	else if (starts_with(test, "test=jump"))
		test_jump();
	else if (starts_with(test, "test=fault"))
		test_fault();
	else if (starts_with(test, "test=illegal"))
		test_illegal();
	end(starts_with(test, "test=reboot") ? "system-reboot" : "power-off");
}
