// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mmu_update and what follows from it (xen/common/memory/window.c): which frames may be
 * seen, what the tables of the hardware say, and that no domain loses a frame while it is
 * in a window.
 */
#include <string.h>

#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/window.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "random.h"
#include "walk.h"

#define DONE_GPA   (BUF_GPA - 8)
#define NO_DOMAIN  0x7abc
#define WINDOW_END (WINDOW_BASE + ((u64)WINDOW_FRAMES_PRIVILEGED << FRAME_SHIFT))

static u64 frame_of(const struct domain *d, u64 pfn)
{
	return (u64)d->p2m.chunk[pfn / CHUNK_FRAMES] * CHUNK_FRAMES + pfn % CHUNK_FRAMES;
}

/* One request by a domain in dom0's memory's place of its own. */
static long update_by(struct domain *d, u64 ptr, u64 val, domid_t whose)
{
	mmu_update_t request = { .ptr = ptr, .val = val };

	memcpy(domain_byte(d, BUF_GPA), &request, sizeof(request));
	return call_by(d, __HYPERVISOR_mmu_update, BUF_GPA, 1, 0, whose, 0);
}

static long update(u64 ptr, u64 val, domid_t whose)
{
	return update_by(dom0, ptr, val, whose);
}

static u64 slot_at(u32 n)
{
	return WINDOW_BASE + ((u64)n << FRAME_SHIFT);
}

static long map(u32 n, const struct domain *d, u64 pfn, bool writable)
{
	return update(slot_at(n),
		      XEN_PPC_MAP_FRAME(frame_of(d, pfn)) | XEN_PPC_MAP_VALID |
			      (writable ? XEN_PPC_MAP_WRITE : 0),
		      d->id);
}

static long unmap(u32 n)
{
	return update(slot_at(n), 0, DOMID_SELF);
}

/* Machine address of a slot by dom0's tables; its permission in walk_permission. */
static u64 seen(u32 n)
{
	return walk(dom0->arch.lpid, slot_at(n));
}

