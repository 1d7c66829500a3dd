// SPDX-License-Identifier: GPL-2.0-or-later
/* Checking and loading kernels (xen/common/build/elf.c), in both byte orders. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/build/elf.h>
#include <xen/lib.h>

#include "cunit-main.h"
#include "fake-p2m.h"
#include "fakes.h"
#include "random.h"

#define FILE_SIZE 4096
#define NR	  3 /* chunks of the domain */

/* A file that a test changes before it is written out in a byte order. */
struct file {
	Elf64_Ehdr header;
	Elf64_Phdr segment[4];
	u8 content[FILE_SIZE]; /* what segments refer to; headers are put over it */
};

static struct domain d;

static void start(void)
{
	machine_note_free();
	start_domain(&d, 1, NR);
}

static void stop(void)
{
	end_memory(&d);
	machine_check_free();
}

/* Two segments: one with a part that is not in the file, one across a border. */
static struct file sample(void)
{
	struct file f = {
		.header = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB,
					 1 },
			    .e_type = ET_EXEC,
			    .e_machine = EM_PPC64,
			    .e_version = 1,
			    .e_entry = 0xc000000000000100,
			    .e_phoff = sizeof(Elf64_Ehdr),
			    .e_ehsize = sizeof(Elf64_Ehdr),
			    .e_phentsize = sizeof(Elf64_Phdr),
			    .e_phnum = 3 },
		.segment = { { .p_type = PT_LOAD,
			       .p_offset = 1000,
			       .p_vaddr = 0xc000000000000000,
			       .p_paddr = 0,
			       .p_filesz = 500,
			       .p_memsz = 2000 },
			     { .p_type = PT_NOTE,
			       .p_offset = 1ULL << 60,
			       .p_filesz = 1ULL << 60 },
			     { .p_type = PT_LOAD,
			       .p_offset = 2000,
			       .p_vaddr = 0xd000000000000000,
			       .p_paddr = CHUNK_SIZE - 100,
			       .p_filesz = 300,
			       .p_memsz = 300 } },
	};

	for (size_t i = 0; i < sizeof(f.content); i++)
		f.content[i] = (u8)(i * 7 + i / 256);
	return f;
}

static void swap(void *at, size_t size)
{
	u8 *p = at;

	for (size_t i = 0; i < size / 2; i++) {
		u8 byte = p[i];

		p[i] = p[size - 1 - i];
		p[size - 1 - i] = byte;
	}
}

#define SWAP(field) swap(&(field), sizeof(field))

static void swap_headers(struct file *f)
{
	Elf64_Ehdr *h = &f->header;

	SWAP(h->e_type);
	SWAP(h->e_machine);
	SWAP(h->e_version);
	SWAP(h->e_entry);
	SWAP(h->e_phoff);
	SWAP(h->e_phentsize);
	SWAP(h->e_phnum);
	for (size_t i = 0; i < ARRAY_SIZE(f->segment); i++) {
		Elf64_Phdr *s = &f->segment[i];

		SWAP(s->p_type);
		SWAP(s->p_offset);
		SWAP(s->p_vaddr);
		SWAP(s->p_paddr);
		SWAP(s->p_filesz);
		SWAP(s->p_memsz);
	}
}

/* The file as bytes in a buffer of exactly len. The headers come first. */
static u8 *file_bytes(const struct file *f, size_t len)
{
	u8 whole[FILE_SIZE], *bytes = malloc(len ? len : 1);
	struct file copy = *f;

	CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
	if (f->header.e_ident[EI_DATA] == ELFDATA2MSB)
		swap_headers(&copy);
	memcpy(whole, f->content, sizeof(whole));
	memcpy(whole, &copy.header, sizeof(copy.header));
	memcpy(whole + sizeof(copy.header), copy.segment, sizeof(copy.segment));
	memcpy(bytes, whole, len);
	return bytes;
}

static void check_fault(const struct file *f, const char *words)
{
	for (u8 order = ELFDATA2LSB; order <= ELFDATA2MSB; order++) {
		struct elf_image image;
		struct file copy = *f;
		const char *fault;
		u8 *bytes;

		copy.header.e_ident[EI_DATA] = order;
		bytes = file_bytes(&copy, FILE_SIZE);
		fault = elf_parse(bytes, FILE_SIZE, &image);
		CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault, words));
		if (!strstr(fault, words))
			printf("\"%s\" does not say \"%s\"\n", fault, words);
		free(bytes);
	}
}

