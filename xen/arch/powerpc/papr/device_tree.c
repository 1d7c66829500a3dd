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
#include <asm/papr/dt.h>
#include <asm/papr/nvram.h>
#include <asm/papr/vio.h>

/*
 * What the "firmware" and the client have agreed on (PAPR, ibm,client-architecture-
 * support, vector 5): the first byte is the length of what follows.
 */
#define VEC5_SIZE	  27
#define VEC5_LPAR	  5 /* byte: */
#define VEC5_LPAR_ON	  0x80
#define VEC5_MMU	  24 /* byte: */
#define VEC5_MMU_RADIX	  0x40
#define VEC5_RADIX	  26 /* byte: */
#define VEC5_RADIX_GTSE	  0x40

#define TERMINAL_PATH_MAX 64

#define CPU_NAME	  "PowerPC,POWER@%x"
#define CPU_NAME_MAX	  32
/* CPUs whose names have the same length, and whose nodes are alike but for the number. */
#define CPUS_ALIKE 16

_Static_assert(GUEST_FDT_PIECES == 4 + MAX_VIRT_CPUS / CPUS_ALIKE, "one for each such");

static void write_chosen(struct dt_writer *w, const struct guest_fdt_params *p)
{
	static const u8 vec5[VEC5_SIZE] = {
		[0] = VEC5_SIZE - 1,
		[VEC5_LPAR] = VEC5_LPAR_ON,
		[VEC5_MMU] = VEC5_MMU_RADIX,
		[VEC5_RADIX] = VEC5_RADIX_GTSE,
	};
	char terminal[TERMINAL_PATH_MAX];

	dt_begin(w, "chosen");
	dt_string(w, "bootargs", p->cmdline);
	if (vio_terminal_path(p->domain, terminal, sizeof(terminal)))
		dt_string(w, "stdout-path", terminal);
	dt_prop(w, "ibm,architecture-vec-5", vec5, sizeof(vec5));
	if (p->initrd_end > p->initrd_start) {
		dt_u64(w, "linux,initrd-start", p->initrd_start);
		dt_u64(w, "linux,initrd-end", p->initrd_end);
	}
	dt_end(w);
}

static void write_memory(struct dt_writer *w, const struct guest_fdt_params *p)
{
	const u32 reg[] = { 0, 0, (u32)(p->memory >> 32), (u32)p->memory };

	dt_begin(w, "memory@0");
	dt_string(w, "device_type", "memory");
	dt_cells(w, "reg", reg, ARRAY_SIZE(reg));
	dt_end(w);
}

static void write_cpu_features(struct dt_writer *w, const struct cpu_info *cpu)
{
	dt_u32(w, "cpu-version", cpu->pvr);
	dt_u32(w, "clock-frequency", cpu->clock_frequency);
	dt_u32(w, "timebase-frequency", cpu->timebase_frequency);
	dt_u32(w, "d-cache-size", cpu->dcache_size);
	dt_u32(w, "i-cache-size", cpu->icache_size);
	dt_u32(w, "d-cache-line-size", cpu->dcache_line);
	dt_u32(w, "i-cache-line-size", cpu->icache_line);
	dt_u32(w, "d-cache-block-size", cpu->dcache_line);
	dt_u32(w, "i-cache-block-size", cpu->icache_line);
	if (cpu->vmx)
		dt_u32(w, "ibm,vmx", cpu->vmx);
	if (cpu->dfp)
		dt_u32(w, "ibm,dfp", cpu->dfp);
	dt_prop(w, "ibm,pa-features", cpu->pa_features, cpu->pa_features_size);
	dt_u32(w, "ibm,mmu-pid-bits", cpu->mmu_pid_bits);
	dt_cells(w, "ibm,processor-radix-AP-encodings", cpu->radix_ap,
		 cpu->radix_ap_count);
}

static void write_cpu(struct dt_writer *w, const struct guest_fdt_params *p, u32 id)
{
	const u32 server[] = { id };
	const u32 gserver[] = { id, 0 };
	char name[CPU_NAME_MAX];

	snprintf(name, sizeof(name), CPU_NAME, id);
	dt_begin(w, name);
	dt_string(w, "device_type", "cpu");
	dt_string(w, "status", "okay");
	dt_u32(w, "reg", id);
	dt_cells(w, "ibm,ppc-interrupt-server#s", server, ARRAY_SIZE(server));
	dt_cells(w, "ibm,ppc-interrupt-gserver#s", gserver, ARRAY_SIZE(gserver));
	write_cpu_features(w, p->cpu);
	dt_end(w);
}

