// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages and their pseudo-physical addresses (physmem.h). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "physmem.h"

/* Documentation/admin-guide/mm/pagemap.rst: one u64 per page. */
#define PAGEMAP_PRESENT (1UL << 63)
#define PAGEMAP_PFN	((1UL << 55) - 1)

static bool read_pagemap(const void *va, u64 *entries, size_t count)
{
	size_t size = count * sizeof(*entries);
	off_t offset =
		(off_t)((unsigned long)va / (size_t)getpagesize() * sizeof(*entries));
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = pread(fd, entries, size, offset) == (ssize_t)size;
	close(fd);
	return ok;
}

static unsigned long entry_gpa(u64 entry)
{
	if (!(entry & PAGEMAP_PRESENT))
		return 0;
	return (entry & PAGEMAP_PFN) * (unsigned long)getpagesize();
}

unsigned long pagemap_gpa(const void *va)
{
	u64 entry;

	return read_pagemap(va, &entry, 1) ? entry_gpa(entry) : 0;
}

unsigned long free_memory(void)
{
	struct sysinfo info;

	return sysinfo(&info) ? 0 : info.freeram * info.mem_unit;
}

struct place {
	unsigned long gpa;
	char *va;
};

static int compare_places(const void *a, const void *b)
{
	unsigned long x = ((const struct place *)a)->gpa,
		      y = ((const struct place *)b)->gpa;

	return x < y ? -1 : x > y;
}

/* Fill places with the pages of area, in ascending order of addresses. */
static bool sort_pages(char *area, size_t pages, struct place *places)
{
	size_t page_size = (size_t)getpagesize();
	u64 *entries = calloc(pages, sizeof(*entries));
	bool ok = entries && read_pagemap(area, entries, pages);

	for (size_t i = 0; ok && i < pages; i++)
		places[i] = (struct place){ entry_gpa(entries[i]), area + i * page_size };
	free(entries);
	if (ok)
		qsort(places, pages, sizeof(*places), compare_places);
	return ok;
}

/* Index of a page before a border whose next page is in the list too, or pages. */
static size_t find_border(const struct place *places, size_t pages, size_t page_size)
{
	for (size_t i = 0; i + 1 < pages; i++)
		if (places[i].gpa && places[i + 1].gpa == places[i].gpa + page_size &&
		    places[i + 1].gpa % CHUNK_SIZE == 0)
			return i;
	return pages;
}

static bool move_page(char *from, char *to, size_t page_size)
{
	return mremap(from, page_size, page_size, MREMAP_MAYMOVE | MREMAP_FIXED, to) ==
	       to;
}

static bool pin_at(char *va, unsigned long gpa)
{
	privcmd_translate_t translate = { .va = (unsigned long)va };

	return !privcmd(hcall_fd, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&translate) &&
	       translate.gpa == gpa;
}

static bool take_pair(const struct place *low, size_t page_size, struct border *border)
{
	char *va =
		mmap(NULL, 2 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (va == MAP_FAILED)
		return false;
	*border = (struct border){ va, low[0].gpa, page_size };
	/* Only page tables change: both pages keep their place in memory. */
	return move_page(low[0].va, va, page_size) &&
	       move_page(low[1].va, va + page_size, page_size) &&
	       pin_at(va, low[0].gpa) && pin_at(va + page_size, low[1].gpa);
}

bool border_get(struct border *border)
{
	size_t page_size = (size_t)getpagesize();
	size_t pages = free_memory() / 4 * 3 / page_size, index;
	struct place *places = calloc(pages, sizeof(*places));
	char *area = mmap(NULL, pages * page_size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool found = false;

	if (places && area != MAP_FAILED) {
		/* A huge page never crosses a border, and would not be split. */
		madvise(area, pages * page_size, MADV_NOHUGEPAGE);
		for (size_t i = 0; i < pages; i++)
			area[i * page_size] = 1;
		if (sort_pages(area, pages, places)) {
			index = find_border(places, pages, page_size);
			found = index < pages &&
				take_pair(&places[index], page_size, border);
		}
	}
	if (area != MAP_FAILED)
		munmap(area, pages * page_size);
	free(places);
	return found;
}

void border_put(struct border *border)
{
	privcmd(hcall_fd, IOCTL_PRIVCMD_RELEASE, (unsigned long)border->va);
	privcmd(hcall_fd, IOCTL_PRIVCMD_RELEASE,
		(unsigned long)border->va + border->half);
	munmap(border->va, 2 * border->half);
}
