// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupts of bare metal. No source of the machine is enabled: what comes as an
 * external interrupt is another CPU's doorbell, or HDEC, at the time at which the
 * firmware has to be called (guest.c). That call says whether characters have been typed.
 */
#include <xen/boot_info.h>
#include <xen/cpu.h>
#include <asm/instructions.h>
#include "heartbeat.h"
#include "irq.h"

static void powernv_irq_init(void)
{
	boot_info.console_interrupt = true;
}

/* A doorbell that ended `stop` was not taken, and would end the next guest's turn. */
void powernv_doorbell(void)
{
	clear_doorbell();
	message_sync();
	cpu_kicked();
}

static void powernv_irq_handle(void)
{
	powernv_doorbell();
	heartbeat();
}

const struct irq_ops powernv_irq = {
	.init = powernv_irq_init,
	.handle = powernv_irq_handle,
};
