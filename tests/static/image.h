/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tested executable: its code, symbols and size.
 */
#ifndef TESTS_STATIC_IMAGE_H
#define TESTS_STATIC_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	const char *name;
	uint64_t start;
	uint64_t end; /* address of the next symbol or the section's end */
};

struct section {
	const char *name;
	const uint8_t *bytes;
	uint64_t start;
	uint64_t size;
};

struct image {
	uint8_t *file;
	size_t file_size;
	struct section *code; /* sections with instructions */
	size_t code_count;
	struct symbol *symbols; /* those in the code, by address */
	size_t symbol_count;
	uint64_t loaded_size; /* bytes that a loader copies */
	uint64_t memory_size; /* bytes that a loader copies and clears */
	/* The loaded bytes are in the file as in memory, from the entry on. */
	bool one_piece;
};

/**
 * image_load() - read a little-endian 64-bit PowerPC executable
 *
 * A file that is damaged, of another type, stripped or without code ends the
 * program with a message: an empty result must not pass.
 */
void image_load(struct image *image, const char *path);
void image_free(struct image *image);

/** image_symbol() - find the symbol that an address belongs to, or NULL */
const struct symbol *image_symbol(const struct image *image, uint64_t address);

/** image_word() - read the instruction at an address, in either byte order */
uint32_t image_word(const struct section *section, uint64_t address, bool big_endian);

#endif
