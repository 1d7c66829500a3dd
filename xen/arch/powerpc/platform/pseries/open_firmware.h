/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Open Firmware client interface (IEEE 1275), usable until of_quiesce(). */
#ifndef PSERIES_OPEN_FIRMWARE_H
#define PSERIES_OPEN_FIRMWARE_H

#include <xen/boot_info.h>

/* RTAS tokens of the platform below. */
struct rtas_tokens {
	u32 time_of_day, set_time_of_day, power_off, reboot, set_xive, start_cpu;
};

/* entry: the client interface's address, from r5 at hand-over. */
void of_init(u64 entry);
/* The console's virtual device: 0s if the firmware names none. */
struct console_device {
	u32 unit, irq;
};

/* Fills ram, cmdline, cpu and servers of *info, and the tokens. NULL, or what is missing.
 */
const char *of_read(struct boot_info *info, struct rtas_tokens *tokens,
		    struct console_device *console);
/* Ends firmware's use of the machine: memory and vectors are ours from now on. */
void of_quiesce(void);

#endif /* PSERIES_OPEN_FIRMWARE_H */
