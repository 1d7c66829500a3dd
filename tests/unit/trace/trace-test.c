// SPDX-License-Identifier: GPL-2.0-or-later
/* The trace buffer: layout, boot argument, masks, records, the op (trace.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define EVENT TRC_SCHED_WAKE

static long get_info(dom0_tbufcontrol_t *info)
{
	dom0_op_t op = { .u.tbufcontrol.op = DOM0_TBUF_GET_INFO };
	long ret = op_call(DOM0_TBUFCONTROL, &op);

	*info = op.u.tbufcontrol;
	return ret;
}

static struct t_buf *head; /* what a reader maps; NULL: there is no buffer */
static u64 maddr;
static u32 size;

/* With another boot argument. The heap is as if the buffer before had never been. */
static void boot(const char *cmdline)
{
	dom0_tbufcontrol_t info;

	heap_free(head, size);
	trace_init(cmdline);
	head = NULL;
	maddr = size = 0;
	if (get_info(&info))
		return;
	maddr = info.mach_addr;
	size = info.size;
	head = maddr_to_ptr(maddr);
}

static void start(void)
{
	dom0_start();
	boot("");
	machine_note_free();
}

static void stop(void)
{
	u64 chunks = chunk_free_count() + DOM0_CHUNKS;

	boot("");
	while (domain_list)
		end_domain(domain_list);
	CU_ASSERT_EQUAL(chunk_free_count(), chunks);
}

/* The record before the one that comes next. */
static const struct t_rec *newest(void)
{
	u32 idx = (u32)head->rec_idx.counter;
	const struct t_rec *rec = maddr_to_ptr(head->rec_addr);

	CU_ASSERT_FATAL(idx < head->rec_num);
	return &rec[(idx ? idx : head->rec_num) - 1];
}

static void check_layout(u64 frames)
{
	u64 first = maddr >> FRAME_SHIFT;

	CU_ASSERT_PTR_NOT_NULL_FATAL(head);
	CU_ASSERT_EQUAL(size, frames * FRAME_SIZE);
	CU_ASSERT_EQUAL(maddr % FRAME_SIZE, 0);
	CU_ASSERT_EQUAL(head->rec_idx.counter, 0);
	/* The reader of 2005 reckons so by itself. */
	CU_ASSERT_EQUAL(head->rec_num, (size - 24) / 56);
	CU_ASSERT_EQUAL(head->rec_addr, maddr + 24);
	CU_ASSERT_PTR_EQUAL(head->rec, maddr_to_ptr(maddr + 24));
	CU_ASSERT_EQUAL(chunk_owner((u32)(maddr >> CHUNK_SHIFT)), DOMID_XEN);
	for (u64 i = 0; i < frames; i++)
		CU_ASSERT_TRUE(trace_owns_frame(first + i));
	CU_ASSERT_FALSE(trace_owns_frame(first - 1));
	CU_ASSERT_FALSE(trace_owns_frame(first + frames));
	CU_ASSERT_FALSE(trace_owns_frame(first | 1ULL << 48));
	CU_ASSERT_FALSE(trace_owns_frame(TOP));
}

