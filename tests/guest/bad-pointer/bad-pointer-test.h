/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of all ways in which an address reaches the hypervisor. Each is tried with
 * good, bad and strange addresses.
 */
#ifndef TESTS_GUEST_BAD_POINTER_TEST_H
#define TESTS_GUEST_BAD_POINTER_TEST_H

#include <errno.h>
#include <string.h>

#include "fixture.h"
#include "hcall.h"

struct pointer_use {
	const char *name;
	/* Make the hypercall that uses size bytes at gpa; returns its result. */
	long (*call)(unsigned long gpa);
	size_t size;
	long good; /* result for memory that is the caller's */
	long bad;  /* result for other memory */
	/* The hypervisor reads there: the contents decide, and nothing is compared. */
	bool reads;
	bool optional; /* address 0 means that there is no buffer, which is good */
};

extern const struct pointer_use pointer_uses[];
extern const size_t nr_pointer_uses;

/* Create a domain for the uses that need one, and text in the console ring. */
void uses_start(void);
void uses_stop(void);

extern CU_TestInfo bad_address_tests[]; /* bad-pointer-test.c */
extern CU_TestInfo border_tests[];	/* bad-pointer-border.c */

#endif /* TESTS_GUEST_BAD_POINTER_TEST_H */
