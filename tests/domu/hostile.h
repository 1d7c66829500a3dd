/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel that tries everything that is forbidden. See README.md. */
#ifndef TESTS_DOMU_HOSTILE_H
#define TESTS_DOMU_HOSTILE_H

#include "../system/guest/guest.h"

#define MIB(n)	  ((u64)(n) << 20)
#define GIB(n)	  ((u64)(n) << 30)
#define CHUNK	  MIB(64)
#define REGION	  0x10000ULL
#define XEN_MARK  0xffffffffffff0000ULL
#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* hostile-attempt.S, of the last attempt() */
struct outcome {
	u64 vector, srr0, srr1, dar;
	u64 value; /* r3 afterwards */
};
extern struct outcome outcome;
u64 attempt(u64 code, u64 a, u64 b);
/* The address of a function, for attempt(). */
#define CODE(f) ((u64)(uintptr_t)(f))
u64 real_load(u64 address, u64 value);
u64 real_store(u64 address, u64 value);
u64 real_jump(u64 address, u64 value);
u64 real_reserve(u64 address, u64 value);
u64 real_zero(u64 address, u64 value);
u64 mapped_load(u64 address, u64 value);
u64 mapped_store(u64 address, u64 value);
u64 mapped_jump(u64 address, u64 value);
u64 user_run(u64 address, u64 value);
u64 msr_by_rfid(u64 msr, u64 value);
u64 msr_by_mtmsrd(u64 msr, u64 value);
void spin(void) __attribute__((noreturn));

/* The end of this domain's memory, which begins at 0. */
extern u64 memory_end;
/*
 * The hypervisor may write only to the last REGION bytes of memory: no pointer leads
 * elsewhere in memory, so nothing else may change.
 */
u64 region(void);

void print_number(u64 value);
void install_vectors(void);
/* Flush caches after an instruction was written. */
void flush_code(u64 address);
u64 random64(void);
/* A random value that is likely to cause trouble. */
u64 nasty(void);

/*
 * Result of an attempt: refused by an error or an interrupt; without effect on other
 * domains; or a failure. The first failures are printed.
 */
enum ending { REFUSED, HARMLESS, FAILED };
void class_begin(const char *name);
void tried(enum ending ending, const char *what, u64 a, u64 b);
void class_end(void);

/* The n-th real address that is not this domain's memory; 0: there are no more. */
u64 outside(unsigned int n);

/* hostile-instructions.c: make two instructions, to be attempted at scratch(). */
#define INSTRUCTION(primary, rt, ra, rb, extended)                                    \
	((u32)(primary) << 26 | (u32)(rt) << 21 | (u32)(ra) << 16 | (u32)(rb) << 11 | \
	 (u32)(extended) << 1)
#define BLR 0x4e800020U
void place(u32 word, u32 then);
/* An address in the middle of the region, aligned to cache lines. */
u64 scratch(void);
/* From and to r3. */
u32 mfspr(u32 number);
u32 mtspr(u32 number);

/* The classes. */
void try_real_mode(void);
void try_tables(void);
void try_instructions(void);
void try_user_instructions(void);
void try_xen_calls(void);
void try_papr_calls(void);
void try_rtas(void);
void try_long_calls(void);
/* Never return. seed: 1 to 9, another in each domain. */
void write_patterns(u64 seed) __attribute__((noreturn));
void hammer(void) __attribute__((noreturn));

/* hostile-tables.c: make page tables that map the lowest 512 GiB to themselves. */
void make_tables(void);
/* Problem state sees memory from address 0 on here. */
#define USER_ALIAS GIB(500)

#endif /* TESTS_DOMU_HOSTILE_H */
