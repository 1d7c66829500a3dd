// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Check that all registers of problem state keep their contents: over interrupts, over
 * switches to other threads, processes and domains, and over system calls.
 */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "check.h"

#define THREADS	    2
#define SPINS_MOST  3000000
#define SLEEPS_MOST (3 * NSEC_PER_MSEC)

struct registers {
	u64 vsr[64][2];
	u64 fpscr[2]; /* the second is not used */
	u64 vscr[2];  /* the second is not used */
	u64 tar, dscr, vrsave, cr, xer, ctr;
	u64 gpr[18]; /* r14 to r31 */
} __attribute__((aligned(16)));
_Static_assert(offsetof(struct registers, tar) == 1056, "TAR of check-hold.S");
_Static_assert(offsetof(struct registers, gpr) == 1104, "GPR14 of check-hold.S");

/* check-hold.S */
void hold_registers(const struct registers *in, struct registers *out, u64 spins,
		    const struct timespec *sleep);

/*
 * Bits that keep a written value. FPSCR: the decimal rounding mode, the exception bits
 * but not their summaries, the result's class, the rounding mode. VSCR: SAT. DSCR: its
 * three fields for prefetching. CR: a system call keeps fields 2 to 4 only, and the
 * countdown uses field 0.
 */
#define FPSCR_BITS	0x000000071e01f003
#define VSCR_BITS	0x0000000000000001
#define DSCR_BITS	0x000000000000003f
#define VRSAVE_BITS	0x00000000ffffffff
#define CR_BITS		0x000000000fffffff
#define CR_BITS_SYSCALL 0x0000000000fff000
#define XER_BITS	0x00000000e0000000

static void fill(struct registers *r, u64 *random)
{
	u64 *word = (u64 *)r;

	for (size_t i = 0; i < sizeof(*r) / sizeof(*word); i++)
		word[i] = random_next(random);
	r->fpscr[0] &= FPSCR_BITS;
	r->vscr[0] &= VSCR_BITS;
	r->dscr &= DSCR_BITS;
	r->vrsave &= VRSAVE_BITS;
	r->cr &= CR_BITS;
	r->xer &= XER_BITS;
}

static void compare(const char *name, u64 is, u64 was, u64 mask)
{
	if ((is ^ was) & mask)
		fail("register %s: %016llx, was %016llx", name, (unsigned long long)is,
		     (unsigned long long)was);
}

static void compare_all(const struct registers *is, const struct registers *was,
			bool syscall)
{
	for (int i = 0; i < 64; i++) {
		if (memcmp(is->vsr[i], was->vsr[i], sizeof(is->vsr[i])))
			fail("register vs%d: %016llx %016llx, was %016llx %016llx", i,
			     (unsigned long long)is->vsr[i][1],
			     (unsigned long long)is->vsr[i][0],
			     (unsigned long long)was->vsr[i][1],
			     (unsigned long long)was->vsr[i][0]);
	}
	for (int i = 0; i < 18; i++) {
		if (is->gpr[i] != was->gpr[i])
			fail("register r%d: %016llx, was %016llx", 14 + i,
			     (unsigned long long)is->gpr[i],
			     (unsigned long long)was->gpr[i]);
	}
	compare("FPSCR", is->fpscr[0], was->fpscr[0], FPSCR_BITS);
	compare("VSCR", is->vscr[0], was->vscr[0], VSCR_BITS);
	compare("TAR", is->tar, was->tar, ~0ULL);
	compare("DSCR", is->dscr, was->dscr, DSCR_BITS);
	compare("VRSAVE", is->vrsave, was->vrsave, VRSAVE_BITS);
	compare("CR", is->cr, was->cr, syscall ? CR_BITS_SYSCALL : CR_BITS);
	if (!syscall) {
		compare("XER", is->xer, was->xer, XER_BITS);
		compare("CTR", is->ctr, was->ctr, ~0ULL);
	}
}

static void *hold(void *arg)
{
	u64 random = *(const u64 *)arg;
	struct registers in, out;

	while (running()) {
		bool sleeps = random_next(&random) % 2;
		u64 spins = random_next(&random) % SPINS_MOST;
		struct timespec sleep = {
			.tv_nsec = (long)(random_next(&random) % SLEEPS_MOST),
		};

		fill(&in, &random);
		hold_registers(&in, &out, sleeps ? 1 : spins, sleeps ? &sleep : NULL);
		compare_all(&out, &in, sleeps);
		count(COUNT_HOLDS, 1);
	}
	return NULL;
}

void work_registers(unsigned int worker)
{
	pthread_t thread[THREADS];
	u64 seed[THREADS];

	for (unsigned int i = 0; i < THREADS; i++) {
		int error;

		seed[i] = random_at(options.seed, 1000 + worker * THREADS + i);
		error = pthread_create(&thread[i], NULL, hold, &seed[i]);
		if (error)
			fail("pthread_create: %s", strerror(error));
	}
	for (unsigned int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}
