/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPUs of the partition that we are: platform.h has what each function does. */
#ifndef PSERIES_CPU_H
#define PSERIES_CPU_H

#include <xen/compiler.h>
#include <xen/types.h>

struct cpu;

/* token: of RTAS start-cpu; 0: the firmware has none. */
void pseries_cpu_probe(u32 token);
void pseries_cpu_init(void);
bool pseries_start_cpu(u32 server);
void pseries_spare_cpu(u32 server);
void pseries_kick(const struct cpu *cpu);
void pseries_halt(void) __noreturn;

#endif /* PSERIES_CPU_H */
