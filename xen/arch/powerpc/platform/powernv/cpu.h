/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPUs of bare metal: platform.h has what each function does. */
#ifndef POWERNV_CPU_H
#define POWERNV_CPU_H

#include <xen/compiler.h>
#include <xen/types.h>

struct cpu;

void powernv_cpu_init(void);
bool powernv_start_cpu(u32 server);
void powernv_spare_cpu(u32 server);
void powernv_kick(const struct cpu *cpu);
void powernv_halt(void) __noreturn;

/* Sleeps until that timebase, a doorbell, or a call of the firmware's. */
void powernv_stop_until(u64 until);

#endif /* POWERNV_CPU_H */
