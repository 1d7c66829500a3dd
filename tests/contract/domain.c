// SPDX-License-Identifier: GPL-2.0-or-later
/* Making, stopping, limiting and ending domains, and what is said of them. */
#include "contract.h"

#define INFO_SIZE sizeof(dom0_getdomaininfo_t)

static domid_t create(domid_t wanted)
{
	return REPLY(0, CREATEDOMAIN, createdomain, .domain = wanted)->domain;
}

static void initial_state(void)
{
	const dom0_createdomain_t *made =
		REPLY(0, CREATEDOMAIN, createdomain, .domain = A, .ssidref = 0x12345678);
	const dom0_getdomaininfo_t *i;

	CU_ASSERT(made->domain == A && made->ssidref == 0x12345678);
	i = info(A);
	CU_ASSERT_EQUAL(i->domain, A);
	CU_ASSERT_EQUAL(i->flags, DOMFLAGS_PAUSED);
	CU_ASSERT_EQUAL(i->tot_pages, 0);
	CU_ASSERT_EQUAL(i->cpu_time, 0);
	CU_ASSERT_EQUAL(i->n_vcpu, 1);
	CU_ASSERT_EQUAL(i->vcpu_to_cpu[0], 0);
	CU_ASSERT_EQUAL(i->cpumap[0], ~(cpumap_t)0);
	for (int n = 1; n < MAX_VIRT_CPUS; n++)
		CU_ASSERT(i->vcpu_to_cpu[n] == -1 && i->cpumap[n] == 0);
	CU_ASSERT_EQUAL(i->ssidref, 0x12345678);
}

/* 0 and reserved numbers mean any. */
static void create_any(void)
{
	static const domid_t any[] = {
		0, DOMID_FIRST_RESERVED, DOMID_IO, DOMID_XEN, 0x7fff, 0x8000, 0xffff
	};
	domid_t last = 0, id;

	for (size_t i = 0; i < ARRAY_SIZE(any); i++, last = id) {
		id = create(any[i]);
		CU_ASSERT(id > 0 && id < DOMID_FIRST_RESERVED && id != last);
		CU_ASSERT_EQUAL(info(id)->domain, id);
	}
	/* A number that was used is not given again at once. */
	destroy(last);
	CU_ASSERT_NOT_EQUAL(create(0), last);
}

static void create_wanted(void)
{
	static const domid_t wanted[] = { 1, 77, DOMID_FIRST_RESERVED - 1 };

	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		unsigned long free;

		CU_ASSERT_EQUAL(create(wanted[i]), wanted[i]);
		CU_ASSERT_EQUAL(info(wanted[i])->domain, wanted[i]);
		free = frames_left();
		DO(-EINVAL, CREATEDOMAIN, createdomain, .domain = wanted[i]);
		CU_ASSERT_EQUAL(frames_left(), free);
		destroy(wanted[i]);
		CU_ASSERT_EQUAL(create(wanted[i]), wanted[i]);
	}
}

/* As many as there is room for; the one that fails says why, and none is lost. */
static void create_many(void)
{
	enum { MOST = 300 };
	unsigned int count[2];

	for (int round = 0; round < 2; round++) {
		dom0_op_t op;
		long result = 0;

		for (count[round] = 0; count[round] < MOST && !result; count[round]++) {
			op = (dom0_op_t){ .cmd = DOM0_CREATEDOMAIN,
					  .interface_version = DOM0_INTERFACE_VERSION,
					  .u.createdomain.domain =
						  (domid_t)(100 + count[round]) };
			result = contract_op_at(PAGE, &op);
		}
		CU_ASSERT(count[round] > 16);
		CU_ASSERT(!result || result == -ENOMEM);
		if (result)
			DO(-ENOMEM, CREATEDOMAIN, createdomain, 0);
		for (unsigned int i = 0; i < count[round] - (result != 0); i++)
			destroy((domid_t)(100 + i));
	}
	CU_ASSERT_EQUAL(count[0], count[1]);
}