static void write_cpus(struct dt_writer *w, const struct guest_fdt_params *p)
{
	dt_begin(w, "cpus");
	dt_u32(w, "#address-cells", 1);
	dt_u32(w, "#size-cells", 0);
	/* The others are copies: add_cpus(). */
	for (u32 id = 0; id < p->vcpus; id += CPUS_ALIKE)
		write_cpu(w, p, id);
	dt_end(w);
}

/* What names a CPU, or has its number first, at these places of its node. */
struct cpu_places {
	u32 name, number[3];
};

static void find_places(const void *fdt, int node, const u8 *from, struct cpu_places *p)
{
	static const char *const numbers[] = { "reg", "ibm,ppc-interrupt-server#s",
					       "ibm,ppc-interrupt-gserver#s" };

	p->name = (u32)((const u8 *)fdt_get_name(fdt, node, NULL) - from);
	for (u32 i = 0; i < ARRAY_SIZE(numbers); i++)
		p->number[i] =
			(u32)((const u8 *)fdt_getprop(fdt, node, numbers[i], NULL) -
			      from);
}

static void number_cpu(u8 *node, const struct cpu_places *p, u32 id)
{
	const fdt32_t number = cpu_to_fdt32(id);
	char name[CPU_NAME_MAX];

	snprintf(name, sizeof(name), CPU_NAME, id);
	memcpy(node + p->name, name, strlen(name));
	for (u32 i = 0; i < ARRAY_SIZE(p->number); i++)
		memcpy(node + p->number[i], &number, sizeof(number));
}

/*
 * Puts copies of the node of CPU first behind it, for CPUs up to end, into a finished
 * tree, whose strings are its last block. That costs less than 1,000 instructions each;
 * to have libfdt write them, ten times as much. 0 or -FDT_ERR_NOSPACE.
 */
static int add_cpus(void *fdt, size_t room, u32 first, u32 end)
{
	char path[sizeof("/cpus/") + CPU_NAME_MAX];
	int node, next, after;
	size_t length, added, tail;
	struct cpu_places places;
	u8 *from;

	snprintf(path, sizeof(path), "/cpus/" CPU_NAME, first);
	node = fdt_path_offset(fdt, path);
	BUG_ON(node < 0);
	next = node;
	while (fdt_next_tag(fdt, next, &after) != FDT_END_NODE)
		next = after;
	length = (size_t)(after - node);
	added = length * (end - first - 1);
	from = (u8 *)fdt + fdt_off_dt_struct(fdt) + node;
	tail = fdt_totalsize(fdt) - (size_t)(from + length - (u8 *)fdt);
	if (fdt_totalsize(fdt) + added > room)
		return -FDT_ERR_NOSPACE;
	find_places(fdt, node, from, &places);
	memmove(from + length + added, from + length, tail);
	fdt_set_size_dt_struct(fdt, fdt_size_dt_struct(fdt) + (u32)added);
	fdt_set_off_dt_strings(fdt, fdt_off_dt_strings(fdt) + (u32)added);
	fdt_set_totalsize(fdt, fdt_totalsize(fdt) + (u32)added);
	for (u32 id = first + 1; id < end; id++) {
		u8 *copy = from + (id - first) * length;

		memcpy(copy, from, length);
		number_cpu(copy, &places, id);
	}
	return 0;
}

#define RTAS_ERROR_LOG_MAX 2048 /* what Linux has room for */

static void write_rtas(struct dt_writer *w, const struct guest_fdt_params *p)
{
	/* A list of strings, each ending with NUL; the last NUL is the literal's own. */
	static const char functions[] = "hcall-copy\0"
					"hcall-sprg0\0"
					"hcall-term\0"
					"hcall-interrupt\0"
					"hcall-random\0"
					"hcall-set-mode";
	const char *name;

	dt_begin(w, "rtas");
	dt_prop(w, "ibm,hypertas-functions", functions, sizeof(functions));
	dt_u32(w, "rtas-version", 1);
	dt_u32(w, "rtas-size", PAPR_RTAS_SIZE);
	dt_u32(w, "linux,rtas-base", (u32)p->rtas_base);
	dt_u32(w, "linux,rtas-entry", (u32)p->rtas_base);
	dt_u32(w, "rtas-error-log-max", RTAS_ERROR_LOG_MAX);
	/* ibm,os-term comes back: without that Linux does not call it. */
	if (p->os_term)
		dt_u32(w, "ibm,extended-os-term", 1);
	for (u32 token = PAPR_RTAS_FIRST_TOKEN; (name = papr_rtas_name(token)); token++)
		dt_u32(w, name, token);
	dt_end(w);
}

