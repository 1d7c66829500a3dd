// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check-image EXECUTABLE SITES: proves from the instructions alone that the
 * hypervisor never turns on address translation for itself.
 *
 * The proof is by induction over time. The processor starts, and enters every
 * interrupt handler, with MSR[IR] = MSR[DR] = 0. MSR changes by mtmsr(d), which
 * the image contains only in the form that cannot change the two bits, and by
 * returns from interrupts, which take MSR from SRR1 or HSRR1. These registers are
 * written by the processor at an interrupt, with the MSR of that moment, and by
 * mtspr. Every mtspr to them is traced back through its straight piece of code
 * until both bits are known to be 0. SITES lists, with reasons, the places that
 * load a guest's MSR, and every return from an interrupt.
 *
 * Every word of every section with instructions is checked, even data among the
 * code, in both byte orders. Other promises that can be checked in the image are
 * checked here too: it uses no floating-point or vector register, and it is small.
 *
 * Exit status: 0 all passed, 1 something failed, 2 nothing could be checked.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "decode.h"
#include "image.h"
#include "sites.h"
#include "value.h"

#define SIZE_LIMIT    (256 * 1024)
#define INSN_TDI_0X48 0x08000048u

/* clang-format off */
enum test {
	TEST_MTMSR,   TEST_RETURNS, TEST_SRR1, TEST_FORBIDDEN,
	TEST_STALE,   TEST_VECTOR,  TEST_SIZE, TEST_PIECE, TEST_COUNT
};

static const char *const test_names[TEST_COUNT] = {
	[TEST_MTMSR]	 = "no mtmsr or mtmsrd that writes IR and DR",
	[TEST_RETURNS]	 = "returns from interrupts only where listed",
	[TEST_SRR1]	 = "SRR1 and HSRR1 without IR and DR",
	[TEST_FORBIDDEN] = "no other instruction that writes MSR",
	[TEST_STALE]	 = "nothing listed that is not there",
	[TEST_VECTOR]	 = "no floating-point, vector or VSX instruction",
	[TEST_SIZE]	 = "the image is smaller than 256 KiB",
	[TEST_PIECE]	 = "the image is in one piece, so that it can move itself",
};
/* clang-format on */

static struct image image;
static struct sites sites;
static unsigned int failures[TEST_COUNT];

/* An instruction, and what its symbol is allowed. */
struct place {
	const struct section *section;
	const struct symbol *symbol;
	uint64_t address;
	uint32_t word;
	bool big_endian;
	struct site *allowed[SITE_KINDS]; /* NULL where it is not listed */
};

static void finding(enum test test, const struct place *p, const char *text)
{
	const char *name = p->symbol ? p->symbol->name : p->section->name;
	uint64_t start = p->symbol ? p->symbol->start : p->section->start;

	failures[test]++;
	printf("FAILED: %s: %#" PRIx64 " (%s+%#" PRIx64 ", %08" PRIx32 "): %s\n",
	       test_names[test], p->address, name, p->address - start, p->word, text);
}

/* Whether the place may do something only listed ones may; the line was needed. */
static bool allowed(const struct place *p, enum site_kind kind)
{
	if (p->allowed[kind])
		p->allowed[kind]->used = true;
	return p->allowed[kind];
}

/* What has to be known of a section's words before they are gone through. */
struct map {
	bool *reached;	  /* by a branch, or begins a symbol */
	bool *big_endian; /* executed in that byte order only */
};

static struct map *maps; /* one per section with code */

static size_t words(const struct section *s)
{
	return s->size / 4;
}

static uint32_t word_at(size_t section, size_t i)
{
	const struct section *s = &image.code[section];

	return image_word(s, s->start + i * 4, maps[section].big_endian[i]);
}

/*
 * Big-endian code is found where a processor may arrive in either byte order. It
 * follows "tdi 0,0,0x48", which read big-endian is a branch over one word, and that
 * word, which read little-endian is a branch over the big-endian code.
 */
