// SPDX-License-Identifier: GPL-2.0-or-later
/* Checking and loading ELF64 images (System V ABI, chapters 4 and 5). */
#include <xen/byteorder.h>
#include <xen/domain.h>
#include <xen/build/elf.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/string.h>

#define ELFCLASS64  2
#define ELFDATA2LSB 1
#define ELFDATA2MSB 2
#define ET_EXEC	    2
#define ET_DYN	    3
#define EM_PPC64    21
#define PT_LOAD	    1
#define PN_MAX	    64 /* a kernel has one or two; more is no kernel */
#define CPU_ELFDATA (XEN_CPU_IS_LE ? ELFDATA2LSB : ELFDATA2MSB)

struct elf_header {
	u8 ident[16];
	u16 type, machine;
	u32 version;
	u64 entry, phoff, shoff;
	u32 flags;
	u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf_segment {
	u32 type, flags;
	u64 offset, vaddr, paddr, filesz, memsz, align;
};

_Static_assert(sizeof(struct elf_header) == 64, "Elf64_Ehdr");
_Static_assert(sizeof(struct elf_segment) == 56, "Elf64_Phdr");

static u16 elf16(const struct elf_image *image, u16 x)
{
	return image->swap ? __builtin_bswap16(x) : x;
}

static u32 elf32(const struct elf_image *image, u32 x)
{
	return image->swap ? __builtin_bswap32(x) : x;
}

static u64 elf64(const struct elf_image *image, u64 x)
{
	return image->swap ? __builtin_bswap64(x) : x;
}

static struct elf_segment segment(const struct elf_image *image, u32 number)
{
	struct elf_segment s;

	memcpy(&s, image->data + image->phoff + number * sizeof(s), sizeof(s));
	s.type = elf32(image, s.type);
	s.offset = elf64(image, s.offset);
	s.vaddr = elf64(image, s.vaddr);
	s.paddr = elf64(image, s.paddr);
	s.filesz = elf64(image, s.filesz);
	s.memsz = elf64(image, s.memsz);
	return s;
}

static const char *check_header(struct elf_image *image, struct elf_header *h)
{
	static const u8 magic[] = { 0x7f, 'E', 'L', 'F' };

	if (image->size < sizeof(*h))
		return "kernel: too short for an ELF header";
	memcpy(h, image->data, sizeof(*h));
	if (memcmp(h->ident, magic, sizeof(magic)))
		return "kernel: not an ELF file";
	if (h->ident[4] != ELFCLASS64)
		return "kernel: not a 64-bit ELF file";
	if (h->ident[5] != ELFDATA2LSB && h->ident[5] != ELFDATA2MSB)
		return "kernel: neither little- nor big-endian";
	image->swap = h->ident[5] != CPU_ELFDATA;
	if (elf16(image, h->machine) != EM_PPC64)
		return "kernel: not for 64-bit PowerPC";
	if (elf16(image, h->type) != ET_EXEC && elf16(image, h->type) != ET_DYN)
		return "kernel: not an executable";
	if (elf16(image, h->phentsize) != sizeof(struct elf_segment))
		return "kernel: program headers of an unknown size";
	return NULL;
}

/* Also notes where the last segment ends, and where the entry point lies if in this one.
 */
static const char *check_segment(struct elf_image *image, const struct elf_segment *s,
				 u64 entry)
{
	if (s->offset > image->size || s->filesz > image->size - s->offset)
		return "kernel: a segment lies outside the file";
	if (s->filesz > s->memsz)
		return "kernel: a segment is larger in the file than in memory";
	if (s->paddr + s->memsz < s->paddr)
		return "kernel: a segment wraps around the address space";
	image->end = max(image->end, s->paddr + s->memsz);
	if (entry - s->vaddr < s->memsz) {
		image->entry = s->paddr + (entry - s->vaddr);
		image->has_entry = true;
	}
	return NULL;
}

const char *elf_parse(const void *data, size_t size, struct elf_image *image)
{
	const char *fault;
	struct elf_header h;
	bool any = false;

	*image = (struct elf_image){ .data = data, .size = size };
	fault = check_header(image, &h);
	if (fault)
		return fault;
	image->phoff = elf64(image, h.phoff);
	image->phnum = elf16(image, h.phnum);
	if (image->phnum > PN_MAX)
		return "kernel: too many program headers";
	if (image->phoff > size ||
	    image->phnum * sizeof(struct elf_segment) > size - image->phoff)
		return "kernel: the program headers lie outside the file";
	for (u32 i = 0; i < image->phnum; i++) {
		struct elf_segment s = segment(image, i);

		if (s.type != PT_LOAD)
			continue;
		any = true;
		fault = check_segment(image, &s, elf64(image, h.entry));
		if (fault)
			return fault;
	}
	if (!any)
		return "kernel: nothing in it is to be loaded";
	return image->has_entry ? NULL : "kernel: its entry point lies in no segment";
}

bool elf_load(const struct elf_image *image, const struct domain *d)
{
	for (u32 i = 0; i < image->phnum; i++) {
		struct elf_segment s = segment(image, i);

		if (s.type != PT_LOAD)
			continue;
		if (!copy_to_domain(d, s.paddr, image->data + s.offset, s.filesz) ||
		    !clear_domain(d, s.paddr + s.filesz, s.memsz - s.filesz))
			return false;
	}
	return true;
}
