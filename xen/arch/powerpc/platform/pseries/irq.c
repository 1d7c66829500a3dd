// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupts of the partition that we are. The hypervisor below has an XICS for us: RTAS
 * directs a source, hypercalls take and end what it presents (PAPR, "Interrupt
 * Controller").
 */
#define pr_fmt(fmt) "pseries: " fmt
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/hcall_numbers.h>
#include "hcall.h"
#include "irq.h"
#include "rtas.h"

#define XIRR_SOURCE 0xffffff
#define XIRR_IPI    2
#define NO_IPI	    0xff

static struct console_device console;
static u32 set_xive; /* RTAS token; 0: the firmware has none */

void pseries_irq_probe(const struct console_device *device, u32 token)
{
	console = *device;
	set_xive = token;
}

/* False: the source raises no interrupt. */
static bool route(u32 source, u32 server, u32 priority)
{
	const u32 xive[3] = { source, server, priority };

	return source && set_xive && !rtas_call(set_xive, 3, xive, 1, NULL);
}

/* Without its interrupt the console still works: dom0 then polls for input. */
static void pseries_irq_init(void)
{
	if (!route(console.irq, boot_info.cpu.server, PRIORITY_CONSOLE)) {
		pr_warn("the console raises no interrupt\n");
		return;
	}
	/* QEMU's terminal raises it anyway and refuses this call; others want it. */
	hcall_status(H_VIO_SIGNAL, console.unit, 1, 0, 0);
	boot_info.console_interrupt = true;
}

static void pseries_irq_handle(void)
{
	u64 arg[4] = { 0 };

	while (hcall(H_XIRR, arg) == H_SUCCESS && (arg[0] & XIRR_SOURCE)) {
		u32 source = arg[0] & XIRR_SOURCE;

		if (source == XIRR_IPI)
			hcall_status(H_IPI, this_cpu()->server, NO_IPI, 0, 0);
		hcall_status(H_EOI, arg[0], 0, 0, 0);
		if (source == XIRR_IPI)
			cpu_kicked();
		else if (source == console.irq)
			console_input();
	}
}

const struct irq_ops pseries_irq = {
	.init = pseries_irq_init,
	.handle = pseries_irq_handle,
};
