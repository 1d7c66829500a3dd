// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CPU in the device tree of bare metal, and its description for guests
 * (xen/arch/powerpc/platform/powernv/device_tree_cpu.c).
 */
#include <string.h>

#include <xen/lib.h>
#include <asm/processor.h>
#include <powernv/device_tree.h>
#include <powernv/device_tree_cpu.h>

#include "cunit-main.h"
#include "fakes.h"
#include "tree.h"

#define CPU "/cpus/PowerPC,POWER9@18" /* of the usual tree */
#define AP  "ibm,processor-radix-AP-encodings"

static struct cpu_info cpu;

static void start(void)
{
	machine.spr[SPR_PVR] = 0x4e1202;
	tree_usual();
}

static const char *read_cpu(u32 pir)
{
	cpu = (struct cpu_info){ 0 };
	return device_tree_cpu(tree_finish(), pir, &cpu);
}

static void add_cpu(const char *path, u32 pir, u32 timebase)
{
	tree_node(path);
	tree_string(path, "device_type", "cpu");
	tree_u32(path, "ibm,pir", pir);
	tree_u32(path, "timebase-frequency", timebase);
}

/* The frequency of the timebase shows which CPU was found. */
static void check_found(u32 pir, u32 timebase)
{
	CU_ASSERT_PTR_NULL(read_cpu(pir));
	CU_ASSERT_EQUAL(cpu.timebase_frequency, timebase);
	CU_ASSERT_EQUAL(cpu.server, pir);
}

static void properties(void)
{
	tree_u32(CPU, "clock-frequency", 3000000000);
	tree_u32(CPU, "d-cache-size", 0x8000);
	tree_u32(CPU, "i-cache-size", 0x10000);
	tree_u32(CPU, "d-cache-block-size", 128);
	tree_u32(CPU, "i-cache-block-size", 64);
	tree_u32(CPU, "ibm,vmx", 2);
	tree_u32(CPU, "ibm,dfp", 1);
	CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
	CU_ASSERT_EQUAL(cpu.pvr, 0x4e1202);
	CU_ASSERT_EQUAL(cpu.server, TREE_PIR);
	CU_ASSERT_EQUAL(cpu.timebase_frequency, 512000000);
	CU_ASSERT_EQUAL(cpu.clock_frequency, 3000000000);
	CU_ASSERT_EQUAL(cpu.dcache_size, 0x8000);
	CU_ASSERT_EQUAL(cpu.icache_size, 0x10000);
	CU_ASSERT_EQUAL(cpu.dcache_line, 128);
	CU_ASSERT_EQUAL(cpu.icache_line, 64);
	CU_ASSERT_EQUAL(cpu.vmx, 2);
	CU_ASSERT_EQUAL(cpu.dfp, 1);
}

/* PAPR's format: the length of the rest, 0; radix trees, no transactions. */
static void features(void)
{
	CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
	CU_ASSERT_EQUAL(cpu.pa_features_size, 68);
	CU_ASSERT_EQUAL(cpu.pa_features[0], 66);
	CU_ASSERT_EQUAL(cpu.pa_features[1], 0);
	CU_ASSERT_EQUAL(cpu.pa_features[2 + 40] & 0x80, 0x80); /* radix */
	CU_ASSERT_EQUAL(cpu.pa_features[2 + 22] & 0x80, 0x00); /* transactions */
}

static void one_of_several(void)
{
	add_cpu("/cpus/PowerPC,POWER9@1c", 0x1c, 1000);
	add_cpu("/cpus/PowerPC,POWER9@800", 0x800, 2000);
	check_found(0x18, 512000000);
	check_found(0x1c, 1000);
	check_found(0x800, 2000);
}

static void threads(void)
{
	static const u8 servers[] = { 0, 0, 0, 0x1c, 0, 0, 0, 0x1d,
				      0, 0, 0, 0x1e, 0, 0, 0, 0x1f };

	add_cpu("/cpus/PowerPC,POWER9@1c", 0x1c, 1000);
	tree_set("/cpus/PowerPC,POWER9@1c", "ibm,ppc-interrupt-server#s", servers,
		 sizeof(servers));
	for (u32 pir = 0x1c; pir <= 0x1f; pir++)
		check_found(pir, 1000);
	check_found(0x18, 512000000);
	/* Half a number at the end is ignored: the other CPU is found by its name. */
	tree_u32(CPU, "ibm,pir", 0x1f);
	tree_set("/cpus/PowerPC,POWER9@1c", "ibm,ppc-interrupt-server#s", servers,
		 sizeof(servers));
	check_found(0x1f, 1000);
	for (size_t len = 12; len < 16; len++) {
		tree_set("/cpus/PowerPC,POWER9@1c", "ibm,ppc-interrupt-server#s", servers,
			 len);
		check_found(0x1e, 1000);
		check_found(0x1f, 512000000);
	}
	tree_u32(CPU, "ibm,pir", 0);
	check_found(0, 512000000);
}

