// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Check that memory keeps its contents. Each word's value depends on its place, the seed
 * and the pass, so that a write by a domain with another seed is noticed.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"

#define PAGE_WORDS (65536 / sizeof(u64))

/* A few instructions for each word, but no two words are alike. */
static u64 word_base(u64 page, u64 pass)
{
	return random_at(random_at(options.seed, 3000 + pass), page);
}

static void write_page(u64 *page, u64 base)
{
	for (u64 i = 0; i < PAGE_WORDS; i++)
		page[i] = base + i * 0x100000001b3;
}

static void check_page(const u64 *memory, u64 n, u64 base)
{
	const u64 *page = memory + n * PAGE_WORDS;

	for (u64 i = 0; i < PAGE_WORDS; i++) {
		u64 was = base + i * 0x100000001b3;

		if (page[i] != was)
			fail("memory: offset %#llx: %016llx, was %016llx",
			     (unsigned long long)(n * PAGE_WORDS + i) * sizeof(u64),
			     (unsigned long long)page[i], (unsigned long long)was);
	}
}

void work_memory(unsigned int worker)
{
	u64 pages = (options.memory_mib << 20) / (PAGE_WORDS * sizeof(u64));
	u64 *memory = mmap(NULL, options.memory_mib << 20, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		fail("%llu MiB of memory: %s", (unsigned long long)options.memory_mib,
		     strerror(errno));
	for (u64 n = 0; n < pages; n++)
		write_page(memory + n * PAGE_WORDS, word_base(n, 0));
	for (u64 pass = 0; running(); pass++) {
		/* When a page is read it has kept its contents for a whole pass. */
		for (u64 n = 0; n < pages && running(); n++) {
			check_page(memory, n, word_base(n, pass));
			write_page(memory + n * PAGE_WORDS, word_base(n, pass + 1));
		}
		count(COUNT_PASSES, 1);
	}
	munmap(memory, options.memory_mib << 20);
}
