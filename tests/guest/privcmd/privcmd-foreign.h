/* SPDX-License-Identifier: GPL-2.0-or-later */
/* privcmd-test: frames in this process, by the driver's ioctls, and what to map. */
#ifndef TESTS_GUEST_PRIVCMD_FOREIGN_H
#define TESTS_GUEST_PRIVCMD_FOREIGN_H

#include "privcmd-test.h"

#define NO_SUCH_DOMAIN 0x7123
#define PROT_BOTH      (PROT_READ | PROT_WRITE)
/* What MMAPBATCH ORs into a frame number that could not be mapped. */
#define REFUSED 0xF0000000UL
/* Frames that dom0's window has at most; the hypervisor's device tree says so. */
#define WINDOW_FRAMES 65536UL

/* Address space for frames, nothing in it: fails the test if there is none. */
char *area_get(int fd, unsigned long frames, int prot);
void area_put(char *va, unsigned long frames);
/* The two ioctls: 0 or a negative errno. */
long map_range(int fd, unsigned int dom, const void *va, unsigned long mfn,
	       unsigned long frames);
long map_list(int fd, unsigned int dom, const void *va, unsigned long *mfn, int count);
/* An area with consecutive frames in it: fails the test if one is not mapped. */
char *map_new(unsigned int dom, unsigned long mfn, unsigned long frames, int prot);

/* Slots of the window in use, as the driver says. */
unsigned long slots_used(void);
/* A domain with one chunk: its number, and its first machine frame. */
unsigned int domain_with_chunk(unsigned long *mfn);
/* The machine frame behind a page of this process, which is pinned for that. */
unsigned long own_frame(void *va);
/* The signal that reading or writing there ends with, 0: none. */
int read_signal(const volatile char *va);
int write_signal(volatile char *va);

/* As pin_setup() and pin_teardown(), and no slot stays in use. */
void foreign_setup(void);
void foreign_teardown(void);

#define FOREIGN_SUITE(name, tests)                                                \
	{                                                                         \
		(name), suite_start, suite_stop, foreign_setup, foreign_teardown, \
			(tests)                                                   \
	}

#endif /* TESTS_GUEST_PRIVCMD_FOREIGN_H */
