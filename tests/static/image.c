// SPDX-License-Identifier: GPL-2.0-or-later
#include "image.h"

#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *image_path;

static void bad(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

static void bad(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", image_path);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

static void *allocate(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		bad("out of memory");
	return p;
}

static void read_file(struct image *image)
{
	FILE *f = fopen(image_path, "rb");
	long size;

	if (!f)
		bad("%s", strerror(errno));
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		bad("%s", strerror(errno));
	image->file = allocate(size, 1);
	image->file_size = size;
	if (fread(image->file, 1, size, f) != (size_t)size)
		bad("cannot be read");
	fclose(f);
}

/* Get a part of the file; its offset and size are not trusted. */
static const void *part(const struct image *image, uint64_t offset, uint64_t size)
{
	if (offset > image->file_size || size > image->file_size - offset)
		bad("truncated");
	return image->file + offset;
}

static const Elf64_Ehdr *header(const struct image *image)
{
	const Elf64_Ehdr *h = part(image, 0, sizeof(*h));

	if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 ||
	    h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB ||
	    h->e_machine != EM_PPC64 || h->e_shentsize != sizeof(Elf64_Shdr) ||
	    h->e_phentsize != sizeof(Elf64_Phdr))
		bad("not a little-endian 64-bit PowerPC executable");
	return h;
}

static const Elf64_Shdr *sections(const struct image *image, size_t *count)
{
	const Elf64_Ehdr *h = header(image);

	*count = h->e_shnum;
	return part(image, h->e_shoff, *count * sizeof(Elf64_Shdr));
}

static const char *string(const struct image *image, const Elf64_Shdr *table,
			  uint32_t index)
{
	const char *s = part(image, table->sh_offset, table->sh_size);

	if (index >= table->sh_size || !memchr(s + index, 0, table->sh_size - index))
		bad("a name lies outside its table");
	return s + index;
}

static void find_code(struct image *image)
{
	size_t count;
	const Elf64_Shdr *s = sections(image, &count);
	const Elf64_Ehdr *h = header(image);

	if (h->e_shstrndx >= count)
		bad("no section names");
	image->code = allocate(count, sizeof(*image->code));
	for (size_t i = 0; i < count; i++) {
		struct section *code = &image->code[image->code_count];

		if (!(s[i].sh_flags & SHF_EXECINSTR) || s[i].sh_type != SHT_PROGBITS)
			continue;
		if (s[i].sh_addr % 4)
			bad("code that is not aligned");
		code->name = string(image, &s[h->e_shstrndx], s[i].sh_name);
		code->bytes = part(image, s[i].sh_offset, s[i].sh_size);
		code->start = s[i].sh_addr;
		code->size = s[i].sh_size & ~3ul;
		image->code_count++;
	}
	if (!image->code_count)
		bad("no code");
}

static const struct section *code_at(const struct image *image, uint64_t address)
{
	for (size_t i = 0; i < image->code_count; i++)
		if (address >= image->code[i].start &&
		    address - image->code[i].start < image->code[i].size)
			return &image->code[i];
	return NULL;
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void read_symbols(struct image *image, const Elf64_Shdr *table,
			 const Elf64_Shdr *names)
{
	size_t count = table->sh_size / sizeof(Elf64_Sym);
	const Elf64_Sym *s = part(image, table->sh_offset, table->sh_size);

	image->symbols = allocate(count, sizeof(*image->symbols));
	for (size_t i = 0; i < count; i++) {
		unsigned int type = ELF64_ST_TYPE(s[i].st_info);
		const char *name = string(image, names, s[i].st_name);

		if ((type != STT_FUNC && type != STT_NOTYPE && type != STT_OBJECT) ||
		    !*name || !code_at(image, s[i].st_value))
			continue;
		image->symbols[image->symbol_count].name = name;
		image->symbols[image->symbol_count++].start = s[i].st_value;
	}
}

/*
 * Symbols of assembly have no size, so each extends to the next. If two symbols have one
 * address, the alphabetically first one owns it.
 */
static void delimit_symbols(struct image *image)
{
	size_t kept = 0;

	qsort(image->symbols, image->symbol_count, sizeof(*image->symbols), by_address);
	for (size_t i = 0; i < image->symbol_count; i++)
		if (!kept || image->symbols[kept - 1].start != image->symbols[i].start)
			image->symbols[kept++] = image->symbols[i];
	image->symbol_count = kept;
	for (size_t i = 0; i < kept; i++) {
		const struct section *code = code_at(image, image->symbols[i].start);

		image->symbols[i].end = code->start + code->size;
		if (i + 1 < kept && image->symbols[i + 1].start < image->symbols[i].end)
			image->symbols[i].end = image->symbols[i + 1].start;
	}
}

static void find_symbols(struct image *image)
{
	size_t count;
	const Elf64_Shdr *s = sections(image, &count);

	for (size_t i = 0; i < count && !image->symbols; i++)
		if (s[i].sh_type == SHT_SYMTAB && s[i].sh_link < count)
			read_symbols(image, &s[i], &s[s[i].sh_link]);
	if (!image->symbols || !image->symbol_count)
		bad("no symbols: is it stripped?");
	delimit_symbols(image);
}

static void measure(struct image *image)
{
	const Elf64_Ehdr *h = header(image);
	const Elf64_Phdr *p = part(image, h->e_phoff, h->e_phnum * sizeof(*p));

	for (size_t i = 0; i < h->e_phnum; i++)
		if (p[i].p_type == PT_LOAD) {
			image->loaded_size += p[i].p_filesz;
			image->memory_size += p[i].p_memsz;
		}
	if (!image->loaded_size)
		bad("nothing to be loaded");
}

/* Segments are in ascending order; only the last may end with memory to clear. */
static void look_for_gaps(struct image *image)
{
	const Elf64_Ehdr *h = header(image);
	const Elf64_Phdr *p = part(image, h->e_phoff, h->e_phnum * sizeof(*p));
	const Elf64_Phdr *last = NULL;

	image->one_piece = true;
	for (size_t i = 0; i < h->e_phnum; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		if (last ? p[i].p_vaddr - p[i].p_offset !=
					    last->p_vaddr - last->p_offset ||
				    last->p_filesz != last->p_memsz
			 : p[i].p_vaddr != h->e_entry)
			image->one_piece = false;
		last = &p[i];
	}
}

void image_load(struct image *image, const char *path)
{
	memset(image, 0, sizeof(*image));
	image_path = path;
	read_file(image);
	find_code(image);
	find_symbols(image);
	measure(image);
	look_for_gaps(image);
}

void image_free(struct image *image)
{
	free(image->symbols);
	free(image->code);
	free(image->file);
}

const struct symbol *image_symbol(const struct image *image, uint64_t address)
{
	for (size_t i = 0; i < image->symbol_count; i++)
		if (address >= image->symbols[i].start && address < image->symbols[i].end)
			return &image->symbols[i];
	return NULL;
}

uint32_t image_word(const struct section *section, uint64_t address, bool big_endian)
{
	const uint8_t *b = section->bytes + (address - section->start);

	if (big_endian)
		return (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
	return (uint32_t)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];
}
