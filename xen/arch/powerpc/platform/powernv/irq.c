// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupts of bare metal. No source of the machine is enabled: what comes as an
 * external interrupt is HDEC, at the time at which the firmware has to be called
 * (guest.c), and that call says whether characters have been typed.
 */
#include <xen/boot_info.h>
#include "heartbeat.h"
#include "irq.h"

static void powernv_irq_init(void)
{
	boot_info.console_interrupt = true;
}

const struct irq_ops powernv_irq = {
	.init = powernv_irq_init,
	.handle = heartbeat,
};
