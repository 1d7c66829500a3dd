// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads a CPU's node in the firmware's device tree, and translates it to the terms of
 * PAPR, in which guests' trees describe it.
 */
#include <libfdt.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/processor.h>
#include "device_tree.h"
#include "device_tree_cpu.h"

static u32 get_u32(const void *fdt, int node, const char *name)
{
	int len;
	const fdt32_t *cell = fdt_getprop(fdt, node, name, &len);

	return cell && len == sizeof(*cell) ? fdt32_to_cpu(*cell) : 0;
}

static bool is_cpu(const void *fdt, int node)
{
	const char *type = fdt_stringlist_get(fdt, node, "device_type", 0, NULL);

	return type && !strcmp(type, "cpu");
}

/* A node is a core; its threads' PIRs are those of its interrupt servers. */
static bool has_thread(const void *fdt, int node, u32 pir)
{
	int len;
	const fdt32_t *server =
		fdt_getprop(fdt, node, "ibm,ppc-interrupt-server#s", &len);

	for (; server && len >= (int)sizeof(*server); len -= (int)sizeof(*server))
		if (fdt32_to_cpu(*server++) == pir)
			return true;
	return get_u32(fdt, node, "ibm,pir") == pir;
}

/* The node of the CPU with that PIR, or else the first node. */
static int find_cpu(const void *fdt, u32 pir)
{
	int node, first = -1, cpus = fdt_path_offset(fdt, "/cpus");

	if (cpus < 0)
		return -1;
	fdt_for_each_subnode (node, fdt, cpus) {
		if (!is_cpu(fdt, node))
			continue;
		if (has_thread(fdt, node, pir))
			return node;
		if (first < 0)
			first = node;
	}
	return first;
}

/*
 * ibm,pa-features as PAPR has it for a POWER9 without transactional memory: the length
 * of what follows the second byte, a 0, and the features. On bare metal the property
 * ends before what a kernel must find there to use a radix tree.
 */
#define PA_FEATURES_SIZE 68
static const u8 pa_features[PA_FEATURES_SIZE] = {
	0x42, 0x00, 0xf6, 0x3f, 0xc7, 0xc0, 0x80, 0xf0, 0x80, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00,
	0x00, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0xc0, 0x00, 0x80, 0x00,
	0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00,
	0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x80, 0x00,
	0x80, 0x00, 0x80, 0x00, 0x80, 0x00, 0x00, 0x00,
};

/*
 * Page sizes of radix trees, as ibm,processor-radix-AP-encodings: 4 KiB, 64 KiB, 2 MiB,
 * 1 GiB with the codes that the CPU's tlbie takes. A firmware that leaves it out runs on
 * a CPU with these (POWER9 and POWER10 user's manuals).
 */
static const u32 default_radix_ap[] = { 0x0000000c, 0xa0000010, 0x20000015, 0x4000001e };
#define DEFAULT_PID_BITS 20

static void read_radix(const void *fdt, int node, struct cpu_info *cpu)
{
	int len;
	const fdt32_t *ap =
		fdt_getprop(fdt, node, "ibm,processor-radix-AP-encodings", &len);

	cpu->mmu_pid_bits = get_u32(fdt, node, "ibm,mmu-pid-bits");
	if (!cpu->mmu_pid_bits)
		cpu->mmu_pid_bits = DEFAULT_PID_BITS;
	if (ap && len > 0 && len <= (int)sizeof(cpu->radix_ap) &&
	    len % (int)sizeof(*ap) == 0) {
		cpu->radix_ap_count = (u32)len / sizeof(*ap);
		for (u32 i = 0; i < cpu->radix_ap_count; i++)
			cpu->radix_ap[i] = fdt32_to_cpu(ap[i]);
	} else {
		cpu->radix_ap_count = ARRAY_SIZE(default_radix_ap);
		memcpy(cpu->radix_ap, default_radix_ap, sizeof(default_radix_ap));
	}
}

