// SPDX-License-Identifier: GPL-2.0-or-later
/* Which frames a domain has written to (xen/common/memory/log_dirty.c,
 * xen/memory/log_dirty.h). */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>
#include <asm/papr/vpa.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"
#include "random.h"
#include "shadow.h"
#include "walk.h"

#define ENABLE DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY
#define OFF    DOM0_SHADOW_CONTROL_OP_OFF
#define CLEAN  DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK   DOM0_SHADOW_CONTROL_OP_PEEK

static u64 bitmap[MAX_WORDS];

static struct domain *logged_domain(u32 chunks)
{
	struct domain *d = make_domain(chunks);

	CU_ASSERT_EQUAL_FATAL(shadow_control(d, ENABLE), 0);
	return d;
}

/* The tables: what the p2m says, and writable only what is dirty. */
static void check_tables(const struct domain *d)
{
	dirty_frames(d, PEEK, bitmap);
	for (u64 frame = 0; frame < (u64)d->p2m.nr * CHUNK_FRAMES; frame++) {
		u64 maddr = WALK_UNMAPPED, gpa = FRAME(frame) + random_below(FRAME_SIZE);

		p2m_translate(&d->p2m, gpa, 1, &maddr);
		CU_ASSERT_EQUAL(walk(d->arch.lpid, gpa), maddr);
		if (maddr == WALK_UNMAPPED) {
			CU_ASSERT_FALSE(bitmap[frame / 64] >> frame % 64 & 1);
			continue;
		}
		CU_ASSERT_EQUAL(walk_leaf_shift, 16);
		if (can_store(d, gpa))
			CU_ASSERT(bitmap[frame / 64] >> frame % 64 & 1);
	}
}

/* The tables of a domain whose writes are not logged. */
static void check_plain_tables(const struct domain *d)
{
	for (u64 gpa = 0; gpa < (u64)d->p2m.nr << CHUNK_SHIFT; gpa += FRAME_SIZE) {
		u64 maddr = WALK_UNMAPPED;

		p2m_translate(&d->p2m, gpa, 1, &maddr);
		CU_ASSERT_EQUAL(walk(d->arch.lpid, gpa), maddr);
		if (maddr == WALK_UNMAPPED)
			continue;
		CU_ASSERT_EQUAL(walk_leaf_shift, 21);
		CU_ASSERT_EQUAL(walk_permission, (WALK_READ | WALK_WRITE | WALK_EXECUTE));
	}
}

static void beginning_and_end(void)
{
	struct domain *d = make_domain(3);
	u64 heap = heap_free_bytes(), flushes = machine.flushes;

	CU_ASSERT_EQUAL(shadow_control(d, ENABLE), 0);
	CU_ASSERT_EQUAL(machine.flushes, flushes + 1);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 0);
	check_tables(d);
	CU_ASSERT_FALSE(can_store(d, 0));
	CU_ASSERT_FALSE(can_store(d, 3 * CHUNK_SIZE - 1));
	check_plain_tables(dom0);
	flushes = machine.flushes;
	CU_ASSERT_EQUAL(shadow_control(d, OFF), 0);
	CU_ASSERT(machine.flushes > flushes);
	check_plain_tables(d);
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
}

/* The first write to each frame is noticed, and no other; nothing else is dirty. */
static void writes(void)
{
	static const u64 frames[] = { 0, 1, 31, 32, 63, 64, 1023, 1024, 2047 };
	struct domain *d = logged_domain(2);
	u64 flushes = machine.flushes;

	for (size_t i = 0; i < ARRAY_SIZE(frames); i++) {
		CU_ASSERT_TRUE(domain_stores(d, FRAME(frames[i]) + i * 7001));
		CU_ASSERT_FALSE(domain_stores(d, FRAME(frames[i])));
		CU_ASSERT_FALSE(domain_stores(d, FRAME(frames[i] + 1) - 1));
		CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), i + 1);
		CU_ASSERT_TRUE(is_dirty(d, frames[i]));
	}
	/* An entry that gains rights needs no flush. */
	CU_ASSERT_EQUAL(machine.flushes, flushes);
	check_tables(d);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), ARRAY_SIZE(frames));
	CU_ASSERT_EQUAL(machine.flushes, flushes + 1);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 0);
	CU_ASSERT_EQUAL(machine.flushes, flushes + 1);
	for (size_t i = 0; i < ARRAY_SIZE(frames); i++)
		CU_ASSERT_FALSE(can_store(d, FRAME(frames[i])));
	CU_ASSERT_TRUE(domain_stores(d, FRAME(63)));
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_EQUAL(bitmap[0], 1ULL << 63);
}

