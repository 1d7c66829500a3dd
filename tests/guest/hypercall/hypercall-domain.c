// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: making, stopping and destroying domains. */
#include "hypercall-test.h"

static void create_any(void)
{
	unsigned int first, second;

	CU_ASSERT_EQUAL(domain_create(0, &first), 0);
	CU_ASSERT(first > 0 && first < DOMID_FIRST_RESERVED);
	CU_ASSERT_EQUAL(domain_create(0, &second), 0);
	CU_ASSERT(second > 0 && second < DOMID_FIRST_RESERVED);
	CU_ASSERT_NOT_EQUAL(first, second);
	CU_ASSERT_EQUAL(domain_destroy(first), 0);
	CU_ASSERT_EQUAL(domain_destroy(second), 0);
}

static void create_wanted(void)
{
	static const unsigned int wanted[] = { 1, 77, DOMID_FIRST_RESERVED - 1 };
	dom0_getdomaininfo_t info;
	unsigned int got;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		CU_ASSERT_EQUAL(domain_create(wanted[i], &got), 0);
		CU_ASSERT_EQUAL(got, wanted[i]);
		CU_ASSERT_EQUAL(domain_info(wanted[i], &info), 0);
		CU_ASSERT_EQUAL(info.domain, wanted[i]);
		CU_ASSERT_EQUAL(domain_destroy(wanted[i]), 0);
	}
}

/* Reserved numbers mean what 0 means: any. */
static void create_reserved(void)
{
	static const unsigned int wanted[] = { DOMID_SELF, DOMID_IO, DOMID_XEN, 0xffff };
	unsigned int got;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		CU_ASSERT_EQUAL(domain_create(wanted[i], &got), 0);
		CU_ASSERT(got > 0 && got < DOMID_FIRST_RESERVED);
		CU_ASSERT_EQUAL(domain_destroy(got), 0);
	}
}

static void create_in_use(void)
{
	unsigned int got;

	CU_ASSERT_EQUAL(domain_create(5, &got), 0);
	CU_ASSERT_EQUAL(domain_create(5, &got), -EINVAL);
	CU_ASSERT_EQUAL(domain_destroy(5), 0);
	CU_ASSERT_EQUAL(domain_create(5, &got), 0);
	CU_ASSERT_EQUAL(domain_destroy(5), 0);
}

static void create_initial_state(void)
{
	dom0_op_t *op = op_new(DOM0_CREATEDOMAIN);
	dom0_getdomaininfo_t info;
	unsigned int id;

	op->u.createdomain.ssidref = 0x12345678;
	CU_ASSERT_EQUAL(op_do(), 0);
	id = op->u.createdomain.domain;
	CU_ASSERT_EQUAL(op->u.createdomain.ssidref, 0x12345678);
	CU_ASSERT_EQUAL(domain_info(id, &info), 0);
	CU_ASSERT_EQUAL(info.domain, id);
	CU_ASSERT_EQUAL(info.tot_pages, 0);
	CU_ASSERT_EQUAL(info.cpu_time, 0);
	CU_ASSERT_EQUAL(info.ssidref, 0x12345678);
	CU_ASSERT(info.flags & DOMFLAGS_PAUSED);
	CU_ASSERT_FALSE(info.flags &
			(DOMFLAGS_RUNNING | DOMFLAGS_DYING | DOMFLAGS_SHUTDOWN));
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* As many as there is room for; the one that fails says why, and none is left. */
static void create_many(void)
{
	enum { MOST = 300 };
	static unsigned int ids[MOST];
	unsigned int count = 0;
	long result = 0;

	while (count < MOST && !(result = domain_create(0, &ids[count])))
		count++;
	CU_ASSERT(count >= 16);
	CU_ASSERT(!result || result == -ENOMEM);
	for (unsigned int i = 0; i < count; i++)
		CU_ASSERT_EQUAL(domain_destroy(ids[i]), 0);
	/* And once more: nothing was lost by running out. */
	for (unsigned int i = 0; i < count; i++)
		CU_ASSERT_EQUAL(domain_create(0, &ids[i]), 0);
	for (unsigned int i = 0; i < count; i++)
		CU_ASSERT_EQUAL(domain_destroy(ids[i]), 0);
}

static void destroy_bad(void)
{
	CU_ASSERT_EQUAL(domain_destroy(NO_SUCH_DOMAIN), -ESRCH);
	CU_ASSERT_EQUAL(domain_destroy(DOMID_SELF), -ESRCH);
	CU_ASSERT_EQUAL(domain_destroy(0xffff), -ESRCH);
	CU_ASSERT_EQUAL(domain_destroy(0), -EINVAL);
}

static void destroy_twice(void)
{
	unsigned int id;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(domain_destroy(id), -ESRCH);
}

static void pause_and_unpause(void)
{
	dom0_getdomaininfo_t info;
	unsigned int id;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, id), 0);
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, id), 0);
	/* It has no state to run from. */
	CU_ASSERT_EQUAL(domain_control(DOM0_UNPAUSEDOMAIN, id), -EINVAL);
	CU_ASSERT_EQUAL(domain_info(id, &info), 0);
	CU_ASSERT(info.flags & DOMFLAGS_PAUSED);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void pause_bad(void)
{
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, NO_SUCH_DOMAIN), -ESRCH);
	CU_ASSERT_EQUAL(domain_control(DOM0_UNPAUSEDOMAIN, NO_SUCH_DOMAIN), -ESRCH);
	/* Who paused itself could not be woken by itself. */
	CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, 0), -EINVAL);
	CU_ASSERT_EQUAL(domain_control(DOM0_UNPAUSEDOMAIN, 0), -EINVAL);
}

static void set_max_memory(void)
{
	static const struct {
		unsigned long kib, frames;
	} cases[] = {
		{ 0, 0 },
		{ 63, 0 },
		{ 64, 1 },
		{ 127, 1 },
		{ 64 * 1024 + 63, 1024 },
		{ ~0UL, ~0UL >> 6 },
		{ 65536, 1024 },
	};
	dom0_getdomaininfo_t info;
	unsigned int id;

	CU_ASSERT_EQUAL(domain_create(0, &id), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(domain_set_max(id, cases[i].kib), 0);
		CU_ASSERT_EQUAL(domain_info(id, &info), 0);
		CU_ASSERT_EQUAL(info.max_pages, cases[i].frames);
	}
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(domain_set_max(id, 65536), -ESRCH);
	CU_ASSERT_EQUAL(domain_set_max(NO_SUCH_DOMAIN, 65536), -ESRCH);
}

CU_TestInfo domain_tests[] = {
	TEST(create_any),    TEST(create_wanted),	 TEST(create_reserved),
	TEST(create_in_use), TEST(create_initial_state), TEST(create_many),
	TEST(destroy_bad),   TEST(destroy_twice),	 TEST(pause_and_unpause),
	TEST(pause_bad),     TEST(set_max_memory),	 CU_TEST_INFO_NULL,
};
