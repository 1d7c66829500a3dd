/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files to build domains from, and a domain for them: libxc's unit tests. */
#ifndef LIBXC_IMAGE_H
#define LIBXC_IMAGE_H

#include <elf.h>

#include "libxc-fake-build.h"
#include "libxc-ops.h"

#define MIB		    (1UL << 20)
#define IMAGE_DOMAIN	    3
#define IMAGE_DOMAIN_FRAMES (40 * MIB / XC_PAGE_SIZE)
/* The old contents of the domain's memory. */
#define IMAGE_DIRT 0xaa

/* Byte n of a file, except in the headers of a kernel. */
#define IMAGE_CHAR(n)  ((char)((n)*7 + (n) / 251))

#define IMAGE_SEGMENTS 3

/* A kernel of one to three segments; the program headers follow the ELF header. */
struct kernel_image {
	char *data;
	size_t size;
	Elf64_Ehdr *h;
	Elf64_Phdr *p;
};

extern char kernel_name[], ramdisk_name[];

/* Setup of suites: a domain without a kernel, and names of files that do not exist. */
void image_set_up(void);
void image_tear_down(void);

/*
 * One segment of filesz bytes from 64 KiB of the file on, for paddr, and memsz bytes of
 * memory; it begins with the entry point, at the virtual address 0xc000000000000000 +
 * paddr. Others are added behind it in the file.
 */
struct kernel_image image_make(u64 paddr, size_t filesz, u64 memsz);
void image_add(struct kernel_image *image, u64 paddr, size_t filesz, u64 memsz);
void image_free(struct kernel_image *image);

void write_file(const char *name, const void *data, size_t size);
void write_gzip(const char *name, const void *data, size_t size);
/* A file of IMAGE_CHARs. */
void write_ramdisk(size_t size);

/* Build the domain from these files by xc_ppc_linux_build(). */
int build(const char *ramdisk, const char *cmdline);
/* Make the domain buildable again, and reset its memory. */
void image_new_domain(void);
/* The same without resetting its memory. */
void image_unbuild(void);

/* Check that the build fails with this errno and this text after the kernel's name. */
#define ASSERT_REFUSED(with, text) assert_refused((with), (text), __LINE__)
void assert_refused(int with, const char *text, int line);

/* Check the last fault, given like printf()'s arguments. */
void assert_fault(int line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
#define ASSERT_FAULT(...) assert_fault(__LINE__, __VA_ARGS__)

#endif /* LIBXC_IMAGE_H */
