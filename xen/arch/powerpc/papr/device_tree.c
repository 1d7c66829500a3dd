// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writing a domain's device tree. The nodes are those that PAPR gives a partition and
 * that an unmodified Linux asks for; docs/booting.md says what happens without each.
 */
#include <libfdt.h>
#include <asm/papr/device_tree.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <xen/memory/window.h>
#include <asm/papr/papr.h>

#define PHANDLE_XICS 1

/*
 * The sequential writer keeps failing once it has failed, so errors are collected
 * here and looked at once, at the end.
 */
struct writer {
	void *fdt;
	int error;
};

static void note(struct writer *w, int error)
{
	if (error < 0 && !w->error)
		w->error = error;
}

static void begin(struct writer *w, const char *name)
{
	note(w, fdt_begin_node(w->fdt, name));
}

static void end(struct writer *w)
{
	note(w, fdt_end_node(w->fdt));
}

static void prop(struct writer *w, const char *name, const void *value, size_t len)
{
	note(w, fdt_property(w->fdt, name, value, (int)len));
}

static void prop_string(struct writer *w, const char *name, const char *value)
{
	prop(w, name, value, strlen(value) + 1);
}

static void prop_u32(struct writer *w, const char *name, u32 value)
{
	note(w, fdt_property_u32(w->fdt, name, value));
}

static void prop_u64(struct writer *w, const char *name, u64 value)
{
	note(w, fdt_property_u64(w->fdt, name, value));
}

static void prop_cells(struct writer *w, const char *name, const u32 *cell, size_t count)
{
	fdt32_t value[16];

	BUG_ON(count > ARRAY_SIZE(value));
	for (size_t i = 0; i < count; i++)
		value[i] = cpu_to_fdt32(cell[i]);
	prop(w, name, value, count * sizeof(value[0]));
}

/*
 * What the "firmware" and the client have agreed on (PAPR, ibm,client-architecture-
 * support, vector 5): the first byte is the length of what follows.
 */
#define VEC5_SIZE	27
#define VEC5_LPAR	5 /* byte: */
#define VEC5_LPAR_ON	0x80
#define VEC5_MMU	24 /* byte: */
#define VEC5_MMU_RADIX	0x40
#define VEC5_RADIX	26 /* byte: */
#define VEC5_RADIX_GTSE 0x40

static void write_chosen(struct writer *w, const struct guest_fdt_params *p)
{
	static const u8 vec5[VEC5_SIZE] = {
		[0] = VEC5_SIZE - 1,
		[VEC5_LPAR] = VEC5_LPAR_ON,
		[VEC5_MMU] = VEC5_MMU_RADIX,
		[VEC5_RADIX] = VEC5_RADIX_GTSE,
	};

	begin(w, "chosen");
	prop_string(w, "bootargs", p->cmdline);
	prop_string(w, "stdout-path", "/vdevice/vty@30000000");
	prop(w, "ibm,architecture-vec-5", vec5, sizeof(vec5));
	if (p->initrd_end > p->initrd_start) {
		prop_u64(w, "linux,initrd-start", p->initrd_start);
		prop_u64(w, "linux,initrd-end", p->initrd_end);
	}
	end(w);
}

static void write_memory(struct writer *w, const struct guest_fdt_params *p)
{
	const u32 reg[] = { 0, 0, (u32)(p->memory >> 32), (u32)p->memory };

	begin(w, "memory@0");
	prop_string(w, "device_type", "memory");
	prop_cells(w, "reg", reg, ARRAY_SIZE(reg));
	end(w);
}

