// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS of domains beside dom0: their CPUs, and the power button that dom0 presses. */
#include <string.h>

#include <xen/byteorder.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/cpu/extended.h>
#include <asm/cpu/nested.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest.h"

#define LOG	  0x30000
#define LOG_SIZE  52
#define END	  CHUNK_SIZE
#define HARDWARE  ((u32)-1)
#define PARAMETER ((u32)-3)
#define NO_EVENT  1
#define EPOW	  0x40000000

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(1);
	CU_ASSERT_EQUAL_FATAL(domain_set_vcpus(d, 3), 0);
	domain_force(d, 0, DOMAIN_NEW);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	domain_unpause(d);
	machine.spr[SPR_DEC] = 1000;
}

/* ---- CPUs ---- */

static u32 start_cpu(u32 cpu, u32 entry, u32 r3)
{
	const u32 arg[] = { cpu, entry, r3 };

	return rtas_by(d->vcpu[0], "start-cpu", 3, arg, 1, NULL);
}

static u32 stopped_state(u32 cpu, u32 *state)
{
	return rtas_by(d->vcpu[0], "query-cpu-stopped-state", 1, &cpu, 2, state);
}

static void starting(void)
{
	struct vcpu *v = d->vcpu[1];
	u32 state;

	d->vcpu[0]->arch.hv.lpcr = LPCR_ILE | LPCR_AIL;
	CU_ASSERT_EQUAL(stopped_state(1, &state), 0);
	CU_ASSERT_EQUAL(state, 0);
	CU_ASSERT_FALSE(vcpu_runnable(v));
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(start_cpu(1, 0x60, 1), 0);
	CU_ASSERT_TRUE(need_resched());
	CU_ASSERT_TRUE(vcpu_runnable(v));
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x60);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[3], 1);
	CU_ASSERT_EQUAL(v->arch.regs.msr, MSR_SF | MSR_ME);
	CU_ASSERT_EQUAL(v->arch.hv.lpcr, LPCR_ILE | LPCR_AIL);
	CU_ASSERT_EQUAL(v->arch.hv.lpid, d->arch.lpid);
	CU_ASSERT_EQUAL(v->arch.hv.vcpu_token, 1);
	CU_ASSERT_EQUAL(stopped_state(1, &state), 0);
	CU_ASSERT_EQUAL(state, 2);
	/* It is started already; so is the one that asks. */
	v->arch.regs.nip = 0x1234;
	CU_ASSERT_EQUAL(start_cpu(1, 0x60, 1), HARDWARE);
	CU_ASSERT_EQUAL(start_cpu(0, 0x60, 1), HARDWARE);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x1234);
	CU_ASSERT_FALSE(vcpu_runnable(d->vcpu[2]));
}

static void no_such_cpu(void)
{
	static const u32 bad[] = { 3, 31, 32, 0x80000000, 0xffffffff };
	u32 state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(start_cpu(bad[i], 0x60, 1), PARAMETER);
		CU_ASSERT_EQUAL(stopped_state(bad[i], &state), PARAMETER);
	}
	CU_ASSERT_EQUAL(d->nr_vcpus, 3);
}

/* It stops, and is started again: as if it had never run but for what is its own. */
static void stopping(void)
{
	struct vcpu *v = d->vcpu[1];
	u64 timer;

	CU_ASSERT_EQUAL(start_cpu(1, 0x60, 1), 0);
	extended_load(v);
	v->arch.regs.gpr[7] = v->arch.regs.ctr = v->arch.hv.sprg[2] = 0x7777;
	v->arch.extended.dscr = 0x7777;
	v->arch.dec_expiry = 5;
	v->arch.xics = (struct xics_vcpu){ .cppr = 0xff, .mfrr = 0xff };
	v->arch.vpa = 0x40000;
	boot_cpu.need_resched = false;
	CU_ASSERT_EQUAL(rtas_by(v, "stop-self", 0, NULL, 1, NULL), 0);
	CU_ASSERT_TRUE((v->run_state & VCPU_DOWN) && need_resched());
	CU_ASSERT_FALSE(vcpu_runnable(v));
	vcpu_force(v, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT, 0);
	/* An interrupt for it has come meanwhile. */
	v->arch.xics.mfrr = 4;
	CU_ASSERT_EQUAL(start_cpu(1, 0x100, 2), 0);
	CU_ASSERT_TRUE(vcpu_runnable(v));
	CU_ASSERT_FALSE(v->run_state & VCPU_WAITS_FOR_EVENT);
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x100);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[3], 2);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[7], 0);
	CU_ASSERT_EQUAL(v->arch.regs.ctr, 0);
	CU_ASSERT_EQUAL(v->arch.hv.sprg[2], 0);
	CU_ASSERT_EQUAL(v->arch.extended.dscr, 0);
	CU_ASSERT_PTR_NULL(boot_cpu.arch.extended_owner);
	timer = arch_vcpu_timer(v);
	CU_ASSERT_EQUAL(timer, UINT64_MAX);
	CU_ASSERT_EQUAL(v->arch.xics.cppr, 0xff);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(v->arch.vpa, 0x40000);
}

