// SPDX-License-Identifier: GPL-2.0-or-later
/* PERFCCONTROL and PPC_PERFCCONTROL, and that they count. */
#include "contract.h"

#define SIZE  sizeof(dom0_perfc_desc_t)
#define RESET DOM0_PERFCCONTROL_OP_RESET
#define QUERY DOM0_PERFCCONTROL_OP_QUERY
#define MAX   64 /* descriptors that the cases have room for */

#define PERFC(wanted, what, place)                                                \
	OP(wanted, PERFCCONTROL, perfccontrol, .op = (what), .nr_counters = 4711, \
	   .desc = at(place))
#define WINDOW(wanted, what, from, nr, place)                                         \
	OP(wanted, PPC_PERFCCONTROL, ppc_perfccontrol, .op = (what), .first = (from), \
	   .count = (nr), .nr_counters = 4711, .desc = at(place))

static dom0_perfc_desc_t desc[MAX];

/* All descriptors, as they are at that place: how many. */
static u32 read_all(unsigned long place)
{
	u32 nr = ANSWER(perfccontrol, PERFC(0, QUERY, place))->nr_counters;

	CU_ASSERT_FATAL(nr > 3 && nr <= MAX);
	caller_read(place, desc, nr * SIZE);
	return nr;
}

static u32 counters(void)
{
	return ANSWER(perfccontrol, PERFC(0, QUERY, 0))->nr_counters;
}

/* The value of a counter, by the start of its name. */
static u32 value(const char *name, u32 index)
{
	u32 nr = read_all(BUFFER);

	for (u32 i = 0; i < nr; i++)
		if (!strncmp((const char *)desc[i].name, name, strlen(name)) &&
		    index < desc[i].nr_vals)
			return desc[i].vals[index];
	CU_FAIL("there is no such counter");
	return 0;
}

static u32 calls(u32 number)
{
	return value("hypercalls", number);
}

/* Different names, by which people and programs tell the counters apart. */
static void descriptions(void)
{
	u32 nr = read_all(BUFFER);

	for (u32 i = 0; i < nr; i++) {
		CU_ASSERT_PTR_NOT_NULL(memchr(desc[i].name, 0, sizeof(desc[i].name)));
		CU_ASSERT(strlen((char *)desc[i].name) > 3);
		CU_ASSERT(desc[i].nr_vals >= 1 && desc[i].nr_vals <= 64);
		for (u32 v = desc[i].nr_vals; v < 64; v++)
			CU_ASSERT_EQUAL(desc[i].vals[v], 0);
		for (u32 j = 0; j < i; j++)
			CU_ASSERT_STRING_NOT_EQUAL(desc[i].name, desc[j].name);
	}
	CU_ASSERT_STRING_EQUAL(desc[0].name, "hypercalls by number");
	CU_ASSERT_EQUAL(desc[0].nr_vals, 32);
	CU_ASSERT_EQUAL(desc[3].nr_vals, 1);
}

/* Wherever it is written, it is the same, with nothing behind it. */
static void places(void)
{
	const u32 nr = counters();
	unsigned long place;

	FOR_EACH_GOOD_PLACE(place, nr * SIZE)
	{
		u32 before = calls(__HYPERVISOR_dom0_op);

		if (place + nr * SIZE < END)
			caller_fill(place + nr * SIZE, 0xee, 8);
		CU_ASSERT_EQUAL(read_all(place), nr);
		CU_ASSERT_EQUAL(desc[0].vals[__HYPERVISOR_dom0_op], before + 1);
		CU_ASSERT_EQUAL(desc[nr - 1].name[sizeof(desc->name) - 1], 0);
		CU_ASSERT(place + nr * SIZE == END ||
			  caller_filled(place + nr * SIZE, 0xee, 8));
	}
}

/* Each dom0_op raises the count of its hypercall by one, and no other raises it. */
static void hypercalls_are_counted(void)
{
	u32 versions = calls(__HYPERVISOR_xen_version);
	u32 before = calls(__HYPERVISOR_dom0_op);

	for (int i = 0; i < 5; i++)
		EXPECT({ CALL(XEN_3_0, xen_version, XENVER_version) });
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), before + 1);
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_xen_version), versions + 5);
	/* Refused is called, too. */
	EXPECT({ CALL(-EFAULT, dom0_op, NOWHERE) });
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), before + 4);
}

static void ops_are_counted(void)
{
	u32 physinfo = value("dom0 ops by number", DOM0_PHYSINFO);
	u32 lists = value("dom0 ops of PowerPC", 0);
	u32 windows = value("dom0 ops of PowerPC", 3);

	for (int i = 0; i < 3; i++)
		frames_left();
	CU_ASSERT_EQUAL(value("dom0 ops by number", DOM0_PHYSINFO), physinfo + 3);
	EXPECT({ OP(-ESRCH, PPC_GETMEMLIST, ppc_getmemlist, .domain = NO_DOMAIN) },
	       { WINDOW(0, QUERY, 0, 1, BUFFER) });
	CU_ASSERT_EQUAL(value("dom0 ops of PowerPC", 0), lists + 1);
	CU_ASSERT_EQUAL(value("dom0 ops of PowerPC", 3), windows + 1);
}

static void misses_are_counted(void)
{
	u32 before = value("guest addresses refused", 0);

	EXPECT({ CALL(-EFAULT, dom0_op, END) }, { PERFC(-EFAULT, QUERY, END) });
	CU_ASSERT_EQUAL(value("guest addresses refused", 0), before + 2);
}