static void boot_argument(void)
{
	static const struct {
		const char *cmdline;
		u64 frames;
		bool warns;
	} cases[] = {
		{ "", 1, false },
		{ "tbuf_size=1", 1, false },
		{ "tbuf_size=2", 2, false },
		{ "loglvl=all tbuf_size=3 sched=bvt", 3, false },
		{ "tbuf_size=0x10", 16, false },
		{ "tbuf_size=1024", 1024, false },
		{ "xtbuf_size=9 tbuf_size", 1, false },
		{ "tbuf_size=1025", 1, true },
		{ "tbuf_size=65537", 1, true },
		{ "tbuf_size=4294967298", 1, true },
		{ "tbuf_size=281474976710656", 1, true },
		{ "tbuf_size=99999999999999999999999", 1, true },
		{ "tbuf_size=-1", 1, true },
		{ "tbuf_size=", 1, true },
		{ "tbuf_size= 2", 1, true },
		{ "tbuf_size=2K", 1, true },
		{ "tbuf_size=many", 1, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		machine.console_len = 0;
		machine.console[0] = '\0';
		boot(cases[i].cmdline);
		check_layout(cases[i].frames);
		CU_ASSERT_EQUAL(strstr(machine.console, "tbuf_size:") != NULL,
				cases[i].warns);
	}
}

static void check_absent(void)
{
	for (u32 sub = 0; sub < 256; sub++) {
		dom0_op_t op, before;

		memset(&op, 0xee, sizeof(op));
		op.cmd = DOM0_TBUFCONTROL;
		op.interface_version = DOM0_INTERFACE_VERSION;
		op.u.tbufcontrol.op = (u8)sub;
		before = op;
		CU_ASSERT_EQUAL(op_call(DOM0_TBUFCONTROL, &op), -EINVAL);
		CU_ASSERT_EQUAL(memcmp(&op, &before, sizeof(op)), 0);
	}
	CU_ASSERT_FALSE(trace_enabled(EVENT));
	TRACE(EVENT, 1);
	for (u64 mfn = 0; mfn < machine.size >> FRAME_SHIFT; mfn++)
		CU_ASSERT_FALSE(trace_owns_frame(mfn));
}

static void switched_off(void)
{
	u64 before = heap_free_bytes() + FRAME_SIZE;

	boot("tbuf_size=0");
	check_absent();
	CU_ASSERT_EQUAL(heap_free_bytes(), before);
}

static void no_memory(void)
{
	u32 taken[32], nr = 0;

	while ((taken[nr] = chunk_alloc(DOMID_XEN, CHUNK_NONE, true)) != CHUNK_NONE)
		nr++;
	machine.console_len = 0;
	boot("tbuf_size=1024");
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.console, "no memory"));
	check_absent();
	while (nr)
		chunk_free(taken[--nr]);
}

static long set_mask(u8 sub, u64 cpu_mask, u32 evt_mask)
{
	dom0_op_t op = { .u.tbufcontrol = { .op = sub,
					    .cpu_mask = cpu_mask,
					    .evt_mask = evt_mask,
					    .mach_addr = 4711,
					    .size = 4712 } };
	long ret = op_call(DOM0_TBUFCONTROL, &op);

	CU_ASSERT_EQUAL(op.u.tbufcontrol.op, sub);
	CU_ASSERT_EQUAL(op.u.tbufcontrol.cpu_mask, cpu_mask);
	CU_ASSERT_EQUAL(op.u.tbufcontrol.evt_mask, evt_mask);
	CU_ASSERT_EQUAL(op.u.tbufcontrol.mach_addr, 4711);
	CU_ASSERT_EQUAL(op.u.tbufcontrol.size, 4712);
	return ret;
}

static void check_masks(u64 cpu_mask, u32 evt_mask)
{
	dom0_tbufcontrol_t info;

	CU_ASSERT_EQUAL(get_info(&info), 0);
	CU_ASSERT_EQUAL(info.op, DOM0_TBUF_GET_INFO);
	CU_ASSERT_EQUAL(info.cpu_mask, cpu_mask);
	CU_ASSERT_EQUAL(info.evt_mask, evt_mask);
	CU_ASSERT_EQUAL(info.mach_addr, maddr);
	CU_ASSERT_EQUAL(info.size, size);
}

/* Setting them is in the contract; a boot begins with these. */
static void masks(void)
{
	check_masks(TOP, TRC_SCHED);
	CU_ASSERT_EQUAL(set_mask(DOM0_TBUF_SET_CPU_MASK, 1, 4713), 0);
	CU_ASSERT_EQUAL(set_mask(DOM0_TBUF_SET_EVT_MASK, 4714, 1), 0);
	check_masks(1, 1);
	boot("");
	check_masks(TOP, TRC_SCHED);
}

