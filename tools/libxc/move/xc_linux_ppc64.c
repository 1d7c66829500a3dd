// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Build Linux domains: load the kernel and its RAM disk. The hypervisor makes the device
 * tree, RTAS and the registers (DOM0_PPC_BUILDDOMAIN).
 *
 * The kernel is checked before anything is written to the domain; only a compressed file
 * may turn out to be damaged later. Until the last step the domain has not been built,
 * so that building can be tried again.
 */
#include <errno.h>
#include <string.h>

#include "xc_call.h"
#include "xc_fault.h"
#include "xc_fill_ppc64.h"

#define MIB 20 /* log2 of bytes */

/* Free memory that Linux needs to start. With less, it ends without a message. */
#define SLACK (16ULL << MIB)

/* COMMAND_LINE_SIZE of Linux on PowerPC, which cuts a longer line silently. */
#define CMDLINE_SIZE 2048

struct build {
	int handle;
	u32 domid;
	unsigned int vcpus;
	u64 memory; /* of the domain, in bytes */
	const char *cmdline;
	struct image image, ramdisk; /* ramdisk is not open if there is none */
	struct kernel kernel;
	/* Addresses in the domain's memory. */
	u64 fdt, rtas, ramdisk_start, ramdisk_end;
};

static int check_arguments(const struct build *b)
{
	if (b->vcpus < 1 || b->vcpus > MAX_VIRT_CPUS)
		return xc_fault(EINVAL, "%u virtual CPUs: a domain can have from 1 to %u",
				b->vcpus, MAX_VIRT_CPUS);
	if (strnlen(b->cmdline, CMDLINE_SIZE) == CMDLINE_SIZE)
		return xc_fault(E2BIG,
				"command line: it is longer than %u characters, which "
				"Linux would cut",
				CMDLINE_SIZE - 1);
	return 0;
}

static int no_domain(const struct build *b)
{
	return xc_fault(ESRCH, "domain %u: there is none", b->domid);
}

/* Check that the domain exists and has not been built. */
static int check_domain(struct build *b)
{
	xc_dominfo_t info;
	int built;

	if (!domid_fits(b->domid))
		return no_domain(b);
	if (xc_domain_getinfo(b->handle, b->domid, 1, &info) != 1)
		return errno == ESRCH ? no_domain(b) : xc_fault(0, "domain %u", b->domid);
	if (info.domid != b->domid) /* the answer describes another domain */
		return no_domain(b);
	built = xc_ppc_domain_is_built(b->handle, b->domid);
	if (built < 0)
		return xc_fault(0, "domain %u: its state", b->domid);
	if (built)
		return xc_fault(EINVAL, "domain %u: it has been built already", b->domid);
	b->memory = (u64)info.nr_pages << XC_PAGE_SHIFT;
	return 0;
}

static int open_images(struct build *b, const char *image, const char *ramdisk)
{
	if (!image)
		return xc_fault(EFAULT, "no kernel");
	if (image_open(&b->image, image, true) < 0 ||
	    kernel_parse(&b->image, &b->kernel) < 0)
		return -1;
	/* Linux inflates its RAM disk itself. */
	return ramdisk && *ramdisk ? image_open(&b->ramdisk, ramdisk, false) : 0;
}

static u64 round_up(u64 x, u64 unit)
{
	return (x + unit - 1) / unit * unit;
}

/* The device tree, and RTAS in a frame behind it. */
#define FIRMWARE_SIZE (XEN_PPC_FDT_SIZE + XC_PAGE_SIZE)

_Static_assert(XEN_PPC_RTAS_SIZE <= XC_PAGE_SIZE, "RTAS fits into a frame");

/*
 * Choose addresses; the hypervisor lays dom0 out in the same way. The firmware lies at
 * XEN_PPC_FIRMWARE_END or at the end of the memory, or behind a kernel that reaches
 * there. The RAM disk lies behind the kernel, or behind the firmware if it does not fit
 * between.
 */