/* Who asks for a context gets one of a CPU that is up. */
static void context_of_a_stopped_one(void)
{
	dom0_op_t op = { .u.getvcpucontext = { .domain = d->id, .vcpu = 1 } };

	CU_ASSERT_EQUAL(op_call(DOM0_GETVCPUCONTEXT, &op), -EINVAL);
	CU_ASSERT_EQUAL(start_cpu(2, 0x60, 1), 0);
	op.u.getvcpucontext = (dom0_getvcpucontext_t){ .domain = d->id, .vcpu = 1 };
	CU_ASSERT_EQUAL(op_call(DOM0_GETVCPUCONTEXT, &op), 0);
	/* All of them: such a domain does nothing any more, and can be destroyed. */
	CU_ASSERT_EQUAL(rtas_by(d->vcpu[2], "stop-self", 0, NULL, 1, NULL), 0);
	CU_ASSERT_EQUAL(rtas_by(d->vcpu[0], "stop-self", 0, NULL, 1, NULL), 0);
	op.u.getvcpucontext = (dom0_getvcpucontext_t){ .domain = d->id };
	CU_ASSERT_EQUAL(op_call(DOM0_GETVCPUCONTEXT, &op), -EINVAL);
	CU_ASSERT_EQUAL(guest_console_type(d, "x", 1), 1);
	destroy_domain(d);
}

/* An interrupt can be sent to any CPU there is, and to no other. */
static void servers(void)
{
	struct xics_source s;

	for (u32 server = 0; server < 6; server++) {
		const u32 arg[] = { XICS_FIRST_SOURCE, server, 5 };

		CU_ASSERT_EQUAL(rtas_by(d->vcpu[0], "ibm,set-xive", 3, arg, 1, NULL),
				server < 3 ? 0 : PARAMETER);
	}
	CU_ASSERT_TRUE(xics_get_source(d, XICS_FIRST_SOURCE, &s));
	CU_ASSERT_EQUAL(s.server, 2);
}

/* ---- the power button ---- */

static long press(domid_t id)
{
	dom0_op_t op = { .u.ppc_power_button.domain = id };

	return op_call(DOM0_PPC_POWER_BUTTON, &op);
}

/* The domain listens: it has set the priority of the interrupt. */
static void listen(void)
{
	const u32 arg[] = { PAPR_EPOW_IRQ, 0, 5 };

	CU_ASSERT_EQUAL(rtas_by(d->vcpu[0], "ibm,set-xive", 3, arg, 1, NULL), 0);
	d->vcpu[0]->arch.xics.cppr = 0xff;
}

static u32 check_exception(u32 classes, u32 buffer, u32 size)
{
	const u32 arg[] = { 0x500, PAPR_EPOW_IRQ, classes, 1, buffer, size };

	return rtas_by(d->vcpu[0], "check-exception", 6, arg, 1, NULL);
}

static u32 sensor(u32 number, u32 index, u32 *state)
{
	const u32 arg[] = { number, index };

	return rtas_by(d->vcpu[0], "get-sensor-state", 2, arg, 2, state);
}

static bool log_empty(u32 first)
{
	for (u32 i = first; i < 256; i++)
		if (*domain_byte(d, LOG + i))
			return false;
	return true;
}

