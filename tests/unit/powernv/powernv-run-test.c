// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bare metal at run time: its console, its sleep and its end
 * (xen/arch/powerpc/platform/powernv/powernv.c).
 */
#include <string.h>

#include <xen/cpu.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <powernv/device_tree.h>
#include <powernv/guest.h>
#include <powernv/heartbeat.h>
#include <powernv/opal.h>

#include "bare-metal.h"
#include "cunit-main.h"
#include "fake-opal.h"
#include "fakes.h"
#include "instructions.h"
#include "tree.h"

#define TEXT   "sixteen letters."
#define LEN    (sizeof(TEXT) - 1)
#define SECOND (1000 * MS)

static u32 writes(void)
{
	return opal.call[OPAL_CONSOLE_WRITE].calls;
}

/* ---- console ---- */

static void start(void)
{
	bare_metal_start();
	/* The terminal is not busy any more. */
	CU_ASSERT_EQUAL_FATAL(opal_console_write("x", 1), 1);
	bare_metal_start();
}

static void put(void)
{
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), LEN);
	CU_ASSERT_EQUAL(powernv_platform.console_put("!", 1), 1);
	CU_ASSERT_STRING_EQUAL(opal.console, TEXT "!");
	CU_ASSERT_EQUAL(writes(), 2);
}

/* Nothing waits here for room: the caller has better things to do. */
static void put_in_parts(void)
{
	opal.room = 5;
	opal.pause = 1;
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), 5);
	CU_ASSERT_EQUAL(powernv_platform.console_put(&TEXT[5], LEN - 5), 0);
	CU_ASSERT_EQUAL(writes(), 2);
	CU_ASSERT_EQUAL(polls(), 1);
	CU_ASSERT_EQUAL(powernv_platform.console_put(&TEXT[5], LEN - 5), 5);
	CU_ASSERT_EQUAL(strncmp(opal.console, TEXT, 10), 0);
	CU_ASSERT_EQUAL(opal.console_len, 10);
}

static void put_while_busy(void)
{
	opal.call[OPAL_CONSOLE_WRITE].busy = 1;
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), 0);
	CU_ASSERT_EQUAL(writes(), 1);
	CU_ASSERT_EQUAL(opal.console_len, 0);
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), LEN);
	CU_ASSERT_STRING_EQUAL(opal.console, TEXT);
}

/* Characters that fit are printed; after seconds the rest is lost. */
static void put_what_gets_stuck(void)
{
	u64 begin = machine.timebase;
	u32 tries = 0;

	opal.ticks = SECOND / 10;
	opal.room = 5;
	opal.pause = OPAL_FOR_EVER;
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), 5);
	while (!powernv_platform.console_put(&TEXT[5], LEN - 5))
		tries++;
	CU_ASSERT(tries > 1);
	CU_ASSERT_STRING_EQUAL(opal.console, "sixte");
	CU_ASSERT(machine.timebase - begin < 6 * SECOND);
}

static void break_terminal(void)
{
	opal.call[OPAL_CONSOLE_WRITE].status = OPAL_HARDWARE;
}

static void put_what_breaks(void)
{
	opal.room = 5;
	opal.pause = 1;
	opal.polled = break_terminal;
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), 5);
	CU_ASSERT_EQUAL(powernv_platform.console_put(&TEXT[5], LEN - 5), 0);
	CU_ASSERT_EQUAL(powernv_platform.console_put(&TEXT[5], LEN - 5), LEN - 5);
	CU_ASSERT_STRING_EQUAL(opal.console, "sixte");
	CU_ASSERT_EQUAL(writes(), 3);
	CU_ASSERT_EQUAL(powernv_platform.console_put(TEXT, LEN), LEN);
	CU_ASSERT_EQUAL(writes(), 4);
}

