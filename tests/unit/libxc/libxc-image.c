// SPDX-License-Identifier: GPL-2.0-or-later
/* Files to build domains from: libxc-image.h. */
#include "libxc-image.h"

#include <stdarg.h>
#include <zlib.h>

#define VIRTUAL	     0xc000000000000000UL
#define FIRST_OFFSET 0x10000UL

char kernel_name[] = "/tmp/libxc-kernel-XXXXXX";
char ramdisk_name[] = "/tmp/libxc-ramdisk-XXXXXX";

static void new_name(char *name)
{
	int fd;

	memcpy(name + strlen(name) - 6, "XXXXXX", 6);
	fd = mkstemp(name);
	CU_ASSERT_FATAL(fd >= 0);
	close(fd);
	unlink(name);
}

void image_new_domain(void)
{
	struct fake_inside *in;

	fake_domain(IMAGE_DOMAIN, IMAGE_DOMAIN_FRAMES, 0);
	in = fake_inside(IMAGE_DOMAIN);
	memset(in->memory, IMAGE_DIRT, IMAGE_DOMAIN_FRAMES * XC_PAGE_SIZE);
}

void image_unbuild(void)
{
	xen.domain[IMAGE_DOMAIN].inside->vcpu_flags[0] = 0;
}

void image_set_up(void)
{
	libxc_set_up();
	fake_build_reset();
	image_new_domain();
	new_name(kernel_name);
	new_name(ramdisk_name);
}

void image_tear_down(void)
{
	unlink(kernel_name);
	unlink(ramdisk_name);
	libxc_tear_down();
}

struct kernel_image image_make(u64 paddr, size_t filesz, u64 memsz)
{
	struct kernel_image image = { .size = FIRST_OFFSET };

	image.data = calloc(1, image.size);
	image.h = (Elf64_Ehdr *)image.data;
	memcpy(image.h->e_ident, ELFMAG, SELFMAG);
	image.h->e_ident[EI_CLASS] = ELFCLASS64;
	image.h->e_ident[EI_DATA] = ELFDATA2LSB;
	image.h->e_ident[EI_VERSION] = EV_CURRENT;
	image.h->e_type = ET_EXEC;
	image.h->e_machine = EM_PPC64;
	image.h->e_version = EV_CURRENT;
	image.h->e_entry = VIRTUAL + paddr;
	image.h->e_phoff = sizeof(*image.h);
	image.h->e_phentsize = sizeof(*image.p);
	image_add(&image, paddr, filesz, memsz);
	return image;
}

void image_add(struct kernel_image *image, u64 paddr, size_t filesz, u64 memsz)
{
	size_t offset = image->size;

	image->data = realloc(image->data, offset + filesz);
	for (size_t i = offset; i < offset + filesz; i++)
		image->data[i] = IMAGE_CHAR(i);
	image->size += filesz;
	image->h = (Elf64_Ehdr *)image->data;
	image->p = (Elf64_Phdr *)(image->h + 1);
	image->p[image->h->e_phnum++] = (Elf64_Phdr){ .p_type = PT_LOAD,
						      .p_offset = offset,
						      .p_vaddr = VIRTUAL + paddr,
						      .p_paddr = paddr,
						      .p_filesz = filesz,
						      .p_memsz = memsz };
}

void image_free(struct kernel_image *image)
{
	free(image->data);
}

void write_file(const char *name, const void *data, size_t size)
{
	FILE *f = fopen(name, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fwrite(data, 1, size, f), size);
	CU_ASSERT_EQUAL(fclose(f), 0);
}

void write_gzip(const char *name, const void *data, size_t size)
{
	gzFile f = gzopen(name, "w1");

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(gzwrite(f, data, size), (int)size);
	CU_ASSERT_EQUAL(gzclose(f), Z_OK);
}

void write_ramdisk(size_t size)
{
	char *data = malloc(size + 1);

	for (size_t i = 0; i < size; i++)
		data[i] = IMAGE_CHAR(i);
	write_file(ramdisk_name, data, size);
	free(data);
}

static int open_descriptors(void)
{
	int nr = 0;

	for (int fd = 0; fd < 256; fd++)
		nr += fcntl(fd, F_GETFD) >= 0;
	return nr;
}

int build(const char *ramdisk, const char *cmdline)
{
	int rc, descriptors = open_descriptors(), saved;

	errno = 0;
	rc = xc_ppc_linux_build(handle, IMAGE_DOMAIN, kernel_name, ramdisk, cmdline, 1);
	saved = errno;
	CU_ASSERT_EQUAL(fake_maps(), 0);
	CU_ASSERT_EQUAL(open_descriptors(), descriptors);
	errno = saved;
	return rc;
}

static void fault_is(int line, const char *want)
{
	if (strcmp(xc_ppc_fault(), want) == 0)
		return;
	printf("    line %d: \"%s\" instead of \"%s\"\n", line, xc_ppc_fault(), want);
	CU_FAIL("another fault");
}

void assert_fault(int line, const char *format, ...)
{
	char want[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(want, sizeof(want), format, ap);
	va_end(ap);
	fault_is(line, want);
}

void assert_refused(int with, const char *text, int line)
{
	unsigned int builds = fake_build.builds;

	CU_ASSERT_EQUAL(build(NULL, ""), -1);
	if (errno != with)
		printf("    line %d: errno %d\n", line, errno);
	CU_ASSERT_EQUAL(errno, with);
	assert_fault(line, "%s: %s", kernel_name, text);
	CU_ASSERT_EQUAL(fake_build.builds, builds);
}
