// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The device tree that a domain gets (xen/arch/powerpc/papr/device_tree.c), read back
 * with libfdt. What Linux cannot do without is asserted property by property.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/lib.h>
#include <asm/papr/papr.h>
#include <asm/papr/vty.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "fakes.h"
#include "guest-fdt.h"

static const struct cpu_info cpu = {
	.pvr = 0x4e1202,
	.timebase_frequency = 512000000,
	.clock_frequency = 1000000000,
	.dcache_size = 0x8000,
	.icache_size = 0x10000,
	.dcache_line = 128,
	.icache_line = 64,
	.vmx = 2,
	.dfp = 1,
	.mmu_pid_bits = 20,
	.radix_ap = { 0x0c, 0xa0000010, 0x20000015, 0x4000001e },
	.radix_ap_count = 4,
	.pa_features = { 66, 0, 0xf6, 0x3f, 0xc7 },
	.pa_features_size = 68,
};

static struct domain *d; /* whose devices are described */

static struct guest_fdt_params params = {
	.memory = 0x123456780000,
	.cmdline = "console=hvc0 quiet",
	.initrd_start = 0x8000000,
	.initrd_end = 0x9234567,
	.rtas_base = 0x4010000,
	.cpu = &cpu,
	.vcpus = 3,
};

static void *fdt;

/* In a buffer of exactly GUEST_FDT_SIZE, so that the sanitizer watches its end. */
static void build(const struct guest_fdt_params *p)
{
	free(fdt);
	fdt = malloc(GUEST_FDT_SIZE);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fdt);
	memset(fdt, 0xee, GUEST_FDT_SIZE);
	CU_ASSERT_EQUAL_FATAL(guest_fdt_write(fdt, GUEST_FDT_SIZE, p), 0);
	CU_ASSERT_EQUAL_FATAL(fdt_check_header(fdt), 0);
	CU_ASSERT(fdt_totalsize(fdt) <= GUEST_FDT_SIZE);
}

static void start(void)
{
	machine_note_free();
	CU_ASSERT_EQUAL_FATAL(domain_create(1, &d), 0);
	params.domain = d;
	build(&params);
}

static void stop(void)
{
	free(fdt);
	fdt = NULL;
	end_domain(d);
	machine_check_free();
}

static int node(const char *path)
{
	int offset = fdt_path_offset(fdt, path);

	CU_ASSERT_FATAL(offset >= 0);
	return offset;
}

static const void *property(const char *path, const char *name, int *len)
{
	const void *value = fdt_getprop(fdt, node(path), name, len);

	if (!value)
		printf("%s has no %s\n", path, name);
	CU_ASSERT_PTR_NOT_NULL_FATAL(value);
	return value;
}

static void check_string(const char *path, const char *name, const char *wanted)
{
	int len;
	const char *value = property(path, name, &len);

	CU_ASSERT_EQUAL(len, (int)strlen(wanted) + 1);
	CU_ASSERT_NSTRING_EQUAL(value, wanted, (size_t)len);
}

static void check_cells(const char *path, const char *name, const u32 *cell, int count)
{
	int len;
	const fdt32_t *value = property(path, name, &len);

	CU_ASSERT_EQUAL_FATAL(len, count * 4);
	for (int i = 0; i < count; i++)
		CU_ASSERT_EQUAL(fdt32_to_cpu(value[i]), cell[i]);
}

static void check_u32(const char *path, const char *name, u32 wanted)
{
	check_cells(path, name, &wanted, 1);
}

static void check_u64(const char *path, const char *name, u64 wanted)
{
	const u32 cell[] = { (u32)(wanted >> 32), (u32)wanted };

	check_cells(path, name, cell, 2);
}

static bool has(const char *path, const char *name)
{
	return fdt_getprop(fdt, node(path), name, NULL) != NULL;
}

/* libfdt's own check of the whole structure. */
static void structure(void)
{
	CU_ASSERT_EQUAL(fdt_check_full(fdt, GUEST_FDT_SIZE), 0);
}

static void root(void)
{
	check_string("/", "device_type", "chrp");
	check_u32("/", "#address-cells", 2);
	check_u32("/", "#size-cells", 2);
	CU_ASSERT_TRUE(has("/", "model"));
	CU_ASSERT_TRUE(has("/", "compatible"));
}

static void chosen(void)
{
	check_string("/chosen", "bootargs", "console=hvc0 quiet");
	check_string("/chosen", "stdout-path", "/vdevice/vty@30000000");
	node("/vdevice/vty@30000000");
	check_u64("/chosen", "linux,initrd-start", params.initrd_start);
	check_u64("/chosen", "linux,initrd-end", params.initrd_end);
}