static void maps_frames_of_others(void)
{
	struct domain *d = make_domain(2);

	CU_ASSERT_EQUAL(map(0, d, 5, false), 0);
	CU_ASSERT_EQUAL(seen(0), frame_of(d, 5) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk_permission, WALK_READ);
	CU_ASSERT_EQUAL(map(1, d, 1500, true), 0);
	CU_ASSERT_EQUAL(seen(1), frame_of(d, 1500) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk_permission, WALK_READ | WALK_WRITE);
	CU_ASSERT_EQUAL(map(65535, dom0, 0, true), 0);
	CU_ASSERT_EQUAL(seen(65535), frame_of(dom0, 0) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(seen(2), WALK_UNMAPPED);
	CU_ASSERT_EQUAL(d->frames_held, 2);
	CU_ASSERT_EQUAL(dom0->frames_held, 1);
	for (u32 n = 0; n < 2; n++) {
		CU_ASSERT_EQUAL(unmap(n), 0);
		CU_ASSERT_EQUAL(seen(n), WALK_UNMAPPED);
	}
	CU_ASSERT_EQUAL(unmap(65535), 0);
	CU_ASSERT_EQUAL(d->frames_held + dom0->frames_held, 0);
	/* What is empty may be emptied. */
	CU_ASSERT_EQUAL(unmap(0), 0);
	destroy_domain(d);
}

static void replaces_what_was_there(void)
{
	struct domain *a = make_domain(1), *b = make_domain(1);
	u64 flushes;

	CU_ASSERT_EQUAL(map(7, a, 0, true), 0);
	flushes = machine.flushes;
	CU_ASSERT_EQUAL(map(7, b, 1, false), 0);
	CU_ASSERT(machine.flushes > flushes);
	CU_ASSERT_EQUAL(seen(7), frame_of(b, 1) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk_permission, WALK_READ);
	CU_ASSERT_EQUAL(a->frames_held, 0);
	CU_ASSERT_EQUAL(b->frames_held, 1);
	destroy_domain(a);
	CU_ASSERT_EQUAL(unmap(7), 0);
	destroy_domain(b);
}

/* A bad request changes nothing, neither in the tables nor in what is held. */
static void refuses_bad_requests(void)
{
	struct domain *d = make_domain(1);
	const u64 good = XEN_PPC_MAP_FRAME(frame_of(d, 0)) | XEN_PPC_MAP_VALID;
	const struct {
		u64 ptr, val;
		domid_t whose;
		long error;
	} bad[] = {
		{ WINDOW_BASE - FRAME_SIZE, good, d->id, -EINVAL },
		{ WINDOW_END, good, d->id, -EINVAL },
		{ 0, good, d->id, -EINVAL },
		{ TOP - 3, good, d->id, -EINVAL },
		{ WINDOW_BASE + 0x1000, good, d->id, -EINVAL },
		{ WINDOW_BASE + 4, good, d->id, -EINVAL },
		{ WINDOW_BASE | MMU_MACHPHYS_UPDATE, good, d->id, -ENOSYS },
		{ WINDOW_BASE | 2, good, d->id, -ENOSYS },
		{ WINDOW_BASE | 3, good, d->id, -ENOSYS },
		{ WINDOW_BASE, good & ~1ULL, d->id, -EINVAL },
		{ WINDOW_BASE, good | 4, d->id, -EINVAL },
		{ WINDOW_BASE, good | 0x8000, d->id, -EINVAL },
		{ WINDOW_BASE, XEN_PPC_MAP_WRITE, d->id, -EINVAL },
		/* Not the domain's: dom0's, free, the hypervisor's, beyond memory. */
		{ WINDOW_BASE, good, DOMID_SELF, -EINVAL },
		{ WINDOW_BASE, XEN_PPC_MAP_FRAME(0) | 1, d->id, -EINVAL },
		{ WINDOW_BASE, XEN_PPC_MAP_FRAME(0) | 1, DOMID_SELF, -EINVAL },
		{ WINDOW_BASE, XEN_PPC_MAP_FRAME(1ULL << 40) | 1, d->id, -EINVAL },
		{ WINDOW_BASE, TOP << 16 | 1, d->id, -EINVAL },
		{ WINDOW_BASE, good, NO_DOMAIN, -ESRCH },
		{ WINDOW_BASE, good, DOMID_XEN, -ESRCH },
		{ WINDOW_BASE, good, DOMID_IO, -ESRCH },
	};

	CU_ASSERT_EQUAL(unmap(0), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(update(bad[i].ptr, bad[i].val, bad[i].whose),
				bad[i].error);
		CU_ASSERT_EQUAL(seen(0), WALK_UNMAPPED);
		CU_ASSERT_EQUAL(d->frames_held + dom0->frames_held, 0);
	}
	destroy_domain(d);
}

static void refuses_the_unprivileged(void)
{
	struct domain *a = make_domain(1), *b = make_domain(1);
	const u64 of_b = XEN_PPC_MAP_FRAME(frame_of(b, 0)) | XEN_PPC_MAP_VALID;
	const u64 of_a = XEN_PPC_MAP_FRAME(frame_of(a, 3)) | XEN_PPC_MAP_VALID;

	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE, of_b, b->id), -EPERM);
	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE, of_b, NO_DOMAIN), -EPERM);
	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE, of_b, 0), -EPERM);
	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE, of_b, DOMID_SELF), -EINVAL);
	CU_ASSERT_EQUAL(walk(a->arch.lpid, WINDOW_BASE), WALK_UNMAPPED);
	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE, of_a, DOMID_SELF), 0);
	CU_ASSERT_EQUAL(walk(a->arch.lpid, WINDOW_BASE), frame_of(a, 3) << FRAME_SHIFT);
	/* Its window is smaller. */
	CU_ASSERT_EQUAL(update_by(a, slot_at(WINDOW_FRAMES - 1), of_a, a->id), 0);
	CU_ASSERT_EQUAL(update_by(a, slot_at(WINDOW_FRAMES), of_a, a->id), -EINVAL);
	/* One that has its own frames in its window ends at once all the same. */
	destroy_domain(a);
	destroy_domain(b);
}

