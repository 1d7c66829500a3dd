// SPDX-License-Identifier: GPL-2.0-or-later
/* SETDOMAININFO, GETVCPUCONTEXT and PINCPUDOMAIN. */
#include "contract.h"

#define PATE_GUEST_RADIX (1UL << 63)
#define MSR_SF		 (1UL << 63)
#define MSR_HV		 (1UL << 60)
#define LPCR_AIL_2	 (2UL << 23)
#define LPCR_AIL_3	 (3UL << 23)
#define LPCR_ILE	 (1UL << 25)

/* Long enough that it does not run out, short enough not to wrap; ticks of ten seconds.
 */
#define DECREMENTER (1UL << 50)
#define TEN_SECONDS 5120000000UL
#define SIZE	    sizeof(vcpu_guest_context_t)

static void put(unsigned long place, const vcpu_guest_context_t *c)
{
	caller_write(place, c, SIZE);
}

#define SET(wanted, id, number, place)                                             \
	OP(wanted, SETDOMAININFO, setdomaininfo, .domain = (id), .vcpu = (number), \
	   .ctxt = at(place))
#define GET(wanted, id, number, place)                                               \
	OP(wanted, GETVCPUCONTEXT, getvcpucontext, .domain = (id), .vcpu = (number), \
	   .ctxt = at(place), .cpu_time = 0x5555)
#define PIN(wanted, id, number, place)                                           \
	OP(wanted, PINCPUDOMAIN, pincpudomain, .domain = (id), .vcpu = (number), \
	   .cpumap = at(place))

/* What this machine lets a guest have of AIL: all or nothing. */
static u64 machine_ail(void)
{
	static const vcpu_guest_context_t with_ail = { .lpcr = LPCR_AIL_3 };
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO,
			 .interface_version = DOM0_INTERFACE_VERSION,
			 .u.setdomaininfo = { .domain = A, .ctxt = at(BUFFER) } };

	put(BUFFER, &with_ail);
	return contract_op_at(PAGE, &op) ? 0 : LPCR_AIL_3;
}

/* Every field another value, but for those that the hypervisor itself acts on. */
static vcpu_guest_context_t some_context(u8 seed)
{
	vcpu_guest_context_t c = { 0 };
	u8 *bytes = (u8 *)&c;

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (u8)(i * 7 + i / 256 + seed);
	c.user_regs.msr = MSR_SF;
	c.user_regs.hid4 = 0;
	c.user_regs.__pad = 0;
	c.user_regs.entry_vector = 0;
	c.sdr1 = 0;
	c.process_table = PATE_GUEST_RADIX | 0x10000 | 4; /* 64 KiB at 64 KiB */
	c.lpcr = LPCR_ILE | machine_ail();
	c.decrementer = DECREMENTER;
	c.vpa = 0;
	return c;
}

static void check_context(unsigned long place, const vcpu_guest_context_t *set)
{
	vcpu_guest_context_t got;

	CU_ASSERT_EQUAL(ANSWER(getvcpucontext, GET(0, A, 0, place))->cpu_time, 0);
	caller_read(place, &got, SIZE);
	/* Time goes on. */
	CU_ASSERT(got.decrementer <= set->decrementer &&
		  got.decrementer + TEN_SECONDS > set->decrementer);
	got.decrementer = set->decrementer;
	CU_ASSERT_EQUAL(memcmp(&got, set, SIZE), 0);
}

/* Wherever the buffer lies, what is set is what is got, and nothing around it. */
static void context_comes_back(void)
{
	static const vcpu_guest_context_t zero = { .decrementer = DECREMENTER };
	vcpu_guest_context_t set = { 0 };
	unsigned long place;
	u8 seed = 1;

	make(A, 1);
	FOR_EACH_GOOD_PLACE(place, SIZE)
	{
		set = some_context(seed++);
		put(place, &set);
		EXPECT({ SET(0, A, 0, place) });
		caller_fill(place, 0xee, SIZE);
		check_context(place, &set);
	}
	caller_fill(BUFFER - 8, 0xee, SIZE + 16);
	check_context(BUFFER, &set);
	CU_ASSERT(caller_filled(BUFFER - 8, 0xee, 8));
	CU_ASSERT(caller_filled(BUFFER + SIZE, 0xee, 8));
	/* And all over again, as nothing but zeroes. */
	put(BUFFER, &zero);
	EXPECT({ SET(0, A, 0, BUFFER) });
	check_context(BUFFER, &zero);
}

/* A domain runs as a guest, whatever its context says. */
static void context_has_no_power(void)
{
	vcpu_guest_context_t c = { 0 };
	u64 ail;

	make(A, 0);
	ail = machine_ail();
	c.user_regs.msr = TOP;
	c.lpcr = ail | ~LPCR_AIL_3;
	put(BUFFER, &c);
	EXPECT({ SET(0, A, 0, BUFFER) }, { GET(0, A, 0, BUFFER) });
	caller_read(BUFFER, &c, SIZE);
	CU_ASSERT_EQUAL(c.user_regs.msr & (MSR_HV | MSR_SF), MSR_SF);
	CU_ASSERT_EQUAL(c.lpcr, LPCR_ILE | ail);
	/* Half of AIL is none; and where guests have none, all of it is refused as well.
	 */
	c.lpcr = ail ? LPCR_AIL_2 : LPCR_AIL_3;
	put(BUFFER, &c);
	EXPECT({ SET(-EINVAL, A, 0, BUFFER) });
}