static int lay_out(struct build *b)
{
	u64 firmware_end = XEN_PPC_FIRMWARE_END, needed = FIRMWARE_SIZE + SLACK;

	/* Linux calls RTAS with 32-bit addresses. */
	if (b->kernel.end > UINT32_MAX - (1U << MIB) - FIRMWARE_SIZE)
		return xc_fault(ENOEXEC, "%s: ends above 4 GiB", b->image.name);
	b->ramdisk_start = round_up(b->kernel.end, 1U << MIB);
	if (b->kernel.end > firmware_end - FIRMWARE_SIZE)
		firmware_end = b->ramdisk_start + FIRMWARE_SIZE;
	if (b->ramdisk_start + b->ramdisk.size > firmware_end - FIRMWARE_SIZE) {
		b->ramdisk_start = firmware_end;
		needed = SLACK;
	}
	b->ramdisk_end = b->ramdisk_start + b->ramdisk.size;
	needed += b->ramdisk_end;
	if (b->memory < needed)
		return xc_fault(
			ENOMEM,
			"domain %u: too little memory: it has %llu MiB, and needs "
			"%llu MiB at least",
			b->domid, (unsigned long long)(b->memory >> MIB),
			(unsigned long long)(round_up(needed, 1U << MIB) >> MIB));
	b->fdt = (b->memory < firmware_end ? b->memory : firmware_end) - FIRMWARE_SIZE;
	b->rtas = b->fdt + XEN_PPC_FDT_SIZE;
	return 0;
}

static int load(struct build *b, const struct guest_memory *memory)
{
	for (unsigned int i = 0; i < b->kernel.nr_segments; i++) {
		const struct kernel_segment *s = &b->kernel.segment[i];

		if (guest_memory_fill(memory, s->paddr, s->memsz, &b->image, s->offset,
				      s->filesz) < 0)
			return -1;
	}
	if (image_verify(&b->image) < 0)
		return -1;
	return guest_memory_fill(memory, b->ramdisk_start, b->ramdisk.size, &b->ramdisk,
				 0, b->ramdisk.size);
}

static int load_images(struct build *b)
{
	struct guest_memory memory;
	int rc = guest_memory_open(&memory, b->handle, b->domid, b->ramdisk_end);

	if (rc == 0)
		rc = load(b, &memory);
	guest_memory_close(&memory);
	return rc;
}

static int build_fault(const struct build *b)
{
	switch (errno) {
	case ESRCH:
		return no_domain(b);
	case EINVAL:
		return xc_fault(EINVAL,
				"domain %u: it cannot be built: it has been already, or "
				"not with %u virtual CPUs",
				b->domid, b->vcpus);
	case ENOSPC:
		return xc_fault(ENOSPC, "command line: its device tree has no room");
	case ENOMEM:
		return xc_fault(ENOMEM,
				"domain %u: the hypervisor has no memory for %u virtual "
				"CPUs",
				b->domid, b->vcpus);
	default:
		return xc_fault(0, "domain %u: it cannot be built", b->domid);
	}
}

/* Let the hypervisor finish the domain. */
static int finish(const struct build *b)
{
	struct xc_call call;
	dom0_op_t *op = xc_dom0_begin(&call, b->handle, DOM0_PPC_BUILDDOMAIN);
	size_t size = strlen(b->cmdline) + 1;
	struct xc_magic cmdline;
	int rc = -1;

	if (!op)
		return build_fault(b);
	cmdline = magicalloc_raw(&call, size);
	if (cmdline.ptr) {
		memcpy(cmdline.ptr, b->cmdline, size);
		op->u.ppc_builddomain = (dom0_ppc_builddomain_t){
			.domain = b->domid,
			.vcpus = b->vcpus,
			.cmdline_size = size,
			.entry = b->kernel.entry,
			.fdt = b->fdt,
			.rtas = b->rtas,
			.initrd_start = b->ramdisk_start,
			.initrd_end = b->ramdisk_end,
			.cmdline = (const char *)cmdline.addr,
		};
		rc = xc_dom0_issue(&call);
	}
	xc_call_end(&call);
	return rc < 0 ? build_fault(b) : 0;
}

static int build(struct build *b, const char *image, const char *ramdisk)
{
	if (check_arguments(b) < 0 || open_images(b, image, ramdisk) < 0 ||
	    check_domain(b) < 0 || lay_out(b) < 0 || load_images(b) < 0)
		return -1;
	return finish(b);
}

int xc_ppc_linux_build(int xc_handle, u32 domid, const char *image_name,
		       const char *ramdisk_name, const char *cmdline, unsigned int vcpus)
{
	struct build b = { .handle = xc_handle,
			   .domid = domid,
			   .vcpus = vcpus,
			   .cmdline = cmdline ? cmdline : "",
			   .image.fd = -1,
			   .ramdisk.fd = -1 };
	int rc = build(&b, image_name, ramdisk_name);

	image_close(&b.ramdisk);
	image_close(&b.image);
	return rc;
}
