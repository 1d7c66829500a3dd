// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: grant tables. */
#include "libxc-fake.h"
#include "libxc-ops.h"

static int grants = -1;

static void open_grants(void)
{
	grants = xc_grant_interface_open();
	CU_ASSERT_FATAL(grants >= 0);
}

static void close_grants(void)
{
	CU_ASSERT_EQUAL(xc_grant_interface_close(grants), 0);
}

static void open_close(void)
{
	open_grants();
	close_grants();
	ASSERT_FAILS(xc_grant_interface_close(grants), EBADF);
}

/* Without an address it is a hypercall on every architecture. */
static void map_nowhere(void)
{
	s16 mapping = 0;
	memory_t bus = 0;

	open_grants();
	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(xc_gnttab_map_grant_ref(grants, 0, 5, 60,
								   GNTMAP_device_map,
								   &mapping, &bus),
					   0)),
		1);
	CU_ASSERT_EQUAL(mapping, 67);
	CU_ASSERT_EQUAL(bus, 0xde000 + 60);
	CU_ASSERT_EQUAL(xen.grant_cmd, GNTTABOP_map_grant_ref);
	CU_ASSERT_EQUAL(xen.grant.map.host_addr, 0);
	CU_ASSERT_EQUAL(xen.grant.map.dom, 5);
	CU_ASSERT_EQUAL(xen.grant.map.ref, 60);
	CU_ASSERT_EQUAL(xen.grant.map.flags, GNTMAP_device_map);
	/* The handle has the result; the call itself succeeds. */
	CU_ASSERT_EQUAL(xc_gnttab_map_grant_ref(grants, 0, 99, 1, 0, &mapping, NULL), 0);
	CU_ASSERT_EQUAL(mapping, GNTST_bad_domain);
	close_grants();
}

static void unmap_nowhere(void)
{
	s16 status = 5;

	open_grants();
	CU_ASSERT_EQUAL(xc_gnttab_unmap_grant_ref(grants, 0, 0xde000, 7, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_okay);
	CU_ASSERT_EQUAL(xen.grant_cmd, GNTTABOP_unmap_grant_ref);
	CU_ASSERT_EQUAL(xen.grant.unmap.dev_bus_addr, 0xde000);
	CU_ASSERT_EQUAL(xen.grant.unmap.handle, 7);
	CU_ASSERT_EQUAL(xc_gnttab_unmap_grant_ref(grants, 0, 0, 8, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_handle);
	close_grants();
}

/* At an address: by the kernel on PowerPC, by the hypervisor on x86. */
static void map_somewhere(void)
{
	bool kernel = fake.addressing == FAKE_TRANSLATED;
	unsigned long *frame;
	memory_t bus = 0;
	s16 mapping = 0, status = 5;

	open_grants();
	frame = mmap(NULL, XC_PAGE_SIZE, PROT_READ, MAP_SHARED, grants, 0);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(frame, MAP_FAILED);
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
				xc_gnttab_map_grant_ref(grants, (memory_t)frame, 5, 60,
							GNTMAP_host_map, &mapping, &bus),
				0)),
			!kernel);
	if (kernel) {
		CU_ASSERT_EQUAL(fake.granted.host_addr, (memory_t)frame);
		CU_ASSERT_EQUAL(fake.granted.dom, 5);
		CU_ASSERT_EQUAL(fake.granted.flags, GNTMAP_host_map);
		CU_ASSERT_EQUAL(mapping, 12);
		CU_ASSERT_EQUAL(bus, 0xb0000);
		CU_ASSERT_EQUAL(*frame, 60);
	} else {
		CU_ASSERT_EQUAL(xen.grant.map.host_addr, (memory_t)frame);
	}
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
				xc_gnttab_unmap_grant_ref(grants, (memory_t)frame, bus,
							  12, &status),
				0)),
			!kernel);
	CU_ASSERT_EQUAL(status, kernel ? GNTST_okay : GNTST_bad_handle);
	munmap(frame, XC_PAGE_SIZE);
	close_grants();
}

static void setup_table(void)
{
	memory_t frames[5] = { 1, 2, 3, 4, 5 }, *list = frames;
	s16 status = 5;

	open_grants();
	/* The caller's array, and no more of it than nr_frames. */
	CU_ASSERT_EQUAL(
		HYPERCALLS(CU_ASSERT_EQUAL(
			xc_gnttab_setup_table(grants, DOMID_SELF, 4, &status, &list), 0)),
		1);
	CU_ASSERT_EQUAL(status, GNTST_okay);
	CU_ASSERT_PTR_EQUAL(list, frames);
	for (unsigned long i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(frames[i], 0x500 + i);
	CU_ASSERT_EQUAL(frames[4], 5);
	CU_ASSERT_EQUAL(xen.grant.setup.dom, DOMID_SELF);
	CU_ASSERT_EQUAL(xen.grant.setup.nr_frames, 4);
	/* No array: the library allocates one. */
	list = NULL;
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, 3, 2, &status, &list), 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	CU_ASSERT_EQUAL(list[1], 0x501);
	free(list);
	list = NULL;
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, 3, 0, &status, &list), 0);
	CU_ASSERT_PTR_NOT_NULL(list);
	free(list);
	close_grants();
}

