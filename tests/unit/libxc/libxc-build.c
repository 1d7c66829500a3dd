// SPDX-License-Identifier: GPL-2.0-or-later
/* Domains that are built: their memory, and the hypervisor's arguments. */
#include "libxc-image.h"
#include "libxc-magic.h"

static const char *memory(void)
{
	return xen.domain[IMAGE_DOMAIN].inside->memory;
}

/* Whether size bytes at an address are those of a file from offset on. */
static bool has_file(u64 at, u64 offset, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (memory()[at + i] != IMAGE_CHAR(offset + i))
			return false;
	return true;
}

static bool has_only(u64 from, u64 to, char c)
{
	for (u64 at = from; at < to; at++)
		if (memory()[at] != c)
			return false;
	return true;
}

#define DIRT ((char)IMAGE_DIRT)
#define END  (IMAGE_DOMAIN_FRAMES * XC_PAGE_SIZE)

static void check_segment(const Elf64_Phdr *p)
{
	CU_ASSERT_TRUE(has_file(p->p_paddr, p->p_offset, p->p_filesz));
	CU_ASSERT_TRUE(has_only(p->p_paddr + p->p_filesz, p->p_paddr + p->p_memsz, '\0'));
}

/* Check the layout for a kernel that ends there. */
static void check_layout(u64 kernel_end, size_t ramdisk)
{
	const dom0_ppc_builddomain_t *b = &fake_build.built;

	CU_ASSERT_EQUAL(b->domain, IMAGE_DOMAIN);
	CU_ASSERT_EQUAL(b->vcpus, 1);
	/* Less than 256 MiB: at its end. */
	CU_ASSERT_EQUAL(b->rtas, END - XC_PAGE_SIZE);
	CU_ASSERT_EQUAL(b->fdt, b->rtas - XEN_PPC_FDT_SIZE);
	CU_ASSERT_EQUAL(b->initrd_start, (kernel_end + MIB - 1) / MIB * MIB);
	CU_ASSERT_EQUAL(b->initrd_end, b->initrd_start + ramdisk);
	CU_ASSERT_TRUE(has_file(b->initrd_start, 0, ramdisk));
	/* The hypervisor's part, and memory that must not be written. */
	CU_ASSERT_TRUE(has_only(kernel_end, b->initrd_start, DIRT));
	CU_ASSERT_TRUE(has_only(b->initrd_end, END, DIRT));
}

/* Build from a plain and from a compressed file, each into a domain of its own. */
static void build_both(const struct kernel_image *image, u64 kernel_end)
{
	for (int compressed = 0; compressed < 2; compressed++) {
		(compressed ? write_gzip : write_file)(kernel_name, image->data,
						       image->size);
		image_new_domain();
		CU_ASSERT_EQUAL_FATAL(build(NULL, "console=hvc0"), 0);
		for (int i = 0; i < image->h->e_phnum; i++)
			if (image->p[i].p_type == PT_LOAD)
				check_segment(&image->p[i]);
		check_layout(kernel_end, 0);
		CU_ASSERT_STRING_EQUAL(fake_build.cmdline, "console=hvc0");
	}
	CU_ASSERT_EQUAL(fake_build.builds, 2);
}

static void one_segment(void)
{
	struct kernel_image image = image_make(0, 300000, 400000);

	image.h->e_entry += 0x100;
	build_both(&image, 400000);
	CU_ASSERT_EQUAL(fake_build.built.entry, 0x100);
	image_free(&image);
}

/* A segment of whole frames, larger than one mapping, with nothing to clear. */
static void large_segment(void)
{
	struct kernel_image image = image_make(3 * XC_PAGE_SIZE, 17 * MIB, 17 * MIB);

	image.h->e_type = ET_DYN;
	build_both(&image, 3 * XC_PAGE_SIZE + 17 * MIB);
	CU_ASSERT_TRUE(has_only(0, 3 * XC_PAGE_SIZE, DIRT));
	CU_ASSERT_EQUAL(fake_build.built.entry, 3 * XC_PAGE_SIZE);
	image_free(&image);
}

