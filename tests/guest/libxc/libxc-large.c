// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc-test: answers that take many hypercalls do not depend on the page size. A child
 * reads the same answers through 4 KiB at a time (XC_MAGIC_PAGE_SIZE, which each process
 * reads once), and both are compared.
 */
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xc_private.h>

#include "libxc-test.h"

/* Run read in a child with the smaller page; the answer is in shared memory. */
static void with_4k(void (*read)(void *answer), void *answer)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		setenv("XC_MAGIC_PAGE_SIZE", "4096", 1);
		read(answer);
		_exit(0);
	}
	CU_ASSERT_FATAL(pid > 0);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
}

/* Room for two answers in shared memory; the second is the child's. */
static char *answers(size_t size)
{
	char *both = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	CU_ASSERT_PTR_NOT_EQUAL_FATAL(both, MAP_FAILED);
	return both;
}

/* Read twice; returns whether the answers are equal. The first is kept. */
static bool same_by_4k(void (*read)(void *answer), char *both, size_t size)
{
	memset(both, 0x11, size);
	memset(both + size, 0x22, size);
	read(both);
	with_4k(read, both + size);
	return memcmp(both, both + size, size) == 0;
}

/* ---- a domain with all memory ---- */

static u32 large_id;
static unsigned long large_frames;

static void read_list(void *answer)
{
	unsigned long *frames = answer;

	if (xc_get_pfn_list(xc, large_id, frames, large_frames) != (int)large_frames)
		memset(frames, 0, sizeof(*frames));
}

static void read_in_place(void *answer)
{
	unsigned long *frames = answer, nr = 0;
	const unsigned long *part;
	xc_pfn_list_t list;
	long n;

	if (xc_pfn_list_begin(&list, xc, large_id) < 0)
		return;
	while ((n = xc_pfn_list_next(&list, &part)) > 0 && nr + n <= large_frames) {
		memcpy(frames + nr, part, n * sizeof(*part));
		nr += n;
	}
	xc_pfn_list_end(&list);
	if (nr != large_frames || n)
		memset(frames, 0, sizeof(*frames));
}

/* Read the types of the frames in the list of read_list(). */
static void read_types(void *answer)
{
	if (get_pfn_type_batch(xc, large_id, (int)large_frames, answer))
		memset(answer, 0, sizeof(unsigned long));
}

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

static void check_owned(const unsigned long *list, char *both, size_t size)
{
	unsigned long *types = (unsigned long *)both;
	unsigned long foreign[2] = { 0, list[large_frames - 1] };

	memcpy(both, list, size);
	memcpy(both + size, list, size);
	read_types(both);
	with_4k(read_types, both + size);
	CU_ASSERT_EQUAL(memcmp(both, both + size, size), 0);
	for (unsigned long i = 0; i < large_frames; i++)
		if (types[i] != (list[i] | NOTAB))
			CU_FAIL("a frame of the list is not the domain's");
	CU_ASSERT_EQUAL(get_pfn_type_batch(xc, large_id, 2, foreign), 0);
	CU_ASSERT_EQUAL(foreign[0], 0xf0000000);
}

static void largest_domain(void)
{
	unsigned long *list;
	size_t size;
	char *both;

	/* First: the hypervisor may take a chunk for what a domain is beside memory. */
	large_id = make_domain(0);
	large_frames = xc_free_frames();
	size = large_frames * sizeof(*list);
	list = malloc(size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	both = answers(size);
	CU_ASSERT(large_frames > 8136); /* more than one window of any page */
	CU_ASSERT_EQUAL(xc_domain_memory_increase_reservation(
				xc, large_id,
				(unsigned int)(large_frames / CHUNK_FRAMES) * CHUNK_KIB),
			0);
	CU_ASSERT_EQUAL(xc_free_frames(), 0);
	CU_ASSERT_EQUAL(xc_get_tot_pages(xc, large_id), (long)large_frames);

	CU_ASSERT(same_by_4k(read_list, both, size));
	memcpy(list, both, size);
	CU_ASSERT(same_by_4k(read_in_place, both, size));
	CU_ASSERT_EQUAL(memcmp(both, list, size), 0);
	check_owned(list, both, size);
	qsort(list, large_frames, sizeof(*list), compare);
	for (unsigned long i = 1; i < large_frames; i++)
		if (list[i] == list[i - 1])
			CU_FAIL("a frame is in the list twice");
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, large_id), 0);
	munmap(both, 2 * size);
	free(list);
}

/* ---- 500 domains ---- */

enum { DOMAINS = 500 };

static void read_domains(void *answer)
{
	xc_domaininfo_t *info = answer;

	if (xc_domain_getinfolist(xc, 1, DOMAINS + 1, info) != DOMAINS)
		info[0].domain = 0;
}