const char *device_tree_cpu(const void *fdt, u32 pir, struct cpu_info *cpu)
{
	int node = find_cpu(fdt, pir);

	if (node < 0)
		return "it names no CPU";
	cpu->pvr = (u32)mfspr(SPR_PVR);
	cpu->isa_v31 = pvr_isa_v31(cpu->pvr);
	if (PVR_VERSION(cpu->pvr) < PVR_POWER9)
		return "no radix MMU: this needs a POWER9 or later";
	cpu->server = pir;
	cpu->timebase_frequency = get_u32(fdt, node, "timebase-frequency");
	cpu->clock_frequency = get_u32(fdt, node, "clock-frequency");
	cpu->dcache_size = get_u32(fdt, node, "d-cache-size");
	cpu->icache_size = get_u32(fdt, node, "i-cache-size");
	cpu->dcache_line = get_u32(fdt, node, "d-cache-block-size");
	cpu->icache_line = get_u32(fdt, node, "i-cache-block-size");
	cpu->vmx = get_u32(fdt, node, "ibm,vmx");
	cpu->dfp = get_u32(fdt, node, "ibm,dfp");
	memcpy(cpu->pa_features, pa_features, sizeof(pa_features));
	cpu->pa_features_size = sizeof(pa_features);
	read_radix(fdt, node, cpu);
	return cpu->timebase_frequency ? NULL
				       : "it does not say how fast the timebase runs";
}

/* A CPU that the firmware has found broken says so in its status. */
static bool is_okay(const void *fdt, int node)
{
	const char *status = fdt_stringlist_get(fdt, node, "status", 0, NULL);

	return !status || !strcmp(status, "okay");
}

u32 device_tree_servers(const void *fdt, u32 *server, u32 max)
{
	int node, cpus = fdt_path_offset(fdt, "/cpus");
	u32 count = 0;

	if (cpus < 0)
		return 0;
	fdt_for_each_subnode (node, fdt, cpus) {
		int len;
		const fdt32_t *thread =
			fdt_getprop(fdt, node, "ibm,ppc-interrupt-server#s", &len);

		if (!is_cpu(fdt, node) || !is_okay(fdt, node) || !thread)
			continue;
		for (; len >= (int)sizeof(*thread) && count < max; len -= sizeof(*thread))
			server[count++] = fdt32_to_cpu(*thread++);
	}
	return count;
}

/*
 * The firmware's names of what a CPU does, or wants done, against speculation attacks
 * (skiboot, doc/device-tree/ibm,opal/fw-features), and the bits by which PAPR says the
 * same (H_GET_CPU_CHARACTERISTICS). What a CPU can do has to be said; what it needs is
 * needed unless it is said not to be, where by_default is true.
 */
static const struct fw_feature {
	const char *name;
	u64 character, behaviour;
	bool by_default;
} fw_features[] = {
	{ "inst-spec-barrier-ori31,31,0", 1ULL << 63, 0, false },
	{ "fw-bcctrl-serialized", 1ULL << 62, 0, false },
	{ "inst-l1d-flush-ori30,30,0", 1ULL << 61, 0, false },
	{ "inst-l1d-flush-trig2", 1ULL << 60, 0, false },
	{ "fw-l1d-thread-split", 1ULL << 59, 0, false },
	{ "fw-count-cache-disabled", 1ULL << 56, 0, false },
	{ "fw-count-cache-flush-bcctr2,0,0", 1ULL << 54, 0, false },
	{ "speculation-policy-favor-security", 0, 1ULL << 63, true },
	{ "needs-l1d-flush-msr-pr-0-to-1", 0, 1ULL << 62, true },
	{ "needs-spec-barrier-for-bound-checks", 0, 1ULL << 61, true },
	{ "needs-count-cache-flush-on-context-switch", 0, 1ULL << 58, false },
};

static bool fw_feature_is(const void *fdt, int parent, const struct fw_feature *f)
{
	int node = fdt_subnode_offset(fdt, parent, f->name);

	if (node >= 0 && fdt_getprop(fdt, node, "enabled", NULL))
		return true;
	return f->by_default && (node < 0 || !fdt_getprop(fdt, node, "disabled", NULL));
}

void device_tree_characteristics(const void *fdt, struct cpu_characteristics *c)
{
	int parent = fdt_path_offset(fdt, "/ibm,opal/fw-features");

	*c = (struct cpu_characteristics){ .known = parent >= 0 };
	for (size_t i = 0; c->known && i < ARRAY_SIZE(fw_features); i++) {
		if (!fw_feature_is(fdt, parent, &fw_features[i]))
			continue;
		c->character |= fw_features[i].character;
		c->behaviour |= fw_features[i].behaviour;
	}
}
