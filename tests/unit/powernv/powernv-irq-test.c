// SPDX-License-Identifier: GPL-2.0-or-later
/* Interrupts of bare metal (xen/arch/powerpc/platform/powernv/irq.c). */
#include <string.h>

#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <powernv/heartbeat.h>
#include <powernv/irq.h>
#include <powernv/opal.h>

#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"

static u32 inputs; /* calls of console_input() */

void console_input(void)
{
	inputs++;
}

/* What cpu_kicked() found: all that came before it. */
static char before_kicked[sizeof(instructions)];

void cpu_kicked(void)
{
	strcpy(before_kicked, instructions);
}

static u32 polls(void)
{
	return opal.call[OPAL_POLL_EVENTS].calls;
}

static void start(void)
{
	fake_opal_start();
	opal.ticks = 0;
	machine.timebase = heartbeat_due();
	heartbeat();
	fake_opal_start();
	opal.ticks = 0;
	inputs = 0;
}

/* Typed characters are noticed, and no call of the firmware is needed for that. */
static void init(void)
{
	boot_info.console_interrupt = false;
	powernv_irq.init();
	CU_ASSERT_TRUE(boot_info.console_interrupt);
	for (u32 token = 0; token < ARRAY_SIZE(opal.call); token++)
		CU_ASSERT_EQUAL(opal.call[token].calls, 0);
}

/* Another interrupt than that of the firmware's time: nothing to serve. */
static void before_it_is_due(void)
{
	opal.typed = "a";
	machine.timebase = heartbeat_due() - 1;
	powernv_irq.handle();
	CU_ASSERT_EQUAL(polls(), 0);
	CU_ASSERT_EQUAL(inputs, 0);
}

static void when_it_is_due(void)
{
	machine.timebase = heartbeat_due();
	powernv_irq.handle();
	CU_ASSERT_EQUAL(polls(), 1);
	CU_ASSERT_EQUAL(inputs, 0);
	opal.typed = "a";
	machine.timebase = heartbeat_due();
	powernv_irq.handle();
	CU_ASSERT_EQUAL(polls(), 2);
	CU_ASSERT_EQUAL(inputs, 1);
	/* Served: the same interrupt does not come twice. */
	powernv_irq.handle();
	CU_ASSERT_EQUAL(polls(), 2);
	CU_ASSERT_EQUAL(inputs, 1);
}

/* It would end the next guest's turn; what it is about was stored before it rang. */
static void a_doorbell(void)
{
	instructions_forget();
	powernv_irq.handle();
	CU_ASSERT_STRING_EQUAL(before_kicked, "clear doorbell; message sync; ");
	CU_ASSERT_EQUAL(polls(), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "init", init },
		{ "before it is due", before_it_is_due },
		{ "when it is due", when_it_is_due },
		{ "a doorbell", a_doorbell },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "powernv interrupts", .pSetUpFunc = start, .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-powernv-irq", suites);
}