/* A context that is refused leaves the one before as it was. */
static void context_refused(void)
{
	static const u64 tables[] = {
		0x10000,			   /* not marked as radix */
		PATE_GUEST_RADIX | 0x11000 | 4,	   /* not aligned to its size */
		PATE_GUEST_RADIX | CHUNK_SIZE | 4, /* beyond the domain's memory */
		PATE_GUEST_RADIX | 31,		   /* larger than there are */
		PATE_GUEST_RADIX | 1UL << 61,	   /* a bit that means nothing */
	};
	static const u64 areas[] = { 0x80, 1, CHUNK_SIZE, TOP, 1UL << 63 };
	vcpu_guest_context_t set, bad = { 0 };

	make(A, 1);
	set = some_context(9);
	put(BUFFER, &set);
	EXPECT({ SET(0, A, 0, BUFFER) });
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		bad.process_table = tables[i];
		put(BUFFER, &bad);
		EXPECT({ SET(-EINVAL, A, 0, BUFFER) });
	}
	/* The table is right, and still must not be taken. */
	bad.process_table = PATE_GUEST_RADIX | 0x20000;
	for (size_t i = 0; i < ARRAY_SIZE(areas); i++) {
		bad.vpa = areas[i];
		put(BUFFER, &bad);
		EXPECT({ SET(-EINVAL, A, 0, BUFFER) });
	}
	check_context(BUFFER, &set);
}

static void setting_refused(void)
{
	static const vcpu_guest_context_t zero;

	make(A, 1);
	put(BUFFER, &zero);
	EXPECT({ SET(-ESRCH, 0, 0, BUFFER), NO_DOMAINS(setdomaininfo) },
	       { SET(-EINVAL, A, 0, BUFFER), NO_VCPUS(setdomaininfo) },
	       { SET(-EINVAL, A, 0, NOWHERE), NO_VCPUS(setdomaininfo) },
	       { SET(-EFAULT, A, 0, 0), BAD_PLACES(setdomaininfo, ctxt, SIZE) },
	       /* Running, and the caller. */
	       { SET(-EINVAL, 0, 0, BUFFER) },
	       /* None of that made it a domain that could run. */
	       { OP(-EINVAL, UNPAUSEDOMAIN, unpausedomain, .domain = A) });
}

static void getting_refused(void)
{
	make(A, 0);
	caller_fill(BUFFER, 0xee, SIZE);
	/* A bad buffer has always been EINVAL here; none at all asks for the time. */
	EXPECT({ GET(-ESRCH, 0, 0, BUFFER), NO_DOMAINS(getvcpucontext) },
	       { GET(-EINVAL, A, 0, BUFFER), NO_VCPUS(getvcpucontext) },
	       { GET(-EINVAL, A, 1, 0) },
	       { GET(-EINVAL, 0, 0, 0), BAD_PLACES_BUT_0(getvcpucontext, ctxt, SIZE) },
	       { GET(0, 0, 0, 0) });
	CU_ASSERT(caller_filled(BUFFER, 0xee, SIZE));
}

static void pinning(void)
{
	static const cpumap_t maps[] = { 1, 0x8000000000000001, 0x5555555555555555,
					 ~(cpumap_t)0, 0 };
	unsigned long place;

	make(A, 0);
	make(B, 0);
	CU_ASSERT_EQUAL(info(A)->cpumap[0], ~(cpumap_t)0);
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		FOR_EACH_GOOD_PLACE(place, sizeof(cpumap_t))
		{
			caller_write(place, &maps[i], sizeof(cpumap_t));
			EXPECT({ PIN(0, A, 0, place) });
			CU_ASSERT_EQUAL(info(A)->cpumap[0], maps[i]);
			CU_ASSERT_EQUAL(caller_word(place, 0), maps[i]);
		}
	CU_ASSERT_EQUAL(info(B)->cpumap[0], ~(cpumap_t)0);
	CU_ASSERT_EQUAL(info(0)->cpumap[0], ~(cpumap_t)0);
}

static void pinning_refused(void)
{
	make(A, 0);
	caller_set_word(BUFFER, 0, 5);
	EXPECT({ PIN(-ESRCH, 0, 0, BUFFER), NO_DOMAINS(pincpudomain) },
	       { PIN(-EINVAL, A, 0, BUFFER), NO_VCPUS(pincpudomain) },
	       { PIN(-EFAULT, A, 0, 0),
		 BAD_PLACES(pincpudomain, cpumap, sizeof(cpumap_t)) },
	       /* The calling vCPU, whatever it says. */
	       { PIN(-EINVAL, 0, 0, BUFFER) }, { PIN(-EINVAL, 0, 0, NOWHERE) });
	CU_ASSERT_EQUAL(info(A)->cpumap[0], ~(cpumap_t)0);
	CU_ASSERT_EQUAL(info(0)->cpumap[0], ~(cpumap_t)0);
}

CU_TestInfo vcpu_cases[] = {
	CASE(context_comes_back), CASE(context_has_no_power), CASE(context_refused),
	CASE(setting_refused),	  CASE(getting_refused),      CASE(pinning),
	CASE(pinning_refused),	  CU_TEST_INFO_NULL,
};
