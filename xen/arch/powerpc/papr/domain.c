// SPDX-License-Identifier: GPL-2.0-or-later
/* What PAPR gives a domain from the start: an interrupt controller and its sources. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/papr/domain_irq.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>

int papr_domain_create(struct domain *d)
{
	int ret = xics_domain_create(d);

	if (!ret)
		ret = domain_irq_add(d, PAPR_VTY_IRQ);
	if (!ret)
		ret = domain_irq_add(d, PAPR_EVENT_IRQ);
	if (!ret)
		ret = domain_irq_add(d, PAPR_EPOW_IRQ);
	return ret;
}

void papr_domain_destroy(struct domain *d)
{
	xics_domain_destroy(d);
}

void arch_notify_event(struct domain *d)
{
	domain_irq_raise(d, PAPR_EVENT_IRQ);
}