/* Segments within frames, adjacent, and in another order than in the file. */
static void several_segments(void)
{
	struct kernel_image image = image_make(0x123458, 70001, 70002);

	image_add(&image, 0x123458 - 5000, 4999, 5000);
	image_add(&image, 0x123458 + 70002, 1, 18 * MIB);
	image.p[image.h->e_phnum] = image.p[0]; /* the first becomes the last */
	image.p[0] =
		(Elf64_Phdr){ .p_type = PT_NOTE, .p_offset = ~0UL, .p_filesz = ~0UL };
	image.h->e_phnum++;
	build_both(&image, 0x123458 + 70002 + 18 * MIB);
	CU_ASSERT_TRUE(has_only(0, 0x123458 - 5000, DIRT));
	CU_ASSERT_EQUAL(fake_build.built.entry, 0x123458);
	image_free(&image);
}

/* Program headers at the end of the file: a compressed file is inflated twice. */
static void headers_at_the_end(void)
{
	struct kernel_image image = image_make(0, 200000, 200000);
	const Elf64_Phdr p = image.p[0];
	char *file = malloc(image.size + sizeof(p));

	image.h->e_phoff = image.size;
	memcpy(file, image.data, image.size);
	memset(file + sizeof(*image.h), 0xee, sizeof(p));
	memcpy(file + image.size, &p, sizeof(p));
	free(image.data);
	image.data = file;
	image.h = (Elf64_Ehdr *)file;
	image.p = (Elf64_Phdr *)(file + image.size);
	image.size += sizeof(p);
	build_both(&image, 200000);
	image_free(&image);
}

static void ramdisks(void)
{
	static const size_t sizes[] = { 0, 1, 65536, 65537, 20 * MIB };
	struct kernel_image image = image_make(0, 1000, MIB);

	write_file(kernel_name, image.data, image.size);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		image_new_domain();
		write_ramdisk(sizes[i]);
		CU_ASSERT_EQUAL(build(ramdisk_name, ""), 0);
		check_layout(MIB, sizes[i]);
	}
	image_new_domain();
	CU_ASSERT_EQUAL(build("", ""), 0);
	check_layout(MIB, 0);
	image_free(&image);
}

/* The kernel inflates it itself. */
static void compressed_ramdisk(void)
{
	struct kernel_image image = image_make(0, 1000, MIB);
	const dom0_ppc_builddomain_t *b = &fake_build.built;

	write_file(kernel_name, image.data, image.size);
	write_gzip(ramdisk_name, image.data, image.size);
	CU_ASSERT_EQUAL(build(ramdisk_name, ""), 0);
	CU_ASSERT(b->initrd_end - b->initrd_start < image.size);
	CU_ASSERT_EQUAL(memory()[b->initrd_start], 0x1f);
	CU_ASSERT_EQUAL((unsigned char)memory()[b->initrd_start + 1], 0x8b);
	image_free(&image);
}

static void command_lines(void)
{
	static const size_t sizes[] = { 0, 1, 2046, 2047 };
	struct kernel_image image = image_make(0, 1000, 1000);
	char line[70001];

	write_file(kernel_name, image.data, image.size);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memset(line, 'x', sizes[i]);
		line[sizes[i]] = '\0';
		image_unbuild();
		CU_ASSERT_EQUAL(build(NULL, line), 0);
		CU_ASSERT_STRING_EQUAL(fake_build.cmdline, line);
		CU_ASSERT_EQUAL(fake_build.built.cmdline_size, sizes[i] + 1);
	}
	image_unbuild();
	CU_ASSERT_EQUAL(build(NULL, NULL), 0);
	CU_ASSERT_STRING_EQUAL(fake_build.cmdline, "");
	for (size_t size = 2048; size < sizeof(line); size += 33976) {
		memset(line, 'x', size);
		line[size] = '\0';
		CU_ASSERT_EQUAL(HYPERCALLS(ASSERT_FAILS(build(NULL, line), E2BIG)), 0);
		ASSERT_FAULT("command line: it is longer than 2047 characters, which "
			     "Linux would cut");
	}
	image_free(&image);
}

