// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hypercall-test: dom_mem_op. Memory comes in whole chunks, so a request is
 * rounded up as a whole; the result counts extents, from the start of the list.
 */
#include "hypercall-test.h"

#define INCREASE MEMOP_increase_reservation
#define DECREASE MEMOP_decrease_reservation
/* The first extent to do, as the upper bits of the op. */
#define START(n) ((unsigned int)(n) << 4)

static unsigned int id;

static void make_domain(void)
{
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
}

static void drop_domain(void)
{
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static unsigned long *list(void)
{
	return buffer();
}

static unsigned long list_gpa(void)
{
	return (unsigned long)buffer_gpa();
}

static unsigned long frames_of(unsigned int domid)
{
	dom0_getdomaininfo_t info;

	CU_ASSERT_EQUAL(domain_info(domid, &info), 0);
	CU_ASSERT_EQUAL(info.domain, domid);
	return info.tot_pages;
}

static void increase_rounds_up(void)
{
	static const struct {
		unsigned long nr, order, frames;
	} cases[] = {
		{ 0, 0, 0 },	     { 1, 0, 1024 },	{ 1023, 0, 1024 },
		{ 1024, 0, 1024 },   { 1025, 0, 2048 }, { 1, 10, 1024 },
		{ 3, 10, 3 * 1024 }, { 1, 9, 1024 },	{ 3, 9, 2048 },
		{ 65, 4, 2 * 1024 },
	};
	unsigned long free = free_frames();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_domain();
		CU_ASSERT_EQUAL(memory_op(INCREASE, 0, cases[i].nr, cases[i].order, id),
				(long)cases[i].nr);
		CU_ASSERT_EQUAL(frames_of(id), cases[i].frames);
		CU_ASSERT_EQUAL(free_frames(), free - cases[i].frames);
		drop_domain();
		CU_ASSERT_EQUAL(free_frames(), free);
	}
}

/* The list tells where each extent is, as PPC_GETMEMLIST tells it for each frame. */
static void increase_list(void)
{
	static unsigned long frames[2 * CHUNK_FRAMES], extents[129];
	const unsigned long order = 4, nr = 128;

	make_domain();
	memset(list(), 0x77, (nr + 1) * sizeof(unsigned long));
	CU_ASSERT_EQUAL(memory_op(INCREASE, list_gpa(), nr, order, id), (long)nr);
	memcpy(extents, list(), sizeof(extents));
	CU_ASSERT_EQUAL(extents[nr], 0x7777777777777777);
	CU_ASSERT_EQUAL(domain_frames(id, frames, 2 * CHUNK_FRAMES), 2 * CHUNK_FRAMES);
	for (unsigned long i = 0; i < nr; i++)
		CU_ASSERT_EQUAL(extents[i], frames[i << order]);
	drop_domain();
}

static void increase_from_start(void)
{
	make_domain();
	memset(list(), 0x77, 5 * sizeof(unsigned long));
	CU_ASSERT_EQUAL(memory_op(INCREASE | START(3), list_gpa(), 4, CHUNK_ORDER, id),
			4);
	for (int i = 0; i < 5; i++)
		if (i != 3)
			CU_ASSERT_EQUAL(list()[i], 0x7777777777777777);
	CU_ASSERT_EQUAL(list()[3] % CHUNK_FRAMES, 0);
	CU_ASSERT_EQUAL(frames_of(id), CHUNK_FRAMES);
	/* Nothing left to do is no error, more than all is one. */
	CU_ASSERT_EQUAL(memory_op(INCREASE | START(4), 0, 4, CHUNK_ORDER, id), 4);
	CU_ASSERT_EQUAL(memory_op(INCREASE | START(5), 0, 4, CHUNK_ORDER, id), -EINVAL);
	CU_ASSERT_EQUAL(memory_op(INCREASE | START(0xfffffff), 0, 4, 0, id), -EINVAL);
	CU_ASSERT_EQUAL(frames_of(id), CHUNK_FRAMES);
	drop_domain();
}