/* Reading and clearing is one: what is shown is what was thrown away. */
static void reset(void)
{
	u32 before = calls(__HYPERVISOR_dom0_op);
	u32 nr = ANSWER(perfccontrol, PERFC(0, RESET, BUFFER))->nr_counters;

	caller_read(BUFFER, desc, nr * SIZE);
	CU_ASSERT_EQUAL(desc[0].vals[__HYPERVISOR_dom0_op], before + 1);
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), 1);
	CU_ASSERT_EQUAL(ANSWER(perfccontrol, PERFC(0, RESET, 0))->nr_counters, nr);
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), 1);
	CU_ASSERT_EQUAL(value("dom0 ops by number", DOM0_PHYSINFO), 0);
}

static void refused(void)
{
	static const u32 unknown[] = { 0, 3, 4, 0x80000001, 0x100, 0xffffffff };
	const u32 nr = counters();
	u32 before;

	before = calls(__HYPERVISOR_xen_version);
	caller_fill(BUFFER, 0xee, 64);
	caller_fill(END - nr * SIZE, 0xee, nr * SIZE);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		EXPECT({ PERFC(-EINVAL, unknown[i], BUFFER) },
		       { PERFC(-EINVAL, unknown[i], 0) },
		       { PERFC(-EINVAL, unknown[i], NOWHERE) },
		       { WINDOW(-EINVAL, unknown[i], 0, 3, BUFFER) });
	EXPECT({ PERFC(-EFAULT, QUERY, 0),
		 BAD_PLACES_BUT_0(perfccontrol, desc, nr * SIZE) },
	       { PERFC(-EFAULT, RESET, 0),
		 BAD_PLACES_BUT_0(perfccontrol, desc, nr * SIZE) },
	       { WINDOW(-EFAULT, RESET, 0, 99, 0),
		 BAD_PLACES(ppc_perfccontrol, desc, nr * SIZE) },
	       { WINDOW(-EFAULT, RESET, nr - 1, 1, 0) });
	CU_ASSERT(caller_filled(BUFFER, 0xee, 64));
	CU_ASSERT(caller_filled(END - nr * SIZE, 0xee, nr * SIZE));
	/* Nothing is reset if the values cannot be written. */
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_xen_version), before);
}

/* Window by window it is the same list, whatever the size of the windows. */
static void windows(void)
{
	static dom0_perfc_desc_t whole[MAX];
	const u32 total = read_all(BUFFER);

	memcpy(whole, desc, sizeof(whole));
	for (u32 room = 1; room <= total + 1; room += 3) {
		caller_fill(BUFFER, 0xee, (total + 2) * SIZE);
		for (u32 first = 0, count; first < total; first += count) {
			const dom0_ppc_perfccontrol_t *window =
				ANSWER(ppc_perfccontrol, WINDOW(0, QUERY, first, room,
								BUFFER + first * SIZE));

			count = window->count;
			CU_ASSERT_EQUAL(window->nr_counters, total);
			CU_ASSERT_EQUAL_FATAL(count, MIN(room, total - first));
			CU_ASSERT(
				caller_filled(BUFFER + (first + count) * SIZE, 0xee, 8));
		}
		caller_read(BUFFER, desc, total * SIZE);
		for (u32 i = 0; i < total; i++) {
			CU_ASSERT_STRING_EQUAL(desc[i].name, whole[i].name);
			CU_ASSERT_EQUAL(desc[i].nr_vals, whole[i].nr_vals);
			for (u32 v = 0; v < desc[i].nr_vals; v++)
				CU_ASSERT(desc[i].vals[v] >= whole[i].vals[v]);
		}
	}
}

static void limits_of_windows(void)
{
	static const u32 beyond[] = { 0, 1, 100, 0x7fffffff, 0x80000000 };
	const u32 total = counters();

	for (size_t i = 0; i < ARRAY_SIZE(beyond); i++) {
		const dom0_ppc_perfccontrol_t *window =
			ANSWER(ppc_perfccontrol,
			       WINDOW(0, QUERY, total + beyond[i], 5, NOWHERE));

		CU_ASSERT(window->count == 0 && window->nr_counters == total);
	}
	CU_ASSERT_EQUAL(
		ANSWER(ppc_perfccontrol, WINDOW(0, QUERY, ~0U, ~0U, BUFFER))->count, 0);
	CU_ASSERT_EQUAL(ANSWER(ppc_perfccontrol, WINDOW(0, QUERY, 1, ~0U, BUFFER))->count,
			total - 1);
	CU_ASSERT_EQUAL(ANSWER(ppc_perfccontrol, WINDOW(0, QUERY, 1, 0, 0))->count, 0);
}

/* A reset by windows takes effect with the one that holds the last counter. */
static void reset_by_windows(void)
{
	u32 total = counters(), before = calls(__HYPERVISOR_dom0_op);

	EXPECT({ WINDOW(0, RESET, 0, total - 1, BUFFER) },
	       { WINDOW(0, RESET, total - 1, 0, BUFFER) },
	       { WINDOW(0, RESET, total, 5, BUFFER) },
	       { WINDOW(0, QUERY, total - 1, 1, BUFFER) });
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), before + 5);
	CU_ASSERT_EQUAL(
		ANSWER(ppc_perfccontrol, WINDOW(0, RESET, total - 1, 9, BUFFER))->count,
		1);
	CU_ASSERT_EQUAL(calls(__HYPERVISOR_dom0_op), 1);
}

CU_TestInfo perfc_cases[] = {
	CASE(descriptions),
	CASE(places),
	CASE(hypercalls_are_counted),
	CASE(ops_are_counted),
	CASE(misses_are_counted),
	CASE(reset),
	CASE(refused),
	CASE(windows),
	CASE(limits_of_windows),
	CASE(reset_by_windows),
	CU_TEST_INFO_NULL,
};
