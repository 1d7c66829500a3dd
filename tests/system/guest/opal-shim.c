// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A shim between the firmware of bare metal and the hypervisor. The firmware starts it as
 * its kernel. It finds the hypervisor in the bundle, as a member "xen", and enters it as
 * the firmware would, but with a faulty device tree and a faulty OPAL. The boot arguments
 * select the faults: shim=WORD[,WORD]...
 *
 *   busy         every OPAL call but polls is busy five times before it is done
 *   partial      the console takes one character at a time
 *   mute         the console is busy for ever
 *   broken       the console returns HARDWARE
 *   deaf         console input, clock and polls return HARDWARE
 *   big          OPAL refuses to make interrupts little-endian
 *   on           OPAL refuses to switch the machine off
 *   bare         base and entry of OPAL are in the device tree only
 *   r3           there is no device tree
 *   magic        the device tree has a wrong magic number
 *   memory, cpus, timebase, arguments, reserved    the tree lacks these
 *   holes        memory has three holes, one of them in the hypervisor's own chunk
 *   nodes        memory nodes overlap
 *   overlap      reservations overlap each other and parts of several chunks
 *   image        a reservation covers the place where the hypervisor runs
 *   odd          the bundle is at an odd address below the hypervisor
 *   behind       the bundle is directly after the hypervisor
 *   over         the bundle is where the hypervisor runs
 *   outside      the bundle's address in the tree is not in memory
 *   short        the bundle's end in the tree is before its start
 */
#include <libfdt.h>
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <xen/string.h>
#include "../../../xen/arch/powerpc/platform/powernv/opal.h"

#define FDT_AT	   0x22000000UL /* the device tree that is handed over */
#define FDT_SIZE   0x40000
#define XEN_AT	   0x24000000UL /* the hypervisor's file, as the firmware loads it */
#define BUSY_TIMES 5

s64 opal_enter(const u64 arg[6], u64 token, u64 base, u64 entry);
void hand_over(u64 entry, u64 r3, u64 r8, u64 r9) __attribute__((noreturn));
void shim_opal_entry(void);
void shim_main(const void *fdt, u64 base, u64 entry);
s64 shim_opal(u64 token, const u64 arg[6]);
void __stack_chk_fail(void);

static u64 opal_base, opal_entry;
static char words[256]; /* ",busy,partial," */

void __stack_chk_fail(void)
{
	for (;;)
		;
}

/* xen/lib needs it; it is never called here. */
void panic(const char *fmt, ...)
{
	for (;;)
		;
}

static bool told(const char *word)
{
	size_t len = strlen(word);

	for (const char *p = words; *p; p++)
		if (*p == ',' && !strncmp(p + 1, word, len) && p[1 + len] == ',')
			return true;
	return false;
}

static void read_words(const char *arguments)
{
	size_t n = 1;

	words[0] = ',';
	for (; *arguments && strncmp(arguments, "shim=", 5); arguments++)
		;
	for (arguments += *arguments ? 5 : 0;
	     *arguments && *arguments != ' ' && n < sizeof(words) - 2; arguments++)
		words[n++] = *arguments;
	words[n] = ',';
}

/* ---- OPAL ---- */

static bool is_console(u64 token)
{
	return token == OPAL_CONSOLE_WRITE;
}

static s64 console_write(u64 token, const u64 arg[6])
{
	be64 *count = (be64 *)arg[1];

	if (told("mute"))
		return OPAL_BUSY_EVENT;
	if (told("broken"))
		return OPAL_HARDWARE;
	if (told("partial") && be64_to_cpu(*count) > 1)
		*count = cpu_to_be64(1);
	return opal_enter(arg, token, opal_base, opal_entry);
}

s64 shim_opal(u64 token, const u64 arg[6])
{
	static u32 busy;

	if (told("busy") && token != OPAL_POLL_EVENTS &&
	    busy++ % (BUSY_TIMES + 1) < BUSY_TIMES)
		return busy % 2 ? OPAL_BUSY : OPAL_BUSY_EVENT;
	if (is_console(token))
		return console_write(token, arg);
	if (told("deaf") && (token == OPAL_CONSOLE_READ || token == OPAL_RTC_READ ||
			     token == OPAL_POLL_EVENTS)) {
		/* The call is busy, but the real firmware must still be polled. */
		opal_enter(arg, OPAL_POLL_EVENTS, opal_base, opal_entry);
		return OPAL_HARDWARE;
	}
	if (told("big") && token == OPAL_REINIT_CPUS)
		return OPAL_UNSUPPORTED;
	if (told("on") && token == OPAL_CEC_POWER_DOWN)
		return OPAL_HARDWARE;
	return opal_enter(arg, token, opal_base, opal_entry);
}

/* ---- the device tree ---- */

static void *fdt = (void *)FDT_AT;

static int node_at(const char *path)
{
	return fdt_path_offset(fdt, path);
}

/* Add a node below /reserved-memory or the root, with one range. */
static void add_range(const char *parent, const char *name, const char *type, u64 start,
		      u64 size)
{
	int node = fdt_add_subnode(fdt, node_at(parent), name);
	const fdt64_t reg[2] = { cpu_to_fdt64(start), cpu_to_fdt64(size) };

	fdt_setprop(fdt, node, "reg", reg, sizeof(reg));
	if (type)
		fdt_setprop_string(fdt, node, "device_type", type);
}

static void set_memory(const u64 *cell, size_t count)
{
	fdt64_t reg[16];

	for (size_t i = 0; i < count; i++)
		reg[i] = cpu_to_fdt64(cell[i]);
	fdt_setprop(fdt, node_at("/memory@0"), "reg", reg, (int)(count * sizeof(reg[0])));
}

