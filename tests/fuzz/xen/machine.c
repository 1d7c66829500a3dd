// SPDX-License-Identifier: GPL-2.0-or-later
/* A machine with a dom0, which the real run loop runs (fuzz.h). */
#include <setjmp.h>
#include <stdio.h>

#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <xen/sched/sched.h>
#include <xen/sched/timer.h>
#include <xen/trace/buffer.h>
#include <asm/mmu/partition.h>
#include <asm/platform.h>
#include <asm/processor.h>

#include "fakes.h"
#include "fuzz.h"

#define CHUNKS	    40
#define DOM0_CHUNKS 4
#define CHECK_EVERY 200
#define ENTRY	    0x100000
/* No loop ends all domains later than this. */
#define MOST_ENDINGS 1000000

static u64 step, last_step;
static jmp_buf over;

u64 machine_step(void)
{
	return step;
}

/* ---- what a CPU has cached of the trees ---- */

#define TLB_SIZE 16

static struct {
	struct leaf leaf[TLB_SIZE];
	bool used[TLB_SIZE];
} tlb[NR_LPIDS];

static void tlb_flush(u32 lpid)
{
	for (u32 i = 0; i < TLB_SIZE; i++)
		tlb[lpid].used[i] = false;
}

void tlb_touch(const struct domain *d, u64 gpa)
{
	u32 lpid = d->arch.lpid, place = (u32)draw(TLB_SIZE);

	tlb[lpid].used[place] = tree_walk(lpid, gpa, &tlb[lpid].leaf[place]);
}

void tlb_check(const struct domain *d)
{
	u32 lpid = d->arch.lpid;

	for (u32 i = 0; i < TLB_SIZE; i++) {
		const struct leaf *cached = &tlb[lpid].leaf[i];
		struct leaf now;

		if (!tlb[lpid].used[i])
			continue;
		/* What leaves the window is held until the flush. */
		if (cached->gpa >= WINDOW_BASE && d->window.nr_leaving)
			continue;
		if (!tree_walk(lpid, cached->gpa, &now) || now.maddr != cached->maddr ||
		    (cached->writable && !now.writable))
			found("domain %u: the hardware was not made to forget %#llx, "
			      "machine address %#llx",
			      d->id, cached->gpa, cached->maddr);
	}
}

/* ---- time ---- */

static void pass_time(u64 ticks)
{
	s64 left = (s32)machine.spr[SPR_DEC];

	machine.timebase += ticks;
	left = left - (s64)ticks < INT32_MIN ? INT32_MIN : left - (s64)ticks;
	machine.spr[SPR_DEC] = (u64)left & UINT32_MAX;
}

static void count_step(void)
{
	if (machine.console_len > sizeof(machine.console) / 2)
		machine.console_len = 0;
	machine.random = draw_u64();
	machine.random_failures = one_in(50) ? (u32)draw(20) : 0;
	machine.console_busy = one_in(20) ? (u32)draw(3) : 0;
	if (++step >= last_step)
		longjmp(over, 1);
	if (step % CHECK_EVERY == 0) {
		check_memory();
		check_running();
	}
}

/* What must be true of a vCPU that is entered, each time. */
static void check_entry(const struct vcpu *v)
{
	if (get_current() != v || !vcpu_is_running(v))
		found("a vCPU is entered that is not the current one");
	if (!vcpu_runnable(v))
		found("domain %u vCPU %u is entered, state %#x, its domain's %#x",
		      v->domain->id, v->id, v->run_state, v->domain->run_state);
	if (need_resched())
		found("a vCPU is entered although a choice is due");
	if (v->arch.hv.hdec_expiry > timers_next())
		found("a vCPU is entered until %#llx, beyond the first timer, %#llx",
		      v->arch.hv.hdec_expiry, timers_next());
}

static u64 enter(struct vcpu *v)
{
	u64 left, time = one_in(100) ? draw(10000000) : draw(5000);

	count_step();
	check_entry(v);
	/* Most guests do something before their turn is over, however short it is. */
	left = v->arch.hv.hdec_expiry - machine.timebase;
	if (v->arch.hv.hdec_expiry > machine.timebase && time >= left && !one_in(4))
		time = left - 1;
	pass_time(time);
	if (machine.timebase >= v->arch.hv.hdec_expiry)
		return EXIT_HDECREMENTER;
	return guest_turn(v);
}

static void idle(u64 until)
{
	const struct domain *d;

	count_step();
	for_each_domain (d)
		if (d->shares->runnable && !d->shares->capped)
			found("idle, although domain %u can run", d->id);
	if (until > timers_next())
		found("idle beyond the first timer");
	/* Nothing can happen any more but what is typed. */
	if (until == TIMER_NEVER)
		longjmp(over, 1);
	if (one_in(10)) {
		machine.typed = "x";
		console_input();
	}
	if (until > machine.timebase)
		pass_time(one_in(4) ? draw(until - machine.timebase)
				    : until - machine.timebase);
}

static void on_panic(const char *text)
{
	if (machine.ended_by)
		longjmp(over, 1);
	found("panic: %s", text);
}

/* ---- from the start to the end ---- */

static struct domain *make_dom0(void)
{
	struct domain *d;
	u32 chunk;

	if (domain_create(0, &d))
		found("no dom0");
	d->privileged = true;
	for (u32 i = 0; i < DOM0_CHUNKS; i++)
		if (p2m_populate(d, false, &chunk))
			found("no memory for dom0");
	arch_vcpu_start(d->vcpu[0], ENTRY, 0);
	domain_constructed(d);
	domain_unpause(d);
	return d;
}

/* All of them are gone at the end, whatever refers to them, and so is their memory. */
static void end_domains(u32 blocks, u32 free_chunks)
{
	for (u32 tries = 0; domain_list; tries++) {
		struct domain *d = domain_list;

		while (d->next && d->torn_down)
			d = d->next;
		domain_destroy(d, UINT64_MAX);
		if (tries == MOST_ENDINGS)
			found("domain %u, of %u references, does not end",
			      domain_list->id, domain_list->refs);
	}
	heap_drain();
	if (heap_live() != blocks)
		found("%u blocks of the heap are left, there were %u", heap_live(),
		      blocks);
	if (chunk_free_count() != free_chunks)
		found("%u chunks are free, there were %u", chunk_free_count(),
		      free_chunks);
}

void machine_run(u64 seed, u64 steps)
{
	static u32 blocks, free_chunks;

	last_step = steps;
	machine.enter = enter;
	machine.idle = idle;
	machine.flush = tlb_flush;
	machine.on_panic = on_panic;
	machine.timebase = 1ULL << 32;
	heap_watch((u64)CHUNKS << CHUNK_SHIFT);
	machine_start(CHUNKS);
	heap_add(KB(64), MB(8));
	console_init(seed & 2 ? "loglvl=all" : "");
	scheduler_init(seed & 1 ? "sched=sedf" : "sched=bvt");
	trace_init("");
	blocks = heap_live();
	free_chunks = chunk_free_count();
	make_dom0();
	if (!setjmp(over))
		run_vcpus();
	/* Whatever ended it may have done so in the middle of a call. */
	if (machine.ended_by)
		return;
	check_memory();
	end_domains(blocks, free_chunks);
}