/* All CPUs are alike: any other describes this one too. */
static void one_that_is_not_named(void)
{
	add_cpu("/cpus/PowerPC,POWER9@1c", 0x1c, 1000);
	tree_u32(CPU, "timebase-frequency", 3000);
	tree_u32("/cpus/PowerPC,POWER9@1c", "timebase-frequency", 3000);
	check_found(0x99, 3000);
}

static void check_fault(const char *part)
{
	const char *fault = read_cpu(TREE_PIR);

	CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault, part));
}

static void no_cpu(void)
{
	tree_string(CPU, "device_type", "cache");
	check_fault("no CPU");
	/* The word without the NUL that ends it. */
	tree_set(CPU, "device_type", "cpu", 3);
	check_fault("no CPU");
	tree_remove(CPU, "device_type");
	check_fault("no CPU");
	tree_remove_node(CPU);
	check_fault("no CPU");
	tree_remove_node("/cpus");
	check_fault("no CPU");
}

static void no_timebase(void)
{
	tree_set(CPU, "timebase-frequency", "abc", 3);
	check_fault("timebase");
	tree_u64(CPU, "timebase-frequency", 512000000);
	check_fault("timebase");
	tree_u32(CPU, "timebase-frequency", 0);
	check_fault("timebase");
	tree_remove(CPU, "timebase-frequency");
	check_fault("timebase");
}

static void versions(void)
{
	static const u32 without_radix[] = { 0x4b0201, 0x4c0100, 0x4d0200, 0x3f0201 };
	static const u32 with_radix[] = { 0x4e0100, 0x4e1203, 0x800100, 0x801200 };

	for (size_t i = 0; i < ARRAY_SIZE(without_radix); i++) {
		machine.spr[SPR_PVR] = without_radix[i];
		check_fault("POWER9 or later");
	}
	for (size_t i = 0; i < ARRAY_SIZE(with_radix); i++) {
		machine.spr[SPR_PVR] = with_radix[i];
		CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
		CU_ASSERT_EQUAL(cpu.pvr, with_radix[i]);
		CU_ASSERT_EQUAL(cpu.isa_v31, i >= 2);
	}
	/* Versions that pseries reports for compatibility with an older CPU. */
	CU_ASSERT_FALSE(pvr_isa_v31(0x0f000004));
	CU_ASSERT_FALSE(pvr_isa_v31(0x0f000005));
	CU_ASSERT_TRUE(pvr_isa_v31(0x0f000006));
}

/* ---- radix trees ---- */

static void check_default_radix(void)
{
	static const u32 usual[] = { 0x0000000c, 0xa0000010, 0x20000015, 0x4000001e };

	CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
	CU_ASSERT_EQUAL(cpu.radix_ap_count, 4);
	CU_ASSERT_EQUAL(memcmp(cpu.radix_ap, usual, sizeof(usual)), 0);
}

static void radix_not_described(void)
{
	check_default_radix();
	CU_ASSERT_EQUAL(cpu.mmu_pid_bits, 20);
	tree_u32(CPU, "ibm,mmu-pid-bits", 0);
	check_default_radix();
	CU_ASSERT_EQUAL(cpu.mmu_pid_bits, 20);
}

static void radix_described(void)
{
	static const u32 ap[8] = { 0x1000000c, 0xe0000010 };

	tree_u32(CPU, "ibm,mmu-pid-bits", 16);
	tree_u32s(CPU, AP, ap, 2);
	CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
	CU_ASSERT_EQUAL(cpu.mmu_pid_bits, 16);
	CU_ASSERT_EQUAL(cpu.radix_ap_count, 2);
	CU_ASSERT_EQUAL(cpu.radix_ap[0], 0x1000000c);
	CU_ASSERT_EQUAL(cpu.radix_ap[1], 0xe0000010);
	tree_u32s(CPU, AP, ap, ARRAY_SIZE(ap));
	CU_ASSERT_PTR_NULL(read_cpu(TREE_PIR));
	CU_ASSERT_EQUAL(cpu.radix_ap_count, 8);
}

/* A wrong description counts as none: a guest without page sizes cannot start. */
static void radix_described_wrongly(void)
{
	static const u8 bytes[40];

	for (size_t len = 0; len <= sizeof(bytes); len++) {
		if (len % 4 == 0 && len && len <= sizeof(cpu.radix_ap))
			continue;
		tree_set(CPU, AP, bytes, len);
		check_default_radix();
	}
}