static void spoil_memory(void)
{
	/* 1 GiB less 1 MiB at 1 MiB, and 96 MiB from 160 MiB, and 1 MiB at 768 MiB. */
	static const u64 holes[] = { 0,		 0x100000,
				     0x200000,	 0x9e00000 - 0x200000,
				     0x10000000, 0x20000000,
				     0x30100000, 0xff00000 };
	static const u64 nodes[] = { 0, 0x20000000, 0x10000000, 0x18000000 };

	if (told("memory"))
		fdt_del_node(fdt, node_at("/memory@0"));
	if (told("holes"))
		set_memory(holes, ARRAY_SIZE(holes));
	if (told("nodes")) {
		set_memory(nodes, ARRAY_SIZE(nodes));
		add_range("/", "memory@28000000", "memory", 0x28000000, 0x18000000);
	}
	if (told("reserved"))
		fdt_del_node(fdt, node_at("/reserved-memory"));
	if (told("overlap")) {
		add_range("/reserved-memory", "a@ffffff0", NULL, 0xffffff0, 0x20);
		add_range("/reserved-memory", "b@fff0000", NULL, 0xfff0000, 0x20000);
		add_range("/reserved-memory", "c@34000000", NULL, 0x33ffffff, 1);
		add_range("/reserved-memory", "d@3000000", NULL, 0x3000000, 0x100000);
		add_range("/reserved-memory", "e@3080000", NULL, 0x3080000, 0x100000);
	}
	if (told("image"))
		add_range("/reserved-memory", "image@410000", NULL, 0x410000, 1);
}

static void spoil_cpus(void)
{
	int node = fdt_first_subnode(fdt, node_at("/cpus"));

	if (told("cpus"))
		fdt_del_node(fdt, node_at("/cpus"));
	else if (told("timebase"))
		for (; node >= 0; node = fdt_next_subnode(fdt, node))
			fdt_delprop(fdt, node, "timebase-frequency");
}

static void set_bundle(u64 start, u64 end)
{
	int chosen = node_at("/chosen");

	fdt_setprop_u64(fdt, chosen, "linux,initrd-start", start);
	fdt_setprop_u64(fdt, chosen, "linux,initrd-end", end);
}

extern char _start[];

/* Move the bundle, once nothing in it is needed any more. */
static void place_bundle(u64 start, u64 end)
{
	u64 to = told("odd")	  ? 0x110003
		 : told("behind") ? 0x481001
		 : told("over")	  ? 0x400000
				  : 0;

	if (to) {
		memmove((void *)to, (const void *)start, end - start);
		set_bundle(to, to + (end - start));
	}
	if (told("outside"))
		set_bundle(1ULL << 40, (1ULL << 40) + 4096);
	if (told("short"))
		set_bundle(end, start);
}

/* ---- the hypervisor ---- */

static u64 get_number(const char *name)
{
	int len;
	const fdt32_t *cell = fdt_getprop(fdt, node_at("/chosen"), name, &len);

	return len == 8 ? (u64)fdt32_to_cpu(cell[0]) << 32 | fdt32_to_cpu(cell[1])
			: fdt32_to_cpu(*cell);
}

/* Eight hexadecimal digits. */
static u64 hex(const char *p)
{
	char digits[9] = { 0 };

	memcpy(digits, p, 8);
	return strtoul(digits, NULL, 16);
}

/* Find the file "xen" in the archive. */
static const u8 *find_xen(u64 bundle, u64 *size)
{
	const char *p = (const char *)bundle;

	for (;;) {
		u64 name_size = hex(p + 94), file_size = hex(p + 54);
		const char *data = p + ROUND_UP(110 + name_size, 4);

		if (!strcmp(p + 110, "xen")) {
			*size = file_size;
			return (const u8 *)data;
		}
		p = data + ROUND_UP(file_size, 4);
	}
}

/* ELF64, little-endian: e_entry, then the first program header's p_offset and p_vaddr. */
static u64 entry_of(const u8 *file)
{
	u64 entry, header, offset, vaddr;

	memcpy(&entry, file + 24, sizeof(entry));
	memcpy(&header, file + 32, sizeof(header));
	memcpy(&offset, file + header + 8, sizeof(offset));
	memcpy(&vaddr, file + header + 16, sizeof(vaddr));
	return (u64)file + entry - vaddr + offset;
}

void shim_main(const void *tree, u64 base, u64 entry)
{
	u64 start, end, size;
	const u8 *file;
	bool in_tree;

	opal_base = base;
	opal_entry = entry;
	fdt_open_into(tree, fdt, FDT_SIZE);
	read_words(fdt_getprop(fdt, node_at("/chosen"), "bootargs", NULL));
	start = get_number("linux,initrd-start");
	end = get_number("linux,initrd-end");
	file = find_xen(start, &size);
	memcpy((void *)XEN_AT, file, size);
	fdt_setprop_u64(fdt, node_at("/ibm,opal"), "opal-entry-address",
			(u64)shim_opal_entry);
	if (told("arguments"))
		fdt_delprop(fdt, node_at("/chosen"), "bootargs");
	spoil_memory();
	spoil_cpus();
	place_bundle(start, end);
	if (told("magic"))
		fdt_set_magic(fdt, 0x12345678);
	in_tree = told("bare");
	hand_over(entry_of((const u8 *)XEN_AT), told("r3") ? 0 : FDT_AT,
		  in_tree ? 0 : base, in_tree ? 0 : (u64)shim_opal_entry);
}
