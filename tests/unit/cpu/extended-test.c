// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The registers that stay in the CPU until another vCPU needs the place (extended.c),
 * alone and under the run loop (run.c).
 */
#include <string.h>

#include <xen/boot_info.h>
#include <xen/lib.h>
#include <xen/sched/sched.h>
#include <xen/cpu.h>
#include <asm/time.h>
#include <asm/cpu/extended.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static const u16 sprs[] = {
#define NUMBER(field, public, number) number,
	EXTENDED_SPRS(NUMBER) EXTENDED_SPRS_OPTIONAL(NUMBER) EXTENDED_SPRS_V31(NUMBER)
};

#define CTRL 136 /* by which it is read */

static struct vcpu *a, *b;

static void start(void)
{
	dom0_start();
	boot_info.cpu.isa_v31 = true;
	a = make_domain(1)->vcpu[0];
	b = make_domain(1)->vcpu[0];
	boot_cpu.arch.extended_owner = NULL;
	machine.vector_saves = machine.vector_loads = 0;
	machine.state_saves = machine.state_loads = 0;
	machine.state_saved = machine.state_loaded = NULL;
}

/* Values of its own, by vCPU and time, in each register of the CPU. */
static void fill_cpu(u64 tag)
{
	for (u32 i = 0; i < ARRAY_SIZE(sprs); i++)
		machine.spr[sprs[i]] = tag << 16 | sprs[i];
	machine.spr[CTRL] = tag << 16 | CTRL;
	for (u32 i = 0; i < 64; i++) {
		machine.vectors.vsr[i][0] = tag << 32 | i;
		machine.vectors.vsr[i][1] = tag << 32 | (i + 100);
	}
	machine.vectors.vscr[0] = tag << 32 | 200;
	machine.vectors.vscr[1] = tag << 32 | 201;
	machine.vectors.fpscr = tag << 32 | 202;
}

static bool cpu_holds(u64 tag)
{
	bool same = machine.spr[CTRL] == (tag << 16 | CTRL);

	for (u32 i = 0; i < ARRAY_SIZE(sprs); i++)
		same &= machine.spr[sprs[i]] == (tag << 16 | sprs[i]);
	for (u32 i = 0; i < 64; i++)
		same &= machine.vectors.vsr[i][0] == (tag << 32 | i) &&
			machine.vectors.vsr[i][1] == (tag << 32 | (i + 100));
	return same && machine.vectors.vscr[0] == (tag << 32 | 200) &&
	       machine.vectors.vscr[1] == (tag << 32 | 201) &&
	       machine.vectors.fpscr == (tag << 32 | 202);
}

/* No register is in the list twice, and none that others own. */
static void list(void)
{
	static const u16 others[] = { SPR_DEC, SPR_SRR0, SPR_SRR1, SPR_TB, SPR_PVR,
				      48,      272,	 273,	   274,	   275,
				      318,     190,	 314,	   315 };

	for (u32 i = 0; i < ARRAY_SIZE(sprs); i++) {
		for (u32 j = 0; j < i; j++)
			CU_ASSERT_NOT_EQUAL(sprs[i], sprs[j]);
		for (u32 j = 0; j < ARRAY_SIZE(others); j++)
			CU_ASSERT_NOT_EQUAL(sprs[i], others[j]);
	}
}

static void switching(void)
{
	extended_load(a);
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, a);
	fill_cpu(1);
	extended_load(b);
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, b);
	/* A new vCPU finds nothing of the other's. */
	for (u32 i = 0; i < ARRAY_SIZE(sprs); i++)
		CU_ASSERT_EQUAL(machine.spr[sprs[i]], 0);
	CU_ASSERT_EQUAL(machine.spr[CTRL], 0);
	for (u32 i = 0; i < 64; i++)
		CU_ASSERT(!machine.vectors.vsr[i][0] && !machine.vectors.vsr[i][1]);
	CU_ASSERT_EQUAL(machine.vectors.fpscr, 0);
	fill_cpu(2);
	extended_load(a);
	CU_ASSERT(cpu_holds(1));
	fill_cpu(3);
	extended_load(b);
	CU_ASSERT(cpu_holds(2));
	extended_load(a);
	CU_ASSERT(cpu_holds(3));
}

/* Registers that no vCPU's state includes. */
static const u16 cleared[] = {
#define CLEARED(number) number,
	CLEARED_SPRS(CLEARED)
};

/* They are in no list of registers that are kept, and named once. */
static void cleared_list(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(cleared); i++) {
		for (u32 j = 0; j < i; j++)
			CU_ASSERT_NOT_EQUAL(cleared[i], cleared[j]);
		for (u32 j = 0; j < ARRAY_SIZE(sprs); j++)
			CU_ASSERT_NOT_EQUAL(cleared[i], sprs[j]);
	}
}

static void fill_leftovers(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(cleared); i++)
		machine.spr[cleared[i]] = 0x1ef7;
	machine.slb_clears = machine.copy_aborts = 0;
}