static void storage_exit(struct domain *d, u64 vector, u64 asdr, u64 hdsisr, u64 msr)
{
	struct vcpu *v = d->vcpu[0];

	v->arch.regs.nip = 0x4000;
	v->arch.regs.msr = MSR_SF | MSR_ME | msr;
	v->arch.hv.asdr = asdr;
	v->arch.hv.hdsisr = hdsisr;
	guest_exits(v, vector);
}

/* Whether the domain has gone on where it was, in the state in which it was. */
static bool went_on(const struct domain *d)
{
	const struct cpu_regs *regs = &d->vcpu[0]->arch.regs;

	return regs->nip == 0x4000 && regs->msr == (MSR_SF | MSR_ME);
}

/* The CPU itself writes to page tables, whatever the access was that it walks for. */
static void page_tables(void)
{
	struct domain *d = logged_domain(1);

	storage_exit(d, EXIT_H_DATA, FRAME(5), DSISR_PROTECTED | 0x20000, 0);
	CU_ASSERT_TRUE(went_on(d));
	storage_exit(d, EXIT_H_DATA, FRAME(6), DSISR_SET_RC | 0x20000, 0);
	CU_ASSERT_TRUE(went_on(d));
	/* Of a fetch, SRR1 has the reasons: no translation of tables, no update. */
	storage_exit(d, EXIT_H_INSTRUCTION, FRAME(7), 0, 0x08030000);
	CU_ASSERT_TRUE(went_on(d));
	storage_exit(d, EXIT_H_INSTRUCTION, FRAME(8), 0, 0);
	CU_ASSERT_TRUE(went_on(d));
	/* In real mode the upper four bits are the effective address's. */
	storage_exit(d, EXIT_H_DATA, 0xc000000000000000 | FRAME(9),
		     DSISR_PROTECTED | DSISR_STORE, 0);
	CU_ASSERT_TRUE(went_on(d));
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 5);
	CU_ASSERT_EQUAL(bitmap[0], 0x3e0);
	check_tables(d);
}

/* What is not its memory stays so; what was no write is none. */
static void other_faults(void)
{
	struct domain *d = logged_domain(2), *plain = make_domain(1);
	const u64 nowhere[] = { FRAME(2048), FRAME(1), 1ULL << 51, 1ULL << 59 };

	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[0]), 0);
	for (size_t i = 0; i < ARRAY_SIZE(nowhere); i++) {
		d->vcpu[0]->arch.reflected_nip = 0;
		storage_exit(d, EXIT_H_DATA, nowhere[i], DSISR_PROTECTED | DSISR_STORE,
			     0);
		CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, 0x300);
		storage_exit(d, EXIT_H_INSTRUCTION, nowhere[i], 0, 0);
		CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, 0x400);
	}
	storage_exit(d, EXIT_H_DATA, FRAME(1030), DSISR_NOHPTE | DSISR_STORE, 0);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.nip, 0x300);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 0);
	storage_exit(plain, EXIT_H_DATA, FRAME(1), DSISR_PROTECTED | DSISR_STORE, 0);
	CU_ASSERT_EQUAL(plain->vcpu[0]->arch.regs.nip, 0x300);
}

/* The hypervisor writes without asking the tables. */
static void own_writes(void)
{
	struct domain *d = logged_domain(2);
	u8 data[256];
	dom0_shadow_control_t result;

	memset(data, 7, sizeof(data));
	CU_ASSERT_TRUE(
		copy_to_guest(&d->vcpu[0]->caller, FRAME(3) + 5, data, sizeof(data)));
	CU_ASSERT_TRUE(copy_to_domain(d, FRAME(6) - 1, data, 2));
	CU_ASSERT_TRUE(clear_domain(d, CHUNK_SIZE - 8, 16));
	CU_ASSERT_TRUE(count_up_to_guest(&d->vcpu[0]->caller, FRAME(1040), 1, 8193));
	CU_ASSERT_TRUE(count_up_to_guest(&d->vcpu[0]->caller, FRAME(1050) - 3, 1, 1));
	CU_ASSERT_TRUE(copy_to_guest(&d->vcpu[0]->caller, FRAME(100) + 5, data, 0));
	CU_ASSERT_FALSE(copy_to_guest(&d->vcpu[0]->caller, 2 * CHUNK_SIZE - 8, data, 16));
	CU_ASSERT_FALSE(clear_domain(d, 2 * CHUNK_SIZE - 8, 16));
	CU_ASSERT_FALSE(copy_to_guest(&d->vcpu[0]->caller, TOP - 8, data, 16));
	CU_ASSERT_TRUE(
		copy_from_guest(&d->vcpu[0]->caller, data, FRAME(200), sizeof(data)));
	log_dirty_mark(d, FRAME(300), 1);
	log_dirty_mark(dom0, FRAME(301), 1);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 10);
	CU_ASSERT_EQUAL(bitmap[0], 1 << 3 | 1 << 5 | 1 << 6);
	CU_ASSERT_EQUAL(bitmap[300 / 64], 1ULL << 300 % 64);
	CU_ASSERT_EQUAL(bitmap[15], 1ULL << 63);
	CU_ASSERT_EQUAL(bitmap[16], 1 | 3 << 16 | 3 << 25);
	/* The domain itself has not been let to yet. */
	check_tables(d);
	CU_ASSERT_TRUE(domain_stores(d, FRAME(3)));
	CU_ASSERT_TRUE(clear_domain(d, FRAME(3), FRAME_SIZE));
	/* Frames that became dirty, not how often they did. */
	CU_ASSERT_EQUAL(d->log_dirty->stats.dirty_count, 10);
	CU_ASSERT_EQUAL(d->log_dirty->stats.fault_count, 1);
	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
	CU_ASSERT(result.stats.dirty_count == 10 && result.stats.fault_count == 1);
	/* CLEAN tells them, and begins again; so does FLUSH. */
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 10);
	CU_ASSERT_TRUE(domain_stores(d, FRAME(3)));
	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
	CU_ASSERT(result.stats.dirty_count == 1 && result.stats.fault_count == 1);
	CU_ASSERT_EQUAL(shadow_control(d, DOM0_SHADOW_CONTROL_OP_FLUSH), 0);
	CU_ASSERT_EQUAL(shadow_op(d->id, PEEK, 0, 0, &result), 0);
	CU_ASSERT(!result.stats.dirty_count && !result.stats.fault_count);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 1);
}

