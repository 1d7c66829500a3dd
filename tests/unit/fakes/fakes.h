/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine on which unit tests run the hypervisor's common code: an arena as machine
 * memory, and stand-ins for the architecture and the platform.
 */
#ifndef TESTS_UNIT_FAKES_H
#define TESTS_UNIT_FAKES_H

#include <setjmp.h>

#include <xen/types.h>
#include <xen/memory/chunk.h>
#include <xen/domain.h>
#include <asm/platform.h>

/* State of the fakes, which tests can read and change. */
struct machine {
	u8 *memory; /* machine address 0 */
	u64 size;

	/* Calls of clear_machine_memory(). */
	u64 clears;
	u64 last_cleared;

	u64 continuations; /* of hypercalls that call_by() has made */
	bool hurry;	   /* these stop after each piece */

	/* Calls of icache_update(), and the last one's machine address. */
	u32 icache_updates;
	u64 icache_updated;

	u64 random;	     /* the CPU's random number */
	u32 random_failures; /* number of reads that fail first */
	/* The timebase, and every other special purpose register, by its read number. */
	u64 timebase;
	u32 timebase_writes; /* of its upper 40 bits */
	u64 write_takes;     /* ticks that pass before such a write */
	u64 dec_takes;	     /* ticks that pass, once, at an access of the decrementer */
	u64 spr[1024];
	u32 absent_spr; /* a register that the CPU lacks; 0: none */
	u64 msr;

	/* The vector and floating-point registers, and counts of their moves. */
	struct {
		u64 vsr[64][2];
		u64 vscr[2];
		u64 fpscr;
	} vectors;
	u32 vector_saves, vector_loads;
	u32 copy_aborts, slb_clears;
	/* Calls of platform->state_save() and state_load(), and the last vCPU. */
	u32 state_saves, state_loads;
	const struct vcpu *state_saved, *state_loaded;

	/* Output of platform->console_put(), input for console_get(). */
	char console[1 << 20]; /* NUL-terminated */
	size_t console_len;
	u32 console_busy;    /* number of calls of console_put() that take nothing */
	size_t console_room; /* characters that the others take at most; 0: all */
	u64 console_takes;   /* ticks that pass in each of the others */
	const char *typed;

	/* platform->partition_flush(). */
	u64 flushes;
	void (*flush)(u32 lpid); /* if set, called by partition_flush() */

	/* Called by platform->run(): the guest's turn. Returns the exit's vector. */
	u64 (*enter)(struct vcpu *v);

	/* Called by platform->idle(): time passes until something happens. */
	void (*idle)(u64 until);

	/*
	 * The machine's other CPUs: calls of platform->cpu_init() and kick(), and what
	 * start_cpu(), spare_cpu() and a wait for one of them do. NULL: nothing; the
	 * machine refuses.
	 */
	u32 cpu_inits, kicks;
	bool (*start_cpu)(u32 server);
	void (*spare_cpu)(u32 server);
	void (*while_waiting)(void);
	u32 external_interrupts; /* calls of platform->irq->handle() */

	/* The platform's information on its CPU (0: none) and on time. */
	u64 cpu_character, cpu_behaviour;
	bool has_no_clock;
	u32 clock_reads, clock_sets; /* of the platform's clock */
	struct calendar_time clock_set;

	/* "power off", "reboot" or "halt": the last order to the platform. */
	const char *ended_by;

	/* The last message of panic(), and a function, or NULL, that gets it. */
	char panic[256];
	void (*on_panic)(const char *text);

	/* The last message of printk(), in programs without console.c. */
	char message[256];
};

extern struct machine machine;

/*
 * Make a machine of nr chunks: the first is the hypervisor's, the others are free. In
 * programs with a heap, call it only once, since the heap cannot be reset.
 */
void machine_start(u32 nr_chunks);
void machine_start_with_heap(u32 nr_chunks);
/* Make a machine without chunks, whose addresses are those of this process. */
void machine_start_identical(void);
/*
 * Setup and teardown of suites: check that tests leave as much memory free, in chunks and
 * in the heap, as before.
 */
void machine_note_free(void);
void machine_check_free(void);
/* Take all of the heap except pieces smaller than `least`; give it back. */
void heap_take(size_t least);
void heap_give_back(void);

/* Refuse LPCR[AIL] to guests, as on bare metal, or not, as at first. */
void without_guest_ail(bool without);

/* The memory of a chunk, for checks independent of the code under test. */
u8 *chunk_memory(u32 chunk);

/*
 * Check that the statement ends the machine, by panic() or through the platform:
 * EXPECT_END(chunk_free(99)).
 */
#define EXPECT_END(statement)                                        \
	do {                                                         \
		end_expected = true;                                 \
		if (!setjmp(end_return)) {                           \
			statement;                                   \
			CU_FAIL("the machine goes on: " #statement); \
		}                                                    \
		end_expected = false;                                \
	} while (0)

extern jmp_buf end_return;
extern bool end_expected;

/* Destroys a domain, in as many pieces as it takes. */
#define end_domain(d) \
	do {          \
	} while (!domain_destroy((d), UINT64_MAX))

#endif /* TESTS_UNIT_FAKES_H */
