// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding out which machine this is. */
#include <xen/lib.h>
#include <asm/platform.h>

/* Until the probe has decided: the only one there is, whose console may work. */
const struct platform *platform = &pseries_platform;

extern char _start[], _end[];

void platform_probe(u64 r3, u64 r4, u64 r5, struct boot_info *info)
{
	info->image = (struct memory_range){ (uintptr_t)_start, (uintptr_t)_end };
	if (!pseries_probe(r3, r4, r5, info))
		panic("no Open Firmware client interface at hand-over (r5 is 0)");
}
