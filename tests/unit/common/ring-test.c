// SPDX-License-Identifier: GPL-2.0-or-later
/* The rings of the public headers: both ends of one, as two domains would use them. */
#include <string.h>

#include <xen/types.h>

static unsigned int barriers;
#define wmb() ((void)barriers++)

#include <public/xen.h>
#include <public/io/blkif.h>
#include <public/io/domain_controller.h>

#include "cunit-main.h"

static control_if_t shared;
static ctrl_front_ring_t front;
static ctrl_back_ring_t back;

/* An empty ring whose indices are about to wrap. */
static void fresh_ring(RING_IDX start)
{
	memset(&shared, 0xa5, sizeof(shared));
	SHARED_RING_INIT(&shared.tx_ring);
	CU_ASSERT_EQUAL(shared.tx_ring.req_prod, 0);
	CU_ASSERT_EQUAL(shared.tx_ring.rsp_prod, 0);
	shared.tx_ring.req_prod = shared.tx_ring.rsp_prod = start;
	FRONT_RING_ATTACH(&front, &shared.tx_ring, CONTROL_RING_MEM);
	BACK_RING_ATTACH(&back, &shared.tx_ring, CONTROL_RING_MEM);
}

static void put_request(u8 id)
{
	memset(RING_GET_REQUEST(&front, front.req_prod_pvt), id, sizeof(control_msg_t));
	front.req_prod_pvt++;
}

/* What the slot holds becomes the answer, with another type. */
static void answer_one(u8 id)
{
	control_msg_t msg;

	CU_ASSERT_TRUE_FATAL(RING_HAS_UNCONSUMED_REQUESTS(&back));
	CU_ASSERT_FALSE(RING_REQUEST_CONS_OVERFLOW(&back, back.req_cons));
	msg = *RING_GET_REQUEST(&back, back.req_cons++);
	CU_ASSERT_EQUAL(msg.id, id);
	msg.type = (u8)~id;
	*RING_GET_RESPONSE(&back, back.rsp_prod_pvt++) = msg;
}

static void take_answer(u8 id)
{
	const control_msg_t *msg;

	CU_ASSERT_TRUE_FATAL(RING_HAS_UNCONSUMED_RESPONSES(&front));
	msg = RING_GET_RESPONSE(&front, front.rsp_cons++);
	CU_ASSERT_EQUAL(msg->id, id);
	CU_ASSERT_EQUAL(msg->type, (u8)~id);
}

static void full_ring_and_back(void)
{
	for (u8 id = 0; id < CONTROL_RING_SIZE; id++) {
		CU_ASSERT_FALSE(RING_FULL(&front));
		put_request(id);
		CU_ASSERT_EQUAL(RING_PENDING_REQUESTS(&front), id + 1U);
	}
	CU_ASSERT_TRUE(RING_FULL(&front));
	CU_ASSERT_TRUE(RING_HAS_UNPUSHED_REQUESTS(&front));
	CU_ASSERT_FALSE(RING_HAS_UNCONSUMED_REQUESTS(&back));
	RING_PUSH_REQUESTS(&front);
	CU_ASSERT_FALSE(RING_HAS_UNPUSHED_REQUESTS(&front));
	for (u8 id = 0; id < CONTROL_RING_SIZE; id++)
		answer_one(id);
	CU_ASSERT_FALSE(RING_HAS_UNCONSUMED_REQUESTS(&back));
	CU_ASSERT_TRUE(RING_HAS_UNPUSHED_RESPONSES(&back));
	CU_ASSERT_FALSE(RING_HAS_UNCONSUMED_RESPONSES(&front));
	RING_PUSH_RESPONSES(&back);
	CU_ASSERT_FALSE(RING_HAS_UNPUSHED_RESPONSES(&back));
	for (u8 id = 0; id < CONTROL_RING_SIZE; id++)
		take_answer(id);
	CU_ASSERT_FALSE(RING_HAS_UNCONSUMED_RESPONSES(&front));
	CU_ASSERT_EQUAL(RING_PENDING_REQUESTS(&front), 0);
}

static void requests_and_answers(void)
{
	fresh_ring(0);
	barriers = 0;
	full_ring_and_back();
	CU_ASSERT_EQUAL(barriers, 2);
	full_ring_and_back();
}

static void indices_wrap(void)
{
	fresh_ring((RING_IDX)-3);
	full_ring_and_back();
	CU_ASSERT_EQUAL(shared.tx_ring.req_prod, CONTROL_RING_SIZE - 3);
}

