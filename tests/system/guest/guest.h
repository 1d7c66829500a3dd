/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small kernel that replaces Linux in boots that must be short. */
#ifndef TESTS_SYSTEM_GUEST_H
#define TESTS_SYSTEM_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;

/* PAPR's names and numbers ("Hypervisor Call Functions", "Return Codes"). */
#define H_SUCCESS	    0L
#define H_HARDWARE	    (-1L)
#define H_FUNCTION	    (-2L)
#define H_PARAMETER	    (-4L)
#define H_P2		    (-55L)
#define H_P3		    (-56L)
#define H_P4		    (-57L)

#define H_SET_SPRG0	    0x24
#define H_SET_DABR	    0x28
#define H_PAGE_INIT	    0x2c
#define H_GET_TERM_CHAR	    0x54
#define H_PUT_TERM_CHAR	    0x58
#define H_EOI		    0x64
#define H_CPPR		    0x68
#define H_IPI		    0x6c
#define H_IPOLL		    0x70
#define H_XIRR		    0x74
#define H_REGISTER_VPA	    0xdc
#define H_SET_XDABR	    0x134
#define H_SET_MODE	    0x31c
#define H_REGISTER_PROC_TBL 0x37c
#define H_RTAS		    0xf000

/* guest-head.S: loads and stores r3 to r11 from arg[0] to arg[8]. Returns r3. */
u64 hypercall(u64 arg[9]);
/* The same for up to four arguments; other results are dropped. */
long call(u64 number, u64 a, u64 b, u64 c, u64 d);

/* guest-lib.c: the device tree, which guest_main() sets. */
extern const u32 *fdt;
u32 be32(u32 x);
bool starts_with(const char *text, const char *with);
/* The property of this name, or NULL; the names asked for occur once in the tree. */
const void *fdt_property(const char *name);
/* The end of memory, which begins at 0. */
u64 fdt_memory_end(void);

/* The value of a 32-bit property of the device tree; 0 if there is none. */
u32 fdt_cell(const char *name);

/* Make an RTAS call with its block at real address at; returns H_RTAS's own status. */
long rtas_at(u64 at, u32 token, u32 nargs, u32 nret, const u32 *arg);
/* Result n, 0 being the status, of a call with its block at `at`. */
u32 rtas_result(u64 at, u32 nargs, u32 n);

void print(const char *text);
void print_hex(u64 value);
/* Print "guest: ok NAME", or "guest: FAILED NAME: got G, expected E". */
void check(const char *name, u64 got, u64 expected);

/* guest-papr.c: calls with every kind of wrong argument. end: the end of memory. */
void test_papr(u64 end);

#endif /* TESTS_SYSTEM_GUEST_H */