/* Compare field by field, without the padding. */
static bool same_info(const xc_domaininfo_t *a, const xc_domaininfo_t *b)
{
	return a->domain == b->domain && a->flags == b->flags &&
	       a->tot_pages == b->tot_pages && a->max_pages == b->max_pages &&
	       a->shared_info_frame == b->shared_info_frame &&
	       a->cpu_time == b->cpu_time && a->n_vcpu == b->n_vcpu &&
	       a->ssidref == b->ssidref &&
	       !memcmp(a->vcpu_to_cpu, b->vcpu_to_cpu, sizeof(a->vcpu_to_cpu)) &&
	       !memcmp(a->cpumap, b->cpumap, sizeof(a->cpumap));
}

static void many_domains(void)
{
	static u32 ids[DOMAINS];
	const size_t size = (DOMAINS + 1) * sizeof(xc_domaininfo_t);
	char *both = answers(size);
	const xc_domaininfo_t *a = (xc_domaininfo_t *)both, *b = a + DOMAINS + 1;
	unsigned int wrong = 0;

	for (int i = 0; i < DOMAINS; i++)
		ids[i] = make_domain(0);
	memset(both, 0x11, 2 * size);
	read_domains(both);
	with_4k(read_domains, both + size);
	for (int i = 0; i < DOMAINS; i++) {
		wrong += !same_info(&a[i], &b[i]);
		wrong += a[i].domain == 0 || a[i].tot_pages || a[i].n_vcpu != 1 ||
			 a[i].vcpu_to_cpu[1] != -1 || a[i].cpumap[1] ||
			 (i && a[i].domain <= a[i - 1].domain);
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT_EQUAL(b[DOMAINS].domain, 0x1111); /* not written */
	for (int i = 0; i < DOMAINS; i++)
		CU_ASSERT_EQUAL(xc_domain_destroy(xc, ids[i]), 0);
	munmap(both, 2 * size);
}

/* ---- counters ---- */

enum { COUNTERS = 200 };

static void read_counters(void *answer)
{
	xc_perfc_desc_t *desc = answer;
	int nr = xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, NULL);

	if (nr > COUNTERS || xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, desc) != nr)
		memset(desc, 0, sizeof(*desc));
}

static void all_counters(void)
{
	const size_t size = COUNTERS * sizeof(xc_perfc_desc_t);
	int nr = xc_perfc_control(xc, DOM0_PERFCCONTROL_OP_QUERY, NULL);
	char *both = answers(size);
	const xc_perfc_desc_t *a = (xc_perfc_desc_t *)both, *b = a + COUNTERS;

	CU_ASSERT(nr > 10 && nr <= COUNTERS); /* more than one window of 4 KiB */
	read_counters(both);
	with_4k(read_counters, both + size);
	for (int i = 0; i < nr; i++) {
		CU_ASSERT_STRING_EQUAL((const char *)a[i].name, (const char *)b[i].name);
		CU_ASSERT_EQUAL(a[i].nr_vals, b[i].nr_vals);
		for (u32 v = 0; v < a[i].nr_vals && v < b[i].nr_vals; v++)
			CU_ASSERT((s32)(b[i].vals[v] - a[i].vals[v]) >= 0);
	}
	/* The child's own calls: a window at a time. */
	CU_ASSERT(b[0].vals[__HYPERVISOR_dom0_op] > a[0].vals[__HYPERVISOR_dom0_op] + 1);
	munmap(both, 2 * size);
}

/* ---- a full console ring ---- */

enum { RING = 16384, LINE = 64, ROOM = 2 * RING };

struct ring {
	unsigned int rc, count;
	char text[ROOM];
};

static void read_ring(void *answer)
{
	struct ring *ring = answer;
	char *text = ring->text;

	ring->count = ROOM;
	memset(text, 0, ROOM);
	ring->rc = (unsigned int)xc_readconsolering(xc, &text, &ring->count, 0);
	if (text != ring->text)
		memmove(ring->text, text, ring->count);
}

static void make_line(char *line, int number)
{
	snprintf(line, LINE + 1, "line %6d: %*s\n", number, LINE - 14, "of a full ring");
}

/* Every byte of the ring was written by this test. */
static void full_ring(void)
{
	struct ring *ring = (struct ring *)answers(sizeof(*ring));
	enum { LINES = RING / LINE + 40 };
	char line[LINE + 1];

	for (int i = 0; i < LINES; i++) {
		privcmd_hypercall_t h = { __HYPERVISOR_console_io,
					  { CONSOLEIO_write, LINE,
					    (unsigned long)line } };

		make_line(line, i);
		CU_ASSERT_EQUAL(strlen(line), LINE);
		CU_ASSERT_EQUAL(do_xen_hypercall(xc, &h), LINE);
	}
	CU_ASSERT(same_by_4k(read_ring, (char *)ring, sizeof(*ring)));
	CU_ASSERT_EQUAL(ring->rc, 0);
	CU_ASSERT_EQUAL(ring->count, RING);
	for (int i = 0; i < RING / LINE; i++) {
		make_line(line, LINES - RING / LINE + i);
		CU_ASSERT_EQUAL(memcmp(ring->text + i * LINE, line, LINE), 0);
	}
	munmap(ring, 2 * sizeof(*ring));
}

CU_TestInfo large_tests[] = {
	TEST(largest_domain), TEST(many_domains), TEST(all_counters),
	TEST(full_ring),      CU_TEST_INFO_NULL,
};
