/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seam between the hypervisor and the machine below it: pseries (privilege borrowed
 * by nested calls) and powernv (bare metal). Nothing above this table asks which it is.
 * docs/platform.md says more of what each function has to do.
 */
#ifndef ASM_PLATFORM_H
#define ASM_PLATFORM_H

#include <xen/boot_info.h>
#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/irq.h>

struct cpu;
struct vcpu;

struct calendar_time {
	u32 year, month, day, hour, minute, second, nanosecond;
};

struct platform {
	const char *name;
	/*
	 * Whether a guest may have its interrupts taken with translation on (LPCR[AIL]),
	 * for which the hypervisor's own must not depend on that field.
	 */
	bool guest_ail;
	const struct irq_ops *irq; /* interrupts of the machine (asm/irq.h) */
	/* After the heap works: vectors, partition table. Panics if it cannot. */
	void (*init)(void);
	/* On each CPU, on the first one after init(): its own registers. */
	void (*cpu_init)(void);
	/*
	 * Has the CPU of that number begin at secondary_entry, with the number in r3.
	 * False: the machine refuses, which has been reported. Called once for each.
	 */
	bool (*start_cpu)(u32 server);
	/* A CPU of that number will not be used: it should cost as little as it can. */
	void (*spare_cpu)(u32 server);
	/*
	 * Makes another CPU call cpu_kicked(): soon if it sleeps or runs a guest, else
	 * when it does so next. A kick is never lost. All that this CPU has stored before
	 * is seen by the other one then.
	 */
	void (*kick)(const struct cpu *cpu);
	/* This CPU sleeps for ever, and serves nothing. */
	__noreturn void (*halt)(void);
	/*
	 * Enters v, whose registers are in v->arch, and calls vcpu_exit() each time that
	 * it has come out, until that returns false.
	 */
	void (*run)(struct vcpu *v);
	/*
	 * Move the registers of v->arch.hv that run() does not move at each entry and
	 * exit out of the CPU, and into it. Called when another vCPU comes on.
	 */
	void (*state_save)(struct vcpu *v);
	void (*state_load)(const struct vcpu *v);
	/* Sends len (1 to 16) characters, or the first of them. How many; 0: busy. */
	size_t (*console_put)(const char *text, size_t len);
	/* Takes up to size typed characters. */
	size_t (*console_get)(char *buf, size_t size);
	/*
	 * Makes the hardware forget what it has cached of a partition's table entry
	 * (asm/mmu/partition.h) and radix tree.
	 */
	void (*partition_flush)(u32 lpid);
	/* Sleeps until the timebase reaches until, an interrupt, or a kick. */
	void (*idle)(u64 until);
	/*
	 * What the CPU does against speculation attacks, in the form of
	 * H_GET_CPU_CHARACTERISTICS. False: unknown.
	 */
	bool (*cpu_characteristics)(u64 *character, u64 *behaviour);
	/* 0, or a negative error if the machine has no clock. May take seconds. */
	int (*time_of_day)(struct calendar_time *time);
	/*
	 * Sets the clock, or begins to: does not wait for it. 0, or a negative error if
	 * the machine has no clock that can be set.
	 */
	int (*set_time_of_day)(const struct calendar_time *time);
	__noreturn void (*power_off)(void);
	__noreturn void (*reboot)(void);
};

/* Valid from the first instruction of C on; console_put works after platform_probe. */
extern const struct platform *platform;

/* r3 to r9 as the loader left them at the hand-over (head.S). */
struct boot_registers {
	u64 r3, r4, r5, r6, r7, r8, r9;
};

/*
 * Handles the exit of v, whose registers are in v->arch (traps.c). reason: the vector of
 * the exception; negative: the platform cannot enter v at all. False: the scheduler must
 * choose before v is entered again.
 */
bool vcpu_exit(struct vcpu *v, u64 reason);

/*
 * Finds out from the hand-over registers what machine this is, makes its console work
 * and fills *info. Panics if it cannot.
 */
void platform_probe(const struct boot_registers *r, struct boot_info *info);

/*
 * The platforms, and the part of platform_probe() that each does: makes the console work
 * and fills *info except for the image.
 */
extern const struct platform pseries_platform, powernv_platform;
void pseries_probe(const struct boot_registers *r, struct boot_info *info);
void powernv_probe(const struct boot_registers *r, struct boot_info *info);

#endif /* ASM_PLATFORM_H */
