// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: grant tables. Dom0 fills in the table of a domain and uses it. */
#include <sys/mman.h>

#include "libxc-test.h"

#define RW	(PROT_READ | PROT_WRITE)
#define REF	5
#define PFN	9
#define PATTERN 0x600df00d600df00d

static int grants = -1;

/* Create a domain that grants dom0 frame PFN by entry REF; also returns its frames. */
static u32 granting_domain(u16 flags, unsigned long *frames)
{
	u32 id = make_domain(1);
	memory_t list[1], *table = list;
	grant_entry_t *entries;
	s16 status = -1;

	CU_ASSERT_EQUAL_FATAL(xc_get_pfn_list(xc, id, frames, CHUNK_FRAMES),
			      CHUNK_FRAMES);
	CU_ASSERT_EQUAL_FATAL(xc_gnttab_setup_table(grants, id, 1, &status, &table), 0);
	CU_ASSERT_EQUAL_FATAL(status, GNTST_okay);
	CU_ASSERT_PTR_EQUAL(table, list);
	entries = xc_map_foreign_range(xc, id, XC_PAGE_SIZE, RW, list[0]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(entries);
	entries[REF].domid = 0;
	entries[REF].frame = PFN;
	wmb();
	entries[REF].flags = GTF_permit_access | flags;
	CU_ASSERT_EQUAL(munmap(entries, XC_PAGE_SIZE), 0);
	return id;
}

static void open_grants(void)
{
	grants = xc_grant_interface_open();
	CU_ASSERT_FATAL(grants >= 0);
}

static void close_grants(void)
{
	CU_ASSERT_EQUAL(xc_grant_interface_close(grants), 0);
}

static s16 unmap(const void *at, s16 handle)
{
	s16 status = -1;

	CU_ASSERT_EQUAL(
		xc_gnttab_unmap_grant_ref(grants, (memory_t)at, 0, (u16)handle, &status),
		0);
	return status;
}

static void tables(void)
{
	memory_t *list = NULL;
	s16 status = -1;
	u32 id;

	open_grants();
	id = make_domain(0);
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, id, 2, &status, &list), 0);
	CU_ASSERT_EQUAL(status, GNTST_okay);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	CU_ASSERT(list[0] && list[1] && list[0] != list[1]);
	free(list);
	list = NULL;
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, id, 500, &status, &list), 0);
	CU_ASSERT_EQUAL(status, GNTST_general_error);
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, NO_SUCH_DOMAIN, 1, &status, &list),
			0);
	CU_ASSERT_EQUAL(status, GNTST_bad_domain);
	CU_ASSERT_PTR_NULL(list);
	CU_ASSERT_EQUAL(xc_gnttab_dump_table(grants, id, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_okay);
	CU_ASSERT_EQUAL(xc_gnttab_dump_table(grants, NO_SUCH_DOMAIN, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_domain);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	close_grants();
}

static void map_and_unmap(void)
{
	unsigned long frames[CHUNK_FRAMES], *theirs, *granted;
	s16 handle = -1;
	u32 id;

	open_grants();
	id = granting_domain(0, frames);
	theirs = xc_map_foreign_range(xc, id, XC_PAGE_SIZE, RW, frames[PFN]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(theirs);
	granted = mmap(NULL, XC_PAGE_SIZE, RW, MAP_SHARED, grants, 0);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(granted, MAP_FAILED);
	CU_ASSERT_EQUAL(xc_gnttab_map_grant_ref(grants, (memory_t)granted, id, REF,
						GNTMAP_host_map, &handle, NULL),
			0);
	CU_ASSERT_FATAL(handle >= 0);
	/* Two mappings of one frame. */
	theirs[3] = PATTERN;
	CU_ASSERT_EQUAL(granted[3], PATTERN);
	granted[4] = ~PATTERN;
	CU_ASSERT_EQUAL(theirs[4], ~PATTERN);
	CU_ASSERT_EQUAL(unmap(granted, handle), GNTST_okay);
	CU_ASSERT(unmap(granted, handle) < 0);
	CU_ASSERT_EQUAL(munmap(granted, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(munmap(theirs, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	close_grants();
}

/* Map entry ref of the domain at an address; returns the handle. */
static s16 map_ref(const void *at, u32 dom, u16 ref, u16 flags)
{
	s16 handle = 0;

	CU_ASSERT_EQUAL(xc_gnttab_map_grant_ref(grants, (memory_t)at, dom, ref,
						GNTMAP_host_map | flags, &handle, NULL),
			0);
	return handle;
}

/* A read-only grant, in a writable and in a read-only mapping. */
static void read_only(void)
{
	unsigned long frames[CHUNK_FRAMES], *both, *reading;
	s16 handle = 0;
	u32 id;

	open_grants();
	id = granting_domain(GTF_readonly, frames);
	both = mmap(NULL, XC_PAGE_SIZE, RW, MAP_SHARED, grants, 0);
	reading = mmap(NULL, XC_PAGE_SIZE, PROT_READ, MAP_SHARED, grants, 0);
	CU_ASSERT_FATAL(both != MAP_FAILED && reading != MAP_FAILED);
	CU_ASSERT(map_ref(both, id, REF, 0) < 0);
	CU_ASSERT(FAILS(xc_gnttab_map_grant_ref(grants, (memory_t)both, id, REF,
						GNTMAP_host_map | GNTMAP_readonly,
						&handle, NULL),
			EACCES));
	handle = map_ref(reading, id, REF, GNTMAP_readonly);
	CU_ASSERT_FATAL(handle >= 0);
	CU_ASSERT_EQUAL(reading[1], 0);
	CU_ASSERT_EQUAL(unmap(reading, handle), GNTST_okay);
	CU_ASSERT_EQUAL(munmap(both, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(munmap(reading, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	close_grants();
}

static void refused(void)
{
	unsigned long frames[CHUNK_FRAMES], *granted;
	u32 id;

	open_grants();
	id = granting_domain(0, frames);
	granted = mmap(NULL, XC_PAGE_SIZE, RW, MAP_SHARED, grants, 0);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(granted, MAP_FAILED);
	/* An empty entry; one beyond the table; no such domain. */
	CU_ASSERT(map_ref(granted, id, REF + 1, 0) < 0);
	CU_ASSERT_EQUAL(map_ref(granted, id, 65535, 0), GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map_ref(granted, NO_SUCH_DOMAIN, REF, 0), GNTST_bad_domain);
	CU_ASSERT(unmap(granted, 3) < 0);
	CU_ASSERT_EQUAL(munmap(granted, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	close_grants();
}

CU_TestInfo grant_tests[] = {
	TEST(tables),  TEST(map_and_unmap), TEST(read_only),
	TEST(refused), CU_TEST_INFO_NULL,
};