/* The limit, too, is taken in whole chunks: it never holds back half of one. */
static void increase_up_to_limit(void)
{
	make_domain();
	CU_ASSERT_EQUAL(domain_set_max(id, 2 * CHUNK_SIZE / 1024), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 3), 2);
	CU_ASSERT_EQUAL(frames_of(id), 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 0);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), 2 * CHUNK_FRAMES);
	/* Taken down below what it has: nothing is taken away, nothing is given. */
	CU_ASSERT_EQUAL(domain_set_max(id, 64), 0);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), 2 * CHUNK_FRAMES);
	drop_domain();

	make_domain();
	CU_ASSERT_EQUAL(domain_set_max(id, 100 * FRAME_SIZE / 1024), 0);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 200, 0, id), 100);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), CHUNK_FRAMES);
	drop_domain();

	make_domain();
	CU_ASSERT_EQUAL(domain_set_max(id, 0), 0);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), 0);
	drop_domain();
}

/* All memory goes into one domain; what is missing is told by the result. */
static void increase_beyond_memory(void)
{
	const unsigned long chunks = free_frames() / CHUNK_FRAMES;
	unsigned int other;

	make_domain();
	CU_ASSERT_EQUAL(domain_give_chunks(id, chunks + 5), (long)chunks);
	CU_ASSERT_EQUAL(free_frames(), 0);
	CU_ASSERT_EQUAL(frames_of(id), chunks * CHUNK_FRAMES);
	/* A domain can still be made: it has no memory of its own. */
	CU_ASSERT_EQUAL(domain_create(0, &other), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(other, 1), 0);
	CU_ASSERT_EQUAL(domain_destroy(other), 0);
	drop_domain();
	CU_ASSERT_EQUAL(free_frames(), chunks * CHUNK_FRAMES);
}

/* Machine memory is contiguous within a chunk only. */
static void increase_order_too_large(void)
{
	static const unsigned long orders[] = { 11, 12, 63, 64, 255 };

	make_domain();
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, orders[i], id), 0);
	CU_ASSERT_EQUAL(frames_of(id), 0);
	drop_domain();
}

static void increase_huge_count(void)
{
	static const unsigned long counts[] = { 1UL << 32, 1UL << 63, ~0UL, 1UL << 31 };
	const unsigned long free = free_frames();

	make_domain();
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		CU_ASSERT(memory_op(INCREASE, 0, counts[i], 0, id) < 0);
		CU_ASSERT(memory_op(INCREASE, list_gpa(), counts[i], 0, id) < 0);
		CU_ASSERT(memory_op(DECREASE, list_gpa(), counts[i], CHUNK_ORDER, id) <
			  0);
		CU_ASSERT_EQUAL(frames_of(id), 0);
	}
	CU_ASSERT_EQUAL(free_frames(), free);
	/* The largest one that fits an int result: an end in sight all the same. */
	CU_ASSERT_EQUAL(domain_set_max(id, CHUNK_SIZE / 1024), 0);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 0x7fffffff, 0, id), CHUNK_FRAMES);
	drop_domain();
}

static void decrease_chunks(void)
{
	unsigned long chunk[3];

	make_domain();
	CU_ASSERT_EQUAL(memory_op(INCREASE, list_gpa(), 3, CHUNK_ORDER, id), 3);
	memcpy(chunk, list(), sizeof(chunk));

	list()[0] = chunk[1];
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, id), 1);
	CU_ASSERT_EQUAL(frames_of(id), 2 * CHUNK_FRAMES);
	/* It is gone: not again, and nothing behind it in the list. */
	list()[0] = chunk[1];
	list()[1] = chunk[0];
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 2, CHUNK_ORDER, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(memory_op(DECREASE | START(1), list_gpa(), 2, CHUNK_ORDER, id),
			2);
	list()[0] = chunk[2];
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, id), 1);
	CU_ASSERT_EQUAL(frames_of(id), 0);
	drop_domain();
}

/* What is not the domain's own whole chunk stays where it is. */
static void decrease_bad_frames(void)
{
	static unsigned long foreign[CHUNK_FRAMES], own[CHUNK_FRAMES];
	unsigned int victim;
	unsigned long bad[8];

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &victim), 0);
	make_domain();
	CU_ASSERT_EQUAL(domain_give_chunks(victim, 1), 1);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(domain_frames(victim, foreign, CHUNK_FRAMES), CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_frames(id, own, CHUNK_FRAMES), CHUNK_FRAMES);
	bad[0] = foreign[0];
	bad[1] = own[0] + 1;
	bad[2] = own[1023];
	bad[3] = own[0] | 1UL << 42; /* as a chunk number: more than 32 bits */
	bad[4] = 1UL << 63;
	bad[5] = ~0UL - 1023;
	bad[6] = ~0UL;
	bad[7] = 0x7ffffc00;
	for (int i = 0; i < 8; i++) {
		list()[0] = bad[i];
		CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, id), 0);
	}
	/* Only whole chunks are taken back, and no list names none. */
	list()[0] = own[0];
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, 0, id), 0);
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER + 1, id), 0);
	CU_ASSERT_EQUAL(memory_op(DECREASE, 0, 1, CHUNK_ORDER, id), 0);
	CU_ASSERT_EQUAL(frames_of(id), CHUNK_FRAMES);
	CU_ASSERT_EQUAL(frames_of(victim), CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_destroy(victim), 0);
	drop_domain();
}

