/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The partition's own interrupts: the terminal's. */
#ifndef PSERIES_IRQ_H
#define PSERIES_IRQ_H

#include <asm/irq.h>

/* Priorities of the interrupt controller: 0 is the highest. */
#define PRIORITY_NONE	 0 /* lets nothing through */
#define PRIORITY_KICK	 4
#define PRIORITY_CONSOLE 5
#define PRIORITY_ALL	 0xff
#include "open_firmware.h"

extern const struct irq_ops pseries_irq;

/* Notes what the firmware says of the terminal, and its token for ibm,set-xive. */
void pseries_irq_probe(const struct console_device *console, u32 set_xive);

#endif /* PSERIES_IRQ_H */