/* What Linux does with it: the sensor, then these bytes of the log. */
static void pressing(void)
{
	const u8 head[] = { 6, 0x24, 0, 0x40, 0, 0, 0, 44, 0x80, 0, 0x8e };
	const u8 section[] = { 'E', 'P', 0, 28, 2, 0, 0, 0, 3, 1 };
	u32 state;

	listen();
	CU_ASSERT_EQUAL(sensor(9, 0, &state), 0);
	CU_ASSERT_EQUAL(state, 0);
	CU_ASSERT_EQUAL(check_exception(EPOW, LOG, 2048), NO_EVENT);
	CU_ASSERT_EQUAL(press(d->id), 0);
	CU_ASSERT_TRUE(d->vcpu[0]->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr_by(d->vcpu[0], H_XIRR, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(d->vcpu[0]->arch.regs.gpr[4] & 0xffffff, PAPR_EPOW_IRQ);
	CU_ASSERT_EQUAL(sensor(9, 0, &state), 0);
	CU_ASSERT_EQUAL(state, 3);
	/* A call for other classes gets nothing, and takes nothing away. */
	CU_ASSERT_EQUAL(check_exception(~(u32)EPOW, LOG, 2048), NO_EVENT);
	CU_ASSERT_TRUE(log_empty(0));
	CU_ASSERT_EQUAL(check_exception(EPOW, LOG, 2048), 0);
	for (u32 i = 0; i < sizeof(head); i++)
		CU_ASSERT_EQUAL(*domain_byte(d, LOG + i), head[i]);
	CU_ASSERT_EQUAL(*domain_byte(d, LOG + 20), 'I');
	CU_ASSERT_EQUAL(*domain_byte(d, LOG + 22), 'M');
	for (u32 i = 0; i < sizeof(section); i++)
		CU_ASSERT_EQUAL(*domain_byte(d, LOG + 24 + i), section[i]);
	CU_ASSERT_TRUE(log_empty(LOG_SIZE));
	/* Once. */
	CU_ASSERT_EQUAL(check_exception(EPOW, LOG, 2048), NO_EVENT);
	CU_ASSERT_EQUAL(sensor(9, 0, &state), 0);
	CU_ASSERT_EQUAL(state, 0);
}

static void log_buffers(void)
{
	static const u32 bad[] = { 0, (u32)END, (u32)END - 51, 0xffffffff, 0xffffffcc };

	listen();
	CU_ASSERT_EQUAL(press(d->id), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(check_exception(EPOW, bad[i], 2048), PARAMETER);
	CU_ASSERT_TRUE(d->arch.power_button);
	/* No more than there is room for. */
	CU_ASSERT_EQUAL(check_exception(EPOW, LOG, 8), 0);
	CU_ASSERT_EQUAL(*domain_byte(d, LOG), 6);
	CU_ASSERT_TRUE(log_empty(8));
	CU_ASSERT_EQUAL(press(d->id), 0);
	CU_ASSERT_EQUAL(check_exception(EPOW, (u32)END - 52, 0xffffffff), 0);
	CU_ASSERT_EQUAL(*domain_byte(d, END - 52), 6);
}

static void other_sensors(void)
{
	u32 state = 77;

	CU_ASSERT_EQUAL(sensor(8, 0, &state), PARAMETER);
	CU_ASSERT_EQUAL(sensor(9, 1, &state), PARAMETER);
	CU_ASSERT_EQUAL(sensor(0xffffffff, 0xffffffff, &state), PARAMETER);
}

static void who_can_be_asked(void)
{
	struct domain *new = make_domain(1);

	CU_ASSERT_EQUAL(press(999), -ESRCH);
	CU_ASSERT_EQUAL(press(DOMID_SELF), -ESRCH);
	CU_ASSERT_EQUAL(press(0), -EINVAL);
	CU_ASSERT_EQUAL(press(new->id), -EINVAL);
	/* It does not listen yet. */
	CU_ASSERT_EQUAL(press(d->id), -EAGAIN);
	CU_ASSERT_FALSE(d->arch.power_button);
	listen();
	/* One that is paused finds it pressed when it goes on. */
	domain_pause(d);
	CU_ASSERT_EQUAL(press(d->id), 0);
	domain_unpause(d);
	CU_ASSERT_TRUE(d->vcpu[0]->arch.interrupt_pending);
	d->arch.power_button = false;
	domain_shutdown(d, SHUTDOWN_poweroff);
	CU_ASSERT_EQUAL(press(d->id), -EINVAL);
	domain_get(d);
	end_domain(d);
	CU_ASSERT_EQUAL(press(d->id), -EINVAL);
	CU_ASSERT_FALSE(d->arch.power_button);
	domain_put(d);
}

/* ---- what else is its own ---- */

static void display_character(void)
{
	const u32 arg[] = { 0x41 };

	CU_ASSERT_EQUAL(rtas_by(d->vcpu[0], "display-character", 1, arg, 1, NULL), 0);
	CU_ASSERT_EQUAL(d->console.ring.out.end, 1);
	CU_ASSERT_EQUAL(d->console.ring.out.text[0], 'A');
	CU_ASSERT_STRING_EQUAL(machine.console, "");
}

/* Five instructions, big-endian: what a guest's call of RTAS enters. */
static void entry_code(void)
{
	static const u8 wanted[] = { 0x7c, 0x64, 0x1b, 0x78, 0x3c, 0x60, 0x00,
				     0x00, 0x60, 0x63, 0xf0, 0x00, 0x44, 0x00,
				     0x00, 0x22, 0x4e, 0x80, 0x00, 0x20 };
	u8 code[PAPR_RTAS_SIZE];

	papr_rtas_code(code);
	CU_ASSERT_EQUAL(sizeof(code), sizeof(wanted));
	CU_ASSERT_EQUAL(memcmp(code, wanted, sizeof(wanted)), 0);
}

int main(void)
{
	CU_TestInfo cpus[] = {
		{ "starting", starting },
		{ "no such CPU", no_such_cpu },
		{ "stopping", stopping },
		{ "context of a stopped one", context_of_a_stopped_one },
		{ "servers", servers },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo button[] = {
		{ "pressing", pressing },
		{ "log buffers", log_buffers },
		{ "other sensors", other_sensors },
		{ "who can be asked", who_can_be_asked },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo rest[] = {
		{ "display character", display_character },
		{ "entry code", entry_code },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "CPUs",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = cpus },
		{ .pName = "power button",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = button },
		{ .pName = "rest",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = rest },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-rtas", suites);
}
