/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The interrupts of the machine below, beside struct platform (asm/platform.h). A
 * domain's interrupts are another matter: asm/papr/domain_irq.h.
 */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

struct irq_ops {
	/*
	 * Called once, after platform->init(): directs the hypervisor's own interrupts to
	 * this CPU. Sets boot_info.console_interrupt if typed characters will end in
	 * console_input(). Does not fail: without interrupts the console is polled.
	 */
	void (*init)(void);
	/*
	 * Takes, serves and ends every external interrupt that waits for this CPU. Called
	 * with MSR[EE] = 0, on the exit 0xea0.
	 */
	void (*handle)(void);
};

#endif /* ASM_IRQ_H */