static void selection(void)
{
	static const struct {
		u64 cpu_mask;
		u32 evt_mask, event;
		bool recorded;
	} cases[] = {
		{ TOP, TRC_ALL, EVENT, true },
		{ 1, TRC_SCHED, EVENT, true },
		{ 1, ~0U, EVENT, true },
		{ 1, 0x21000, EVENT, true },
		{ 0, TRC_ALL, EVENT, false },
		{ TOP - 1, TRC_ALL, EVENT, false },
		{ TOP, 0, EVENT, false },
		{ TOP, TRC_DOM0OP, EVENT, false },
		{ TOP, ~(TRC_SCHED & ~0xf000U), EVENT, false },
		/* A class alone, a subclass alone, neither. */
		{ TOP, 0xffff0000, EVENT, false },
		{ TOP, 0x0000f000, EVENT, false },
		{ TOP, 0x00000fff, EVENT, false },
		{ TOP, TRC_VMXEXIT, TRC_VMX_VMEXIT, true },
		{ TOP, TRC_VMXEXIT, TRC_VMX_INT, false },
		{ TOP, TRC_VMXEXIT | TRC_VMXINT, TRC_VMX_INT, true },
		{ TOP, TRC_VMXEXIT, TRC_SCHED_SWITCH, false },
		{ TOP, TRC_DOM0OP, TRC_DOM0OP_ENTER, true },
		{ TOP, TRC_SCHED, TRC_DOM0OP_ENTER, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int before = head->rec_idx.counter;

		CU_ASSERT_EQUAL(set_mask(DOM0_TBUF_SET_EVT_MASK, 0, cases[i].evt_mask),
				0);
		CU_ASSERT_EQUAL(set_mask(DOM0_TBUF_SET_CPU_MASK, cases[i].cpu_mask, 0),
				0);
		before = head->rec_idx.counter;
		TRACE(cases[i].event, i);
		CU_ASSERT_EQUAL(head->rec_idx.counter, before + cases[i].recorded);
		if (cases[i].recorded)
			CU_ASSERT_EQUAL(newest()->data[0], i);
	}
}

static void contents(void)
{
	struct t_rec wanted;

	memset(&wanted, 0, sizeof(wanted));
	wanted.event = EVENT;
	wanted.cycles = machine.timebase = 0x123456789abcdef0;
	TRACE(EVENT);
	/* Bytes that belong to no field, too. */
	CU_ASSERT_EQUAL(memcmp(newest(), &wanted, sizeof(wanted)), 0);
	wanted.cycles = ++machine.timebase;
	wanted.data[0] = TOP;
	wanted.data[1] = 7;
	TRACE(EVENT, TOP, 7);
	CU_ASSERT_EQUAL(memcmp(newest(), &wanted, sizeof(wanted)), 0);
	for (u32 i = 0; i < 5; i++)
		wanted.data[i] = i + 1;
	TRACE(EVENT, 1, 2, 3, 4, 5);
	CU_ASSERT_EQUAL(memcmp(newest(), &wanted, sizeof(wanted)), 0);
	trace_vcpu(EVENT, dom0->vcpu[0]);
	CU_ASSERT_EQUAL(newest()->data[0] | newest()->data[1], 0);
}

/* The reader of 2005: it has the size, and rec_idx; it goes on from where it was. */
static u32 cons;

static void read_and_check(u64 *expected, u64 until)
{
	const struct t_rec *rec =
		(void *)((char *)head + (head->rec_addr - maddr)); /* as mapped */
	u32 nr = (u32)((size - sizeof(struct t_buf)) / sizeof(struct t_rec));

	while (cons != (u32)head->rec_idx.counter) {
		if (rec[cons].data[0] != *expected)
			CU_FAIL("a record out of order");
		++*expected;
		cons = (cons + 1) % nr;
	}
	CU_ASSERT_EQUAL(*expected, until);
}

static void wrap_around(u64 frames)
{
	const u8 *tail, *end = (u8 *)head + size;
	u64 written = 0, seen = 0;

	check_layout(frames);
	cons = 0;
	for (u32 step = 1; written < 3ULL * head->rec_num; step += 97) {
		for (u32 i = 0; i < step % head->rec_num; i++, written++)
			TRACE(EVENT, written);
		read_and_check(&seen, written);
	}
	/* As many as there is room for, one less: the most a reader can miss at once. */
	for (u32 i = 0; i < head->rec_num - 1; i++, written++)
		TRACE(EVENT, written);
	read_and_check(&seen, written);
	tail = maddr_to_ptr(head->rec_addr + head->rec_num * sizeof(struct t_rec));
	CU_ASSERT(tail <= end && end - tail < 56);
	for (; tail < end; tail++)
		CU_ASSERT_EQUAL(*tail, 0);
}

static void wrap(void)
{
	wrap_around(1);
	boot("tbuf_size=3");
	wrap_around(3);
}

/* dom0 can write what it likes into memory that it has mapped. */
static void scribbled_head(void)
{
	const struct t_buf good = *head;
	struct t_rec *rec = maddr_to_ptr(head->rec_addr);

	TRACE(EVENT, 1);
	memset(head, 0xff, sizeof(*head));
	TRACE(EVENT, 2);
	CU_ASSERT_EQUAL(head->rec_idx.counter, 2);
	CU_ASSERT_EQUAL(rec[1].data[0], 2);
	memset(head, 0, sizeof(*head));
	TRACE(EVENT, 3);
	CU_ASSERT_EQUAL(head->rec_idx.counter, 3);
	CU_ASSERT_EQUAL(rec[2].data[0], 3);
	for (u32 i = 3; i < good.rec_num; i++)
		TRACE(EVENT, i);
	CU_ASSERT_EQUAL(head->rec_idx.counter, 0);
}

static long map_frame(domid_t owner, u64 frame)
{
	const mmu_update_t request = {
		.ptr = WINDOW_BASE | MMU_NORMAL_PT_UPDATE,
		.val = frame << FRAME_SHIFT | XEN_PPC_MAP_VALID | XEN_PPC_MAP_WRITE,
	};

	dom0_write(BUF_GPA, &request, sizeof(request));
	return call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, owner, 0);
}

