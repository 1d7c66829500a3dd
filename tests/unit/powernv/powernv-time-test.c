// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The timebase of a guest on bare metal, which differs from the machine's
 * (xen/arch/powerpc/platform/powernv/guest.c).
 */
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/nested.h>
#include <asm/processor.h>
#include <powernv/guest.h>
#include <powernv/heartbeat.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fake-opal.h"
#include "fakes.h"

#define MS     512000ULL /* of the timebase */
#define STEP   ((u64)XEN_PPC_TIMEBASE_STEP)
#define LOADED (a->arch.hv.lpcr)

static struct vcpu *a;

/* The firmware has just been called; the next call is due in 32 ms. */
static void start(void)
{
	dom0_start();
	a = make_domain(1)->vcpu[0];
	vcpu_force(a, 0, VCPU_NO_CONTEXT);
	domain_unpause(a->domain);
	fake_opal_start();
	opal.ticks = 0;
	do {
		machine.timebase += 1000 * MS;
		heartbeat();
	} while (heartbeat_due() != machine.timebase + 32 * MS);
	boot_cpu.need_resched = false;
	machine.timebase_writes = 0;
	a->arch.hv.tb_offset = 0;
	a->arch.hv.hdec_expiry = a->arch.turn_end = machine.timebase + 10 * MS;
	guest_state_load(a);
	guest_prepare(a);
}

/* The CPU has the guest's time exactly while the guest runs. */
static void its_own_time(void)
{
	static const u64 offsets[] = { STEP, 5 * STEP, 0 - STEP, 0 - 12345 * STEP,
				       1ULL << 62 };

	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		u64 now = machine.timebase, hdec = 10 * MS + i;

		a->arch.hv.tb_offset = offsets[i];
		a->arch.hv.hdec_expiry = now + hdec;
		machine.timebase_writes = 0;
		guest_prepare(a);
		CU_ASSERT_EQUAL(machine.timebase, now + offsets[i]);
		CU_ASSERT_EQUAL(machine.timebase_writes, 1);
		/* Its turn ends by the machine's time. */
		CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], hdec);
		machine.timebase += 100;
		CU_ASSERT_TRUE(guest_exit(a, EXIT_H_EXTERNAL));
		CU_ASSERT_EQUAL(machine.timebase, now + 100);
		CU_ASSERT_EQUAL(machine.timebase_writes, 2);
		/* enter.S must call guest_prepare() before it goes on. */
		CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_lpcr, LOADED);
		guest_prepare(a);
		guest_time_end(a); /* as after a hypercall */
		CU_ASSERT_EQUAL(machine.timebase, now + 100);
		CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_lpcr, LOADED);
	}
}

/* The end of its turn is checked by the machine's time. */
static void the_turn_ends_in_the_machines_time(void)
{
	u64 now = machine.timebase;

	a->arch.hv.tb_offset = 0 - 1000 * STEP;
	a->arch.hv.hdec_expiry = now + 50;
	guest_prepare(a);
	machine.timebase += 50;
	CU_ASSERT_FALSE(guest_exit(a, EXIT_HDECREMENTER));
	CU_ASSERT_EQUAL(a->arch.last_exit, EXIT_HDECREMENTER);
	CU_ASSERT_EQUAL(machine.timebase, now + 50);
}

/* For a guest with the machine's time, the timebase is not written. */
static void the_machines_time(void)
{
	machine.timebase_writes = 0;
	a->arch.hv.hdec_expiry++;
	guest_prepare(a);
	CU_ASSERT_TRUE(guest_exit(a, EXIT_H_EXTERNAL));
	CU_ASSERT_EQUAL(machine.timebase_writes, 0);
	CU_ASSERT_EQUAL(boot_cpu.arch.loaded_lpcr, LOADED);
}

/* The lower 24 bits overflow just before the upper ones are written: nothing is lost. */
static void carry(void)
{
	static const u64 offsets[] = { STEP, 0 - 7 * STEP };

	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++)
		for (u64 before = 1; before < 40; before++) {
			u64 now = 1000 * STEP - before;

			machine.timebase = now;
			a->arch.hv.tb_offset = offsets[i];
			a->arch.hv.hdec_expiry++;
			machine.write_takes = 10;
			machine.timebase_writes = 0;
			guest_prepare(a);
			CU_ASSERT_EQUAL(machine.timebase_writes, before <= 10 ? 2 : 1);
			CU_ASSERT_EQUAL(machine.timebase - offsets[i] - now,
					10 * machine.timebase_writes);
			machine.timebase = now = 1000 * STEP - before + offsets[i];
			machine.timebase_writes = 0;
			guest_time_end(a);
			CU_ASSERT_EQUAL(machine.timebase + offsets[i] - now,
					10 * machine.timebase_writes);
		}
	machine.write_takes = 0;
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "its own time", its_own_time },
		{ "the turn ends in the machine's time",
		  the_turn_ends_in_the_machines_time },
		{ "the machine's time", the_machines_time },
		{ "carry", carry },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "time",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-powernv-time", suites);
}
