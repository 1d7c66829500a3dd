// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The powernv platform: bare metal. We have MSR[HV], a guest's exits come to our own
 * vectors in real mode, and OPAL, the firmware, drives what devices we need.
 */
#define pr_fmt(fmt) "powernv: " fmt
#include <libfdt.h>
#include <xen/lib.h>
#include <asm/cpu/exception.h>
#include <asm/memory.h>
#include <asm/platform.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "cpu.h"
#include "device_tree.h"
#include "guest.h"
#include "heartbeat.h"
#include "irq.h"
#include "mmu.h"
#include "opal.h"

static struct cpu_characteristics characteristics;

static void powernv_idle(u64 until)
{
	until = min(until, heartbeat_due());
	if (until > get_timebase())
		powernv_stop_until(until);
	powernv_doorbell();
	heartbeat();
}

static bool powernv_cpu_characteristics(u64 *character, u64 *behaviour)
{
	*character = characteristics.character;
	*behaviour = characteristics.behaviour;
	return characteristics.known;
}

static void __noreturn end_machine(const char *what, s64 status)
{
	if (status != OPAL_SUCCESS)
		pr_err("the firmware does not %s: %lld\n", what, status);
	/* The firmware needs time, and must be polled meanwhile. */
	for (;;) {
		opal_poll();
		powernv_stop_until(get_timebase() + ns_to_timebase(10000000));
	}
}

static void __noreturn powernv_power_off(void)
{
	end_machine("power off", opal_power_off());
}

static void __noreturn powernv_reboot(void)
{
	end_machine("reboot", opal_reboot());
}

/* enter.S */
extern const char powernv_vectors[], powernv_vectors_end[];

static void powernv_init(void)
{
	s64 status;

	install_vectors(powernv_vectors, powernv_vectors_end);
	status = opal_reinit_cpus();
	if (status != OPAL_SUCCESS)
		panic("OPAL_REINIT_CPUS: %lld: interrupts would not be little-endian, or "
		      "radix trees not be used",
		      status);
}

/*
 * r3: the device tree; r8 and r9: base and entry of OPAL, which the tree names too for a
 * boot loader that does not hand them over.
 */
void powernv_probe(const struct boot_registers *r, struct boot_info *info)
{
	const void *fdt = r->r3 ? maddr_to_ptr(r->r3) : NULL;
	u64 base = r->r8, entry = r->r9;
	const char *fault;

	if (!entry)
		device_tree_opal(fdt, &base, &entry);
	/* There is no console. A debugger shows r3 and r9. */
	while (!entry)
		;
	opal_init(base, entry);
	if (!fdt || fdt_check_header(fdt))
		panic("no device tree at hand-over (r3 is %llx)", r->r3);
	opal_set_terminal(device_tree_terminal(fdt));
	fault = device_tree_read(fdt, (u32)mfspr(SPR_PIR), info);
	if (fault)
		panic("device tree: %s", fault);
	device_tree_characteristics(fdt, &characteristics);
}

const struct platform powernv_platform = {
	.name = "powernv",
	.guest_ail = false,
	.init = powernv_init,
	.cpu_init = powernv_cpu_init,
	.start_cpu = powernv_start_cpu,
	.spare_cpu = powernv_spare_cpu,
	.kick = powernv_kick,
	.halt = powernv_halt,
	.run = guest_run,
	.state_save = guest_state_save,
	.state_load = guest_state_load,
	.console_put = opal_console_write,
	.console_get = opal_console_read,
	.partition_flush = mmu_partition_flush,
	.idle = powernv_idle,
	.irq = &powernv_irq,
	.cpu_characteristics = powernv_cpu_characteristics,
	.time_of_day = opal_time_of_day,
	.set_time_of_day = opal_set_time_of_day,
	.power_off = powernv_power_off,
	.reboot = powernv_reboot,
};