/* A program maps them as frames of domain 0; they are no other's, nor are others. */
static void frames_to_map(void)
{
	struct domain *other = make_domain(0);
	u64 first;

	boot("tbuf_size=2");
	first = maddr >> FRAME_SHIFT;
	CU_ASSERT_EQUAL(map_frame(0, first), 0);
	CU_ASSERT_EQUAL(map_frame(0, first + 1), 0);
	CU_ASSERT_EQUAL(map_frame(DOMID_SELF, first), 0);
	CU_ASSERT_EQUAL(map_frame(0, first - 1), -EINVAL);
	CU_ASSERT_EQUAL(map_frame(0, first + 2), -EINVAL);
	CU_ASSERT_EQUAL(map_frame(other->id, first), -EINVAL);
	boot("tbuf_size=0");
	CU_ASSERT_EQUAL(map_frame(0, first), -EINVAL);
	CU_ASSERT_EQUAL(map_frame(0, 0), -EINVAL);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "boot argument", boot_argument },
		{ "switched off", switched_off },
		{ "no memory", no_memory },
		{ "masks", masks },
		{ "selection", selection },
		{ "contents", contents },
		{ "wrap", wrap },
		{ "scribbled head", scribbled_head },
		{ "frames to map", frames_to_map },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "trace",
		  .pSetUpFunc = start,
		  .pTearDownFunc = stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-trace", suites);
}
