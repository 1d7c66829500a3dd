// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding out which machine this is. */
#include <xen/lib.h>
#include <asm/platform.h>
#include <asm/processor.h>

/* pseries until the probe has decided: its console needs no set-up. */
const struct platform *platform = &pseries_platform;

extern char _start[], _end[];

/*
 * MSR[HV] tells bare metal: a partition never has it, and the firmware of a bare machine
 * keeps it until it starts a kernel.
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
