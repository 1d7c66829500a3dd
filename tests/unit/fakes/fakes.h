/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine on which unit tests run the hypervisor's common code: an arena as
 * machine memory, and stand-ins for the architecture and the platform below.
 */
#ifndef TESTS_UNIT_FAKES_H
#define TESTS_UNIT_FAKES_H

#include <setjmp.h>

#include <xen/types.h>
#include <xen/memory/chunk.h>
#include <xen/domain.h>

/* What the fakes know, and what a test can make them do. */
struct machine {
	u8 *memory; /* machine address 0 */
	u64 size;

	/* Calls of clear_machine_memory(). */
	u64 clears;
	u64 last_cleared;

	u64 random;	     /* what the CPU's random numbers are */
	u32 random_failures; /* so many times it has none, first */
	/* The timebase, and every other special purpose register, by its read number. */
	u64 timebase;
	u32 timebase_writes; /* of its upper 40 bits */
	u64 write_takes;     /* ticks that go by before such a write */
	u64 spr[1024];
	u32 absent_spr; /* one that the CPU does not have; 0: it has them all */
	u64 msr;

	/* The vector and floating-point registers, and how often they were moved. */
	struct {
		u64 vsr[64][2];
		u64 vscr[2];
		u64 fpscr;
	} vectors;
	u32 vector_saves, vector_loads;
	/* Calls of platform->state_save() and state_load(), and for whom the last was. */
	u32 state_saves, state_loads;
	const struct vcpu *state_saved, *state_loaded;

	/* What platform->console_put() got, and what console_get() gives. */
	char console[1 << 20]; /* NUL-terminated */
	size_t console_len;
	u32 console_busy; /* so many calls of console_put() take nothing */
	const char *typed;

	/* platform->partition_flush(). */
	u64 flushes;
	void (*flush)(u32 lpid); /* if set, called by partition_flush() */

	/* What platform->run() does: the guest's turn. It returns the exit's vector. */
	u64 (*enter)(struct vcpu *v);

	/* What platform->idle() does: time goes by until something happens. */
	void (*idle)(u64 until);
	u32 external_interrupts; /* calls of platform->irq->handle() */

	/* What the platform says of its CPU (0: nothing) and of the time. */
	u64 cpu_character, cpu_behaviour;
	bool has_no_clock;

	/* "power off" or "reboot": what the platform was told last. */
	const char *ended_by;

	/* What panic() said last, and who, if not NULL, is to hear it. */
	char panic[256];
	void (*on_panic)(const char *text);

	/* The last message of printk(), in programs without console.c. */
	char message[256];
};

extern struct machine machine;

/*
 * A machine of nr chunks: the first one the hypervisor's, the others free. With a heap
 * it can be called once only, since the heap cannot be reset.
 */
void machine_start(u32 nr_chunks);
void machine_start_with_heap(u32 nr_chunks);
/* A machine without chunks, whose memory is that of this process: addresses are equal. */
void machine_start_identical(void);
/*
 * Setup and teardown of suites: the tests leave as much memory free, in chunks and in
 * the heap, as they found.
 */
void machine_note_free(void);
void machine_check_free(void);
/* Takes all of the heap but what is in pieces smaller than that; gives it back. */
void heap_take(size_t least);
void heap_give_back(void);

/* Whether guests are refused LPCR[AIL], as on bare metal. At first they are not. */
void without_guest_ail(bool without);

/* The memory of a chunk, for looking behind the code under test. */
u8 *chunk_memory(u32 chunk);

/*
 * That the statement ends the machine, by panic() or through the platform:
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

#endif /* TESTS_UNIT_FAKES_H */
