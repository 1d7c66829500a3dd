/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of bare metal. */
#ifndef POWERNV_IRQ_H
#define POWERNV_IRQ_H

#include <asm/irq.h>

extern const struct irq_ops powernv_irq;

/* Does what a doorbell asks for, whether or not it was one that ended sleep or guest. */
void powernv_doorbell(void);

#endif /* POWERNV_IRQ_H */