/* ---- speculation ---- */

#define FEATURES "/ibm,opal/fw-features"

static struct cpu_characteristics characteristics;

static void read_characteristics(void)
{
	memset(&characteristics, 0xff, sizeof(characteristics));
	device_tree_characteristics(tree_finish(), &characteristics);
}

static void feature(const char *name, const char *state)
{
	char path[80] = FEATURES "/";

	strcat(path, name);
	tree_node(path);
	if (state)
		tree_set(path, state, "", 0);
}

static void features_start(void)
{
	start();
	tree_node("/ibm,opal");
	tree_node(FEATURES);
}

static void nothing_known(void)
{
	start();
	read_characteristics();
	CU_ASSERT_FALSE(characteristics.known);
	CU_ASSERT_EQUAL(characteristics.character, 0);
	CU_ASSERT_EQUAL(characteristics.behaviour, 0);
}

/* Without a node, no feature is assumed, but every mitigation. */
static void nothing_said(void)
{
	read_characteristics();
	CU_ASSERT_TRUE(characteristics.known);
	CU_ASSERT_EQUAL(characteristics.character, 0);
	CU_ASSERT_EQUAL(characteristics.behaviour, 0xe000000000000000);
}

/* PAPR counts bits from the left: bit n is 1 << (63 - n). */
static void each_feature(void)
{
	static const struct {
		const char *name;
		u64 character, behaviour; /* bits that it adds if it is enabled */
	} cases[] = {
		{ "inst-spec-barrier-ori31,31,0", 1ULL << 63, 0 },
		{ "fw-bcctrl-serialized", 1ULL << 62, 0 },
		{ "inst-l1d-flush-ori30,30,0", 1ULL << 61, 0 },
		{ "inst-l1d-flush-trig2", 1ULL << 60, 0 },
		{ "fw-l1d-thread-split", 1ULL << 59, 0 },
		{ "fw-count-cache-disabled", 1ULL << 56, 0 },
		{ "fw-count-cache-flush-bcctr2,0,0", 1ULL << 54, 0 },
		{ "needs-count-cache-flush-on-context-switch", 0, 1ULL << 58 },
		{ "speculation-policy-favor-security", 0, 1ULL << 63 },
		{ "needs-l1d-flush-msr-pr-0-to-1", 0, 1ULL << 62 },
		{ "needs-spec-barrier-for-bound-checks", 0, 1ULL << 61 },
		{ "something-else", 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		features_start();
		feature(cases[i].name, "enabled");
		read_characteristics();
		CU_ASSERT_EQUAL(characteristics.character, cases[i].character);
		CU_ASSERT_EQUAL(characteristics.behaviour,
				0xe000000000000000 | cases[i].behaviour);
		features_start();
		feature(cases[i].name, "disabled");
		read_characteristics();
		CU_ASSERT_EQUAL(characteristics.character, 0);
		CU_ASSERT_EQUAL(characteristics.behaviour,
				0xe000000000000000 & ~(cases[i].behaviour & 7ULL << 61));
	}
}

/* A node that is neither enabled nor disabled is ignored. */
static void neither_enabled_nor_disabled(void)
{
	feature("fw-bcctrl-serialized", NULL);
	feature("needs-l1d-flush-msr-pr-0-to-1", NULL);
	read_characteristics();
	CU_ASSERT_EQUAL(characteristics.character, 0);
	CU_ASSERT_EQUAL(characteristics.behaviour, 0xe000000000000000);
}

int main(void)
{
	CU_TestInfo cpus[] = {
		{ "properties", properties },
		{ "features, as PAPR has them", features },
		{ "one of several", one_of_several },
		{ "one of a core's threads", threads },
		{ "one that is not named", one_that_is_not_named },
		{ "no CPU", no_cpu },
		{ "no timebase", no_timebase },
		{ "versions", versions },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo radix[] = {
		{ "not described", radix_not_described },
		{ "described", radix_described },
		{ "described wrongly", radix_described_wrongly },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo speculation[] = {
		{ "nothing known", nothing_known },
		{ "nothing said", nothing_said },
		{ "each feature", each_feature },
		{ "neither enabled nor disabled", neither_enabled_nor_disabled },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "CPUs", .pSetUpFunc = start, .pTests = cpus },
		{ .pName = "radix trees", .pSetUpFunc = start, .pTests = radix },
		{ .pName = "speculation",
		  .pSetUpFunc = features_start,
		  .pTests = speculation },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-device-tree-cpu", suites);
}
