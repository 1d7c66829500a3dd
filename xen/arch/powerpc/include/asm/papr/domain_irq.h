/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The interrupts of a domain, by source: what raises one needs to know no more of the
 * domain's interrupt controller. The number is the one in the domain's device tree.
 * Whatever adds a device chooses the number of its source.
 */
#ifndef ASM_DOMAIN_IRQ_H
#define ASM_DOMAIN_IRQ_H

#include <xen/types.h>

struct domain;

#define DOMAIN_IRQ_FIRST 0x1000
#define DOMAIN_IRQ_MAX	 4096 /* numbers from there on */

/*
 * Takes a number for a source that is raised from now on, until the domain ends. It
 * starts masked. -EINVAL: no such number; -EBUSY: it is taken; -ENOMEM.
 */
int domain_irq_add(struct domain *d, u32 source);
/* Raises a source, which has been added, once, as an edge. */
void domain_irq_raise(struct domain *d, u32 source);
/* Whether the domain has masked the source: it does not listen, or not yet. */
bool domain_irq_masked(const struct domain *d, u32 source);

#endif /* ASM_DOMAIN_IRQ_H */
