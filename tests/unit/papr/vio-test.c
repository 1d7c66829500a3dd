// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The virtual I/O bus (xen/arch/powerpc/papr/vio/bus.c), with a kind of device that only
 * this test has: nothing else knows of it.
 */
#include <libfdt.h>
#include <string.h>

#include <xen/console/console.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/cpu.h>
#include <asm/papr/papr.h>
#include <asm/papr/dt.h>
#include <asm/papr/vio.h>
#include <asm/papr/vty.h>
#include <asm/papr/xics.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "guest-fdt.h"
#include "guest.h"

#define H_ADD	 0xf0 /* r5 is added to the device's sum; the answer: r4 */
#define H_NOTICE 0xf4 /* the device raises its interrupt */
#define UNIT	 0x30000007
#define IRQ	 (DOMAIN_IRQ_FIRST + 0x123)

struct adder {
	struct vio_device dev;
	u64 sum;
	u32 resets, ends;
};

static struct domain *d;
static struct vcpu *v;

static long h_add(struct vio_device *dev, u64 *gpr)
{
	struct adder *adder = (struct adder *)dev;

	adder->sum += gpr[5];
	gpr[4] = adder->sum;
	return H_SUCCESS;
}

static long h_notice(struct vio_device *dev, u64 *gpr)
{
	domain_irq_raise(dev->domain, dev->irq);
	return H_BUSY;
}

static void describe(const struct vio_device *dev, struct dt_writer *w)
{
	dt_string(w, "compatible", "test,adder");
	dt_interrupt(w, dev->irq);
}

static void reset(struct vio_device *dev)
{
	((struct adder *)dev)->resets++;
	((struct adder *)dev)->sum = 0;
}

static void destroy(struct vio_device *dev)
{
	((struct adder *)dev)->ends++;
}

/* The last one is a number that the table serves: the bus is not asked. */
static const struct vio_call calls[] = {
	{ H_ADD, h_add },
	{ H_NOTICE, h_notice },
	{ H_CPPR, h_notice },
};

static const struct vio_type adder_type = {
	.name = "adder",
	.call = calls,
	.nr_calls = ARRAY_SIZE(calls),
	.describe = describe,
	.reset = reset,
	.destroy = destroy,
};

static struct adder adder_at(u32 unit, u32 irq)
{
	return (struct adder){ .dev = { .type = &adder_type, .unit = unit, .irq = irq } };
}

static void start(void)
{
	dom0_start();
	d = make_domain(1);
	v = d->vcpu[0];
}

static void end_of(const struct domain *domain, const struct adder *adder)
{
	CU_ASSERT_EQUAL(adder->ends, 0);
	destroy_domain(domain);
	CU_ASSERT_EQUAL(adder->ends, 1);
}

/* ---- calls ---- */

