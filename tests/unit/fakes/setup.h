/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starting the hypervisor (xen/common/setup.c) on machines that tests describe. Firmware,
 * dom0 and run loop are stand-ins.
 */
#ifndef TESTS_UNIT_SETUP_H
#define TESTS_UNIT_SETUP_H

#include <xen/boot_info.h>
#include <asm/platform.h>

#define CHUNKS 16

/*
 * Starts the hypervisor on the machine that describe() makes of `firmware`, and lets
 * look() see what has come of it. Before that the image is at 4 MiB, 1 MiB long, and all
 * else is empty. In a process of its own, since the heap cannot be reset: look() says
 * what is wrong by CHECK(), not by CUnit.
 */
void on_machine(void (*describe)(void), void (*look)(void));

void check(bool holds, const char *what, const char *file, int line);
#define CHECK(what) check(what, #what, __FILE__, __LINE__)

/* What the platform says of the machine. */
extern struct boot_info firmware;
void add_ram(u64 start, u64 end);
void add_reserved(u64 start, u64 end);

/* What start_xen() did, in order, and said; with what it was called. */
extern char steps[128], messages[2048];
extern const struct boot_registers registers;
extern struct boot_registers handed_over;
/* Bytes free in the heap when dom0 was built. */
extern u64 heap_at_build;

/*
 * That it got so far as to run dom0; the owners of the chunks when dom0 was built, and
 * afterwards: a letter each, for the hypervisor, free, and no RAM.
 */
void check_owners(const char *at_build, const char *afterwards);
/* All the heap has in the image's chunk: RAM, and nothing that is somebody's. */
void check_heap(void);
/* That it panicked with that text, before anything was written to memory. */
void check_panic_at_once(const char *text);
/* What a table of so many chunks takes from the heap. */
u64 table_bytes(u32 chunks);

#endif /* TESTS_UNIT_SETUP_H */
