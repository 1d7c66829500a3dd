// SPDX-License-Identifier: GPL-2.0
/*
 * A hostile module for a domain's kernel. When it is loaded, it makes every Xen, PAPR and
 * RTAS call with bad arguments, and reads and writes real addresses that are not the
 * domain's memory. The bare kernel (hostile.c) tries more; here an unmodified Linux must
 * survive the attempts too.
 *
 * Each class has one line: hostile: CLASS tried N refused M harmless K FAILED X.
 */
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/printk.h>
#include <linux/uaccess.h>

#include <asm/hvcall.h>
#include <asm/interrupt.h>

#define CHUNK	     0x4000000UL
#define FRAME	     0x10000UL
#define MACHINE	     0x1000000000UL /* the largest: 64 GiB */
#define NEAR	     0x200000000UL  /* each chunk below 8 GiB is mapped */
#define MARK	     0xffffffffffff0000UL
#define VALUE	     0x686f7374696c6521UL
#define NUMBERS	     64
#define EACH	     64
#define SCHED_OP     6
#define DOM0_OP	     7
#define DOM_MEM_OP   12
#define MULTICALL    13
#define CONSOLE_IO   18
#define BOOT_VCPU    24
#define DOM0_VERSION 0xaaaa100eU
#define VPA_REGISTER (1UL << 45)
#define RTAS_FIRST   0x1ff0
#define RTAS_LAST    0x2040

enum ending { REFUSED, HARMLESS, FAILED };

static unsigned long memory_end;
/* A frame of the domain for arguments of calls: only it may change. */
static u32 *block;
static unsigned long counts[3];

static long call(unsigned long number, const unsigned long arg[5])
{
	register unsigned long r3 asm("r3") = number;
	register unsigned long r4 asm("r4") = arg[0];
	register unsigned long r5 asm("r5") = arg[1];
	register unsigned long r6 asm("r6") = arg[2];
	register unsigned long r7 asm("r7") = arg[3];
	register unsigned long r8 asm("r8") = arg[4];

	asm volatile("sc 1"
		     : "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), "+r"(r8)
		     :
		     : "r0", "r9", "r10", "r11", "r12", "ctr", "lr", "xer", "cr0", "cr1",
		       "cr5", "cr6", "cr7", "memory");
	srr_regs_clobbered();
	return (long)r3;
}

static void tried(enum ending ending, const char *what, unsigned long a, unsigned long b)
{
	if (counts[ending]++ < 10 && ending == FAILED)
		pr_notice("hostile: FAILED: %s %lx %lx\n", what, a, b);
}

static unsigned long class_end(const char *name)
{
	unsigned long failed = counts[FAILED];

	pr_notice("hostile: %s tried %lu refused %lu harmless %lu FAILED %lu\n", name,
		  counts[REFUSED] + counts[HARMLESS] + failed, counts[REFUSED],
		  counts[HARMLESS], failed);
	counts[REFUSED] = counts[HARMLESS] = counts[FAILED] = 0;
	return failed;
}

/* xorshift64*: the same numbers each time. */
static unsigned long random_word(void)
{
	static unsigned long state = 1;

	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dUL;
}

/* Values that do not point into the domain's memory, except to the block. */
static unsigned long nasty(void)
{
	unsigned long n = random_word();

	switch (n % 7) {
	case 0:
		return n / 7 % 11;
	case 1:
		return 0x7ff0 + n / 7 % 4;
	case 2:
		return __pa(block) + n / 7 % (FRAME / 2);
	case 3:
		return memory_end + n / 7 % 64;
	case 4:
		return memory_end + n / 7 % 1024 * CHUNK;
	case 5:
		return -1UL << n / 7 % 28;
	default:
		return 1UL << (36 + n / 7 % 28);
	}
}

static void judge(const char *what, unsigned long number, unsigned long arg, long result,
		  bool bad)
{
	if (result < 0)
		tried(REFUSED, what, number, arg);
	else
		tried(bad ? FAILED : HARMLESS, what, number, arg);
}

/*
 * Leaves out calls that would stop the domain, give its memory away, or start a CPU
 * without code. A multicall finds no valid call number in the block.
 */
static void try_xen_number(unsigned long number)
{
	for (int i = 0; i < EACH; i++) {
		unsigned long arg[5];

		for (int j = 0; j < 5; j++)
			arg[j] = nasty();
		if (number == SCHED_OP)
			arg[0] &= ~0xffUL;
		if (number == DOM_MEM_OP || number == BOOT_VCPU)
			arg[1] = memory_end + nasty() % CHUNK;
		for (unsigned int j = 0; j < 64; j++)
			block[j] = (u32)nasty() | (number == MULTICALL ? 0x10000 : 0);
		block[0] = i;
		if (number == DOM0_OP) {
			arg[0] = __pa(block);
			block[0] = i < EACH / 2 ? i : 0x1000 + i - EACH / 2;
			block[1] = DOM0_VERSION;
			block[2] = i % 12;
		}
		judge("xen call", number, arg[0], call(MARK | number, arg),
		      number == DOM0_OP || number == CONSOLE_IO);
	}
}

