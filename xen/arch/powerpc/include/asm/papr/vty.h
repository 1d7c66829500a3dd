/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A domain's terminal, a virtual I/O device: its console in the domain's eyes. */
#ifndef ASM_VTY_H
#define ASM_VTY_H

#include <asm/papr/domain_irq.h>

struct domain;

#define VTY_UNIT 0x30000000
#define VTY_IRQ	 DOMAIN_IRQ_FIRST

/* Gives d a terminal, connected with its console. 0, or an error of vio_add(). */
int vty_add(struct domain *d);

#endif /* ASM_VTY_H */
