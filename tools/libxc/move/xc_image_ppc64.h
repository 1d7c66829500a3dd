/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files that become a part of a domain's memory. Whatever is in them: a file is not
 * believed. Failure is -1 with errno and a fault (xc_fault.h) that names the file.
 */
#ifndef XC_IMAGE_PPC64_H
#define XC_IMAGE_PPC64_H

#include <stdbool.h>
#include <stddef.h>
#include <zlib.h>

#include "xc.h"

/*
 * No image is larger: a kernel ends below 4 GiB. It bounds what is inflated, which a
 * small file can make as long as it likes.
 */
#define IMAGE_MAX (4ULL << 30)

struct image {
	const char *name;
	int fd;	   /* -1: not open */
	gzFile gz; /* NULL: not compressed */
	u64 size;  /* of a compressed one, whose size is unknown: IMAGE_MAX */
};

/* Open it; if inflate is set, one that gzip has compressed is read inflated. */
int image_open(struct image *image, const char *name, bool inflate);
/* Keeps errno. One that was not opened, all zeros but fd, may be closed too. */
void image_close(struct image *image);

/*
 * All of [offset, offset + size). Of a compressed image in ascending order, or it is
 * inflated again from its beginning.
 */
int image_read(struct image *image, u64 offset, void *to, size_t size);

/* The rest of a compressed image has to be read too: the checksum is at its end. */
int image_verify(struct image *image);

/* ---- xc_elf_ppc64.c ---- */

/* A kernel has one or two. */
#define KERNEL_SEGMENTS 64

/* filesz bytes from offset in the file, then zeros. */
struct kernel_segment {
	u64 offset, filesz, vaddr, paddr, memsz;
};

struct kernel {
	struct kernel_segment segment[KERNEL_SEGMENTS]; /* by ascending offset */
	unsigned int nr_segments;
	u64 entry; /* real address */
	u64 end;   /* the highest real address, and one */
};

/* What is to be loaded, if the image is a kernel that this machine can run. */
int kernel_parse(struct image *image, struct kernel *kernel);

#endif /* XC_IMAGE_PPC64_H */
