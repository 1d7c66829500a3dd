/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU that unit tests run on: there is no r13 to find its area by. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>

struct vcpu;

#define STACK_SIZE	     0x4000
#define EMERGENCY_STACK_SIZE 0x2000

struct cpu_area {
	struct vcpu *extended_owner;
};

struct cpu_area *this_cpu(void);
struct vcpu *get_current(void);
void set_current(struct vcpu *v);
bool need_resched(void);
void set_need_resched(bool value);
void request_choice(void);
bool look_requested(void);
void check_stack(void);

#endif /* ASM_CURRENT_H */