static void get(void)
{
	char buf[8];

	opal.typed = "abcdefghijk";
	CU_ASSERT_EQUAL(powernv_platform.console_get(buf, sizeof(buf)), 8);
	CU_ASSERT_EQUAL(memcmp(buf, "abcdefgh", 8), 0);
	CU_ASSERT_EQUAL(powernv_platform.console_get(buf, sizeof(buf)), 3);
	CU_ASSERT_EQUAL(memcmp(buf, "ijk", 3), 0);
}

/* ---- sleep ---- */

/* Only the expected events wake it from sleep, and it loses no register. */
static void asleep(void)
{
	CU_ASSERT_EQUAL(machine.spr[SPR_PSSCR], 0);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], HDEC_FAR);
	machine.timebase += machine.spr[SPR_DEC];
}

static void sleep_until_somebody_is_due(void)
{
	u64 begin = machine.timebase;

	while_stopped = asleep;
	powernv_platform.idle(begin + 5 * MS);
	CU_ASSERT_EQUAL(machine.spr[SPR_DEC], 5 * MS);
	CU_ASSERT_STRING_EQUAL(instructions, "stop; clear doorbell; message sync; ");
	CU_ASSERT_EQUAL(polls(), 0);
	/* Guests must not sleep like that. */
	CU_ASSERT_EQUAL(machine.spr[SPR_PSSCR], PSSCR_EC);
}

static void sleep_until_the_firmware_is_due(void)
{
	static const u64 untils[] = { 33 * MS, 1ULL << 50, UINT64_MAX };

	for (u32 i = 0; i < ARRAY_SIZE(untils); i++) {
		u64 begin = machine.timebase;

		while_stopped = asleep;
		powernv_platform.idle(untils[i] == UINT64_MAX ? UINT64_MAX
							      : begin + untils[i]);
		CU_ASSERT_EQUAL(machine.timebase, begin + 32 * MS);
		CU_ASSERT_EQUAL(stops, i + 1);
		CU_ASSERT_EQUAL(polls(), i + 1);
	}
}

static void no_sleep(void)
{
	powernv_platform.idle(machine.timebase);
	powernv_platform.idle(0);
	CU_ASSERT_EQUAL(stops, 0);
	CU_ASSERT_EQUAL(polls(), 0);
	/* The firmware is called in any case. */
	machine.timebase = heartbeat_due();
	powernv_platform.idle(0);
	powernv_platform.idle(0);
	CU_ASSERT_EQUAL(stops, 0);
	CU_ASSERT_EQUAL(polls(), 1);
}

/* The next entry must set HDEC, which sleep has changed. */
static void entry_after_sleep(void)
{
	static struct vcpu v;

	v.arch.hv.hdec_expiry = machine.timebase + 20 * MS;
	guest_prepare(&v);
	while_stopped = asleep;
	powernv_platform.idle(machine.timebase + 5 * MS);
	CU_ASSERT_NOT_EQUAL(boot_cpu.arch.loaded_hdec_expiry, v.arch.hv.hdec_expiry);
	guest_prepare(&v);
	CU_ASSERT_EQUAL(machine.spr[SPR_HDEC], 15 * MS);
}

/* ---- what it reports ---- */

static void time_of_day(void)
{
	struct calendar_time t;

	opal.date = 0x20050817;
	CU_ASSERT_EQUAL(powernv_platform.time_of_day(&t), 0);
	CU_ASSERT_EQUAL(t.year, 2005);
	opal.call[OPAL_RTC_READ].status = OPAL_UNSUPPORTED;
	CU_ASSERT_EQUAL(powernv_platform.time_of_day(&t), -ENOSYS);
}

static bool characteristics(u64 *character, u64 *behaviour)
{
	static struct boot_info info = { .image = { MB(4), MB(5) } };
	const struct boot_registers r = { .r3 = (uintptr_t)tree_finish(),
					  .r8 = OPAL_BASE,
					  .r9 = OPAL_ENTRY };

	*character = *behaviour = 1;
	powernv_probe(&r, &info);
	return powernv_platform.cpu_characteristics(character, behaviour);
}