static void virtual_processor_area(void)
{
	struct domain *d = logged_domain(1);
	struct vcpu *v = d->vcpu[0];

	vpa_set(v, FRAME(12) + 0x1000);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 0);
	vpa_count_yield(v);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_EQUAL(bitmap[0], 1 << 12);
}

/* dom0's window: the frame of d, or with writable < 0 none, in its first slot. */
static void map_in_window(const struct domain *d, u64 frame, int writable)
{
	u64 mfn = (u64)d->p2m.chunk[frame / CHUNK_FRAMES] * CHUNK_FRAMES +
		  frame % CHUNK_FRAMES;
	mmu_update_t request = { WINDOW_BASE, 0 };

	if (writable >= 0)
		request.val = XEN_PPC_MAP_FRAME(mfn) | XEN_PPC_MAP_VALID |
			      (writable ? XEN_PPC_MAP_WRITE : 0);
	dom0_write(OP_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, OP_GPA, 1, 0, d->id, 0), 0);
}

/* What another domain may write to at any time is dirty as long as it may. */
static void windows(void)
{
	struct domain *d = make_domain(2), *other = logged_domain(1);

	map_in_window(d, 1027, 1);
	CU_ASSERT_EQUAL(shadow_control(d, ENABLE), 0);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_EQUAL(bitmap[16], 1 << 3);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_FALSE(can_store(d, FRAME(1027)));
	/* Another frame takes its place. */
	map_in_window(d, 5, 1);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 2);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_EQUAL(bitmap[0], 1 << 5);
	map_in_window(d, 5, -1);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 0);
	/* To read is not to write. */
	map_in_window(d, 6, 0);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 0);
	CU_ASSERT_EQUAL(dirty_frames(other, PEEK, bitmap), 0);
	map_in_window(d, 6, -1);
}

/* Memory that comes is dirty, also beyond what there was room for; what goes is not. */
static void growing_and_shrinking(void)
{
	struct domain *d = logged_domain(2);
	u32 chunk;

	CU_ASSERT_TRUE(domain_stores(d, FRAME(1025)));
	for (u32 i = 2; i < 20; i++) {
		CU_ASSERT_EQUAL(p2m_populate(d, false, &chunk), 0);
		CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), (i - 1) * 1024 + 1);
	}
	CU_ASSERT_EQUAL(bitmap[16], 2);
	check_tables(d);
	CU_ASSERT_TRUE(can_store(d, FRAME(19 * 1024)));
	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[1]), 0);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 18 * 1024);
	check_tables(d);
	CU_ASSERT_FALSE(can_store(d, FRAME(19 * 1024)));
	CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[19]), 0);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 0);
	/* The hole is filled. */
	CU_ASSERT_EQUAL(p2m_populate(d, false, &chunk), 0);
	CU_ASSERT_EQUAL(dirty_frames(d, PEEK, bitmap), 1024);
	CU_ASSERT_EQUAL(bitmap[16], TOP);
	check_tables(d);
	CU_ASSERT_EQUAL(shadow_control(d, OFF), 0);
	check_plain_tables(d);
}

/* From nothing to something. */
static void empty_domain(void)
{
	struct domain *d = logged_domain(0);
	u32 chunk;

	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 0);
	CU_ASSERT_EQUAL(p2m_populate(d, false, &chunk), 0);
	CU_ASSERT_EQUAL(dirty_frames(d, CLEAN, bitmap), 1024);
	check_tables(d);
}

