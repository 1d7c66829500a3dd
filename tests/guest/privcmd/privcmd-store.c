// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: IOCTL_PRIVCMD_INITDOMAIN_STORE. */
#include <stdio.h>

#include "privcmd-foreign.h"

#include <xen/event_channel.h>

static long init_store(unsigned long port)
{
	return privcmd(hcall_fd, IOCTL_PRIVCMD_INITDOMAIN_STORE, port);
}

static unsigned long parameter(const char *name)
{
	unsigned long value = ~0UL;
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/privcmd/parameters/%s", name);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%lu", &value) != 1)
		value = ~0UL;
	if (file)
		fclose(file);
	return value;
}

static void bad_ports(void)
{
	CU_ASSERT_EQUAL(init_store(0), -EINVAL);
	CU_ASSERT_EQUAL(init_store(NR_EVENT_CHANNELS), -EINVAL);
	CU_ASSERT_EQUAL(init_store(~0UL), -EINVAL);
	CU_ASSERT_EQUAL(init_store((1UL << 32) + 5), -EINVAL);
	CU_ASSERT_EQUAL(parameter("store_port"), 0);
	CU_ASSERT_EQUAL(parameter("store_mfn"), 0);
}

/* A frame of dom0, zero at first, that xenstore can map; the same each time. */
static void one_page(void)
{
	long mfn = init_store(17);
	char *va, *again;

	CU_ASSERT_FATAL(mfn > 0);
	CU_ASSERT_EQUAL(parameter("store_port"), 17);
	CU_ASSERT_EQUAL(parameter("store_mfn"), (unsigned long)mfn);
	va = map_new(0, (unsigned long)mfn, 1, PROT_BOTH);
	for (unsigned long i = 0; i < FRAME_SIZE; i++)
		CU_ASSERT_EQUAL(va[i], 0);
	strcpy(va, "request");
	CU_ASSERT_EQUAL(init_store(18), mfn);
	CU_ASSERT_EQUAL(parameter("store_port"), 18);
	again = map_new(0, (unsigned long)mfn, 1, PROT_READ);
	CU_ASSERT_STRING_EQUAL(again, "request");
	area_put(va, 1);
	area_put(again, 1);
}

CU_TestInfo store_tests[] = {
	TEST(bad_ports),
	TEST(one_page),
	CU_TEST_INFO_NULL,
};