/* The list is by number, however they were made; the callers' loop depends on it. */
static void order(void)
{
	static const domid_t made[] = { 50, 3, 700, 4, 49, 51 };
	static const domid_t listed[] = { 0, 3, 4, 49, 50, 51, 700 };
	domid_t next = 0;

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		create(made[i]);
	for (size_t i = 0; i < ARRAY_SIZE(listed); i++) {
		CU_ASSERT_EQUAL(info(next)->domain, listed[i]);
		CU_ASSERT_EQUAL(info(listed[i])->domain, listed[i]);
		next = (domid_t)(listed[i] + 1);
	}
	EXPECT({ OP(-ESRCH, GETDOMAININFO, getdomaininfo, .domain = next) },
	       { OP(-ESRCH, GETDOMAININFO, getdomaininfo, .domain = DOMID_SELF) },
	       { OP(-ESRCH, GETDOMAININFO, getdomaininfo, .domain = 0xffff) });
	CU_ASSERT_EQUAL(domains_alive(), ARRAY_SIZE(listed));
}

static void whom_it_concerns(void)
{
	EXPECT({ OP(-ESRCH, DESTROYDOMAIN, destroydomain, 0), NO_DOMAINS(destroydomain) },
	       { OP(-ESRCH, PAUSEDOMAIN, pausedomain, 0), NO_DOMAINS(pausedomain) },
	       { OP(-ESRCH, UNPAUSEDOMAIN, unpausedomain, 0), NO_DOMAINS(unpausedomain) },
	       { OP(-ESRCH, SETDOMAINMAXMEM, setdomainmaxmem, .max_memkb = 4096),
		 NO_DOMAINS(setdomainmaxmem) },
	       /* The caller itself: it could not be woken. */
	       { OP(-EINVAL, DESTROYDOMAIN, destroydomain, .domain = 0) },
	       { OP(-EINVAL, PAUSEDOMAIN, pausedomain, .domain = 0) },
	       { OP(-EINVAL, UNPAUSEDOMAIN, unpausedomain, .domain = 0) });
	CU_ASSERT_FALSE(info(0)->flags & (DOMFLAGS_PAUSED | DOMFLAGS_DYING));
	create(A);
	destroy(A);
	EXPECT({ OP(-ESRCH, DESTROYDOMAIN, destroydomain, .domain = A) },
	       { OP(-ESRCH, PAUSEDOMAIN, pausedomain, .domain = A) });
}

/* Without a state to start from it stays stopped; with one it may go. */
static void pausing(void)
{
	make(A, 1);
	EXPECT({ OP(0, PAUSEDOMAIN, pausedomain, .domain = A) },
	       { OP(0, PAUSEDOMAIN, pausedomain, .domain = A) },
	       { OP(-EINVAL, UNPAUSEDOMAIN, unpausedomain, .domain = A) });
	CU_ASSERT_EQUAL(info(A)->flags, DOMFLAGS_PAUSED);
	caller_fill(BUFFER, 0, sizeof(vcpu_guest_context_t));
	EXPECT({ OP(0, SETDOMAININFO, setdomaininfo, .domain = A, .ctxt = at(BUFFER)) },
	       { OP(0, UNPAUSEDOMAIN, unpausedomain, .domain = A) });
	CU_ASSERT_EQUAL(info(A)->flags & DOMFLAGS_PAUSED, 0);
	/* A running one takes no state. */
	EXPECT({ OP(-EINVAL, SETDOMAININFO, setdomaininfo, .domain = A,
		    .ctxt = at(BUFFER)) },
	       { OP(0, PAUSEDOMAIN, pausedomain, .domain = A) });
	CU_ASSERT_EQUAL(info(A)->flags & DOMFLAGS_PAUSED, DOMFLAGS_PAUSED);
}

/* What is not a whole frame is dropped; a limit below what it has takes nothing away. */
static void maximum_of_memory(void)
{
	static const struct {
		unsigned long kib, frames;
	} limits[] = {
		{ 0, 0 },	   { 63, 0 },	       { 64, 1 },
		{ 127, 1 },	   { 64 * 5 + 63, 5 }, { 64 * 1024 + 63, 1024 },
		{ 3 << 16, 3072 }, { TOP, TOP >> 6 },
	};

	make(A, 1);
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		DO(0, SETDOMAINMAXMEM, setdomainmaxmem, .domain = A,
		   .max_memkb = limits[i].kib);
		CU_ASSERT_EQUAL(info(A)->max_pages, limits[i].frames);
		CU_ASSERT_EQUAL(info(A)->tot_pages, CHUNK_FRAMES);
	}
}