static void served(void)
{
	struct adder adder = adder_at(UNIT, IRQ);

	CU_ASSERT_EQUAL(papr_by(v, H_ADD, UNIT, 5, 0, 0), H_FUNCTION);
	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	CU_ASSERT_PTR_EQUAL(adder.dev.domain, d);
	CU_ASSERT_EQUAL(papr_by(v, H_ADD, UNIT, 5, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[4], 5);
	CU_ASSERT_EQUAL(papr_by(v, H_ADD, UNIT, 6, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[4], 11);
	/* What there was goes on working. */
	CU_ASSERT_EQUAL(papr_by(v, H_PUT_TERM_CHAR, VTY_UNIT, 1, 0x4100000000000000, 0),
			H_SUCCESS);
	CU_ASSERT_EQUAL(d->console.ring.out.end, 1);
	/* Another domain has none. */
	CU_ASSERT_EQUAL(papr(H_ADD, UNIT, 5, 0, 0), H_FUNCTION);
	end_of(d, &adder);
}

static void wrong_units(void)
{
	static const u64 wrong[] = {
		0, 1, UNIT + 1, VTY_UNIT, UNIT | 1ULL << 32, TOP, 0xffffffff
	};
	struct adder adder = adder_at(UNIT, IRQ);

	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		CU_ASSERT_EQUAL(papr_by(v, H_ADD, wrong[i], 5, 0, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(adder.sum, 0);
	/* Its unit with a call that only another kind serves, or none, or the table. */
	CU_ASSERT_EQUAL(papr_by(v, H_PUT_TERM_CHAR, UNIT, 1, 0x41, 0), H_PARAMETER);
	CU_ASSERT_EQUAL(papr_by(v, H_NOTICE + 4, UNIT, 0, 0, 0), H_FUNCTION);
	CU_ASSERT_EQUAL(papr_by(v, H_CPPR, UNIT, 0, 0, 0), H_SUCCESS);
	end_of(d, &adder);
}

static void two_of_a_kind(void)
{
	struct adder a = adder_at(UNIT, IRQ), b = adder_at(UNIT - 1, IRQ + 1);

	CU_ASSERT_EQUAL(vio_add(d, &a.dev), 0);
	CU_ASSERT_EQUAL(vio_add(d, &b.dev), 0);
	CU_ASSERT_EQUAL(papr_by(v, H_ADD, UNIT - 1, 5, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(papr_by(v, H_ADD, UNIT, 7, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(a.sum, 7);
	CU_ASSERT_EQUAL(b.sum, 5);
	end_of(d, &a);
	CU_ASSERT_EQUAL(b.ends, 1);
}

/* Calls that no device serves are counted as before, those of devices are not. */
static void counting(void)
{
	struct adder adder = adder_at(UNIT, IRQ);
	u32 unknown;

	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	unknown = boot_cpu.perf.papr_unknown[0];
	papr_by(v, H_ADD, UNIT, 5, 0, 0);
	papr_by(v, H_ADD, 0, 5, 0, 0);
	CU_ASSERT_EQUAL(boot_cpu.perf.papr_unknown[0], unknown);
	papr_by(v, H_NOTICE + 4, UNIT, 0, 0, 0);
	CU_ASSERT_EQUAL(boot_cpu.perf.papr_unknown[0], unknown + 1);
	end_of(d, &adder);
}

/* ---- what belongs to a device ---- */

static void interrupt(void)
{
	struct adder adder = adder_at(UNIT, IRQ);
	struct xics_source s = { .priority = 5 };

	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	CU_ASSERT_TRUE(domain_irq_masked(d, IRQ));
	CU_ASSERT_TRUE(xics_set_source(d, IRQ, &s));
	v->arch.xics.cppr = 0xff;
	CU_ASSERT_EQUAL(papr_by(v, H_NOTICE, UNIT, 0, 0, 0), H_BUSY);
	CU_ASSERT_TRUE(v->arch.interrupt_pending);
	CU_ASSERT_EQUAL(papr_by(v, H_XIRR, 0, 0, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[4], 0xff000000 | IRQ);
	end_of(d, &adder);
}

static void refused(void)
{
	static const struct {
		u32 unit, irq;
		int error;
	} cases[] = {
		{ 0, IRQ, -EINVAL },
		{ VTY_UNIT, IRQ, -EBUSY },
		{ UNIT, VTY_IRQ, -EBUSY },
		{ UNIT, PAPR_EPOW_IRQ, -EBUSY },
		{ UNIT, DOMAIN_IRQ_FIRST - 1, -EINVAL },
		{ UNIT, DOMAIN_IRQ_FIRST + DOMAIN_IRQ_MAX, -EINVAL },
	};
	struct adder adder;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		adder = adder_at(cases[i].unit, cases[i].irq);
		CU_ASSERT_EQUAL(vio_add(d, &adder.dev), cases[i].error);
		CU_ASSERT_EQUAL(papr_by(v, H_ADD, cases[i].unit, 5, 0, 0), H_FUNCTION);
	}
	heap_take(64);
	adder = adder_at(UNIT, IRQ);
	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), -ENOMEM);
	heap_give_back();
	CU_ASSERT_EQUAL(adder.ends, 0);
	/* None of that took unit or source; and a device need not have a source. */
	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	{
		struct adder silent = adder_at(UNIT + 1, 0);

		CU_ASSERT_EQUAL(vio_add(d, &silent.dev), 0);
		end_of(d, &silent);
	}
}

static void building(void)
{
	const struct guest_layout layout = { .fdt = 0x10000,
					     .rtas = 0x30000,
					     .cmdline = "" };
	struct adder adder = adder_at(UNIT, IRQ);

	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	papr_by(v, H_ADD, UNIT, 5, 0, 0);
	for (u32 piece = 0; piece < GUEST_FDT_PIECES; piece++)
		CU_ASSERT_EQUAL(arch_domain_build(d, &layout, !piece), -EAGAIN);
	CU_ASSERT_EQUAL(arch_domain_build(d, &layout, false), 0);
	CU_ASSERT_EQUAL(adder.resets, 1);
	CU_ASSERT_EQUAL(adder.sum, 0);
	end_of(d, &adder);
}

/* ---- the device tree ---- */

static u8 fdt[GUEST_FDT_SIZE];

static void build_tree(void)
{
	const struct guest_fdt_params params = {
		.cmdline = "", .cpu = &boot_info.cpu, .vcpus = 1, .domain = d
	};

	CU_ASSERT_EQUAL_FATAL(guest_fdt_write(fdt, sizeof(fdt), &params), 0);
}

static u32 cell(const char *path, const char *name, int index)
{
	int len;
	const fdt32_t *value = fdt_getprop(fdt, fdt_path_offset(fdt, path), name, &len);

	CU_ASSERT_FATAL(value && len > 4 * index);
	return fdt32_to_cpu(value[index]);
}

static const char *stdout_path(void)
{
	return fdt_getprop(fdt, fdt_path_offset(fdt, "/chosen"), "stdout-path", NULL);
}

static void description(void)
{
	static const char path[] = "/vdevice/adder@30000007";
	struct adder adder = adder_at(UNIT, IRQ);

	CU_ASSERT_EQUAL(vio_add(d, &adder.dev), 0);
	build_tree();
	CU_ASSERT_EQUAL(fdt_check_full(fdt, sizeof(fdt)), 0);
	CU_ASSERT_EQUAL(cell(path, "reg", 0), UNIT);
	CU_ASSERT_EQUAL(cell(path, "interrupts", 0), IRQ);
	CU_ASSERT_EQUAL(cell(path, "interrupts", 1), 0);
	CU_ASSERT_EQUAL(
		fdt_node_check_compatible(fdt, fdt_path_offset(fdt, path), "test,adder"),
		0);
	CU_ASSERT_EQUAL(cell("/vdevice/vty@30000000", "reg", 0), VTY_UNIT);
	CU_ASSERT_STRING_EQUAL(stdout_path(), "/vdevice/vty@30000000");
	end_of(d, &adder);
}

/* ---- terminals ---- */

static const struct vio_type terminal_type = {
	.name = "teletypewriter",
	.terminal = true,
	.call = calls,
	.nr_calls = 1,
};

/* The first terminal that serves a call is meant by unit 0; the first of all is stdout.
 */
static void second_terminal(void)
{
	struct adder a = adder_at(UNIT, IRQ), b = adder_at(UNIT - 1, IRQ + 1);

	a.dev.type = b.dev.type = &terminal_type;
	CU_ASSERT_EQUAL(vio_add(d, &a.dev), 0);
	CU_ASSERT_EQUAL(vio_add(d, &b.dev), 0);
	CU_ASSERT_EQUAL(papr_by(v, H_ADD, 0, 5, 0, 0), H_SUCCESS);
	CU_ASSERT_EQUAL(a.sum, 5);
	CU_ASSERT_EQUAL(papr_by(v, H_PUT_TERM_CHAR, 0, 1, 0x4100000000000000, 0),
			H_SUCCESS);
	CU_ASSERT_EQUAL(d->console.ring.out.end, 1);
	build_tree();
	CU_ASSERT_STRING_EQUAL(stdout_path(), "/vdevice/vty@30000000");
	CU_ASSERT(fdt_path_offset(fdt, "/vdevice/teletypewriter@30000007") >= 0);
	destroy_domain(d);
}

static void terminal_path(void)
{
	static const char path[] = "/vdevice/vty@30000000";
	char text[sizeof(path)];

	CU_ASSERT_TRUE(vio_terminal_path(d, text, sizeof(text)));
	CU_ASSERT_STRING_EQUAL(text, path);
	CU_ASSERT_FALSE(vio_terminal_path(d, text, sizeof(text) - 1));
	vio_destroy(d);
	CU_ASSERT_FALSE(vio_terminal_path(d, text, sizeof(text)));
	build_tree();
	CU_ASSERT_PTR_NULL(stdout_path());
	CU_ASSERT_EQUAL(papr_by(v, H_PUT_TERM_CHAR, 0, 1, 0x41, 0), H_FUNCTION);
	/* Its console is still typed at. */
	CU_ASSERT_EQUAL(guest_console_type(d, "x", 1), 1);
	destroy_domain(d);
}

/* What is typed at the machine's console goes to the domain that has it, if there is one.
 */
static void console_of_the_machine(void)
{
	struct xics_source s;

	CU_ASSERT_FALSE(dom0->console.interrupts);
	CU_ASSERT_TRUE(d->console.interrupts);
	console_input();
	CU_ASSERT_TRUE(xics_get_source(dom0, VTY_IRQ, &s) && s.pending);
	CU_ASSERT_TRUE(xics_get_source(d, VTY_IRQ, &s) && !s.pending);
	end_domain(d);
	end_domain(dom0);
	console_input();
	boot_info.console_interrupt = true;
	CU_ASSERT_EQUAL(domain_create(0, &dom0), 0);
	CU_ASSERT_TRUE(dom0->console.interrupts);
	boot_info.console_interrupt = false;
}

int main(void)
{
	CU_TestInfo call_tests[] = {
		{ "served", served },
		{ "wrong units", wrong_units },
		{ "two of a kind", two_of_a_kind },
		{ "counting", counting },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo device_tests[] = {
		{ "interrupt", interrupt }, { "refused", refused },
		{ "building", building },   { "description", description },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo terminal_tests[] = {
		{ "second terminal", second_terminal },
		{ "path", terminal_path },
		{ "console of the machine", console_of_the_machine },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "calls",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = call_tests },
		{ .pName = "devices",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = device_tests },
		{ .pName = "terminals",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = terminal_tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-vio", suites);
}