/* Radix with guest translation shoot-down, as the client and the firmware agreed. */
static void architecture_vector(void)
{
	int len;
	const u8 *vec5 = property("/chosen", "ibm,architecture-vec-5", &len);

	CU_ASSERT_EQUAL_FATAL(len, vec5[0] + 1);
	CU_ASSERT_FATAL(len >= 27);
	CU_ASSERT_EQUAL(vec5[5] & 0x80, 0x80);
	CU_ASSERT_EQUAL(vec5[24], 0x40);
	CU_ASSERT_EQUAL(vec5[26], 0x40);
}

static void memory(void)
{
	const u32 reg[] = { 0, 0, 0x1234, 0x56780000 };

	check_string("/memory@0", "device_type", "memory");
	check_cells("/memory@0", "reg", reg, ARRAY_SIZE(reg));
}

static void cpus(void)
{
	check_u32("/cpus", "#address-cells", 1);
	check_u32("/cpus", "#size-cells", 0);
	for (u32 id = 0; id < params.vcpus; id++) {
		char path[64];
		int len;

		snprintf(path, sizeof(path), "/cpus/PowerPC,POWER@%x", id);
		check_string(path, "device_type", "cpu");
		check_u32(path, "reg", id);
		check_u32(path, "ibm,ppc-interrupt-server#s", id);
		check_u32(path, "timebase-frequency", cpu.timebase_frequency);
		check_u32(path, "clock-frequency", cpu.clock_frequency);
		check_u32(path, "d-cache-size", cpu.dcache_size);
		check_u32(path, "i-cache-size", cpu.icache_size);
		check_u32(path, "d-cache-block-size", cpu.dcache_line);
		check_u32(path, "i-cache-block-size", cpu.icache_line);
		check_u32(path, "ibm,vmx", 2);
		check_u32(path, "ibm,dfp", 1);
		check_u32(path, "ibm,mmu-pid-bits", 20);
		check_cells(path, "ibm,processor-radix-AP-encodings", cpu.radix_ap, 4);
		CU_ASSERT_EQUAL(memcmp(property(path, "ibm,pa-features", &len),
				       cpu.pa_features, cpu.pa_features_size),
				0);
		CU_ASSERT_EQUAL(len, (int)cpu.pa_features_size);
	}
	CU_ASSERT(fdt_path_offset(fdt, "/cpus/PowerPC,POWER@3") < 0);
}

/* A CPU without a facility has no property of it: a zero would mean something else. */
static void lesser_cpu(void)
{
	struct guest_fdt_params p = params;
	struct cpu_info lesser = cpu;

	lesser.vmx = lesser.dfp = 0;
	p.cpu = &lesser;
	p.vcpus = 1;
	build(&p);
	CU_ASSERT_FALSE(has("/cpus/PowerPC,POWER@0", "ibm,vmx"));
	CU_ASSERT_FALSE(has("/cpus/PowerPC,POWER@0", "ibm,dfp"));
}

static void rtas(void)
{
	static const char *const calls[] = { "get-time-of-day", "power-off",
					     "system-reboot",	"ibm,set-xive",
					     "ibm,get-xive",	"ibm,int-on",
					     "ibm,int-off" };
	int len;
	const char *functions = property("/rtas", "ibm,hypertas-functions", &len);
	bool set_mode = false, random = false;

	CU_ASSERT_EQUAL(functions[len - 1], '\0');
	for (int i = 0; i < len; i += (int)strlen(functions + i) + 1) {
		set_mode |= !strcmp(functions + i, "hcall-set-mode");
		random |= !strcmp(functions + i, "hcall-random");
	}
	CU_ASSERT_TRUE(set_mode);
	CU_ASSERT_TRUE(random);
	CU_ASSERT_STRING_EQUAL(property("/ibm,random", "compatible", &len), "ibm,random");
	check_u32("/rtas", "linux,rtas-base", (u32)params.rtas_base);
	check_u32("/rtas", "linux,rtas-entry", (u32)params.rtas_base);
	CU_ASSERT_TRUE(has("/rtas", "rtas-size"));
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		const fdt32_t *token = property("/rtas", calls[i], &len);
		const char *name;

		CU_ASSERT_EQUAL_FATAL(len, 4);
		name = papr_rtas_name(fdt32_to_cpu(*token));
		CU_ASSERT_PTR_NOT_NULL_FATAL(name);
		CU_ASSERT_STRING_EQUAL(name, calls[i]);
	}
}

/* Of a failure dom0 does not tell, since it may want to reboot the machine. */
static void end_of_the_system(void)
{
	struct guest_fdt_params p = params;

	CU_ASSERT_FALSE(has("/rtas", "ibm,extended-os-term"));
	p.os_term = true;
	build(&p);
	CU_ASSERT_TRUE(has("/rtas", "ibm,extended-os-term"));
	CU_ASSERT_TRUE(has("/rtas", "ibm,os-term"));
}

/* Linux must not put anything over the code by which it calls RTAS. */
static void reserved_memory(void)
{
	uint64_t address, size;

	CU_ASSERT_EQUAL_FATAL(fdt_num_mem_rsv(fdt), 1);
	CU_ASSERT_EQUAL(fdt_get_mem_rsv(fdt, 0, &address, &size), 0);
	CU_ASSERT_EQUAL(address, params.rtas_base);
	CU_ASSERT(size >= PAPR_RTAS_SIZE);
}

