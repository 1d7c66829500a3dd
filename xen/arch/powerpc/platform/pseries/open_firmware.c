// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads what the firmware knows about the machine, by the client interface of IEEE 1275.
 * A call takes the address of an array of big-endian 32-bit cells: service name, number
 * of arguments, number of results, arguments, results.
 */
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/processor.h>
#include "open_firmware.h"

#define OF_MAX_CELLS 10
#define OF_NONE	     0xffffffffU /* "no such thing", as a handle or a length */
#define PROP_MAX     1024

/* of_enter.S: calls entry, in big-endian 32-bit mode, with r3 = args. */
void of_enter(u64 args, u64 entry);

static u64 of_entry;

static u32 cell(const void *p)
{
	/* Everything the firmware sees lies below 4 GiB: this image does. */
	return (u32)(uintptr_t)p;
}

/* A service with up to three arguments and one result. */
static u32 of_call(const char *service, u32 nargs, u32 a, u32 b, u32 c, u32 d)
{
	static be32 args[OF_MAX_CELLS];
	const u32 arg[4] = { a, b, c, d };

	args[0] = cpu_to_be32(cell(service));
	args[1] = cpu_to_be32(nargs);
	args[2] = cpu_to_be32(1);
	for (u32 i = 0; i < nargs; i++)
		args[3 + i] = cpu_to_be32(arg[i]);
	args[3 + nargs] = cpu_to_be32(OF_NONE);
	of_enter(cell(args), of_entry);
	return be32_to_cpu(args[3 + nargs]);
}

static u32 find_device(const char *path)
{
	return of_call("finddevice", 1, cell(path), 0, 0, 0);
}

static u32 first_child(u32 node)
{
	return of_call("child", 1, node, 0, 0, 0);
}

static u32 next_sibling(u32 node)
{
	return of_call("peer", 1, node, 0, 0, 0);
}

/* Stores at most size bytes of the property. Returns its length; OF_NONE: none. */
static u32 get_property(u32 node, const char *name, void *buf, u32 size)
{
	return of_call("getprop", 4, node, cell(name), cell(buf), size);
}

static u32 get_u32(u32 node, const char *name)
{
	static be32 value;

	if (get_property(node, name, &value, sizeof(value)) != sizeof(value))
		return 0;
	return be32_to_cpu(value);
}

static bool has_type(u32 node, const char *type)
{
	static char value[32];
	u32 len = get_property(node, "device_type", value, sizeof(value));

	return len <= sizeof(value) && len == strlen(type) + 1 && !strcmp(value, type);
}

/* Memory nodes have 2 address and 2 size cells on this platform. */
static void add_memory(u32 node, struct boot_info *info)
{
	static be64 reg[2 * BOOT_MAX_RANGES];
	u32 len = get_property(node, "reg", reg, sizeof(reg));

	if (len > sizeof(reg))
		return;
	for (u32 i = 0; i + 2 <= len / sizeof(reg[0]); i += 2) {
		struct memory_range range = { .start = be64_to_cpu(reg[i]) };

		range.end = range.start + be64_to_cpu(reg[i + 1]);
		if (range.end > range.start && info->ram_count < BOOT_MAX_RANGES)
			info->ram[info->ram_count++] = range;
	}
}

static bool usable_handle(u32 node)
{
	return node != 0 && node != OF_NONE;
}

static void read_memory(struct boot_info *info)
{
	u32 node = first_child(find_device("/"));

	for (; usable_handle(node); node = next_sibling(node))
		if (has_type(node, "memory"))
			add_memory(node, info);
}

/* Hide transactional memory from guests: its state is not switched. */
#define PA_FEATURES_HEADER 2
#define PA_FEATURES_TM	   22
#define PA_FEATURES_TM_BIT 0x80

static void read_pa_features(u32 node, struct cpu_info *cpu)
{
	u32 len = get_property(node, "ibm,pa-features", cpu->pa_features,
			       sizeof(cpu->pa_features));

	cpu->pa_features_size = len <= sizeof(cpu->pa_features) ? len : 0;
	if (cpu->pa_features_size > PA_FEATURES_HEADER + PA_FEATURES_TM)
		cpu->pa_features[PA_FEATURES_HEADER + PA_FEATURES_TM] &=
			~PA_FEATURES_TM_BIT;
}