static u8 *guest_byte(u64 gpa)
{
	return chunk_memory(d.p2m.chunk[gpa / CHUNK_SIZE]) + gpa % CHUNK_SIZE;
}

static void loading(void)
{
	for (u8 order = ELFDATA2LSB; order <= ELFDATA2MSB; order++) {
		struct file f = sample();
		struct elf_image image;
		u8 *bytes;

		f.header.e_ident[EI_DATA] = order;
		bytes = file_bytes(&f, FILE_SIZE);
		for (u64 i = 0; i < 3000; i++)
			*guest_byte(i) = 0xee;
		CU_ASSERT_PTR_NULL_FATAL(elf_parse(bytes, FILE_SIZE, &image));
		CU_ASSERT_EQUAL(image.entry, 0x100);
		CU_ASSERT_EQUAL(image.end, CHUNK_SIZE + 200);
		CU_ASSERT_TRUE(elf_load(&image, &d));
		for (u64 i = 0; i < 500; i++)
			CU_ASSERT_EQUAL(*guest_byte(i), f.content[1000 + i]);
		for (u64 i = 500; i < 2000; i++)
			CU_ASSERT_EQUAL(*guest_byte(i), 0);
		CU_ASSERT_EQUAL(*guest_byte(2000), 0xee);
		for (u64 i = 0; i < 300; i++)
			CU_ASSERT_EQUAL(*guest_byte(CHUNK_SIZE - 100 + i),
					f.content[2000 + i]);
		free(bytes);
	}
}

static void not_a_kernel(void)
{
	struct file f = sample();

	f.header.e_ident[0] = 0;
	check_fault(&f, "not an ELF file");
	f = sample();
	f.header.e_ident[3] = 'f';
	check_fault(&f, "not an ELF file");
	f = sample();
	f.header.e_ident[EI_CLASS] = ELFCLASS32;
	check_fault(&f, "64-bit");
	f = sample();
	f.header.e_machine = EM_X86_64;
	check_fault(&f, "PowerPC");
	f = sample();
	f.header.e_machine = EM_PPC;
	check_fault(&f, "PowerPC");
	f = sample();
	f.header.e_type = ET_REL;
	check_fault(&f, "not an executable");
	f = sample();
	f.header.e_type = ET_CORE;
	check_fault(&f, "not an executable");
	f = sample();
	f.header.e_phentsize = 32;
	check_fault(&f, "size");
	f = sample();
	f.header.e_phnum = 0;
	check_fault(&f, "nothing");
	f = sample();
	f.segment[0].p_type = f.segment[2].p_type = PT_NULL;
	check_fault(&f, "nothing");
}

static void unknown_byte_order(void)
{
	static const u8 orders[] = { 0, 3, 0xff };

	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		struct file f = sample();
		struct elf_image image;
		const char *fault;
		u8 *bytes;

		f.header.e_ident[EI_DATA] = orders[i];
		bytes = file_bytes(&f, FILE_SIZE);
		fault = elf_parse(bytes, FILE_SIZE, &image);
		CU_ASSERT_PTR_NOT_NULL_FATAL(fault);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault, "endian"));
		free(bytes);
	}
}

static void header_table_outside(void)
{
	static const u64 offsets[] = { FILE_SIZE,
				       FILE_SIZE - 1,
				       FILE_SIZE - 3 * sizeof(Elf64_Phdr) + 1,
				       1ULL << 32,
				       1ULL << 63,
				       ~0ULL,
				       ~0ULL - 3 * sizeof(Elf64_Phdr) + 1 };

	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		struct file f = sample();

		f.header.e_phoff = offsets[i];
		check_fault(&f, "program headers");
	}
	for (u32 count = 74; count <= 0xffff; count += 313) {
		struct file f = sample();

		f.header.e_phnum = (u16)count;
		check_fault(&f, "program headers");
	}
}

