// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel of a few KiB for whole-boot tests. It starts at once, prints what it found,
 * does what its command line asks for, and switches the machine off:
 *
 *   test=off     nothing else
 *   test=reboot  reboot instead
 *   test=suspend shut down as a domain that is ready to be saved
 *   test=papr    call the hypervisor with wrong arguments (guest-papr.c)
 *   test=load    read a real address that is not its memory
 *   test=jump    execute there
 *   test=fault   read there, and again in the interrupt handler
 *   test=illegal execute an invalid instruction
 */
#include "guest.h"

/* sched_op, shutdown, because of a suspension (include/public/xen.h) */
#define XEN_SCHED_OP	   0xffffffffffff0006ULL
#define SHUTDOWN_SUSPEND   (2 | 2 << 8)
#define VECTOR_DATA	   0x300
#define VECTOR_INSTRUCTION 0x400
#define VECTOR_PROGRAM	   0x700
#define SPR_DAR		   19
#define SPR_SRR0	   26

static u64 memory_end;

static void __attribute__((noreturn)) end(const char *how)
{
	static u32 block[8];
	static const u32 arg[2] = { 0xffffffff, 0xffffffff };
	u32 nargs = *how == 'p' ? 2 : 0;

	rtas_at((uintptr_t)block, fdt_cell(how), nargs, 1, arg);
	print("guest: still here\n");
	for (;;)
		;
}

void interrupted(u64 vector);

/* Called by vector_code after an interrupt. */
void interrupted(u64 vector)
{
	u64 dar, srr0;

	__asm__ __volatile__("mfspr %0,%1" : "=r"(dar) : "i"(SPR_DAR));
	__asm__ __volatile__("mfspr %0,%1" : "=r"(srr0) : "i"(SPR_SRR0));
	print("guest: interrupt ");
	print_hex(vector);
	print(" dar ");
	print_hex(dar);
	print(" srr0 ");
	print_hex(srr0);
	print("\n");
	end("power-off");
}

extern const char vector_code[], vector_code_end[];
extern const char faulty_vector_code[], faulty_vector_code_end[];

static void install(u64 vector, const char *start, const char *stop)
{
	for (char *to = (char *)vector; start < stop;)
		*to++ = *start++;
	__asm__ __volatile__("dcbst 0,%0; sync; icbi 0,%0; sync; isync"
			     :
			     : "r"(vector)
			     : "memory");
}

static void install_vectors(void)
{
	/* Resource 4 of H_SET_MODE: take interrupts in little-endian mode, like this
	 * code. */
	check("little-endian interrupts", call(H_SET_MODE, 1, 4, 0, 0), H_SUCCESS);
	install(VECTOR_DATA, vector_code, vector_code_end);
	install(VECTOR_INSTRUCTION, vector_code, vector_code_end);
	install(VECTOR_PROGRAM, vector_code, vector_code_end);
}

static void test_load(void)
{
	install_vectors();
	(void)*(volatile u64 *)memory_end;
	print("guest: read beyond memory\n");
}

static void test_jump(void)
{
	install_vectors();
	__asm__ __volatile__("mtctr %0; bctrl" : : "r"(memory_end) : "ctr", "lr");
}

static void test_illegal(void)
{
	install_vectors();
	__asm__ __volatile__(".long 0x00c0ffee");
}

static void test_fault(void)
{
	install_vectors();
	install(VECTOR_DATA, faulty_vector_code, faulty_vector_code_end);
	__asm__ __volatile__("mr 31,%0; ld 12,0(31)" : : "r"(memory_end) : "r12", "r31");
}

void guest_main(const u32 *tree);

void guest_main(const u32 *tree)
{
	const char *test;

	fdt = tree;
	test = fdt_property("bootargs");
	memory_end = fdt_memory_end();
	print("guest: memory ");
	print_hex(memory_end);
	print(", arguments ");
	print(test);
	print("\n");
	if (starts_with(test, "test=papr"))
		test_papr(memory_end);
	else if (starts_with(test, "test=load"))
		test_load();
	else if (starts_with(test, "test=jump"))
		test_jump();
	else if (starts_with(test, "test=fault"))
		test_fault();
	else if (starts_with(test, "test=illegal"))
		test_illegal();
	else if (starts_with(test, "test=suspend"))
		call(XEN_SCHED_OP, SHUTDOWN_SUSPEND, 0, 0, 0);
	end(starts_with(test, "test=reboot") ? "system-reboot" : "power-off");
}
