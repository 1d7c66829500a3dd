// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Check that a file is a kernel for this machine. The format is ELF-64 (System V ABI,
 * chapters 4 and 5).
 */
#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xc_fault.h"
#include "xc_image_ppc64.h"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OWN_ORDER   ELFDATA2LSB
#define OWN_NAME    "little-endian"
#define OTHER_ORDER ELFDATA2MSB
#define OTHER_NAME  "big-endian"
#else
#define OWN_ORDER   ELFDATA2MSB
#define OWN_NAME    "big-endian"
#define OTHER_ORDER ELFDATA2LSB
#define OTHER_NAME  "little-endian"
#endif

/* Refuse an image that cannot be run, with the reason. */
#define REFUSE(image, format, ...) \
	xc_fault(ENOEXEC, "%s: " format, (image)->name, ##__VA_ARGS__)

static int wrong_machine(const struct image *image, unsigned int machine)
{
	static const struct {
		unsigned int number;
		const char *name;
	} machines[] = {
		{ EM_386, "x86" },
		{ EM_MIPS, "MIPS" },
		{ EM_PPC, "32-bit PowerPC" },
		{ EM_S390, "S/390" },
		{ EM_ARM, "32-bit ARM" },
		{ EM_SPARCV9, "64-bit SPARC" },
		{ EM_IA_64, "Itanium" },
		{ EM_X86_64, "x86-64" },
		{ EM_AARCH64, "64-bit ARM" },
		{ EM_RISCV, "RISC-V" },
		{ 258 /* EM_LOONGARCH */, "LoongArch" },
	};

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].number == machine)
			return REFUSE(image, "is for %s, not for 64-bit PowerPC",
				      machines[i].name);
	return REFUSE(image, "is for machine %u of ELF's, not for 64-bit PowerPC",
		      machine);
}

/* Check the first bytes: class, byte order, machine and version. */
static int check_ident(const struct image *image, const Elf64_Ehdr *h)
{
	unsigned int machine = h->e_machine;

	if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
		return REFUSE(image, "is no ELF file");
	if (h->e_ident[EI_DATA] != OWN_ORDER && h->e_ident[EI_DATA] != OTHER_ORDER)
		return REFUSE(image, "is neither little- nor big-endian");
	if (h->e_ident[EI_DATA] == OTHER_ORDER)
		machine = __builtin_bswap16(h->e_machine);
	/* e_machine has the same offset in files of both classes. */
	if (machine != EM_PPC64)
		return wrong_machine(image, machine);
	if (h->e_ident[EI_CLASS] != ELFCLASS64)
		return REFUSE(image, "is no 64-bit ELF file");
	if (h->e_ident[EI_DATA] == OTHER_ORDER)
		return REFUSE(image, "is " OTHER_NAME ", and has to be " OWN_NAME);
	if (h->e_ident[EI_VERSION] != EV_CURRENT || h->e_version != EV_CURRENT)
		return REFUSE(image, "is of an unknown version of ELF");
	return 0;
}

static int check_header(const struct image *image, const Elf64_Ehdr *h)
{
	if (check_ident(image, h) < 0)
		return -1;
	if (h->e_type != ET_EXEC && h->e_type != ET_DYN)
		return REFUSE(image, "is no executable");
	if (h->e_phentsize != sizeof(Elf64_Phdr))
		return REFUSE(image, "has program headers of an unknown size");
	if (h->e_phnum > KERNEL_SEGMENTS)
		return REFUSE(image, "has too many program headers");
	if (h->e_phoff > image->size ||
	    h->e_phnum * sizeof(Elf64_Phdr) > image->size - h->e_phoff)
		return REFUSE(image, "is truncated: the program headers lie outside");
	return 0;
}

static int check_segment(const struct image *image, const struct kernel_segment *s)
{
	if (s->offset > image->size || s->filesz > image->size - s->offset)
		return REFUSE(image, "is truncated: a segment lies outside");
	if (s->filesz > s->memsz)
		return REFUSE(image, "has a segment that is larger than its memory");
	if (s->paddr + s->memsz < s->paddr || s->vaddr + s->memsz < s->vaddr)
		return REFUSE(image, "has a segment that wraps around");
	return 0;
}

static int check_overlap(const struct image *image, const struct kernel *kernel,
			 const struct kernel_segment *s)
{
	for (unsigned int i = 0; i < kernel->nr_segments; i++) {
		const struct kernel_segment *other = &kernel->segment[i];

		if (s->paddr < other->paddr + other->memsz &&
		    other->paddr < s->paddr + s->memsz)
			return REFUSE(image, "has segments that overlap");
	}
	return 0;
}

static int take_segment(const struct image *image, struct kernel *kernel,
			const Elf64_Phdr *p)
{
	const struct kernel_segment s = { .offset = p->p_offset,
					  .filesz = p->p_filesz,
					  .vaddr = p->p_vaddr,
					  .paddr = p->p_paddr,
					  .memsz = p->p_memsz };

	if (p->p_type != PT_LOAD)
		return 0;
	if (check_segment(image, &s) < 0 || check_overlap(image, kernel, &s) < 0)
		return -1;
	if (!s.memsz)
		return 0;
	kernel->segment[kernel->nr_segments++] = s;
	if (s.paddr + s.memsz > kernel->end)
		kernel->end = s.paddr + s.memsz;
	return 0;
}

/* Convert the entry point to a physical address: translation is off at the start. */
static int find_entry(const struct image *image, struct kernel *kernel, u64 entry)
{
	if (entry % 4)
		return REFUSE(image, "has an entry point that is no instruction's");
	for (unsigned int i = 0; i < kernel->nr_segments; i++) {
		const struct kernel_segment *s = &kernel->segment[i];

		if (entry >= s->vaddr && entry - s->vaddr < s->filesz) {
			kernel->entry = s->paddr + (entry - s->vaddr);
			return 0;
		}
	}
	return REFUSE(image, "has an entry point that lies in no segment");
}

static int by_offset(const void *a, const void *b)
{
	const struct kernel_segment *s = a, *t = b;

	return s->offset < t->offset ? -1 : s->offset > t->offset;
}

int kernel_parse(struct image *image, struct kernel *kernel)
{
	Elf64_Phdr headers[KERNEL_SEGMENTS];
	Elf64_Ehdr h;

	*kernel = (struct kernel){ .nr_segments = 0 };
	if (image->size < sizeof(h))
		return REFUSE(image, "is too short for a kernel");
	if (image_read(image, 0, &h, sizeof(h)) < 0 || check_header(image, &h) < 0 ||
	    image_read(image, h.e_phoff, headers, h.e_phnum * sizeof(headers[0])) < 0)
		return -1;
	for (unsigned int i = 0; i < h.e_phnum; i++)
		if (take_segment(image, kernel, &headers[i]) < 0)
			return -1;
	if (!kernel->nr_segments)
		return REFUSE(image, "has nothing that is to be loaded");
	qsort(kernel->segment, kernel->nr_segments, sizeof(kernel->segment[0]),
	      by_offset);
	return find_entry(image, kernel, h.e_entry);
}