static void try_xen(void)
{
	memset(block, 0xff, FRAME);
	for (unsigned long number = 0; number < NUMBERS; number++)
		try_xen_number(number);
	for (unsigned long at = memory_end; at < MACHINE; at += CHUNK) {
		unsigned long arg[5] = { at, 1, at, 0, 0x7ff0 };

		judge("frames of another", 1, at, call(MARK | 1, arg), true);
		judge("privileged op", DOM0_OP, at, call(MARK | DOM0_OP, arg), true);
		judge("event channel op", 16, at, call(MARK | 16, arg), true);
	}
}

/*
 * Calls that Linux relies on. They are made with bad addresses only: with others they
 * would succeed and harm this kernel.
 */
static bool relied_on(unsigned long number)
{
	return number == H_CEDE || number == H_PUT_TERM_CHAR ||
	       number == H_REGISTER_VPA || number == H_SET_MODE ||
	       number == H_SIGNAL_SYS_RESET || number == H_REGISTER_PROC_TBL ||
	       number == H_RTAS || number == H_GET_TERM_CHAR ||
	       (number >= H_EOI && number <= H_XIRR);
}

static void try_papr(void)
{
	for (unsigned long number = 0; number < 0xf900; number += 4) {
		if (number == 0x600)
			number = 0xf000;
		for (int i = 0; i < 16 && !relied_on(number); i++) {
			unsigned long arg[5] = { nasty(), nasty(), nasty(), nasty(),
						 nasty() };

			judge("papr call", number, arg[0], call(number, arg),
			      number >= 0xf800);
		}
	}
	for (unsigned long at = memory_end; at < MACHINE; at += CHUNK) {
		unsigned long area[5] = { VPA_REGISTER, 0, at };
		unsigned long table[5] = { 0x1d, at };

		judge("processor area", H_REGISTER_VPA, at, call(H_REGISTER_VPA, area),
		      true);
		judge("process table", H_REGISTER_PROC_TBL, at,
		      call(H_REGISTER_PROC_TBL, table), true);
	}
}

static void rtas_block(u32 token, u32 nargs, u32 nret)
{
	__be32 *cell = (__be32 *)block;

	cell[0] = cpu_to_be32(token);
	cell[1] = cpu_to_be32(nargs);
	cell[2] = cpu_to_be32(nret);
}

static long rtas_at(unsigned long at)
{
	unsigned long arg[5] = { at };

	return call(H_RTAS, arg);
}

static void try_rtas(void)
{
	static const u32 cells[] = { 17,	 255,	     0x3ffffffd,
				     0x40000000, 0x7fffffff, 0xffffffff };

	for (unsigned long at = memory_end; at < MACHINE; at += CHUNK)
		judge("rtas block", H_RTAS, at, rtas_at(at), true);
	for (int bit = 36; bit < 64; bit++)
		judge("rtas block", H_RTAS, bit, rtas_at(1UL << bit | memory_end), true);
	/* Includes tokens that would end the domain: no call is complete. */
	for (u32 token = RTAS_FIRST; token <= RTAS_LAST; token++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(cells); i++) {
			rtas_block(token, cells[i], 1);
			judge("rtas arguments", token, cells[i], rtas_at(__pa(block)),
			      true);
			rtas_block(token, 0, cells[i]);
			judge("rtas results", token, cells[i], rtas_at(__pa(block)),
			      true);
		}
	}
}

/* Access it by the kernel's own page tables. */
static void try_mapped(unsigned long at)
{
	unsigned long value = VALUE;
	void *map = memremap(at, FRAME, MEMREMAP_WB);

	if (!map) {
		tried(REFUSED, "memremap", at, 0);
		return;
	}
	if (copy_from_kernel_nofault(&value, map, sizeof(value)))
		tried(REFUSED, "load", at, 0);
	else
		tried(FAILED, "load", at, value);
	value = VALUE;
	pagefault_disable();
	__put_kernel_nofault(map, &value, unsigned long, refused);
	pagefault_enable();
	tried(FAILED, "store", at, value);
	memunmap(map);
	return;
refused:
	pagefault_enable();
	tried(REFUSED, "store", at, 0);
	memunmap(map);
}

static void try_memory(void)
{
	for (unsigned long at = memory_end; at < NEAR; at += CHUNK)
		try_mapped(at);
	for (int bit = 33; bit < 47; bit++)
		try_mapped(1UL << bit | memory_end);
}

/* Memory is contiguous from 0 on. */
static unsigned long memory_end_of_tree(void)
{
	struct device_node *node = of_find_node_by_path("/memory@0");
	u64 size = 0;

	if (node)
		of_property_read_u64_index(node, "reg", 1, &size);
	of_node_put(node);
	return size;
}

static int __init hostile_init(void)
{
	unsigned long failed = 0;

	memory_end = memory_end_of_tree();
	if (!memory_end)
		return -ENODEV;
	block = (u32 *)__get_free_pages(GFP_KERNEL, get_order(FRAME));
	if (!block)
		return -ENOMEM;
	try_memory();
	failed += class_end("memory");
	try_rtas();
	failed += class_end("rtas");
	try_papr();
	failed += class_end("papr");
	try_xen();
	failed += class_end("xen");
	free_pages((unsigned long)block, get_order(FRAME));
	pr_notice("hostile: done, %lu failed\n", failed);
	return 0;
}

static void __exit hostile_exit(void)
{
}

module_init(hostile_init);
module_exit(hostile_exit);
MODULE_DESCRIPTION("Tries everything that is forbidden to a domain");
MODULE_LICENSE("GPL");
