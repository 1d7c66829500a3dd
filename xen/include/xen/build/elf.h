/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading an ELF64 kernel for powerpc64, either byte order, into a domain. */
#ifndef XEN_ELF_H
#define XEN_ELF_H

#include <xen/types.h>

struct domain;

struct elf_image {
	const u8 *data;
	size_t size;
	bool swap; /* byte order other than ours */
	u64 phoff;
	u32 phnum;
	u64 entry; /* pseudo-physical: p_paddr of the entry's segment plus offset */
	bool has_entry;
	u64 end; /* first pseudo-physical address after all segments */
};

/* Checks every header. Returns NULL, or what is wrong with the file. */
const char *elf_parse(const void *data, size_t size, struct elf_image *image);
/* Copies the segments to their p_paddr. False: they do not lie in the domain. */
bool elf_load(const struct elf_image *image, const struct domain *d);

#endif /* XEN_ELF_H */
