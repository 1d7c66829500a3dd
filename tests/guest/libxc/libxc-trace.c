// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: trace buffers, mapped and read as by programs of 2005. */
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
	int counter;
} atomic_t;

#include <xc_private.h>
#include <xen/trace.h>

#include "libxc-test.h"

#define MAX_WAIT_MS 60000

static dom0_tbufcontrol_t info;
static const volatile struct t_buf *head;
static const struct t_rec *records;
static unsigned int cons;

static long tbuf(u8 sub, unsigned long cpu_mask, u32 evt_mask)
{
	dom0_op_t op = { .cmd = DOM0_TBUFCONTROL };
	long result;

	op.u.tbufcontrol.op = sub;
	op.u.tbufcontrol.cpu_mask = cpu_mask;
	op.u.tbufcontrol.evt_mask = evt_mask;
	result = do_dom0_op(xc, &op);
	info = op.u.tbufcontrol;
	return result;
}

static void *map_buffers(int prot)
{
	CU_ASSERT_EQUAL_FATAL(tbuf(DOM0_TBUF_GET_INFO, 0, 0), 0);
	return xc_map_foreign_range(xc, 0, (int)info.size, prot,
				    info.mach_addr >> XC_PAGE_SHIFT);
}

/* Reading begins with the next record. */
static bool open_buffer(void)
{
	void *map = map_buffers(PROT_READ);

	if (!map || map == MAP_FAILED) {
		CU_FAIL("the trace buffer cannot be mapped");
		return false;
	}
	head = map;
	records = (void *)((char *)map + (head->rec_addr - info.mach_addr));
	cons = (unsigned int)head->rec_idx.counter;
	return true;
}

static void close_buffer(void)
{
	CU_ASSERT_EQUAL(munmap((void *)head, info.size), 0);
}

/* The next record, which may be overwritten one buffer later; NULL: nothing new. */
static const struct t_rec *next_record(void)
{
	const struct t_rec *rec = &records[cons];

	if (cons == (unsigned int)head->rec_idx.counter)
		return NULL;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	cons = (cons + 1) % head->rec_num;
	return rec;
}

static void layout(void)
{
	if (!open_buffer())
		return;
	CU_ASSERT_EQUAL(head->rec_num,
			(info.size - sizeof(struct t_buf)) / sizeof(struct t_rec));
	CU_ASSERT_EQUAL(head->rec_addr, info.mach_addr + sizeof(struct t_buf));
	CU_ASSERT(cons < head->rec_num);
	/* By now dom0 has waited at least once. */
	CU_ASSERT((records[0].event & ~0xfffU) == TRC_SCHED ||
		  (records[0].event & ~0xfffU) == TRC_DOM0OP);
	CU_ASSERT_NOT_EQUAL(records[0].cycles, 0);
	close_buffer();
}

/* The domain will execute its cleared memory: illegal instructions. */
static long construct(u32 id)
{
	static vcpu_guest_context_t context;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };

	context.user_regs.msr = 0x8000000000001000; /* SF, ME */
	context.user_regs.pc = 0x1000;
	context.decrementer = INT32_MAX;
	op.u.setdomaininfo.domain = (domid_t)id;
	op.u.setdomaininfo.ctxt = &context;
	return do_dom0_op(xc, &op);
}

/* Find the next record of an event and domain; times must not go back on the way. */
static bool find(u32 event, u32 id, u64 *cycles)
{
	const struct t_rec *rec;

	while ((rec = next_record())) {
		CU_ASSERT(rec->cycles >= *cycles);
		*cycles = rec->cycles;
		if (rec->event == event && rec->data[0] == id)
			return true;
	}
	return false;
}

/* Wait until the domain has been switched to, in its turn beside dom0. */
static bool wait_for_switch_to(u32 id, u64 *cycles)
{
	for (int ms = 0; ms < MAX_WAIT_MS; ms++) {
		const struct t_rec *rec;

		while ((rec = next_record())) {
			CU_ASSERT(rec->cycles >= *cycles);
			*cycles = rec->cycles;
			if (rec->event == TRC_SCHED_SWITCH && rec->data[2] == id)
				return rec->data[3] == 0;
		}
		usleep(1000);
	}
	return false;
}

