/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seam between the hypervisor and the machine below it: pseries (privilege borrowed
 * by nested calls) and later bare metal. Nothing above this table asks which it is.
 */
#ifndef ASM_PLATFORM_H
#define ASM_PLATFORM_H

#include <xen/boot_info.h>
#include <xen/compiler.h>
#include <xen/types.h>

struct vcpu;

struct calendar_time {
	u32 year, month, day, hour, minute, second, nanosecond;
};

struct platform {
	const char *name;
	/* After the heap works: vectors, partition table. Panics if it cannot. */
	void (*init)(void);
	/* Runs v until it exits; its registers are in v->arch. Returns the vector. */
	u64 (*enter)(struct vcpu *v);
	/* Sends len (1 to 16) characters, all or, when busy, none: false. */
	bool (*console_put)(const char *text, size_t len);
	/* Takes up to size typed characters. */
	size_t (*console_get)(char *buf, size_t size);
	/* Sets a partition table entry, in CPU byte order; both 0: no partition. */
	void (*partition_set)(u32 lpid, u64 dword0, u64 dword1);
	/* Makes the hardware forget what it cached of the partition's translations. */
	void (*partition_flush)(u32 lpid);
	/* Sleeps until the timebase reaches until, or an interrupt. */
	void (*idle)(u64 until);
	/* Takes and ends an external interrupt that is the hypervisor's own. */
	void (*external_interrupt)(void);
	/*
	 * What the CPU does against speculation attacks, as H_GET_CPU_CHARACTERISTICS
	 * says it to guests. False: the platform cannot tell.
	 */
	bool (*cpu_characteristics)(u64 *character, u64 *behaviour);
	/* 0, or a negative error: the machine has no clock. */
	int (*time_of_day)(struct calendar_time *time);
	__noreturn void (*power_off)(void);
	__noreturn void (*reboot)(void);
};

/* Valid from the first instruction of C on; console_put works after platform_probe. */
extern const struct platform *platform;

/*
 * Finds out from the hand-over registers what machine this is, makes its console work
 * and fills *info. Panics, on whatever console there is, if it cannot.
 */
void platform_probe(u64 r3, u64 r4, u64 r5, struct boot_info *info);

extern const struct platform pseries_platform;
/* Whether the hand-over is that of a pseries machine; fills *info if so. */
bool pseries_probe(u64 r3, u64 r4, u64 r5, struct boot_info *info);

#endif /* ASM_PLATFORM_H */