static void destruction(void)
{
	u64 heap = heap_free_bytes();
	struct domain *d = logged_domain(3);

	domain_stores(d, FRAME(77));
	destroy_domain(d);
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
}

/* Everything that can happen, in any order, against a plain array. */
static void model(void)
{
	enum { CHUNKS = 6 };
	static bool dirty[CHUNKS * CHUNK_FRAMES];
	struct domain *d = logged_domain(CHUNKS);
	u64 frame, count = 0, seen;
	u32 chunk;

	memset(dirty, 0, sizeof(dirty));
	for (int round = 0; round < 3000; round++) {
		frame = random_below(CHUNKS * CHUNK_FRAMES);
		chunk = (u32)(frame / CHUNK_FRAMES);
		if (random_below(200) == 0) {
			CU_ASSERT_EQUAL(p2m_remove(d, d->p2m.chunk[chunk]), 0);
			CU_ASSERT_EQUAL(p2m_populate(d, false, &chunk), 0);
			chunk = (u32)(frame / CHUNK_FRAMES);
			memset(dirty + (u64)chunk * CHUNK_FRAMES, 1, CHUNK_FRAMES);
		} else if (random_below(10) == 0) {
			clear_domain(d, FRAME(frame), FRAME_SIZE);
			dirty[frame] = true;
		} else {
			domain_stores(d, FRAME(frame) + random_below(FRAME_SIZE));
			dirty[frame] = true;
		}
		if (random_below(100))
			continue;
		seen = dirty_frames(d, random_below(2) ? CLEAN : PEEK, bitmap);
		count = 0;
		for (u64 i = 0; i < CHUNKS * CHUNK_FRAMES; i++) {
			count += dirty[i];
			CU_ASSERT_EQUAL(bitmap[i / 64] >> i % 64 & 1, dirty[i]);
		}
		CU_ASSERT_EQUAL(seen, count);
		if (!dirty_frames(d, PEEK, bitmap))
			memset(dirty, 0, sizeof(dirty));
		check_tables(d);
	}
}

/* Takes all memory but for so many blocks of 1 KiB, which lie side by side. */
static void *block[8192];
static u32 nr_blocks;

static void take_all(u32 but)
{
	while ((block[nr_blocks] = heap_alloc(KB(1), KB(1)))) {
		nr_blocks++;
		CU_ASSERT_FATAL(nr_blocks < ARRAY_SIZE(block));
	}
	while (but-- && nr_blocks)
		heap_free(block[--nr_blocks], KB(1));
}

static void give_back(void)
{
	while (nr_blocks)
		heap_free(block[--nr_blocks], KB(1));
}

/* It is on as a whole or not at all. */
static void no_memory(void)
{
	struct domain *d = make_domain(3), *rest = make_domain(0);
	u32 blocks = 0, chunk;
	long ret;

	while (!p2m_populate(rest, false, &chunk))
		;
	do {
		u64 heap = heap_free_bytes();

		take_all(blocks++);
		ret = shadow_control(d, ENABLE);
		if (ret) {
			CU_ASSERT_EQUAL(ret, -ENOMEM);
			CU_ASSERT_PTR_NULL(d->log_dirty);
			give_back();
			CU_ASSERT_EQUAL(heap_free_bytes(), heap);
			check_plain_tables(d);
		}
	} while (ret);
	CU_ASSERT(blocks > 24); /* three chunks of 8 KiB */
	check_tables(d);
	/* A chunk is to be had, and no table for it. */
	give_back();
	CU_ASSERT_EQUAL(p2m_remove(rest, rest->p2m.chunk[0]), 0);
	while (chunk_free_count())
		CU_ASSERT_EQUAL_FATAL(p2m_populate(rest, false, &chunk), 0);
	take_all(0);
	CU_ASSERT_EQUAL(p2m_remove(rest, rest->p2m.chunk[0]), 0);
	CU_ASSERT_EQUAL(p2m_populate(d, false, &chunk), -ENOMEM);
	CU_ASSERT_EQUAL(chunk_free_count(), 1);
	CU_ASSERT_EQUAL(walk(d->arch.lpid, 3 * CHUNK_SIZE), WALK_UNMAPPED);
	check_tables(d);
	give_back();
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "beginning and end", beginning_and_end },
		{ "writes", writes },
		{ "page tables", page_tables },
		{ "other faults", other_faults },
		{ "own writes", own_writes },
		{ "virtual processor area", virtual_processor_area },
		{ "windows", windows },
		{ "growing and shrinking", growing_and_shrinking },
		{ "empty domain", empty_domain },
		{ "destruction", destruction },
		{ "model", model },
		{ "no memory", no_memory },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "log dirty",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(40);
	return run_suites("unit-log-dirty", suites);
}