/* dom0 gets a chunk behind its memory and gives it back. */
static void own_memory(void)
{
	const unsigned long frames = frames_of(0), end = dom0_end();

	CU_ASSERT_EQUAL(memory_op(INCREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(frames_of(0), frames + CHUNK_FRAMES);
	/* It is there: the hypervisor can read and write it. */
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_extraversion, end), 0);
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(frames_of(0), frames);
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_xen_version, XENVER_extraversion, end),
			-EFAULT);
}

/*
 * Whoever gets memory finds it cleared. The hypervisor itself is made to write a
 * known frame into a chunk of dom0, the chunk is given back and had again; if the
 * frame were still there, a list at that place would name it.
 */
static void memory_comes_cleared(void)
{
	const unsigned long end = dom0_end();
	unsigned long before, after;
	dom0_op_t *op;

	make_domain();
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(memory_op(INCREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	before = list()[0];
	for (int i = 0; i < 2; i++) {
		op = op_new(DOM0_PPC_GETMEMLIST);
		op->u.ppc_getmemlist.domain = (domid_t)id;
		op->u.ppc_getmemlist.max_pfns = 1;
		op->u.ppc_getmemlist.buffer =
			(void *)(end + (i ? CHUNK_SIZE - sizeof(long) : 0));
		CU_ASSERT_EQUAL(op_do(), 0);
	}
	list()[0] = before;
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(memory_op(INCREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	after = list()[0];
	/* Only the same chunk can tell. */
	CU_ASSERT_EQUAL(after, before);
	CU_ASSERT_EQUAL(memory_op(DECREASE, end, 1, CHUNK_ORDER, id), 0);
	CU_ASSERT_EQUAL(
		memory_op(DECREASE, end + CHUNK_SIZE - sizeof(long), 1, CHUNK_ORDER, id),
		0);
	CU_ASSERT_EQUAL(frames_of(id), CHUNK_FRAMES);
	list()[0] = after;
	CU_ASSERT_EQUAL(memory_op(DECREASE, list_gpa(), 1, CHUNK_ORDER, DOMID_SELF), 1);
	drop_domain();
}

/* In this order: the count, the domain, the command. */
static void errors_in_order(void)
{
	make_domain();
	for (unsigned int op = 2; op < 16; op++) {
		CU_ASSERT_EQUAL(memory_op(op, 0, 1, 0, id), -ENOSYS);
		CU_ASSERT_EQUAL(memory_op(op, 0, 1, 0, NO_SUCH_DOMAIN), -ESRCH);
		CU_ASSERT_EQUAL(memory_op(op | START(2), 0, 1, 0, NO_SUCH_DOMAIN),
				-EINVAL);
	}
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, NO_SUCH_DOMAIN), -ESRCH);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, DOMID_IO), -ESRCH);
	CU_ASSERT_EQUAL(memory_op(INCREASE, 0, 1, 0, DOMID_XEN), -ESRCH);
	CU_ASSERT_EQUAL(memory_op(DECREASE, 0, 1, 0, 0xffff), -ESRCH);
	CU_ASSERT_EQUAL(frames_of(id), 0);
	drop_domain();
}

CU_TestInfo memory_op_tests[] = {
	TEST(increase_rounds_up),
	TEST(increase_list),
	TEST(increase_from_start),
	TEST(increase_up_to_limit),
	TEST(increase_beyond_memory),
	TEST(increase_order_too_large),
	TEST(increase_huge_count),
	TEST(decrease_chunks),
	TEST(decrease_bad_frames),
	TEST(own_memory),
	TEST(memory_comes_cleared),
	TEST(errors_in_order),
	CU_TEST_INFO_NULL,
};