/* A ring does not reach into its neighbour. */
static void stays_inside(void)
{
	static u8 untouched[CONTROL_RING_MEM];

	fresh_ring(5);
	full_ring_and_back();
	memset(untouched, 0xa5, sizeof(untouched));
	CU_ASSERT_EQUAL(memcmp(shared.__y, untouched, sizeof(untouched)), 0);
}

/* A front end that claims more than the ring holds is not followed round it. */
static void lying_front_end(void)
{
	fresh_ring(0);
	shared.tx_ring.req_prod = 3 * CONTROL_RING_SIZE;
	for (unsigned int i = 0; i < CONTROL_RING_SIZE; i++) {
		CU_ASSERT_TRUE(RING_HAS_UNCONSUMED_REQUESTS(&back));
		CU_ASSERT_FALSE(RING_REQUEST_CONS_OVERFLOW(&back, back.req_cons));
		back.req_cons++;
	}
	CU_ASSERT_FALSE(RING_HAS_UNCONSUMED_REQUESTS(&back));
	CU_ASSERT_TRUE(RING_REQUEST_CONS_OVERFLOW(&back, back.req_cons));
}

static void new_ends(void)
{
	static blkif_front_ring_t blk_front;
	static blkif_back_ring_t blk_back;
	static u64 frame[8192];
	blkif_sring_t *ring = (blkif_sring_t *)frame;

	memset(&blk_front, 0xff, sizeof(blk_front));
	memset(&blk_back, 0xff, sizeof(blk_back));
	FRONT_RING_INIT(&blk_front, ring, sizeof(frame));
	BACK_RING_INIT(&blk_back, ring, sizeof(frame));
	CU_ASSERT_PTR_EQUAL(blk_front.sring, ring);
	CU_ASSERT_PTR_EQUAL(blk_back.sring, ring);
	CU_ASSERT_EQUAL(RING_SIZE(&blk_front), 512);
	CU_ASSERT_EQUAL(RING_SIZE(&blk_back), 512);
	CU_ASSERT_EQUAL(blk_front.req_prod_pvt, 0);
	CU_ASSERT_EQUAL(blk_front.rsp_cons, 0);
	CU_ASSERT_EQUAL(blk_back.rsp_prod_pvt, 0);
	CU_ASSERT_EQUAL(blk_back.req_cons, 0);
	CU_ASSERT_PTR_EQUAL(RING_GET_REQUEST(&blk_front, 513), &ring->ring[1].req);
	CU_ASSERT_PTR_EQUAL(RING_GET_RESPONSE(&blk_back, 511), &ring->ring[511].rsp);
}

/* Rounded down to a power of two, and a constant where the size is one. */
static void sizes(void)
{
	static const u8 constant[__RING_SIZE((ctrl_sring_t *)0, CONTROL_RING_MEM)];
	const unsigned long message = sizeof(control_msg_t);

	CU_ASSERT_EQUAL(sizeof(constant), CONTROL_RING_SIZE);
	CU_ASSERT_EQUAL(__RING_SIZE(&shared.tx_ring, CONTROL_RING_MEM - 1), 4);
	for (unsigned long slots = 1; slots < 1UL << 20; slots = slots * 2 + slots % 7) {
		unsigned long power = __RING_SIZE(&shared.tx_ring, 8 + slots * message);

		CU_ASSERT_EQUAL(power & (power - 1), 0);
		CU_ASSERT_TRUE(power <= slots && slots < 2 * power);
	}
	CU_ASSERT_EQUAL(__RING_POWER(0xffffffffUL), 0x80000000UL);
	CU_ASSERT_EQUAL(__RING_POWER(0x80000000UL), 0x80000000UL);
	CU_ASSERT_EQUAL(__RING_POWER(1), 1);
}

static void block_segments(void)
{
	unsigned long address = blkif_fas(0x12345000UL, 3, 7);
	unsigned long grant = blkif_fas_from_gref(0x4321UL, 30, 31);

	CU_ASSERT_EQUAL(address, 0x12345067UL);
	CU_ASSERT_EQUAL(blkif_first_sect(address), 3);
	CU_ASSERT_EQUAL(blkif_last_sect(address), 7);
	CU_ASSERT_EQUAL(blkif_gref_from_fas(grant), 0x4321);
	CU_ASSERT_EQUAL(blkif_first_sect(grant), 30);
	CU_ASSERT_EQUAL(blkif_last_sect(grant), 31);
	CU_ASSERT_EQUAL(sizeof(blkif_sector_t), 8);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "requests and answers", requests_and_answers },
		{ "indices wrap", indices_wrap },
		{ "stays inside its memory", stays_inside },
		{ "a lying front end", lying_front_end },
		{ "new ends", new_ends },
		{ "sizes", sizes },
		{ "segments of a block request", block_segments },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "ring", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-ring", suites);
}
