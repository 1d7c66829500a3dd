/* SPDX-License-Identifier: GPL-2.0-or-later */
/* privcmd-test: map frames into this process by the driver's ioctls. */
#ifndef TESTS_GUEST_PRIVCMD_FOREIGN_H
#define TESTS_GUEST_PRIVCMD_FOREIGN_H

#include "privcmd-test.h"

#define NO_SUCH_DOMAIN 0x7123
#define PROT_BOTH      (PROT_READ | PROT_WRITE)
/* MMAPBATCH ORs this into the number of a frame that could not be mapped. */
#define REFUSED 0xF0000000UL
/* Size of dom0's window in frames, as in the hypervisor's device tree. */
#define WINDOW_FRAMES 65536UL

/* Create an empty area; fails the test if that fails. */
char *area_get(int fd, unsigned long frames, int prot);
void area_put(char *va, unsigned long frames);
/* The two ioctls: 0 or a negative errno. */
long map_range(int fd, unsigned int dom, const void *va, unsigned long mfn,
	       unsigned long frames);
long map_list(int fd, unsigned int dom, const void *va, unsigned long *mfn, int count);
/* Create an area with consecutive frames; fails the test if one is not mapped. */
char *map_new(unsigned int dom, unsigned long mfn, unsigned long frames, int prot);

/* Number of slots in use, as the driver reports it. */
unsigned long slots_used(void);
/* Create a domain with one chunk; returns its number and first machine frame. */
unsigned int domain_with_chunk(unsigned long *mfn);
/* Pin a page of this process; returns its machine frame. */
unsigned long own_frame(void *va);
/* The signal that reading or writing there causes; 0: none. */
int read_signal(const volatile char *va);
int write_signal(volatile char *va);

/* Like pin_setup() and pin_teardown(); also checks that no slot stays in use. */
void foreign_setup(void);
void foreign_teardown(void);

#define FOREIGN_SUITE(name, tests)                                                \
	{                                                                         \
		(name), suite_start, suite_stop, foreign_setup, foreign_teardown, \
			(tests)                                                   \
	}

#endif /* TESTS_GUEST_PRIVCMD_FOREIGN_H */