static void own_ops(void)
{
	u64 cycles = 0;
	u32 id;

	if (!open_buffer())
		return;
	id = make_domain(1);
	CU_ASSERT_EQUAL(construct(id), 0);
	CU_ASSERT_TRUE(find(TRC_SCHED_DOM_ADD, id, &cycles));
	CU_ASSERT_EQUAL(xc_domain_unpause(xc, id), 0);
	CU_ASSERT_TRUE(find(TRC_SCHED_WAKE, id, &cycles));
	CU_ASSERT_TRUE(wait_for_switch_to(id, &cycles));
	CU_ASSERT_EQUAL(xc_domain_pause(xc, id), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT_TRUE(find(TRC_SCHED_SLEEP, id, &cycles));
	CU_ASSERT_TRUE(find(TRC_SCHED_DOM_REM, id, &cycles));
	CU_ASSERT_FALSE(find(TRC_SCHED_DOM_REM, id, &cycles));
	close_buffer();
}

static bool next_op(u32 event, u32 cmd)
{
	const struct t_rec *rec = next_record();

	return rec && rec->event == event && rec->data[0] == 0 && rec->data[2] == cmd &&
	       rec->data[3] == 0 && rec->data[4] == 0;
}

/* With a mask for dom0_op, every op is recorded twice, and nothing else. */
static void dom0_ops(void)
{
	u32 before;

	if (!open_buffer())
		return;
	before = info.evt_mask;
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_EVT_MASK, 0, TRC_DOM0OP), 0);
	while (next_record())
		;
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_NOT_EQUAL(xc_free_frames(), ~0UL);
		CU_ASSERT_TRUE(next_op(TRC_DOM0OP_ENTER, DOM0_PHYSINFO));
		CU_ASSERT_TRUE(next_op(TRC_DOM0OP_LEAVE, DOM0_PHYSINFO));
	}
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_EVT_MASK, 0, before), 0);
	CU_ASSERT_TRUE(next_op(TRC_DOM0OP_ENTER, DOM0_TBUFCONTROL));
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_GET_INFO, 0, 0), 0);
	CU_ASSERT_EQUAL(info.evt_mask, before);
	close_buffer();
}

/* Cause events that do not depend on when dom0 waits. */
static void make_events(void)
{
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, make_domain(0)), 0);
}

/* Without a CPU there are no records; later they go on at the same place. */
static void no_cpu(void)
{
	unsigned long before;
	unsigned int idx;

	if (!open_buffer())
		return;
	before = info.cpu_mask;
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_CPU_MASK, 0, 0), 0);
	idx = (unsigned int)head->rec_idx.counter;
	make_events();
	CU_ASSERT_EQUAL((unsigned int)head->rec_idx.counter, idx);
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_SET_CPU_MASK, before, 0), 0);
	make_events();
	CU_ASSERT_NOT_EQUAL((unsigned int)head->rec_idx.counter, idx);
	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_GET_INFO, 0, 0), 0);
	close_buffer();
}

/* A reader that writes to the buffer harms only itself. */
static void scribbling(void)
{
	struct t_buf good, *map = map_buffers(PROT_READ | PROT_WRITE);
	unsigned int idx, gone;

	if (!map || (void *)map == MAP_FAILED) {
		CU_FAIL("the trace buffer cannot be mapped for writing");
		return;
	}
	good = *map;
	idx = (unsigned int)good.rec_idx.counter;
	memset(map, 0, sizeof(*map));
	map->rec_idx.counter = (int)((idx + good.rec_num / 2) % good.rec_num);
	make_events();
	gone = (unsigned int)((volatile struct t_buf *)map)->rec_idx.counter;
	gone = (gone + good.rec_num - idx) % good.rec_num;
	CU_ASSERT(gone > 0 && gone < good.rec_num / 4);
	map->rec_num = good.rec_num;
	map->rec = good.rec;
	map->rec_addr = good.rec_addr;
	CU_ASSERT_EQUAL(munmap(map, info.size), 0);
}

/* The hypervisor's memory beyond the buffers cannot be mapped. */
static void no_more_than_the_buffers(void)
{
	unsigned long first, frames;
	void *map;

	CU_ASSERT_EQUAL(tbuf(DOM0_TBUF_GET_INFO, 0, 0), 0);
	first = info.mach_addr >> XC_PAGE_SHIFT;
	frames = info.size >> XC_PAGE_SHIFT;
	map = xc_map_foreign_range(xc, 0, XC_PAGE_SIZE, PROT_READ, first + frames);
	CU_ASSERT(!map || map == MAP_FAILED);
	map = xc_map_foreign_range(xc, 0, XC_PAGE_SIZE, PROT_READ, first - 1);
	CU_ASSERT(!map || map == MAP_FAILED);
}

CU_TestInfo trace_tests[] = {
	TEST(layout),	   TEST(own_ops),    TEST(dom0_ops),
	TEST(no_cpu),	   TEST(scribbling), TEST(no_more_than_the_buffers),
	CU_TEST_INFO_NULL,
};