static void find_big_endian(size_t section)
{
	const struct section *s = &image.code[section];
	uint64_t target;

	for (size_t i = 0; i + 1 < words(s); i++) {
		if (word_at(section, i) != INSN_TDI_0X48 ||
		    op_primary(word_at(section, i + 1)) != 18 ||
		    !decode_branch(word_at(section, i + 1), s->start + (i + 1) * 4,
				   &target) ||
		    target <= s->start + i * 4 || target > s->start + s->size)
			continue;
		for (i += 2; s->start + i * 4 < target; i++)
			maps[section].big_endian[i] = true;
		i--;
	}
}

static void mark_reached(uint64_t address)
{
	for (size_t i = 0; i < image.code_count; i++) {
		const struct section *s = &image.code[i];

		if (address >= s->start && address - s->start < s->size)
			maps[i].reached[(address - s->start) / 4] = true;
	}
}

/*
 * Find places that a branch reaches: registers are unknown there. Branches through
 * CTR or LR go to symbols, or to the words after an unconditional branch or a call,
 * where registers are unknown anyway. Jump tables would break this, but only
 * compilers make them, and mtspr SRR1 occurs in assembly only.
 */
static void find_reached(size_t section)
{
	const struct section *s = &image.code[section];
	uint64_t target;

	for (size_t i = 0; i < words(s); i++)
		if (decode_branch(word_at(section, i), s->start + i * 4, &target))
			mark_reached(target);
}

static bool *flags(size_t count)
{
	bool *f = calloc(count + 1, sizeof(*f));

	if (!f) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	return f;
}

static void make_maps(void)
{
	maps = calloc(image.code_count, sizeof(*maps));
	if (!maps) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	for (size_t i = 0; i < image.code_count; i++) {
		maps[i].reached = flags(words(&image.code[i]));
		maps[i].big_endian = flags(words(&image.code[i]));
		find_big_endian(i);
	}
	for (size_t i = 0; i < image.code_count; i++)
		find_reached(i);
	for (size_t i = 0; i < image.symbol_count; i++)
		mark_reached(image.symbols[i].start);
}

static void free_maps(void)
{
	for (size_t i = 0; i < image.code_count; i++) {
		free(maps[i].reached);
		free(maps[i].big_endian);
	}
	free(maps);
}

/* Check a write of SRR1 or HSRR1, or a return by it, with the value traced so far. */
static void check_value(const struct place *p, const struct value *v, const char *text)
{
	if (value_translates(v) && !allowed(p, SITE_GUEST))
		finding(TEST_SRR1, p, text);
}

static void check_return(const struct place *p, const struct value *v)
{
	bool listed = allowed(p, SITE_FIXED);

	/* Evaluate all three, so that each listed line counts as used. */
	listed |= allowed(p, SITE_HANDLER);
	listed |= allowed(p, SITE_GUEST);
	if (!listed)
		finding(TEST_RETURNS, p, "not a place for a return from an interrupt");
	check_value(p, v, "may return with IR or DR set");
}

static void check_mtspr(const struct place *p, const struct registers *r)
{
	unsigned int spr = op_spr(p->word);

	if (op_primary(p->word) == 31 && op_extended(p->word) == 467 &&
	    (spr == SPR_SRR1 || spr == SPR_HSRR1))
		check_value(p, &r->gpr[op_rt(p->word)],
			    "the value may hold IR or DR, or is not known");
}

static void check_msr(const struct place *p, const struct registers *r)
{
	switch (decode_msr(p->word)) {
	case NOT_MSR:
	case MSR_EE_RI:
		break;
	case MSR_WHOLE:
		finding(TEST_MTMSR, p, "writes the whole MSR");
		break;
	case MSR_RFID:
		check_return(p, &r->srr1);
		break;
	case MSR_HRFID:
		check_return(p, &r->hsrr1);
		break;
	case MSR_FORBIDDEN:
		finding(TEST_FORBIDDEN, p, "rfscv, urfid, rfi, rfci, rfmci or scv");
		break;
	}
}

