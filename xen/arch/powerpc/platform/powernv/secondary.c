// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts CPUs to sleep that run no vCPUs (secondary.h). */
#define pr_fmt(fmt) "powernv: " fmt
#include <xen/lib.h>
#include <asm/processor.h>
#include "device_tree.h"
#include "opal.h"
#include "secondary.h"

/* Threads of the largest machine. Further ones stay with the firmware. */
#define MAX_SERVERS 1024

extern const char cpu_park[]; /* park.S */

static u32 servers[MAX_SERVERS];
static u32 nr_servers;

void secondary_find(const void *fdt)
{
	nr_servers = device_tree_servers(fdt, servers, MAX_SERVERS);
}

void secondary_park(void)
{
	u32 own = (u32)mfspr(SPR_PIR);

	for (u32 i = 0; i < nr_servers; i++) {
		s64 status;

		if (servers[i] == own)
			continue;
		status = opal_start_cpu(servers[i], (uintptr_t)cpu_park);
		if (status != OPAL_SUCCESS)
			pr_warn("CPU %x cannot be put to sleep: %lld\n", servers[i],
				status);
	}
}