/* Requests are done up to the first that fails, and counted. */
static void counts_what_was_done(void)
{
	struct domain *d = make_domain(1);
	mmu_update_t request[3] = {
		{ slot_at(0), XEN_PPC_MAP_FRAME(frame_of(d, 0)) | XEN_PPC_MAP_VALID },
		{ slot_at(1), XEN_PPC_MAP_FRAME(0) | XEN_PPC_MAP_VALID },
		{ slot_at(2), XEN_PPC_MAP_FRAME(frame_of(d, 2)) | XEN_PPC_MAP_VALID },
	};
	u32 done = 77;

	dom0_write(BUF_GPA, request, sizeof(request));
	dom0_fill(DONE_GPA, 0xee, 8);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 3, DONE_GPA, d->id, 0),
			-EINVAL);
	dom0_read(DONE_GPA, &done, sizeof(done));
	CU_ASSERT_EQUAL(done, 1);
	CU_ASSERT_TRUE(dom0_is_filled(DONE_GPA + 4, 0xee, 4));
	CU_ASSERT_EQUAL(seen(0), frame_of(d, 0) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(seen(2), WALK_UNMAPPED);
	request[1].val = 0;
	dom0_write(BUF_GPA, request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 3, DONE_GPA, d->id, 0), 0);
	dom0_read(DONE_GPA, &done, sizeof(done));
	CU_ASSERT_EQUAL(done, 3);
	CU_ASSERT_EQUAL(d->frames_held, 2);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, 0, 0, 0, DOMID_SELF, 0), 0);
	CU_ASSERT_EQUAL(unmap(0) | unmap(2), 0);
	destroy_domain(d);
}

static void bad_buffers(void)
{
	static const u64 bad[] = { 0,	    DOM0_END - 8, DOM0_END,
				   NOWHERE, TOP - 7,	  WINDOW_BASE };
	mmu_update_t request = { WINDOW_BASE, XEN_PPC_MAP_FRAME(frame_of(dom0, 0)) |
						      XEN_PPC_MAP_VALID };

	dom0_write(BUF_GPA, &request, sizeof(request));

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(
			call(__HYPERVISOR_mmu_update, bad[i], 1, 0, DOMID_SELF, 0),
			-EFAULT);
		if (bad[i])
			CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1,
					     bad[i] + 5, DOMID_SELF, 0),
					-EFAULT);
		CU_ASSERT_EQUAL(seen(0), WALK_UNMAPPED);
	}
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1025, 0, DOMID_SELF, 0),
			-EINVAL);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, TOP, 0, DOMID_SELF, 0),
			-EINVAL);
}

/* A chunk with a frame that another domain sees does not leave its domain. */
static void held_chunks_stay(void)
{
	struct domain *d = make_domain(2);
	u64 first = (u64)d->p2m.chunk[0] * CHUNK_FRAMES;

	CU_ASSERT_EQUAL(map(0, d, 0, false), 0);
	dom0_write(BUF_GPA, &first, sizeof(first));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, MEMOP_decrease_reservation, BUF_GPA,
			     1, 10, d->id),
			0);
	CU_ASSERT_EQUAL(d->p2m.populated, 2);
	CU_ASSERT_EQUAL(unmap(0), 0);
	dom0_write(BUF_GPA, &first, sizeof(first));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_dom_mem_op, MEMOP_decrease_reservation, BUF_GPA,
			     1, 10, d->id),
			1);
	destroy_domain(d);
}

/* Destroyed while it is seen: dying, with the chunk in question only, until the end. */
static void destroyed_while_mapped(void)
{
	struct domain *d = make_domain(3);
	dom0_getdomaininfo_t info = { 0 };
	domid_t id = d->id;
	u32 before = chunk_free_count(), chunk = d->p2m.chunk[1];

	CU_ASSERT_EQUAL(map(0, d, CHUNK_FRAMES + 9, true), 0);
	CU_ASSERT_EQUAL(map(1, d, CHUNK_FRAMES + 9, false), 0);
	destroy_domain(d);
	CU_ASSERT_PTR_EQUAL_FATAL(domain_find(id), d);
	domain_info(d, &info);
	CU_ASSERT_TRUE(info.flags & DOMFLAGS_DYING);
	CU_ASSERT_EQUAL(info.tot_pages, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(chunk_free_count(), before + 2);
	CU_ASSERT_EQUAL(chunk_owner(chunk), id);
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[0]));
	/* No new mapping, no new memory; its number is taken; again is no harm. */
	CU_ASSERT_EQUAL(map(2, d, CHUNK_FRAMES, false), -ESRCH);
	CU_ASSERT_EQUAL(
		call(__HYPERVISOR_dom_mem_op, MEMOP_increase_reservation, 0, 1, 10, id),
		-ESRCH);
	destroy_domain(d);
	CU_ASSERT_EQUAL(unmap(0), 0);
	CU_ASSERT_PTR_EQUAL(domain_find(id), d);
	CU_ASSERT_EQUAL(unmap(1), 0);
	CU_ASSERT_PTR_NULL(domain_find(id));
	CU_ASSERT_EQUAL(chunk_free_count(), before + 3);
}

/* The hardware has forgotten a frame before its chunk is free for others. */
static struct domain *watched;
static u32 watched_chunk;