/* Check the word as if it were executed in the other byte order. */
static void check_other_order(const struct place *p)
{
	struct place other = *p;

	other.word = image_word(p->section, p->address, !p->big_endian);
	switch (decode_msr_strict(other.word)) {
	case NOT_MSR:
	case MSR_EE_RI:
		break;
	case MSR_WHOLE:
		finding(TEST_MTMSR, &other,
			"writes the whole MSR, in the other byte order");
		break;
	case MSR_RFID:
	case MSR_HRFID:
		finding(TEST_RETURNS, &other, "a return in the other byte order");
		break;
	case MSR_FORBIDDEN:
		finding(TEST_FORBIDDEN, &other, "a return in the other byte order");
		break;
	}
}

static void enter_symbol(struct place *p, const struct symbol *s)
{
	p->symbol = s;
	for (int kind = 0; kind < SITE_KINDS; kind++)
		p->allowed[kind] = s ? sites_find(&sites, s->name, kind) : NULL;
}

static void check_word(const struct place *p, const struct registers *r)
{
	check_msr(p, r);
	check_mtspr(p, r);
	check_other_order(p);
	if (decode_vector(p->word) && !allowed(p, SITE_VECTOR))
		finding(TEST_VECTOR, p, "uses vector or floating-point registers");
}

static void check_section(size_t section)
{
	struct place p = { .section = &image.code[section] };
	struct registers r;

	registers_forget(&r);
	for (size_t i = 0; i < words(p.section); i++) {
		const struct symbol *s;

		p.address = p.section->start + i * 4;
		p.big_endian = maps[section].big_endian[i];
		p.word = word_at(section, i);
		s = image_symbol(&image, p.address);
		if (s != p.symbol)
			enter_symbol(&p, s);
		/* The two byte orders are two streams of instructions. */
		if (maps[section].reached[i] ||
		    (i && p.big_endian != maps[section].big_endian[i - 1]))
			registers_forget(&r);
		check_word(&p, &r);
		registers_step(&r, p.word, p.allowed[SITE_HANDLER] != NULL);
	}
}

static void check_list(void)
{
	for (size_t i = 0; i < sites.count; i++) {
		if (sites.list[i].used)
			continue;
		failures[TEST_STALE]++;
		printf("FAILED: %s: %s (%s)\n", test_names[TEST_STALE],
		       sites.list[i].symbol, site_kind_name(sites.list[i].kind));
	}
}

static void check_size(void)
{
	printf("image: %" PRIu64 " bytes loaded, %" PRIu64 " in memory\n",
	       image.loaded_size, image.memory_size);
	if (image.loaded_size < SIZE_LIMIT)
		return;
	failures[TEST_SIZE]++;
	printf("FAILED: %s: %" PRIu64 " bytes\n", test_names[TEST_SIZE],
	       image.loaded_size);
}

static void check_piece(void)
{
	if (image.one_piece)
		return;
	failures[TEST_PIECE]++;
	printf("FAILED: %s: the file's order is another, or the entry is not its start\n",
	       test_names[TEST_PIECE]);
}

int main(int argc, char **argv)
{
	unsigned int failed = 0;

	if (argc != 3) {
		fprintf(stderr, "usage: check-image EXECUTABLE SITES\n");
		return 2;
	}
	image_load(&image, argv[1]);
	sites_load(&sites, argv[2]);
	make_maps();
	for (size_t i = 0; i < image.code_count; i++)
		check_section(i);
	check_list();
	check_size();
	check_piece();
	for (int i = 0; i < TEST_COUNT; i++) {
		printf("%s: %s\n", failures[i] ? "FAILED" : "ok", test_names[i]);
		failed += failures[i] != 0;
	}
	printf("%u %u\n", TEST_COUNT - failed, failed);
	free_maps();
	sites_free(&sites);
	image_free(&image);
	return failed ? 1 : 0;
}
