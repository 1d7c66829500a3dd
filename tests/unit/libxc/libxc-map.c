// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of xc.h on every architecture: frames of domains. */
#include <limits.h>

#include "libxc-fake.h"
#include "libxc-ops.h"

#define WORDS (XC_PAGE_SIZE / sizeof(unsigned long))

/* Check that it fails with this errno and leaves nothing mapped. */
#define ASSERT_NO_MAP(expression, with)           \
	do {                                      \
		errno = 0;                        \
		CU_ASSERT_PTR_NULL((expression)); \
		CU_ASSERT_EQUAL(errno, (with));   \
		CU_ASSERT_EQUAL(fake_maps(), 0);  \
	} while (0)

static void range(void)
{
	unsigned long *map;

	fake_domain(3, 1, 0);
	map = xc_map_foreign_range(handle, 3, 3 * XC_PAGE_SIZE, PROT_READ, 500);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(fake.prot, PROT_READ);
	for (unsigned long i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(map[i * WORDS], 500 + i);
		CU_ASSERT_EQUAL(map[(i + 1) * WORDS - 1], 500 + i);
	}
	munmap(map, 3 * XC_PAGE_SIZE);
	/* A size is rounded up to whole frames. */
	map = xc_map_foreign_range(handle, 3, XC_PAGE_SIZE + 1, PROT_READ | PROT_WRITE,
				   500);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(fake.prot, PROT_READ | PROT_WRITE);
	CU_ASSERT_EQUAL(map[2 * WORDS - 1], 501);
	munmap(map, 2 * XC_PAGE_SIZE);
	map = xc_map_foreign_range(handle, 3, 1, PROT_READ, 7);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(map[0], 7);
	munmap(map, XC_PAGE_SIZE);
}

static void range_failures(void)
{
	fake_domain(3, 1, 0);
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 3, 0, PROT_READ, 7), EINVAL);
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 3, -1, PROT_READ, 7), EINVAL);
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 3, INT_MIN, PROT_READ, 7), EINVAL);
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 65539, 1, PROT_READ, 7), ESRCH);
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 4, 1, PROT_READ, 7), ESRCH);
	/* If the second frame fails, the first is unmapped. */
	fake.bad_mfn = 8;
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 3, 2 * XC_PAGE_SIZE, PROT_READ, 7),
		      EFAULT);
	fake.fail = FAKE_FOREIGN;
	fake.fail_errno = ENOMEM;
	ASSERT_NO_MAP(xc_map_foreign_range(handle, 3, INT_MAX, PROT_READ, 7), ENOMEM);
	ASSERT_NO_MAP(xc_map_foreign_range(-1, 3, 1, PROT_READ, 7), EINVAL);
}

static void batch(void)
{
	unsigned long mfns[5] = { 90, 12, 55, 12, 1UL << 40 };
	unsigned long *map;

	fake_domain(3, 1, 0);
	map = xc_map_foreign_batch(handle, 3, PROT_READ, mfns, 5);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(mfns[2], 55);
	for (int i = 0; i < 5; i++) {
		CU_ASSERT_EQUAL(map[i * WORDS], mfns[i]);
		CU_ASSERT_EQUAL(map[(i + 1) * WORDS - 1], mfns[i]);
	}
	munmap(map, 5 * XC_PAGE_SIZE);
	/* A frame that cannot be mapped is marked, which is not a failure. */
	fake.bad_mfn = 55;
	map = xc_map_foreign_batch(handle, 3, PROT_READ, mfns, 5);
	CU_ASSERT_PTR_NOT_NULL_FATAL(map);
	CU_ASSERT_EQUAL(mfns[1], 12);
	CU_ASSERT_EQUAL(mfns[2], 0xf0000000 | 55);
	CU_ASSERT_EQUAL(map[3 * WORDS], 12);
	munmap(map, 5 * XC_PAGE_SIZE);
}

static void batch_failures(void)
{
	unsigned long mfn = 5;

	fake_domain(3, 1, 0);
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 3, PROT_READ, NULL, 1), EFAULT);
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 3, PROT_READ, &mfn, 0), EINVAL);
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 3, PROT_READ, &mfn, INT_MIN), EINVAL);
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, ~0U, PROT_READ, &mfn, 1), ESRCH);
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 4, PROT_READ, &mfn, 1), ESRCH);
	fake.fail = FAKE_FOREIGN_MAP;
	fake.fail_errno = EFAULT;
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 3, PROT_READ, &mfn, 1), EFAULT);
	fake.fail = FAKE_FOREIGN;
	fake.fail_errno = ENOMEM;
	ASSERT_NO_MAP(xc_map_foreign_batch(handle, 3, PROT_READ, &mfn, INT_MAX), ENOMEM);
	CU_ASSERT_EQUAL(mfn, 5);
}

static void init_store(void)
{
	CU_ASSERT_EQUAL(xc_init_store(handle, 13), 4321);
	CU_ASSERT_EQUAL(fake.store_port, 13);
	CU_ASSERT_EQUAL(do_privcmd(handle, IOCTL_PRIVCMD_INITDOMAIN_STORE, 14), 4321);
	CU_ASSERT_EQUAL(fake.store_port, 14);
	/* A frame number with the sign bit of an int is not an error. */
	fake.store_frame = (int)0x80001234U;
	CU_ASSERT_EQUAL(xc_init_store(handle, 13), 0x80001234L);
	fake.store_frame = -1;
	ASSERT_FAILS(xc_init_store(handle, 13), EPERM);
	fake.store_port = 0;
	ASSERT_FAILS(xc_init_store(handle, 0), EINVAL);
	ASSERT_FAILS(xc_init_store(handle, -5), EINVAL);
	CU_ASSERT_EQUAL(fake.store_port, 0);
	ASSERT_FAILS(xc_init_store(-1, 13), EBADF);
}

CU_TestInfo libxc_map_tests[] = {
	{ "map_foreign_range", range },
	{ "map_foreign_range: failures leave nothing", range_failures },
	{ "map_foreign_batch", batch },
	{ "map_foreign_batch: failures leave nothing", batch_failures },
	{ "init_store, do_privcmd", init_store },
	CU_TEST_INFO_NULL,
};