static void note_owner(u32 lpid)
{
	if (lpid == dom0->arch.lpid && watched)
		CU_ASSERT_EQUAL(chunk_owner(watched_chunk), watched->id);
}

static void flushed_before_it_is_free(void)
{
	u64 flushes;

	watched = make_domain(1);
	watched_chunk = watched->p2m.chunk[0];
	CU_ASSERT_EQUAL(map(0, watched, 0, true), 0);
	destroy_domain(watched);
	machine.flush = note_owner;
	flushes = machine.flushes;
	CU_ASSERT_EQUAL(unmap(0), 0);
	machine.flush = NULL;
	watched = NULL;
	CU_ASSERT(machine.flushes > flushes);
	CU_ASSERT_EQUAL(chunk_owner(watched_chunk), CHUNK_FREE);
}

/* Many requests in one call: more leave than are noted at a time. */
static void many_at_once(void)
{
	struct domain *d = make_domain(1);
	mmu_update_t request[200];

	for (u32 n = 0; n < ARRAY_SIZE(request); n++)
		CU_ASSERT_EQUAL(map(n, d, n, true), 0);
	CU_ASSERT_EQUAL(d->frames_held, 200);
	for (u32 n = 0; n < ARRAY_SIZE(request); n++)
		request[n] = (mmu_update_t){ slot_at(n), 0 };
	destroy_domain(d);
	dom0_write(BUF_GPA, request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 200, 0, DOMID_SELF, 0), 0);
	CU_ASSERT_PTR_NULL(domain_find(d->id));
}

/* Against a model: what each slot shows, what each domain has in windows. */
static void model(void)
{
	struct domain *d[2] = { make_domain(1), make_domain(2) };
	u64 shown[16];
	u32 held[2] = { 0, 0 }, of[16] = { 0 };

	memset(shown, 0xff, sizeof(shown));
	for (int round = 0; round < 2000; round++) {
		u32 n = (u32)random_below(16), who = (u32)random_below(2);
		u64 pfn = random_below(p2m_frames(&d[who]->p2m));

		if (shown[n] != WALK_UNMAPPED)
			held[of[n]]--;
		if (random_below(3)) {
			CU_ASSERT_EQUAL(map(n, d[who], pfn, random_below(2)), 0);
			shown[n] = frame_of(d[who], pfn) << FRAME_SHIFT;
			of[n] = who;
			held[who]++;
		} else {
			CU_ASSERT_EQUAL(unmap(n), 0);
			shown[n] = WALK_UNMAPPED;
		}
		for (u32 i = 0; i < 16; i++)
			CU_ASSERT_EQUAL(seen(i), shown[i]);
		CU_ASSERT_EQUAL(d[0]->frames_held, held[0]);
		CU_ASSERT_EQUAL(d[1]->frames_held, held[1]);
	}
	destroy_domain(d[0]);
	destroy_domain(d[1]);
	for (u32 i = 0; i < 16; i++)
		CU_ASSERT_EQUAL(unmap(i), 0);
}

/* No memory for the table of slots, or for the hardware's: refused, nothing held. */
static void out_of_memory(void)
{
	struct domain *a = make_domain(1), *b = make_domain(0);
	u32 chunk;

	while (!p2m_populate(b, false, &chunk))
		;
	while (heap_alloc(4096, 64)) /* given back with the arena */
		;
	CU_ASSERT_EQUAL(update_by(a, WINDOW_BASE,
				  XEN_PPC_MAP_FRAME(frame_of(a, 0)) | XEN_PPC_MAP_VALID,
				  DOMID_SELF),
			-ENOMEM);
	CU_ASSERT_EQUAL(a->frames_held, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "maps frames of others", maps_frames_of_others },
		{ "replaces what was there", replaces_what_was_there },
		{ "refuses bad requests", refuses_bad_requests },
		{ "refuses the unprivileged", refuses_the_unprivileged },
		{ "counts what was done", counts_what_was_done },
		{ "bad buffers", bad_buffers },
		{ "held chunks stay", held_chunks_stay },
		{ "destroyed while mapped", destroyed_while_mapped },
		{ "flushed before it is free", flushed_before_it_is_free },
		{ "many at once", many_at_once },
		{ "model", model },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo last[] = { { "out of memory", out_of_memory }, CU_TEST_INFO_NULL };
	CU_SuiteInfo suites[] = {
		{ .pName = "window",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		{ .pName = "without memory", .pSetUpFunc = dom0_start, .pTests = last },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-window", suites);
}