static void write_xics(struct dt_writer *w, const struct guest_fdt_params *p)
{
	const u32 ranges[] = { 0, p->vcpus };

	dt_begin(w, "interrupt-controller");
	dt_string(w, "device_type", "PowerPC-External-Interrupt-Presentation");
	dt_string(w, "compatible", "IBM,ppc-xicp");
	dt_prop(w, "interrupt-controller", NULL, 0);
	dt_cells(w, "ibm,interrupt-server-ranges", ranges, ARRAY_SIZE(ranges));
	dt_u32(w, "#interrupt-cells", 2);
	dt_u32(w, "#address-cells", 0);
	dt_u32(w, "phandle", DT_XICS);
	dt_end(w);
}

/* By which the domain is asked to shut down (papr/rtas_event.c). */
static void write_event_sources(struct dt_writer *w)
{
	const u32 ranges[] = { PAPR_EPOW_IRQ, 1 };

	dt_begin(w, "event-sources");
	dt_prop(w, "interrupt-controller", NULL, 0);
	dt_u32(w, "#interrupt-cells", 2);
	dt_cells(w, "interrupt-ranges", ranges, ARRAY_SIZE(ranges));
	dt_u32(w, "interrupt-parent", DT_XICS);
	dt_begin(w, "epow-events");
	dt_interrupt(w, PAPR_EPOW_IRQ);
	dt_u32(w, "interrupt-parent", DT_XICS);
	dt_end(w);
	dt_end(w);
}

static void write_hypervisor(struct dt_writer *w, const struct guest_fdt_params *p)
{
	const fdt64_t window[] = {
		cpu_to_fdt64(WINDOW_BASE),
		cpu_to_fdt64((u64)p->window_frames << FRAME_SHIFT),
	};
	static const char compatible[] = "xen,xen-3.0-powerpc64\0"
					 "xen,xen";

	dt_begin(w, "hypervisor");
	dt_prop(w, "compatible", compatible, sizeof(compatible));
	dt_prop(w, "xen,window", window, sizeof(window));
	dt_u32(w, "interrupt-parent", DT_XICS);
	dt_interrupt(w, PAPR_EVENT_IRQ);
	dt_end(w);
}

static void write_nvram(struct dt_writer *w)
{
	dt_begin(w, "nvram");
	dt_string(w, "device_type", "nvram");
	dt_u32(w, "#bytes", NVRAM_SIZE);
	dt_end(w);
}

/* H_RANDOM can be called. */
static void write_random(struct dt_writer *w)
{
	dt_begin(w, "ibm,random");
	dt_string(w, "compatible", "ibm,random");
	dt_end(w);
}

static void begin(struct dt_writer *w, size_t size, const struct guest_fdt_params *p)
{
	/*
	 * Without room for its header libfdt would go on beyond the buffer. A name may
	 * stand there twice: to look for the first costs more than it saves.
	 */
	dt_note(w,
		fdt_create_with_flags(w->fdt, (int)size, FDT_CREATE_FLAG_NO_NAME_DEDUP));
	if (w->error)
		return;
	dt_note(w, fdt_add_reservemap_entry(w->fdt, p->rtas_base, PAPR_RTAS_RESERVED));
	dt_note(w, fdt_finish_reservemap(w->fdt));
	dt_begin(w, "");
	dt_string(w, "device_type", "chrp");
	dt_string(w, "model", "Xen PowerPC domain");
	dt_string(w, "compatible", "xen,pseries");
	dt_u32(w, "#address-cells", 2);
	dt_u32(w, "#size-cells", 2);
}

static void write_devices(struct dt_writer *w, const struct guest_fdt_params *p)
{
	write_xics(w, p);
	write_event_sources(w);
	write_random(w);
	write_nvram(w);
	vio_describe(p->domain, w);
	write_hypervisor(w, p);
}

int guest_fdt_piece(void *buf, size_t size, const struct guest_fdt_params *p, u32 piece)
{
	struct dt_writer w = { .fdt = buf };
	u32 first;

	switch (piece) {
	case 0:
		begin(&w, size, p);
		if (w.error)
			break;
		write_chosen(&w, p);
		write_memory(&w, p);
		write_cpus(&w, p);
		break;
	case 1:
		write_rtas(&w, p);
		break;
	case 2:
		write_devices(&w, p);
		dt_end(&w);
		break;
	case 3:
		dt_note(&w, fdt_finish(buf));
		break;
	default:
		/* From the end, since what lies behind a node moves. */
		first = (GUEST_FDT_PIECES - 1 - piece) * CPUS_ALIKE;
		if (first < p->vcpus)
			dt_note(&w, add_cpus(buf, size, first,
					     min(first + CPUS_ALIKE, p->vcpus)));
	}
	return w.error;
}
