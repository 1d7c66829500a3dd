/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Start the hypervisor (xen/common/setup.c) on machines that tests describe. Firmware,
 * dom0 and run loop are stand-ins.
 */
#ifndef TESTS_UNIT_SETUP_H
#define TESTS_UNIT_SETUP_H

#include <xen/boot_info.h>
#include <asm/platform.h>

#define CHUNKS 16

/*
 * Start the hypervisor on the machine that describe() makes of `firmware`, and have
 * look() check the result. At first the image is at 4 MiB, 1 MiB long, and all else is
 * empty. This runs in a process of its own, since the heap cannot be reset: look()
 * reports by CHECK(), not by CUnit.
 */
void on_machine(void (*describe)(void), void (*look)(void));

void check(bool holds, const char *what, const char *file, int line);
#define CHECK(what) check(what, #what, __FILE__, __LINE__)

/* The platform's description of the machine. */
extern struct boot_info firmware;
void add_ram(u64 start, u64 end);
void add_reserved(u64 start, u64 end);

/* The steps of start_xen(), its messages, and its arguments. */
extern char steps[128], messages[2048];
extern const struct boot_registers registers;
extern struct boot_registers handed_over;
/* Bytes free in the heap when dom0 was built. */
extern u64 heap_at_build;

/*
 * Check that dom0 was run, and the owners of the chunks when dom0 was built and
 * afterwards: a letter for each chunk: the hypervisor's, free, or not RAM.
 */
void check_owners(const char *at_build, const char *afterwards);
/* Check that the heap's memory in the image's chunk is RAM and not in use. */
void check_heap(void);
/* Check that it panicked with this text before it wrote to memory. */
void check_panic_at_once(const char *text);
/* Bytes of the heap for a table of this many chunks. */
u64 table_bytes(u32 chunks);

#endif /* TESTS_UNIT_SETUP_H */
