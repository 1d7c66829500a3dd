// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS of domains beside dom0: how they end, and their NVRAM. */
#include <string.h>

#include <xen/lib.h>
#include <xen/sched/timer.h>
#include <asm/papr/nvram.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

#define END	  CHUNK_SIZE
#define PARAMETER ((u32)-3)

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
	domain_force(d, 0, DOMAIN_NEW);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	domain_unpause(d);
	machine.spr[SPR_DEC] = 1000;
}

/* ---- failures ---- */

#define SECOND 512000000ULL

static u32 os_term(void)
{
	const u32 arg[] = { 0x40000 };

	return rtas_by(d->vcpu[0], "ibm,os-term", 1, arg, 1, NULL);
}

static void power_off(void)
{
	const u32 arg[] = { 0xffffffff, 0xffffffff };

	rtas_by(d->vcpu[0], "power-off", 2, arg, 1, NULL);
}

/* Lets so many seconds pass, timers included. */
static void pass(u64 seconds)
{
	for (u64 i = 0; i < seconds; i++) {
		machine.timebase += SECOND;
		timers_expire(machine.timebase);
	}
}

static bool has_ended(u8 reason)
{
	return (d->run_state & DOMAIN_SHUT_DOWN) && d->shutdown_reason == reason;
}

/* The call returns; what the kernel does then is how the domain ends. */
static void failed_and_restarts(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	pass(14);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	CU_ASSERT_EQUAL(rtas_by(d->vcpu[0], "system-reboot", 0, NULL, 1, NULL), 0);
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_reboot));
	pass(20);
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_reboot));
}

static void failed_and_powers_off(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	power_off();
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_crash));
}

static void failed_and_does_nothing(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	pass(10);
	/* Again: that gives no more time. */
	CU_ASSERT_EQUAL(os_term(), 0);
	pass(4);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	pass(2);
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_crash));
}

static void failed_with_a_time_of_its_own(void)
{
	static const struct {
		const char *cmdline;
		u64 seconds;
	} cases[] = {
		{ "panic=30", 45 },	  { "quiet panic=5 x", 20 }, { "panic=-1", 15 },
		{ "nopanic=30", 15 },	  { "panic=x", 15 },	     { "panic", 15 },
		{ "panic=100000", 3615 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		d = make_domain(1);
		domain_force(d, 0, DOMAIN_NEW);
		vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
		domain_unpause(d);
		papr_power_build(d, cases[i].cmdline);
		CU_ASSERT_EQUAL(os_term(), 0);
		pass(cases[i].seconds - 1);
		CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
		pass(2);
		CU_ASSERT_TRUE(has_ended(SHUTDOWN_crash));
	}
}

/* A pause takes none of its time, and a paused domain does not end. */
static void failed_and_paused(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	pass(10);
	domain_pause(d);
	pass(100);
	domain_unpause(d);
	pass(3);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	pass(4);
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_crash));
}

/* A crash kernel saves what is left of the first one, and powers off. */
static void failed_and_another_kernel(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	CU_ASSERT_EQUAL(papr_by(d->vcpu[0], H_REGISTER_PROC_TBL, 0x1d, 0x10000, 0, 4),
			H_SUCCESS);
	pass(100);
	CU_ASSERT_FALSE(d->run_state & DOMAIN_SHUT_DOWN);
	power_off();
	CU_ASSERT_TRUE(has_ended(SHUTDOWN_poweroff));
}

static void failed_and_destroyed(void)
{
	CU_ASSERT_EQUAL(os_term(), 0);
	destroy_domain(d);
	pass(30);
}

/* ---- NVRAM ---- */

#define NVRAM_BUFFER 0x40000

static u32 nvram(const char *name, u32 offset, u32 buffer, u32 length, u32 *done)
{
	const u32 arg[] = { offset, buffer, length };

	return rtas_by(d->vcpu[0], name, 3, arg, 2, done);
}