static void segments_outside_the_file(void)
{
	static const struct {
		u64 offset, size;
	} bad[] = {
		{ FILE_SIZE, 1 },  { FILE_SIZE - 1, 2 }, { 0, FILE_SIZE + 1 },
		{ ~0ULL, 1 },	   { ~0ULL, 2 },	 { 1, ~0ULL },
		{ 1ULL << 63, 1 }, { 100, ~0ULL - 99 },	 { FILE_SIZE + 1, ~0ULL },
		{ 0, 1ULL << 63 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct file f = sample();

		f.segment[2].p_offset = bad[i].offset;
		f.segment[2].p_filesz = bad[i].size;
		f.segment[2].p_memsz = ~0ULL;
		f.segment[2].p_paddr = 0;
		check_fault(&f, "outside the file");
	}
}

static void impossible_segments(void)
{
	struct file f = sample();

	f.segment[0].p_memsz = 499;
	check_fault(&f, "larger in the file");
	f = sample();
	f.segment[2].p_paddr = ~0ULL - 100;
	check_fault(&f, "wraps");
	f = sample();
	f.segment[2].p_paddr = 1;
	f.segment[2].p_memsz = ~0ULL;
	check_fault(&f, "wraps");
}

/* An entry that no segment holds would start the kernel in other data. */
static void entry_outside(void)
{
	static const u64 entries[] = { 0, 0xc000000000000000 + 2000, 0xbfffffffffffffff,
				       ~0ULL };

	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		struct file f = sample();

		f.header.e_entry = entries[i];
		check_fault(&f, "entry");
	}
}

/* Valid, but not there: the file is good and the domain is too small. */
static void outside_the_domain(void)
{
	static const u64 bad[] = { NR * CHUNK_SIZE, NR * CHUNK_SIZE - 299, 1ULL << 40,
				   1ULL << 63, ~0ULL - 300 };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct file f = sample();
		struct elf_image image;
		u8 *bytes;

		f.segment[2].p_paddr = bad[i];
		bytes = file_bytes(&f, FILE_SIZE);
		CU_ASSERT_PTR_NULL(elf_parse(bytes, FILE_SIZE, &image));
		CU_ASSERT_FALSE(elf_load(&image, &d));
		f.segment[2].p_paddr = NR * CHUNK_SIZE - 300;
		f.segment[2].p_memsz = 301;
		free(bytes);
		bytes = file_bytes(&f, FILE_SIZE);
		CU_ASSERT_PTR_NULL(elf_parse(bytes, FILE_SIZE, &image));
		CU_ASSERT_FALSE(elf_load(&image, &d));
		free(bytes);
	}
}

/* Cut off anywhere, it is refused as long as something that is to be loaded is missing.
 */
static void truncated(void)
{
	struct file f = sample();

	for (size_t len = 0; len <= FILE_SIZE; len++) {
		u8 *bytes = file_bytes(&f, len);
		struct elf_image image;

		CU_ASSERT_EQUAL(elf_parse(bytes, len, &image) == NULL, len >= 2300);
		free(bytes);
	}
}

/* Random damage: a fault, or an image that can be loaded or refused, and no more. */
static void damaged(void)
{
	const size_t headers = sizeof(Elf64_Ehdr) + 4 * sizeof(Elf64_Phdr);
	int good = 0;

	for (int round = 0; round < 30000; round++) {
		size_t len = random_below(4) ? FILE_SIZE : random_below(FILE_SIZE);
		struct file f = sample();
		struct elf_image image;
		u8 *bytes;

		f.header.e_ident[EI_DATA] = (u8)(1 + random_below(2));
		bytes = file_bytes(&f, len);
		for (u64 n = 1 + random_below(6); n; n--) {
			size_t at = random_below(headers);

			if (at < len)
				bytes[at] = (u8)(random_u64() >> random_below(8));
		}
		if (!elf_parse(bytes, len, &image) && image.end <= NR * CHUNK_SIZE) {
			CU_ASSERT_TRUE(elf_load(&image, &d));
			good++;
		}
		free(bytes);
	}
	CU_ASSERT(good > 100);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "loading", loading },
		{ "not a kernel", not_a_kernel },
		{ "unknown byte order", unknown_byte_order },
		{ "header table outside", header_table_outside },
		{ "segments outside the file", segments_outside_the_file },
		{ "impossible segments", impossible_segments },
		{ "entry outside", entry_outside },
		{ "outside the domain", outside_the_domain },
		{ "truncated", truncated },
		{ "damaged", damaged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "elf",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(16);
	return run_suites("unit-elf", suites);
}