static void check_leftovers(bool are_cleared)
{
	for (u32 i = 0; i < ARRAY_SIZE(cleared); i++)
		CU_ASSERT_EQUAL(machine.spr[cleared[i]], are_cleared ? 0 : 0x1ef7);
	CU_ASSERT_EQUAL(machine.slb_clears, are_cleared);
}

/* Another domain finds nothing; another vCPU of the same finds only its domain's. */
static void leftovers(void)
{
	struct vcpu *sibling;

	extended_load(a);
	fill_leftovers();
	extended_load(a);
	check_leftovers(false);
	CU_ASSERT_EQUAL(machine.copy_aborts, 0);
	extended_load(b);
	check_leftovers(true);
	CU_ASSERT_EQUAL(machine.copy_aborts, 1);
	CU_ASSERT_EQUAL_FATAL(vcpu_create(b->domain, false), 0);
	sibling = b->domain->vcpu[1];
	fill_leftovers();
	extended_load(sibling);
	check_leftovers(false);
	/* A copy buffer belongs to a thread. */
	CU_ASSERT_EQUAL(machine.copy_aborts, 1);
	/* Nor does a domain that comes after one's end find anything. */
	destroy_domain(b->domain);
	fill_leftovers();
	extended_load(a);
	check_leftovers(true);
	CU_ASSERT_EQUAL(machine.copy_aborts, 1);
}

/* A register that the CPU does not have is not touched. */
static void without_v31(void)
{
	static const u16 v31[] = { EXTENDED_SPRS_V31(NUMBER) };

	boot_info.cpu.isa_v31 = false;
	extended_load(a);
	fill_cpu(1);
	extended_load(b);
	for (u32 i = 0; i < ARRAY_SIZE(v31); i++) {
		CU_ASSERT_EQUAL(machine.spr[v31[i]], 1 << 16 | v31[i]);
		machine.spr[v31[i]] = 0;
	}
	extended_load(a);
	for (u32 i = 0; i < ARRAY_SIZE(v31); i++)
		CU_ASSERT_EQUAL(machine.spr[v31[i]], 0);
	CU_ASSERT_EQUAL(a->arch.extended.hashkeyr, 0);
}

/* One that not every CPU of that version has is kept as 0. */
static void without_dexcr(void)
{
	machine.absent_spr = 828;
	extended_load(a);
	fill_cpu(1);
	extended_load(b);
	CU_ASSERT_EQUAL(a->arch.extended.dexcr, 0);
	CU_ASSERT_EQUAL(a->arch.extended.hashkeyr, 1 << 16 | 468);
	machine.absent_spr = 0;
}

/* Nor has every CPU of version 3.0 this one. */
static void without_tidr(void)
{
	machine.absent_spr = 144;
	extended_load(a);
	fill_cpu(1);
	extended_load(b);
	CU_ASSERT_EQUAL(a->arch.extended.tidr, 0);
	machine.absent_spr = 0;
}

/* A vCPU that comes back to its own registers moves none. */
static void lazy(void)
{
	extended_load(a);
	CU_ASSERT_EQUAL(machine.vector_loads, 1);
	CU_ASSERT_EQUAL(machine.vector_saves, 0);
	fill_cpu(1);
	for (u32 i = 0; i < 10; i++)
		extended_load(a);
	CU_ASSERT(cpu_holds(1));
	CU_ASSERT_EQUAL(machine.vector_loads, 1);
	CU_ASSERT_EQUAL(machine.vector_saves, 0);
	extended_load(b);
	CU_ASSERT_EQUAL(machine.vector_loads, 2);
	CU_ASSERT_EQUAL(machine.vector_saves, 1);
}

static void check_platform(u32 saves, const struct vcpu *saved, u32 loads,
			   const struct vcpu *loaded)
{
	CU_ASSERT_EQUAL(machine.state_saves, saves);
	CU_ASSERT_PTR_EQUAL(machine.state_saved, saved);
	CU_ASSERT_EQUAL(machine.state_loads, loads);
	CU_ASSERT_PTR_EQUAL(machine.state_loaded, loaded);
}

/* It has registers of its own to move, whenever another vCPU comes on and only then. */
static void platform_is_told(void)
{
	extended_load(a);
	check_platform(0, NULL, 1, a);
	extended_load(a);
	check_platform(0, NULL, 1, a);
	extended_load(b);
	check_platform(1, a, 2, b);
	extended_load(b);
	check_platform(1, a, 2, b);
	extended_load(a);
	check_platform(2, b, 3, a);
	/* The state of the vCPU that has the registers can be read, too. */
	extended_sync(b);
	check_platform(2, b, 3, a);
	extended_sync(a);
	check_platform(3, a, 3, a);
	/* Nothing is saved into what is about to be freed. */
	extended_forget(a);
	extended_load(b);
	check_platform(3, a, 4, b);
}