/* As Linux walks them: each header's sum is right, and lengths lead to the end. */
static void partitions(void)
{
	u32 done, offset = 0, room = 0;

	CU_ASSERT_EQUAL(nvram("nvram-fetch", 0, NVRAM_BUFFER, NVRAM_SIZE, &done), 0);
	CU_ASSERT_EQUAL(done, NVRAM_SIZE);
	while (offset < NVRAM_SIZE) {
		const u8 *header = domain_byte(d, NVRAM_BUFFER + offset);
		u32 length = (header[2] << 8 | header[3]) * 16, sum = 0;

		for (u32 i = 0; i < 16; i++)
			sum += i == 1 ? 0 : header[i];
		sum = (sum & 0xff) + (sum >> 8);
		sum = (sum & 0xff) + (sum >> 8);
		CU_ASSERT_EQUAL(header[1], sum);
		CU_ASSERT_FATAL(length >= 16 && length <= NVRAM_SIZE - offset);
		if (header[0] == 0x7f)
			room = max(room, length);
		offset += length;
	}
	CU_ASSERT_EQUAL(offset, NVRAM_SIZE);
	/* For logs of RTAS and of oopses, 4,000 bytes each. */
	CU_ASSERT(room >= 2 * 4016);
}

static void nvram_kept(void)
{
	u32 done;

	for (u32 i = 0; i < 100; i++)
		*domain_byte(d, NVRAM_BUFFER + i) = (u8)(i + 1);
	CU_ASSERT_EQUAL(nvram("nvram-store", NVRAM_SIZE - 100, NVRAM_BUFFER, 100, &done),
			0);
	CU_ASSERT_EQUAL(done, 100);
	CU_ASSERT_EQUAL(
		nvram("nvram-fetch", NVRAM_SIZE - 101, NVRAM_BUFFER + 200, 101, &done),
		0);
	CU_ASSERT_EQUAL(*domain_byte(d, NVRAM_BUFFER + 200), 0);
	for (u32 i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(*domain_byte(d, NVRAM_BUFFER + 201 + i), i + 1);
	/* It is the domain's own. */
	CU_ASSERT_EQUAL(dom0->arch.nvram[NVRAM_SIZE - 1], 0);
	CU_ASSERT_EQUAL(nvram("nvram-fetch", NVRAM_SIZE, 0xffffffff, 0, &done), 0);
	CU_ASSERT_EQUAL(done, 0);
}

static void bad_nvram(void)
{
	static const u32 bad[][3] = {
		{ 0, NVRAM_BUFFER, NVRAM_SIZE + 1 },
		{ 1, NVRAM_BUFFER, NVRAM_SIZE },
		{ NVRAM_SIZE, NVRAM_BUFFER, 1 },
		{ NVRAM_SIZE + 1, NVRAM_BUFFER, 0 },
		{ 0xffffffff, NVRAM_BUFFER, 1 },
		{ 0xffffffff, NVRAM_BUFFER, 2 },
		{ 16, NVRAM_BUFFER, 0xffffffff },
		{ 16, NVRAM_BUFFER, 0xfffffff0 },
		{ 0, (u32)END, 1 },
		{ 0, (u32)END - 15, 16 },
		{ 0, 0xffffffff, 16 },
	};
	u8 before[NVRAM_SIZE];
	u32 done;

	memcpy(before, d->arch.nvram, NVRAM_SIZE);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		done = 77;
		CU_ASSERT_EQUAL(
			nvram("nvram-fetch", bad[i][0], bad[i][1], bad[i][2], &done),
			PARAMETER);
		CU_ASSERT_EQUAL(done, 0);
		CU_ASSERT_EQUAL(
			nvram("nvram-store", bad[i][0], bad[i][1], bad[i][2], &done),
			PARAMETER);
		CU_ASSERT_EQUAL(done, 0);
	}
	CU_ASSERT_EQUAL(memcmp(before, d->arch.nvram, NVRAM_SIZE), 0);
}

int main(void)
{
	CU_TestInfo failures[] = {
		{ "restarts", failed_and_restarts },
		{ "powers off", failed_and_powers_off },
		{ "does nothing", failed_and_does_nothing },
		{ "with a time of its own", failed_with_a_time_of_its_own },
		{ "paused", failed_and_paused },
		{ "another kernel", failed_and_another_kernel },
		{ "destroyed", failed_and_destroyed },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo nvrams[] = {
		{ "partitions", partitions },
		{ "kept", nvram_kept },
		{ "bad arguments", bad_nvram },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "failures",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = failures },
		{ .pName = "NVRAM",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = nvrams },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-rtas-power", suites);
}