/* A refused table: a status, and no list. */
static void no_table(void)
{
	memory_t frames[200], *list = frames;
	s16 status = 5;

	open_grants();
	memset(frames, 0x77, sizeof(frames));
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, 3, 200, &status, &list), 0);
	CU_ASSERT_EQUAL(status, GNTST_general_error);
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, 99, 4, &status, &list), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_domain);
	CU_ASSERT_EQUAL(frames[0], 0x7777777777777777);
	list = NULL;
	CU_ASSERT_EQUAL(xc_gnttab_setup_table(grants, 99, 4, &status, &list), 0);
	CU_ASSERT_PTR_NULL(list);
	xen.fail_call = __HYPERVISOR_grant_table_op;
	xen.fail_errno = EPERM;
	status = 5;
	ASSERT_FAILS(xc_gnttab_setup_table(grants, 3, 4, &status, &list), EPERM);
	CU_ASSERT_PTR_NULL(list);
	CU_ASSERT_EQUAL(status, 5);
	close_grants();
}

static void dump_table(void)
{
	s16 status = 5;

	/* A handle of privcmd works too. */
	CU_ASSERT_EQUAL(xc_gnttab_dump_table(handle, 9, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_okay);
	CU_ASSERT_EQUAL(xen.grant_cmd, GNTTABOP_dump_table);
	CU_ASSERT_EQUAL(xc_gnttab_dump_table(handle, 99, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_domain);
}

static void bad_input(void)
{
	memory_t *list = NULL, bus = 7;
	s16 status = 5;

	open_grants();
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_gnttab_map_grant_ref(grants, 0, 65541, 1, 0,
							     &status, &bus),
				     ESRCH);
			ASSERT_FAILS(
				xc_gnttab_map_grant_ref(grants, 0, 5, 1, 0, NULL, &bus),
				EFAULT);
			ASSERT_FAILS(xc_gnttab_unmap_grant_ref(grants, 0, 0, 7, NULL),
				     EFAULT);
			ASSERT_FAILS(
				xc_gnttab_setup_table(grants, 65541, 1, &status, &list),
				ESRCH);
			ASSERT_FAILS(xc_gnttab_setup_table(grants, 1, 1, NULL, &list),
				     EFAULT);
			ASSERT_FAILS(xc_gnttab_setup_table(grants, 1, 1, &status, NULL),
				     EFAULT);
			ASSERT_FAILS(xc_gnttab_dump_table(grants, 1, NULL), EFAULT);
			ASSERT_FAILS(xc_gnttab_dump_table(grants, 65541, &status), ESRCH);
		}),
		0);
	xen.fail_call = __HYPERVISOR_grant_table_op;
	xen.fail_errno = EPERM;
	ASSERT_FAILS(xc_gnttab_map_grant_ref(grants, 0, 5, 1, 0, &status, &bus), EPERM);
	ASSERT_FAILS(xc_gnttab_unmap_grant_ref(grants, 0, 0, 7, &status), EPERM);
	ASSERT_FAILS(xc_gnttab_dump_table(grants, 1, &status), EPERM);
	CU_ASSERT_EQUAL(status, 5);
	CU_ASSERT_EQUAL(bus, 7);
	ASSERT_FAILS(xc_gnttab_dump_table(-1, 1, &status), EBADF);
	close_grants();
}

/* The grant file does not translate pages, but may be the process's only handle. */
static void first_call_of_a_process(void)
{
	int own = xc_grant_interface_open();
	s16 status = 5;

	CHECK(xc_gnttab_dump_table(own, 9, &status) == 0 && status == GNTST_okay);
	xc_grant_interface_close(own);
	fake.check_liveness = true;
	own = xc_grant_interface_open();
	CHECK(xc_gnttab_dump_table(own, 9, &status) == 0);
	xc_grant_interface_close(own);
}

static void grants_alone(void)
{
	CU_ASSERT_TRUE(in_child(first_call_of_a_process));
}

CU_TestInfo libxc_grant_tests[] = {
	{ "open, close", open_close },
	{ "map_grant_ref without an address", map_nowhere },
	{ "unmap_grant_ref without an address", unmap_nowhere },
	{ "map_grant_ref, unmap_grant_ref at an address", map_somewhere },
	{ "setup_table: whose list", setup_table },
	{ "setup_table that is refused", no_table },
	{ "dump_table", dump_table },
	{ "bad input changes nothing", bad_input },
	{ "a process with no other handle", grants_alone },
	CU_TEST_INFO_NULL,
};