static void write_cpu_features(struct writer *w, const struct cpu_info *cpu)
{
	prop_u32(w, "cpu-version", cpu->pvr);
	prop_u32(w, "clock-frequency", cpu->clock_frequency);
	prop_u32(w, "timebase-frequency", cpu->timebase_frequency);
	prop_u32(w, "d-cache-size", cpu->dcache_size);
	prop_u32(w, "i-cache-size", cpu->icache_size);
	prop_u32(w, "d-cache-line-size", cpu->dcache_line);
	prop_u32(w, "i-cache-line-size", cpu->icache_line);
	prop_u32(w, "d-cache-block-size", cpu->dcache_line);
	prop_u32(w, "i-cache-block-size", cpu->icache_line);
	if (cpu->vmx)
		prop_u32(w, "ibm,vmx", cpu->vmx);
	if (cpu->dfp)
		prop_u32(w, "ibm,dfp", cpu->dfp);
	prop(w, "ibm,pa-features", cpu->pa_features, cpu->pa_features_size);
	prop_u32(w, "ibm,mmu-pid-bits", cpu->mmu_pid_bits);
	prop_cells(w, "ibm,processor-radix-AP-encodings", cpu->radix_ap,
		   cpu->radix_ap_count);
}

static void write_cpu(struct writer *w, const struct guest_fdt_params *p, u32 id)
{
	const u32 server[] = { id };
	const u32 gserver[] = { id, 0 };
	char name[32];

	snprintf(name, sizeof(name), "PowerPC,POWER@%x", id);
	begin(w, name);
	prop_string(w, "device_type", "cpu");
	prop_string(w, "status", "okay");
	prop_u32(w, "reg", id);
	prop_cells(w, "ibm,ppc-interrupt-server#s", server, ARRAY_SIZE(server));
	prop_cells(w, "ibm,ppc-interrupt-gserver#s", gserver, ARRAY_SIZE(gserver));
	write_cpu_features(w, p->cpu);
	end(w);
}

static void write_cpus(struct writer *w, const struct guest_fdt_params *p)
{
	begin(w, "cpus");
	prop_u32(w, "#address-cells", 1);
	prop_u32(w, "#size-cells", 0);
	for (u32 id = 0; id < p->vcpus; id++)
		write_cpu(w, p, id);
	end(w);
}

#define RTAS_ERROR_LOG_MAX 2048 /* what Linux has room for */

static void write_rtas(struct writer *w, const struct guest_fdt_params *p)
{
	/* A list of strings, each ending with NUL; the last NUL is the literal's own. */
	static const char functions[] = "hcall-term\0"
					"hcall-interrupt\0"
					"hcall-random\0"
					"hcall-set-mode";
	const char *name;

	begin(w, "rtas");
	prop(w, "ibm,hypertas-functions", functions, sizeof(functions));
	prop_u32(w, "rtas-version", 1);
	prop_u32(w, "rtas-size", PAPR_RTAS_SIZE);
	prop_u32(w, "linux,rtas-base", (u32)p->rtas_base);
	prop_u32(w, "linux,rtas-entry", (u32)p->rtas_base);
	prop_u32(w, "rtas-error-log-max", RTAS_ERROR_LOG_MAX);
	/* ibm,os-term does not come back: without that Linux does not call it. */
	if (p->os_term)
		prop_u32(w, "ibm,extended-os-term", 1);
	for (u32 token = PAPR_RTAS_FIRST_TOKEN; (name = papr_rtas_name(token)); token++)
		prop_u32(w, name, token);
	end(w);
}

static void write_xics(struct writer *w, const struct guest_fdt_params *p)
{
	const u32 ranges[] = { 0, p->vcpus };

	begin(w, "interrupt-controller");
	prop_string(w, "device_type", "PowerPC-External-Interrupt-Presentation");
	prop_string(w, "compatible", "IBM,ppc-xicp");
	prop(w, "interrupt-controller", NULL, 0);
	prop_cells(w, "ibm,interrupt-server-ranges", ranges, ARRAY_SIZE(ranges));
	prop_u32(w, "#interrupt-cells", 2);
	prop_u32(w, "#address-cells", 0);
	prop_u32(w, "phandle", PHANDLE_XICS);
	end(w);
}