static void interrupts(void)
{
	static const char path[] = "/interrupt-controller";
	const u32 ranges[] = { 0, params.vcpus };
	int len;

	check_string(path, "device_type", "PowerPC-External-Interrupt-Presentation");
	check_string(path, "compatible", "IBM,ppc-xicp");
	check_cells(path, "ibm,interrupt-server-ranges", ranges, ARRAY_SIZE(ranges));
	check_u32(path, "#interrupt-cells", 2);
	property(path, "interrupt-controller", &len);
	CU_ASSERT_EQUAL(len, 0);
	CU_ASSERT_EQUAL(fdt_node_offset_by_phandle(fdt, fdt_get_phandle(fdt, node(path))),
			node(path));
	check_u32("/vdevice", "interrupt-parent", fdt_get_phandle(fdt, node(path)));
}

static void console(void)
{
	static const char path[] = "/vdevice/vty@30000000";
	const u32 interrupt[] = { VTY_IRQ, 0 };

	check_string("/vdevice", "device_type", "vdevice");
	check_string(path, "device_type", "serial");
	check_string(path, "compatible", "hvterm1");
	check_u32(path, "reg", 0x30000000);
	check_cells(path, "interrupts", interrupt, ARRAY_SIZE(interrupt));
	/* Without an interrupt Linux polls, but only if it is not promised one. */
	d->console.interrupts = false;
	build(&params);
	CU_ASSERT_FALSE(has(path, "interrupts"));
}

/* Linux looks for this very path, and maps the interrupt by its parents. */
static void power_button(void)
{
	static const char path[] = "/event-sources/epow-events";
	const u32 interrupt[] = { PAPR_EPOW_IRQ, 0 }, range[] = { PAPR_EPOW_IRQ, 1 };
	u32 xics = fdt_get_phandle(fdt, node("/interrupt-controller"));

	check_cells(path, "interrupts", interrupt, ARRAY_SIZE(interrupt));
	check_u32(path, "interrupt-parent", xics);
	check_cells("/event-sources", "interrupt-ranges", range, ARRAY_SIZE(range));
	check_u32("/event-sources", "interrupt-parent", xics);
	check_u32("/event-sources", "#interrupt-cells", 2);
	CU_ASSERT_TRUE(has("/event-sources", "interrupt-controller"));
	check_u32("/rtas", "rtas-error-log-max", 2048);
	CU_ASSERT_TRUE(has("/rtas", "check-exception"));
	CU_ASSERT_TRUE(has("/rtas", "get-sensor-state"));
	CU_ASSERT_TRUE(has("/rtas", "start-cpu"));
}

static void no_initrd(void)
{
	struct guest_fdt_params p = params;

	p.initrd_start = p.initrd_end;
	build(&p);
	CU_ASSERT_FALSE(has("/chosen", "linux,initrd-start"));
	CU_ASSERT_FALSE(has("/chosen", "linux,initrd-end"));
}

static void many_cpus(void)
{
	struct guest_fdt_params p = params;

	p.vcpus = 32;
	build(&p);
	node("/cpus/PowerPC,POWER@1f");
}

/* Too little room is an error and never a byte behind the buffer. */
static void no_space(void)
{
	size_t whole = fdt_totalsize(fdt);

	for (size_t size = 0; size < whole; size += size < 256 ? 1 : 37) {
		void *buf = malloc(size ? size : 1);

		CU_ASSERT_PTR_NOT_NULL_FATAL(buf);
		CU_ASSERT_EQUAL(guest_fdt_write(buf, size, &params), -FDT_ERR_NOSPACE);
		free(buf);
	}
}

static void long_command_line(void)
{
	struct guest_fdt_params p = params;
	char *cmdline = malloc(2048);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cmdline);
	memset(cmdline, 'x', 2047);
	cmdline[2047] = '\0';
	p.cmdline = cmdline;
	build(&p);
	check_string("/chosen", "bootargs", cmdline);
	p.cmdline = "";
	build(&p);
	check_string("/chosen", "bootargs", "");
	free(cmdline);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "structure", structure },
		{ "root", root },
		{ "chosen", chosen },
		{ "architecture vector", architecture_vector },
		{ "memory", memory },
		{ "cpus", cpus },
		{ "lesser CPU", lesser_cpu },
		{ "rtas", rtas },
		{ "end of the system", end_of_the_system },
		{ "reserved memory", reserved_memory },
		{ "interrupts", interrupts },
		{ "console", console },
		{ "power button", power_button },
		{ "no initrd", no_initrd },
		{ "many CPUs", many_cpus },
		{ "no space", no_space },
		{ "long command line", long_command_line },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "device tree",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(4);
	return run_suites("unit-guest-fdt", suites);
}
