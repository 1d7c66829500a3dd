// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: GETDOMAININFO and GETDOMAININFOLIST. */
#include <stdio.h>

#include "hypercall-test.h"

enum { NR = 3 };
static const unsigned int ids[NR] = { 10, 20, 0x7000 };

static void make_domains(void)
{
	unsigned int got;

	for (int i = 0; i < NR; i++)
		CU_ASSERT_EQUAL(domain_create(ids[i], &got), 0);
}

static void destroy_domains(void)
{
	for (int i = 0; i < NR; i++)
		CU_ASSERT_EQUAL(domain_destroy(ids[i]), 0);
}

/* Memory that the kernel has can only be less than what the domain has. */
static unsigned long kernel_memory(void)
{
	unsigned long kib = 0;
	FILE *file = fopen("/proc/meminfo", "r");

	if (file) {
		if (fscanf(file, "MemTotal: %lu kB", &kib) != 1)
			kib = 0;
		fclose(file);
	}
	return kib * 1024;
}

static void info_of_dom0(void)
{
	dom0_getdomaininfo_t info, later;

	CU_ASSERT_EQUAL(domain_info(0, &info), 0);
	CU_ASSERT_EQUAL(info.domain, 0);
	CU_ASSERT(info.flags & DOMFLAGS_RUNNING);
	CU_ASSERT_FALSE(info.flags & (DOMFLAGS_PAUSED | DOMFLAGS_DYING |
				      DOMFLAGS_SHUTDOWN | DOMFLAGS_BLOCKED));
	CU_ASSERT(info.tot_pages * FRAME_SIZE >= kernel_memory());
	CU_ASSERT(kernel_memory() > 0);
	CU_ASSERT_EQUAL(info.tot_pages % CHUNK_FRAMES, 0);
	CU_ASSERT(info.max_pages >= info.tot_pages);
	CU_ASSERT(info.n_vcpu >= 1 && info.n_vcpu <= MAX_VIRT_CPUS);
	CU_ASSERT(info.cpu_time > 0);
	for (unsigned int i = 0; i < MAX_VIRT_CPUS; i++) {
		if (i < info.n_vcpu) {
			CU_ASSERT(info.vcpu_to_cpu[i] >= 0);
			CU_ASSERT_NOT_EQUAL(info.cpumap[i], 0);
		} else {
			CU_ASSERT_EQUAL(info.vcpu_to_cpu[i], -1);
		}
	}
	CU_ASSERT_EQUAL(domain_info(0, &later), 0);
	CU_ASSERT(later.cpu_time > info.cpu_time);
}

/* A caller asks for the last number + 1 until there is none. */
static void info_walk(void)
{
	static const struct {
		unsigned int asked, found;
	} cases[] = {
		{ 0, 0 },   { 1, 10 },	{ 9, 10 },	{ 10, 10 },
		{ 11, 20 }, { 20, 20 }, { 21, 0x7000 }, { 0x7000, 0x7000 },
	};
	dom0_getdomaininfo_t info;

	make_domains();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(domain_info(cases[i].asked, &info), 0);
		CU_ASSERT_EQUAL(info.domain, cases[i].found);
	}
	CU_ASSERT_EQUAL(domain_info(0x7001, &info), -ESRCH);
	CU_ASSERT_EQUAL(domain_info(DOMID_SELF, &info), -ESRCH);
	CU_ASSERT_EQUAL(domain_info(0xffff, &info), -ESRCH);
	CU_ASSERT_EQUAL(count_domains(), NR + 1);
	destroy_domains();
}

static long info_list(unsigned int first, unsigned long max, unsigned long *num)
{
	dom0_op_t *op = op_new(DOM0_GETDOMAININFOLIST);
	long result;

	op->u.getdomaininfolist.first_domain = (domid_t)first;
	op->u.getdomaininfolist.max_domains = max;
	op->u.getdomaininfolist.buffer = buffer_gpa();
	op->u.getdomaininfolist.num_domains = 0x5555;
	result = op_do();
	*num = op->u.getdomaininfolist.num_domains;
	return result;
}