static void cpu_characteristics(void)
{
	u64 character, behaviour;

	tree_usual();
	CU_ASSERT_FALSE(characteristics(&character, &behaviour));
	tree_node("/ibm,opal");
	tree_node("/ibm,opal/fw-features");
	tree_node("/ibm,opal/fw-features/inst-l1d-flush-trig2");
	tree_set("/ibm,opal/fw-features/inst-l1d-flush-trig2", "enabled", "", 0);
	CU_ASSERT_TRUE(characteristics(&character, &behaviour));
	CU_ASSERT_EQUAL(character, 1ULL << 60);
	CU_ASSERT_EQUAL(behaviour, 7ULL << 61);
}

/* A guest's AIL would apply to the hypervisor too. */
static void no_ail(void)
{
	CU_ASSERT_FALSE(powernv_platform.guest_ail);
}

/* ---- the end ---- */

static u64 end_begin;

/* While it waits, it calls the firmware many times each second. */
static void waiting_for_the_end(void)
{
	CU_ASSERT_EQUAL(polls(), stops);
	machine.timebase += machine.spr[SPR_DEC];
	if (stops == 1000)
		panic("enough");
}

static void end_start(void)
{
	start();
	end_begin = machine.timebase;
	machine.on_panic = NULL;
	while_stopped = waiting_for_the_end;
}

static void check_end(u64 token)
{
	CU_ASSERT_STRING_EQUAL(machine.panic, "enough");
	CU_ASSERT(machine.timebase - end_begin < 20 * SECOND);
	CU_ASSERT_EQUAL(opal.call[token].calls, 1);
	CU_ASSERT_EQUAL(opal.call[token].arg[0], 0);
}

static void power_off(void)
{
	EXPECT_END(powernv_platform.power_off());
	check_end(OPAL_CEC_POWER_DOWN);
	CU_ASSERT_EQUAL(opal.call[OPAL_CEC_REBOOT].calls, 0);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

static void reboot(void)
{
	EXPECT_END(powernv_platform.reboot());
	check_end(OPAL_CEC_REBOOT);
	CU_ASSERT_EQUAL(opal.call[OPAL_CEC_POWER_DOWN].calls, 0);
	CU_ASSERT_EQUAL(opal.console_len, 0);
}

/* It does not return: the machine must not seem usable. */
static void refused(void)
{
	opal.call[OPAL_CEC_POWER_DOWN].status = OPAL_HARDWARE;
	EXPECT_END(powernv_platform.power_off());
	check_end(OPAL_CEC_POWER_DOWN);
	CU_ASSERT(on_opal_console("the firmware does not power off: -6\r\n"));
	end_start();
	opal.call[OPAL_CEC_REBOOT].status = OPAL_UNSUPPORTED;
	EXPECT_END(powernv_platform.reboot());
	check_end(OPAL_CEC_REBOOT);
	CU_ASSERT(on_opal_console("the firmware does not reboot: -7\r\n"));
}

int main(void)
{
	CU_TestInfo console[] = {
		{ "put", put },
		{ "put in parts", put_in_parts },
		{ "put while busy: nothing is taken", put_while_busy },
		{ "put what gets stuck", put_what_gets_stuck },
		{ "put what breaks", put_what_breaks },
		{ "get", get },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo sleeping[] = {
		{ "until somebody is due", sleep_until_somebody_is_due },
		{ "until the firmware is due", sleep_until_the_firmware_is_due },
		{ "not when it is late", no_sleep },
		{ "an entry after it", entry_after_sleep },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo itself[] = {
		{ "time of day", time_of_day },
		{ "what the CPU does against attacks", cpu_characteristics },
		{ "no AIL for guests", no_ail },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo ends[] = {
		{ "power off", power_off },
		{ "reboot", reboot },
		{ "refused: said on the console", refused },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "console", .pSetUpFunc = start, .pTests = console },
		{ .pName = "sleep", .pSetUpFunc = start, .pTests = sleeping },
		{ .pName = "itself", .pSetUpFunc = start, .pTests = itself },
		{ .pName = "end", .pSetUpFunc = end_start, .pTests = ends },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-powernv-run", suites);
}
