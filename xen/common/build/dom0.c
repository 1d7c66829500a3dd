// SPDX-License-Identifier: GPL-2.0-or-later
/* Making domain 0 from the bundle that the boot loader handed over. */
#include <xen/build/bundle.h>
#include <xen/build/elf.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/setup.h>
#include <xen/string.h>
#include <asm/memory.h>

#define DOM0_CMDLINE_MAX 2048	/* COMMAND_LINE_SIZE of Linux on powerpc */
#define DOM0_SLACK	 MB(64) /* least memory beside the images for a kernel to run */
#define DOM0_DEFAULT	 MB(512)
#define IMAGE_ALIGN	 MB(1)

/* The device tree, and RTAS in a frame behind it. */
#define FIRMWARE_SIZE (XEN_PPC_FDT_SIZE + ROUND_UP(XEN_PPC_RTAS_SIZE, FRAME_SIZE))

struct dom0_images {
	struct elf_image kernel;
	struct bundle_member initrd;
	char cmdline[DOM0_CMDLINE_MAX];
};

/* Where things go in dom0's pseudo-physical space; the kernel lies at its p_paddr. */
struct dom0_layout {
	u64 initrd, initrd_end;
	u64 firmware_end; /* of the firmware, unless the memory ends below it */
	u64 needed;	  /* bytes of memory that dom0 must have at least */
};

static void read_bundle(const struct boot_info *info, struct dom0_images *images)
{
	const struct memory_range *range = &info->bundle;
	struct bundle bundle;
	const char *fault;
	size_t len;

	if (range->start >= range->end)
		panic("no bundle: hand one over as the initrd (tools/dom0/run does)");
	fault = bundle_parse(maddr_to_ptr(range->start), range->end - range->start,
			     &bundle);
	if (!fault)
		fault = elf_parse(bundle.vmlinux.data, bundle.vmlinux.size,
				  &images->kernel);
	if (fault)
		panic("%s", fault);
	images->initrd = bundle.initrd;
	len = strnlen(bundle.cmdline.data ? bundle.cmdline.data : "",
		      bundle.cmdline.size);
	if (len >= sizeof(images->cmdline))
		panic("bundle: dom0's command line is longer than %zu characters",
		      sizeof(images->cmdline) - 1);
	memcpy(images->cmdline, bundle.cmdline.data, len);
	while (len && images->cmdline[len - 1] == '\n')
		len--;
	images->cmdline[len] = '\0';
}

/*
 * libxc lays other domains out in the same way. The firmware lies behind a kernel that
 * reaches its usual place, but below 4 GiB: Linux calls RTAS with 32-bit addresses. The
 * initrd lies behind the kernel, or behind the firmware if it does not fit between them.
 */
static struct dom0_layout plan_layout(const struct dom0_images *images)
{
	u64 kernel_end = ROUND_UP(images->kernel.end, IMAGE_ALIGN);
	struct dom0_layout layout = { .firmware_end = XEN_PPC_FIRMWARE_END,
				      .initrd = kernel_end };

	if (images->kernel.end > UINT32_MAX - IMAGE_ALIGN - FIRMWARE_SIZE)
		panic("kernel: it ends above 4 GiB");
	if (images->kernel.end > layout.firmware_end - FIRMWARE_SIZE)
		layout.firmware_end = kernel_end + FIRMWARE_SIZE;
	layout.needed = FIRMWARE_SIZE + DOM0_SLACK;
	if (layout.initrd + images->initrd.size > layout.firmware_end - FIRMWARE_SIZE) {
		layout.initrd = layout.firmware_end;
		layout.needed = DOM0_SLACK;
	}
	layout.initrd_end = layout.initrd + images->initrd.size;
	layout.needed += layout.initrd_end;
	return layout;
}

/*
 * dom0_mem=, or a quarter of the machine and at least 512 MiB and what the images need;
 * whole chunks. One chunk stays free even if all was asked for, since the hypervisor's
 * heap may need it.
 */
static u64 dom0_memory(const struct boot_info *info, u64 needed)
{
	u64 most = (u64)(chunk_free_count() ? chunk_free_count() - 1 : 0) << CHUNK_SHIFT;
	u64 memory =
		max(max(DOM0_DEFAULT, needed), (u64)chunk_ram_count() * CHUNK_SIZE / 4);
	const char *value = cmdline_find(info->cmdline, "dom0_mem");

	if (value)
		memory = parse_size(value, NULL);
	if (memory > most) {
		if (value)
			pr_warn("dom0_mem: only %llu MiB are free\n", most >> 20);
		memory = most;
	}
	memory = ROUND_UP(memory, CHUNK_SIZE);
	needed = ROUND_UP(needed, CHUNK_SIZE);
	if (memory < needed)
		panic("memory too small: dom0 needs %llu MiB and would get %llu MiB; "
		      "give the machine %llu MiB or more%s",
		      needed >> 20, memory >> 20,
		      (needed + ((u64)chunk_ram_count() * CHUNK_SIZE - most)) >> 20,
		      value ? ", or raise dom0_mem" : "");
	return memory;
}

static void give_memory(struct domain *d, u64 memory)
{
	u32 chunk;

	/* dom0 is trusted with what the firmware left; clearing would only cost time. */
	while (p2m_frames(&d->p2m) * FRAME_SIZE < memory)
		if (p2m_populate(d, true, &chunk))
			panic("memory ran out while dom0 was being built");
}

static void load_images(const struct domain *d, const struct dom0_images *images,
			const struct dom0_layout *layout)
{
	if (!elf_load(&images->kernel, d) ||
	    !copy_to_domain(d, layout->initrd, images->initrd.data, images->initrd.size))
		panic("dom0's images do not lie in dom0");
}

static void finish(struct domain *d, const struct dom0_images *images,
		   const struct dom0_layout *layout)
{
	u64 fdt = min(p2m_frames(&d->p2m) * FRAME_SIZE, layout->firmware_end) -
		  FIRMWARE_SIZE;
	const struct guest_layout guest = {
		.entry = images->kernel.entry,
		.fdt = fdt,
		.rtas = fdt + XEN_PPC_FDT_SIZE,
		.initrd_start = layout->initrd,
		.initrd_end = layout->initrd_end,
		.cmdline = images->cmdline,
	};
	int error = arch_domain_build(d, &guest, true);

	while (error == -EAGAIN)
		error = arch_domain_build(d, &guest, false);
	if (error)
		panic("dom0's device tree: error %d", error);
}

struct domain *dom0_build(const struct boot_info *info)
{
	static struct dom0_images images;
	struct dom0_layout layout;
	struct domain *d;
	u64 memory;

	read_bundle(info, &images);
	layout = plan_layout(&images);
	memory = dom0_memory(info, layout.needed);
	if (domain_create(0, &d))
		panic("no memory for domain 0");
	d->privileged = true;
	give_memory(d, memory);
	load_images(d, &images, &layout);
	finish(d, &images, &layout);
	domain_unpause(d);
	pr_info("domain 0: %llu MiB in %u chunks, kernel %zu KiB, initrd %zu KiB\n",
		memory >> 20, d->p2m.populated, images.kernel.size >> 10,
		images.initrd.size >> 10);
	return d;
}