static void list_windows(void)
{
	static const struct {
		unsigned int first;
		unsigned long max, num;
		unsigned int ids[NR + 1];
	} cases[] = {
		{ 0, 100, 4, { 0, 10, 20, 0x7000 } },
		{ 0, 4, 4, { 0, 10, 20, 0x7000 } },
		{ 0, 3, 3, { 0, 10, 20 } },
		{ 0, 1, 1, { 0 } },
		{ 0, 0, 0, { 0 } },
		{ 1, 2, 2, { 10, 20 } },
		{ 11, 9, 2, { 20, 0x7000 } },
		{ 0x7000, 9, 1, { 0x7000 } },
		{ 0x7001, 9, 0, { 0 } },
		{ 0xffff, 9, 0, { 0 } },
	};
	const dom0_getdomaininfo_t *list = buffer();
	unsigned long num;

	make_domains();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(buffer(), 0xee, (NR + 2) * sizeof(*list));
		CU_ASSERT_EQUAL(info_list(cases[i].first, cases[i].max, &num), 0);
		CU_ASSERT_EQUAL(num, cases[i].num);
		for (unsigned long j = 0; j < cases[i].num; j++)
			CU_ASSERT_EQUAL(list[j].domain, cases[i].ids[j]);
		/* What is beyond the answer has not been written. */
		CU_ASSERT_EQUAL(list[cases[i].num].domain, 0xeeee);
	}
	destroy_domains();
}

/* The two ways to ask agree in every byte. */
static void list_same_as_info(void)
{
	const dom0_getdomaininfo_t *list = buffer();
	dom0_getdomaininfo_t one;
	unsigned long num;

	make_domains();
	CU_ASSERT_EQUAL(domain_give_chunks(ids[1], 1), 1);
	CU_ASSERT_EQUAL(domain_set_max(ids[0], 123456), 0);
	/* The op is cleared before it is used; the list's padding must be, too. */
	memset(buffer(), 0xee, NR * sizeof(*list));
	CU_ASSERT_EQUAL(info_list(1, NR, &num), 0);
	CU_ASSERT_EQUAL(num, NR);
	for (int i = 0; i < NR; i++) {
		CU_ASSERT_EQUAL(domain_info(ids[i], &one), 0);
		CU_ASSERT_EQUAL(memcmp(&one, &list[i], sizeof(one)), 0);
	}
	destroy_domains();
}

/* A bad buffer is EINVAL here, as it always was. */
static void list_bad_buffer(void)
{
	const unsigned long end = dom0_end();
	dom0_op_t *op = op_new(DOM0_GETDOMAININFOLIST);

	op->u.getdomaininfolist.max_domains = 1;
	op->u.getdomaininfolist.buffer = (void *)end;
	op->u.getdomaininfolist.num_domains = 0x5555;
	CU_ASSERT_EQUAL(op_do(), -EINVAL);
	CU_ASSERT_EQUAL(op->u.getdomaininfolist.num_domains, 0x5555);
}

/* Room is believed, but no more is written than there is to say. */
static void list_huge_room(void)
{
	static const unsigned long max[] = { 1UL << 32, 1UL << 59, 1UL << 63, ~0UL };
	unsigned long num;

	for (size_t i = 0; i < sizeof(max) / sizeof(max[0]); i++) {
		CU_ASSERT_EQUAL(info_list(0, max[i], &num), 0);
		CU_ASSERT_EQUAL(num, 1);
	}
}

CU_TestInfo domain_info_tests[] = {
	TEST(info_of_dom0),	 TEST(info_walk),	TEST(list_windows),
	TEST(list_same_as_info), TEST(list_bad_buffer), TEST(list_huge_room),
	CU_TEST_INFO_NULL,
};