/* The largest number of vCPUs; store_mfn is NULL. */
static void other_arguments(void)
{
	struct kernel_image image = image_make(0, 1000, 1000);

	write_file(kernel_name, image.data, image.size);
	CU_ASSERT_EQUAL(xc_ppc_linux_build(handle, IMAGE_DOMAIN, kernel_name, NULL, NULL,
					   MAX_VIRT_CPUS),
			0);
	CU_ASSERT_EQUAL(fake_build.built.vcpus, MAX_VIRT_CPUS);
	image_free(&image);
}

/* A domain with the least memory that suffices. */
static void smallest_domain(void)
{
	struct kernel_image image = image_make(0, 1000, 5 * MIB);
	unsigned long frames = (21 * MIB + XEN_PPC_FDT_SIZE + 65536) / XC_PAGE_SIZE + 1;

	write_file(kernel_name, image.data, image.size);
	write_ramdisk(65536);
	fake_domain(IMAGE_DOMAIN, frames - 1, 0);
	fake_inside(IMAGE_DOMAIN);
	ASSERT_FAILS(build(ramdisk_name, ""), ENOMEM);
	ASSERT_FAULT("domain 3: too little memory: it has 21 MiB, and needs 22 MiB at "
		     "least");
	fake_domain(IMAGE_DOMAIN, frames, 0);
	fake_inside(IMAGE_DOMAIN);
	CU_ASSERT_EQUAL(build(ramdisk_name, ""), 0);
	image_free(&image);
}

/*
 * The firmware's end in a domain with that much memory, kernel and RAM disk, in bytes;
 * nothing may lie over it.
 */
static void check_firmware(u64 memory, u64 kernel_end, u64 ramdisk, u64 wanted_end)
{
	const dom0_ppc_builddomain_t *b = &fake_build.built;
	u64 start = (kernel_end - 1000) / 8 * 8;
	struct kernel_image image = image_make(start, 100, kernel_end - start);

	write_file(kernel_name, image.data, image.size);
	write_ramdisk(ramdisk);
	fake_domain(IMAGE_DOMAIN, memory / XC_PAGE_SIZE, 0);
	fake_inside(IMAGE_DOMAIN);
	CU_ASSERT_EQUAL(build(ramdisk_name, ""), 0);
	CU_ASSERT_EQUAL(b->rtas + XC_PAGE_SIZE, wanted_end);
	CU_ASSERT_EQUAL(b->fdt + XEN_PPC_FDT_SIZE, b->rtas);
	CU_ASSERT_TRUE(b->fdt >= kernel_end);
	CU_ASSERT_TRUE(b->initrd_start >= kernel_end && b->initrd_end <= memory);
	CU_ASSERT_EQUAL(b->initrd_end - b->initrd_start, ramdisk);
	CU_ASSERT_TRUE(b->initrd_end <= b->fdt || b->initrd_start >= wanted_end);
	image_free(&image);
}

/* At the end of the first 256 MiB, whatever reaches there. */
static void firmware_places(void)
{
	const u64 end = 256 * MIB, place = end - XEN_PPC_FDT_SIZE - XC_PAGE_SIZE;

	check_firmware(64 * MIB, MIB, 100, 64 * MIB);
	check_firmware(end, MIB, 100, end);
	check_firmware(320 * MIB, MIB, 100, end);
	/* A RAM disk up to it, and one byte more. */
	check_firmware(320 * MIB, 240 * MIB, place - 240 * MIB, end);
	check_firmware(320 * MIB, 240 * MIB, place - 240 * MIB + 1, end);
	/* A kernel up to it, and beyond. */
	check_firmware(320 * MIB, place, 0, end);
	check_firmware(320 * MIB, place, 100, end);
	check_firmware(320 * MIB, place + 1, 100, end + end - place);
	check_firmware(320 * MIB, 260 * MIB + 1, 100, 261 * MIB + end - place);
}

CU_TestInfo libxc_build_tests[] = {
	{ "one segment", one_segment },
	{ "a large segment", large_segment },
	{ "several segments", several_segments },
	{ "program headers at the end", headers_at_the_end },
	{ "RAM disks", ramdisks },
	{ "a compressed RAM disk", compressed_ramdisk },
	{ "command lines", command_lines },
	{ "other arguments", other_arguments },
	{ "the smallest domain", smallest_domain },
	{ "places of the firmware", firmware_places },
	CU_TEST_INFO_NULL,
};
