// SPDX-License-Identifier: GPL-2.0-or-later
/* TBUFCONTROL. What is in the buffer is in trace-test, and in dom0 in libxc-test. */
#include "contract.h"

/* What trace.h leaves to its includer. */
typedef struct {
	int counter;
} atomic_t;

#include <public/trace.h>

static dom0_tbufcontrol_t where(void)
{
	return *REPLY(0, TBUFCONTROL, tbufcontrol, .op = DOM0_TBUF_GET_INFO);
}

/* Only the named mask is set; nothing else of the op changes. */
static void set_mask(u8 sub, u64 cpu_mask, u32 evt_mask)
{
	const dom0_tbufcontrol_t *after =
		REPLY(0, TBUFCONTROL, tbufcontrol, .op = sub, .cpu_mask = cpu_mask,
		      .evt_mask = evt_mask, .mach_addr = 4711, .size = 4712);

	CU_ASSERT(after->op == sub && after->cpu_mask == cpu_mask &&
		  after->evt_mask == evt_mask);
	CU_ASSERT(after->mach_addr == 4711 && after->size == 4712);
}

/* Whole frames with room for a record, and none of dom0's. */
static void place(void)
{
	const dom0_tbufcontrol_t first = where(), again = where();
	const unsigned long chunk = first.mach_addr >> XEN_PPC_CHUNK_SHIFT;

	CU_ASSERT_NOT_EQUAL(first.mach_addr, 0);
	CU_ASSERT_EQUAL(first.mach_addr % FRAME_SIZE, 0);
	CU_ASSERT(first.size >= FRAME_SIZE && first.size % FRAME_SIZE == 0);
	CU_ASSERT(again.mach_addr == first.mach_addr && again.size == first.size);
	for (u64 frame = 0; frame < info(0)->tot_pages; frame += CHUNK_FRAMES)
		CU_ASSERT_NOT_EQUAL(listed_frame(0, frame) / CHUNK_FRAMES, chunk);
}

static void masks(void)
{
	static const u64 cpus[] = { 0, 1, 2, 1UL << 63, 1UL << 32, TOP };
	static const u32 events[] = { 0, TRC_ALL, TRC_SCHED, TRC_DOM0OP, 1, ~0U };
	const dom0_tbufcontrol_t before = where();
	dom0_tbufcontrol_t now;

	for (size_t i = 0; i < ARRAY_SIZE(cpus); i++) {
		set_mask(DOM0_TBUF_SET_CPU_MASK, cpus[i], 4713);
		now = where();
		CU_ASSERT(now.cpu_mask == cpus[i]);
		CU_ASSERT(now.evt_mask == (i ? events[i - 1] : before.evt_mask));
		set_mask(DOM0_TBUF_SET_EVT_MASK, 4714, events[i]);
		now = where();
		CU_ASSERT(now.cpu_mask == cpus[i] && now.evt_mask == events[i]);
		CU_ASSERT(now.mach_addr == before.mach_addr && now.size == before.size);
	}
	set_mask(DOM0_TBUF_SET_CPU_MASK, before.cpu_mask, 0);
	set_mask(DOM0_TBUF_SET_EVT_MASK, 0, before.evt_mask);
}

static void unknown(void)
{
	const dom0_tbufcontrol_t before = where();
	dom0_tbufcontrol_t after;

	for (u32 sub = DOM0_TBUF_SET_EVT_MASK + 1; sub < 256; sub++)
		EXPECT({ OP(-EINVAL, TBUFCONTROL, tbufcontrol, .op = (u8)sub,
			    .cpu_mask = 4713, .evt_mask = 4714) });
	after = where();
	CU_ASSERT(after.cpu_mask == before.cpu_mask && after.evt_mask == before.evt_mask);
}

CU_TestInfo trace_cases[] = {
	CASE(place),
	CASE(masks),
	CASE(unknown),
	CU_TEST_INFO_NULL,
};