/* By which the domain is asked to shut down (papr/rtas_event.c). */
static void write_event_sources(struct writer *w)
{
	const u32 interrupts[] = { PAPR_EPOW_IRQ, 0 }; /* 0: an edge */
	const u32 ranges[] = { PAPR_EPOW_IRQ, 1 };

	begin(w, "event-sources");
	prop(w, "interrupt-controller", NULL, 0);
	prop_u32(w, "#interrupt-cells", 2);
	prop_cells(w, "interrupt-ranges", ranges, ARRAY_SIZE(ranges));
	prop_u32(w, "interrupt-parent", PHANDLE_XICS);
	begin(w, "epow-events");
	prop_cells(w, "interrupts", interrupts, ARRAY_SIZE(interrupts));
	prop_u32(w, "interrupt-parent", PHANDLE_XICS);
	end(w);
	end(w);
}

static void write_vdevice(struct writer *w, const struct guest_fdt_params *p)
{
	const u32 interrupts[] = { PAPR_VTY_IRQ, 0 }; /* 0: an edge */

	begin(w, "vdevice");
	prop_string(w, "device_type", "vdevice");
	prop_string(w, "compatible", "IBM,vdevice");
	prop_u32(w, "#address-cells", 1);
	prop_u32(w, "#size-cells", 0);
	prop_u32(w, "interrupt-parent", PHANDLE_XICS);
	begin(w, "vty@30000000");
	prop_string(w, "device_type", "serial");
	prop_string(w, "compatible", "hvterm1");
	prop_u32(w, "reg", PAPR_VTY_UNIT);
	if (p->console_interrupt)
		prop_cells(w, "interrupts", interrupts, ARRAY_SIZE(interrupts));
	end(w);
	end(w);
}

static void write_hypervisor(struct writer *w, const struct guest_fdt_params *p)
{
	const fdt64_t window[] = {
		cpu_to_fdt64(WINDOW_BASE),
		cpu_to_fdt64((u64)p->window_frames << FRAME_SHIFT),
	};
	const u32 interrupts[] = { PAPR_EVENT_IRQ, 0 }; /* 0: an edge */
	static const char compatible[] = "xen,xen-3.0-powerpc64\0"
					 "xen,xen";

	begin(w, "hypervisor");
	prop(w, "compatible", compatible, sizeof(compatible));
	prop(w, "xen,window", window, sizeof(window));
	prop_u32(w, "interrupt-parent", PHANDLE_XICS);
	prop_cells(w, "interrupts", interrupts, ARRAY_SIZE(interrupts));
	end(w);
}

/* H_RANDOM can be called. */
static void write_random(struct writer *w)
{
	begin(w, "ibm,random");
	prop_string(w, "compatible", "ibm,random");
	end(w);
}

static void write_root(struct writer *w, const struct guest_fdt_params *p)
{
	begin(w, "");
	prop_string(w, "device_type", "chrp");
	prop_string(w, "model", "Xen PowerPC domain");
	prop_string(w, "compatible", "xen,pseries");
	prop_u32(w, "#address-cells", 2);
	prop_u32(w, "#size-cells", 2);
	write_chosen(w, p);
	write_memory(w, p);
	write_cpus(w, p);
	write_rtas(w, p);
	write_xics(w, p);
	write_event_sources(w);
	write_random(w);
	write_vdevice(w, p);
	write_hypervisor(w, p);
	end(w);
}

int guest_fdt_build(void *buf, size_t size, const struct guest_fdt_params *p)
{
	struct writer w = { .fdt = buf };

	/* Without room for its header libfdt would go on beyond the buffer. */
	note(&w, fdt_create(buf, (int)size));
	if (w.error)
		return w.error;
	note(&w, fdt_add_reservemap_entry(buf, p->rtas_base, PAPR_RTAS_RESERVED));
	note(&w, fdt_finish_reservemap(buf));
	write_root(&w, p);
	note(&w, fdt_finish(buf));
	return w.error;
}
