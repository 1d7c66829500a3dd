// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding out which machine this is. */
#include <xen/lib.h>
#include <asm/platform.h>
#include <asm/processor.h>

/* Until the probe has decided: a partition's console needs nothing to be set up. */
const struct platform *platform = &pseries_platform;

extern char _start[], _end[];

/*
 * Hypervisor privilege of our own is what bare metal is: a partition never has it, and
 * the firmware of a bare machine never gives it up before it starts a kernel.
 */
void platform_probe(const struct boot_registers *r, struct boot_info *info)
{
	info->image = (struct memory_range){ (uintptr_t)_start, (uintptr_t)_end };
	if (mfmsr() & MSR_HV) {
		platform = &powernv_platform;
		powernv_probe(r, info);
	} else {
		pseries_probe(r, info);
	}
}
