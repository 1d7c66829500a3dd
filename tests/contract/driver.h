/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What runs the cases of the contract. host.c and dom0.c implement the driver_ functions:
 * calls of domain 0, its memory, and a domain that is not privileged. The types are plain
 * C, because the hypervisor's headers and the public ones do not go together.
 */
#ifndef TESTS_CONTRACT_DRIVER_H
#define TESTS_CONTRACT_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "cunit-main.h"

/*
 * Pseudo-physical places in domain 0 whose bytes the cases may change: 128 KiB
 * from contract_page on, 64 KiB before and behind contract_border, where one chunk ends
 * and another begins, and 64 KiB before contract_end, where its memory ends.
 */
extern unsigned long contract_page, contract_border, contract_end;

/* Initialisation and clean-up of a suite, and of each case; 0: success. */
int driver_suite_start(void);
int driver_suite_stop(void);
void driver_case_start(void);
void driver_case_stop(void);

/* A hypercall by domain 0: what r3 holds afterwards. */
long driver_call(unsigned long number, const unsigned long arg[5]);
/* A byte of those places. */
unsigned char *driver_byte(unsigned long gpa);

/*
 * A domain without privilege, of one chunk, and its number. False: it cannot be made.
 * The cases may use 16 KiB of its memory, from pseudo-physical GUEST_BUFFER on.
 */
#define GUEST_BUFFER 0xc000
bool driver_guest_start(unsigned int *id);
void driver_guest_stop(void);
long driver_guest_call(unsigned long number, const unsigned long arg[5]);
void *driver_guest_buffer(void);

/* Around each case: that no memory and no domain is lost (contract.c). */
void contract_setup(void);
void contract_teardown(void);

/* The suites, a file each. */
extern CU_TestInfo console_cases[], domain_cases[], frames_cases[], hypercall_cases[],
	memlist_cases[], memory_op_cases[], perfc_cases[], sched_cases[], shadow_cases[],
	trace_cases[], unprivileged_cases[], vcpu_cases[];

#define CONTRACT_SUITE(name, cases)                                            \
	{                                                                      \
		(name), driver_suite_start, driver_suite_stop, contract_setup, \
			contract_teardown, (cases)                             \
	}
#define CONTRACT_SUITES                                       \
	CONTRACT_SUITE("hypercall", hypercall_cases),         \
		CONTRACT_SUITE("domain", domain_cases),       \
		CONTRACT_SUITE("memory-op", memory_op_cases), \
		CONTRACT_SUITE("memlist", memlist_cases),     \
		CONTRACT_SUITE("frames", frames_cases),       \
		CONTRACT_SUITE("vcpu", vcpu_cases),           \
		CONTRACT_SUITE("shadow", shadow_cases),       \
		CONTRACT_SUITE("sched", sched_cases),         \
		CONTRACT_SUITE("console", console_cases),     \
		CONTRACT_SUITE("perfc", perfc_cases),         \
		CONTRACT_SUITE("trace", trace_cases),         \
		CONTRACT_SUITE("unprivileged", unprivileged_cases)

#endif /* TESTS_CONTRACT_DRIVER_H */