static void read_radix(u32 node, struct cpu_info *cpu)
{
	static be32 encoding[ARRAY_SIZE(cpu->radix_ap)];
	u32 len = get_property(node, "ibm,processor-radix-AP-encodings", encoding,
			       sizeof(encoding));

	if (len > sizeof(encoding))
		return;
	cpu->radix_ap_count = len / sizeof(encoding[0]);
	for (u32 i = 0; i < cpu->radix_ap_count; i++)
		cpu->radix_ap[i] = be32_to_cpu(encoding[i]);
}

/* Each thread of a CPU has a number of its own. */
static void add_servers(u32 node, struct boot_info *info)
{
	static be32 server[BOOT_MAX_SERVERS];
	u32 len =
		get_property(node, "ibm,ppc-interrupt-server#s", server, sizeof(server));

	if (len > sizeof(server))
		return;
	for (u32 i = 0; i < len / sizeof(server[0]); i++)
		if (info->server_count < BOOT_MAX_SERVERS)
			info->server[info->server_count++] = be32_to_cpu(server[i]);
}

/* The firmware enters us on the first CPU. Returns its node. */
static u32 read_servers(struct boot_info *info)
{
	u32 node = first_child(find_device("/cpus")), first = OF_NONE;

	for (; usable_handle(node); node = next_sibling(node)) {
		if (!has_type(node, "cpu"))
			continue;
		if (first == OF_NONE)
			first = node;
		add_servers(node, info);
	}
	return first;
}

static const char *read_cpu(u32 node, struct cpu_info *cpu)
{
	if (!usable_handle(node))
		return "the firmware names no CPU";
	cpu->pvr = get_u32(node, "cpu-version");
	cpu->isa_v31 = pvr_isa_v31(cpu->pvr);
	cpu->server = get_u32(node, "reg");
	cpu->timebase_frequency = get_u32(node, "timebase-frequency");
	cpu->clock_frequency = get_u32(node, "clock-frequency");
	cpu->dcache_size = get_u32(node, "d-cache-size");
	cpu->icache_size = get_u32(node, "i-cache-size");
	cpu->dcache_line = get_u32(node, "d-cache-block-size");
	cpu->icache_line = get_u32(node, "i-cache-block-size");
	cpu->vmx = get_u32(node, "ibm,vmx");
	cpu->dfp = get_u32(node, "ibm,dfp");
	cpu->mmu_pid_bits = get_u32(node, "ibm,mmu-pid-bits");
	read_pa_features(node, cpu);
	read_radix(node, cpu);
	if (!cpu->timebase_frequency)
		return "the firmware does not say how fast the timebase runs";
	return cpu->radix_ap_count ? NULL
				   : "no radix MMU: QEMU needs -cpu POWER9 or later";
}

static void read_cmdline(struct boot_info *info)
{
	u32 len = get_property(find_device("/chosen"), "bootargs", info->cmdline,
			       sizeof(info->cmdline) - 1);

	cmdline_end(info, len == OF_NONE ? 0 : len);
}

void of_init(u64 entry)
{
	of_entry = entry;
}

/* The terminal that the firmware itself writes to. "interrupts": number and kind. */
static void read_console(struct console_device *console)
{
	static be32 interrupts[2];
	u32 instance = get_u32(find_device("/chosen"), "stdout");
	u32 node = of_call("instance-to-package", 1, instance, 0, 0, 0);
	u32 len;

	if (!usable_handle(node))
		return;
	len = get_property(node, "interrupts", interrupts, sizeof(interrupts));
	if (len < sizeof(interrupts[0]) || len > sizeof(interrupts))
		return;
	console->unit = get_u32(node, "reg");
	console->irq = be32_to_cpu(interrupts[0]);
}

const char *of_read(struct boot_info *info, struct rtas_tokens *tokens,
		    struct console_device *console)
{
	u32 rtas = find_device("/rtas");

	tokens->time_of_day = get_u32(rtas, "get-time-of-day");
	tokens->set_time_of_day = get_u32(rtas, "set-time-of-day");
	tokens->power_off = get_u32(rtas, "power-off");
	tokens->reboot = get_u32(rtas, "system-reboot");
	tokens->start_cpu = get_u32(rtas, "start-cpu");
	tokens->set_xive = get_u32(rtas, "ibm,set-xive");
	read_console(console);
	read_cmdline(info);
	read_memory(info);
	if (!info->ram_count)
		return "the firmware names no memory";
	return read_cpu(read_servers(info), &info->cpu);
}

void of_quiesce(void)
{
	of_call("quiesce", 0, 0, 0, 0, 0);
}