static void syncing(void)
{
	extended_load(a);
	fill_cpu(1);
	extended_sync(a);
	CU_ASSERT_EQUAL(a->arch.extended.tar, 1ULL << 16 | 815);
	CU_ASSERT_EQUAL(a->arch.extended.ctrl, 1ULL << 16 | CTRL);
	CU_ASSERT_EQUAL(a->arch.extended.vsr[63][0], 1ULL << 32 | 63);
	/* They are still where they were, and his. */
	CU_ASSERT(cpu_holds(1));
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, a);
	/* Of one that has nothing in the CPU, what was put away is right. */
	extended_load(b);
	fill_cpu(2);
	extended_sync(a);
	CU_ASSERT_EQUAL(a->arch.extended.tar, 1ULL << 16 | 815);
	CU_ASSERT(cpu_holds(2));
	boot_cpu.arch.extended_owner = NULL;
	fill_cpu(3);
	extended_sync(b);
	CU_ASSERT_EQUAL(b->arch.extended.tar, 0);
}

static void forgetting(void)
{
	extended_load(a);
	fill_cpu(1);
	extended_forget(b);
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, a);
	extended_forget(a);
	CU_ASSERT_PTR_NULL(boot_cpu.arch.extended_owner);
	extended_load(b);
	CU_ASSERT_EQUAL(machine.vector_saves, 0);
	CU_ASSERT_EQUAL(a->arch.extended.tar, 0);
}

/* Its memory soon has another use: nothing is saved into it (the sanitizer). */
static void destroying(void)
{
	extended_load(a);
	fill_cpu(1);
	destroy_domain(a->domain);
	CU_ASSERT_PTR_NULL(boot_cpu.arch.extended_owner);
	a = make_domain(1)->vcpu[0];
	extended_load(b);
	CU_ASSERT_EQUAL(machine.vector_saves, 0);
	CU_ASSERT_EQUAL(a->arch.extended.tar, 0);
	/* Another's end leaves the owner alone. */
	destroy_domain(a->domain);
	CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, b);
}

/* One that has none is left after a while. */
static u64 end_of_turn(const struct vcpu *v)
{
	u64 end = v->arch.hv.hdec_expiry;

	return end - machine.timebase < HDEC_FAR ? end : machine.timebase + 512;
}

/* What a run loop of many turns does with it: each finds what it left. */
static u64 turns, left[3];
static struct vcpu *player[3];

static u64 play(struct vcpu *v)
{
	for (u32 i = 0; i < 3; i++) {
		if (player[i] != v)
			continue;
		CU_ASSERT_PTR_EQUAL(get_current(), v);
		CU_ASSERT_PTR_EQUAL(boot_cpu.arch.extended_owner, v);
		CU_ASSERT_TRUE(vcpu_is_running(v));
		if (left[i])
			CU_ASSERT(cpu_holds(left[i]));
		left[i] = ++turns;
		fill_cpu(turns);
		machine.spr[SPR_DEC] = (u32)(100 * (i + 1));
		machine.timebase = end_of_turn(v);
	}
	if (turns == 300)
		panic("enough");
	return EXIT_HDECREMENTER;
}

static void make_runnable(struct vcpu *v)
{
	vcpu_force(v, 0, VCPU_NO_CONTEXT);
	domain_force(v->domain, 0, DOMAIN_NEW);
	domain_force(v->domain, 0, DOMAIN_PAUSED);
}

static void under_the_run_loop(void)
{
	player[0] = dom0->vcpu[0];
	player[1] = a;
	player[2] = b;
	turns = 0;
	for (u32 i = 0; i < 3; i++) {
		left[i] = 0;
		make_runnable(player[i]);
	}
	machine.enter = play;
	EXPECT_END(run_vcpus());
	CU_ASSERT_STRING_EQUAL(machine.panic, "enough");
	/* In turn, each as often. */
	for (u32 i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(left[i], 298 + i);
	for (u32 i = 0; i < 3; i++)
		vcpu_force(player[i], 0, VCPU_RUNNING);
	CU_ASSERT(player[0]->run_time >= 100 * (boot_info.cpu.timebase_frequency / 200));
	CU_ASSERT_EQUAL(machine.state_loads, 300);
	CU_ASSERT_EQUAL(machine.state_saves, 299);
}

/* One that runs alone keeps its registers in the CPU over all its turns. */
static void alone_under_the_run_loop(void)
{
	player[0] = a;
	player[1] = player[2] = NULL;
	turns = left[0] = 0;
	make_runnable(a);
	machine.enter = play;
	EXPECT_END(run_vcpus());
	CU_ASSERT_EQUAL(turns, 300);
	CU_ASSERT_EQUAL(machine.vector_loads, 1);
	CU_ASSERT_EQUAL(machine.vector_saves, 0);
	check_platform(0, NULL, 1, a);
	vcpu_force(a, 0, VCPU_RUNNING);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "list", list },
		{ "switching", switching },
		{ "list of what is cleared", cleared_list },
		{ "leftovers", leftovers },
		{ "without v3.1", without_v31 },
		{ "without DEXCR", without_dexcr },
		{ "without TIDR", without_tidr },
		{ "lazy", lazy },
		{ "the platform is told", platform_is_told },
		{ "syncing", syncing },
		{ "forgetting", forgetting },
		{ "destroying", destroying },
		{ "under the run loop", under_the_run_loop },
		{ "alone under the run loop", alone_under_the_run_loop },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "extended state",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-extended", suites);
}
