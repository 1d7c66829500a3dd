// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What every domain has from the start: an interrupt controller, the sources of event
 * channels and of the power button, NVRAM, and a terminal.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/papr/domain_irq.h>
#include <asm/papr/nvram.h>
#include <asm/papr/papr.h>
#include <asm/papr/vio.h>
#include <asm/papr/vty.h>
#include <asm/papr/xics.h>

int papr_domain_create(struct domain *d)
{
	int ret = xics_domain_create(d);

	papr_power_create(d);
	if (!ret)
		ret = nvram_create(d);
	if (!ret)
		ret = domain_irq_add(d, PAPR_EVENT_IRQ);
	if (!ret)
		ret = domain_irq_add(d, PAPR_EPOW_IRQ);
	if (!ret)
		ret = vty_add(d);
	return ret;
}

void papr_domain_destroy(struct domain *d)
{
	papr_build_forget(d);
	timer_stop(&d->arch.failed_timer);
	vio_destroy(d);
	nvram_destroy(d);
	xics_domain_destroy(d);
}

void arch_notify_event(struct domain *d)
{
	domain_irq_raise(d, PAPR_EVENT_IRQ);
}