/* That an entry says what GETDOMAININFO says, in every byte. */
static void check_entry(unsigned long place, domid_t id)
{
	dom0_getdomaininfo_t entry;
	const dom0_getdomaininfo_t *wanted = info(id);

	caller_read(place, &entry, INFO_SIZE);
	CU_ASSERT_EQUAL(entry.domain, id);
	if (id) /* dom0 has run since */
		CU_ASSERT_EQUAL(memcmp(&entry, wanted, INFO_SIZE), 0);
}

static void list_windows(void)
{
	static const domid_t ids[] = { 0, A, B, C };
	static const struct {
		domid_t first;
		unsigned long max, from, num;
	} windows[] = {
		{ 0, 100, 0, 4 },	{ 0, 4, 0, 4 },		{ 0, 3, 0, 3 },
		{ 0, 1, 0, 1 },		{ 0, 0, 0, 0 },		{ 1, 2, 1, 2 },
		{ A, 2, 1, 2 },		{ A + 1, 9, 2, 2 },	{ C, 9, 3, 1 },
		{ C + 1, 9, 0, 0 },	{ 0xffff, 9, 0, 0 },	{ 0, 1UL << 32, 0, 4 },
		{ 1, 1UL << 59, 1, 3 }, { 0, 1UL << 63, 0, 4 }, { 0, TOP, 0, 4 },
	};

	make(A, 0);
	make(B, 1);
	create(C);
	DO(0, SETDOMAINMAXMEM, setdomainmaxmem, .domain = A, .max_memkb = 123456);
	for (size_t i = 0; i < ARRAY_SIZE(windows); i++) {
		unsigned long num = windows[i].num;

		caller_fill(BUFFER, 0xee, 5 * INFO_SIZE);
		CU_ASSERT_EQUAL(REPLY(0, GETDOMAININFOLIST, getdomaininfolist,
				      .first_domain = windows[i].first,
				      .max_domains = windows[i].max,
				      .buffer = at(num ? BUFFER : NOWHERE),
				      .num_domains = 4711)
					->num_domains,
				num);
		for (unsigned long n = 0; n < num; n++)
			check_entry(BUFFER + n * INFO_SIZE, ids[windows[i].from + n]);
		/* What is beyond the answer has not been written. */
		CU_ASSERT(caller_filled(BUFFER + num * INFO_SIZE, 0xee, INFO_SIZE));
	}
}

static void list_places(void)
{
	unsigned long place;

	make(A, 1);
	FOR_EACH_GOOD_PLACE(place, 2 * INFO_SIZE)
	{
		CU_ASSERT_EQUAL(REPLY(0, GETDOMAININFOLIST, getdomaininfolist,
				      .max_domains = 2, .buffer = at(place))
					->num_domains,
				2);
		check_entry(place, 0);
		check_entry(place + INFO_SIZE, A);
	}
	/* A bad buffer is EINVAL here, as it always was. */
	EXPECT({ OP(-EINVAL, GETDOMAININFOLIST, getdomaininfolist, .max_domains = 5),
		 BAD_PLACES(getdomaininfolist, buffer, INFO_SIZE),
		 MAY_CHANGE(getdomaininfolist, num_domains) });
	EXPECT({ OP(-EINVAL, GETDOMAININFOLIST, getdomaininfolist, .max_domains = 5,
		    .buffer = at(END - 2 * INFO_SIZE + 1), .num_domains = 4711) });
}

CU_TestInfo domain_cases[] = {
	CASE(initial_state), CASE(create_any),
	CASE(create_wanted), CASE(create_many),
	CASE(order),	     CASE(whom_it_concerns),
	CASE(pausing),	     CASE(maximum_of_memory),
	CASE(list_windows),  CASE(list_places),
	CU_TEST_INFO_NULL,
};
