// SPDX-License-Identifier: GPL-2.0-or-later
/* Save a running or paused domain; if that fails, it goes on. */
#include <signal.h>

#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"

static void round_trip(void)
{
	struct saved saved;

	old_domain(2);
	CU_ASSERT_EQUAL(save_old(&saved, 0, NULL, NULL), 0);
	CU_ASSERT_EQUAL(xen.domain[OLD].paused, 1);
	CU_ASSERT_FALSE(xen.logging);
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	CU_ASSERT_EQUAL(xen.free_frames, CHUNK);
	/* Zero frames need no space, and a vCPU without a context has no record. */
	CU_ASSERT_TRUE(saved.size < CHUNK * XC_PAGE_SIZE);
	free(saved.bytes);
}

/* A chunk in the middle was given back, and the others are not contiguous. */
static void holes(void)
{
	struct saved saved;

	old_domain(3);
	for (unsigned long pfn = CHUNK; pfn < 2 * CHUNK; pfn++)
		xen.domain[OLD].p2m[pfn] = FAKE_HOLE;
	CU_ASSERT_EQUAL(save_old(&saved, 0, NULL, NULL), 0);
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	CU_ASSERT_EQUAL(xen.free_frames, CHUNK);
	free(saved.bytes);
	/* The first one. */
	for (unsigned long pfn = 0; pfn < CHUNK; pfn++)
		xen.domain[OLD].p2m[pfn] = FAKE_HOLE;
	CU_ASSERT_EQUAL(save_old(&saved, XC_PPC_SAVE_LIVE, NULL, NULL), 0);
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

/* A domain's writes while it is saved, made after a batch of 64 frames. */
static struct busy {
	unsigned int rounds; /* number of rounds with writes */
	unsigned long nr;    /* frames in each */
	unsigned long step;
	unsigned long
		unlogged;  /* a frame that changes in round 1 and stays clean; or 0 */
	unsigned int last; /* the round that was seen last */
	u64 done, total;   /* in it */
	void (*at_end_of)(unsigned int round);
} busy;

static void write_frame(unsigned long pfn, unsigned long seed)
{
	if (seed)
		fill_frame(OLD, pfn, seed);
	else
		memset(frame_of(OLD, pfn), 0, XC_PAGE_SIZE);
	xen.dirty[pfn / 64] |= 1UL << (pfn % 64);
}

static void run(void *data, unsigned int round, u64 done, u64 total)
{
	CU_ASSERT_PTR_EQUAL(data, &busy);
	CU_ASSERT_TRUE(done <= total);
	CU_ASSERT_TRUE(round == busy.last ? done > busy.done : round > busy.last);
	busy.last = round;
	busy.done = done;
	busy.total = total;
	if (done < total)
		return;
	if (xen.domain[OLD].paused)
		return;
	if (busy.unlogged && round == 1)
		frame_of(OLD, busy.unlogged)[7] ^= 0x100;
	for (unsigned long n = 0; round < busy.rounds && n < busy.nr / (round + 1); n++)
		write_frame(n * busy.step, n % 3 ? round + 2 : 0);
	if (busy.at_end_of)
		busy.at_end_of(round);
}

static int save_busy(struct saved *saved)
{
	busy.last = 0;
	busy.done = 0;
	return save_old(saved, XC_PPC_SAVE_LIVE, run, &busy);
}

static void live(void)
{
	struct saved saved;

	old_domain(2);
	busy = (struct busy){ .rounds = 3, .nr = 700, .step = 2, .unlogged = 1999 };
	CU_ASSERT_EQUAL(save_busy(&saved), 0);
	/* Round 0 with all frames, three rounds of written ones, and the last round. */
	CU_ASSERT_TRUE(busy.last >= 4);
	CU_ASSERT_EQUAL(busy.done, 2 * CHUNK * XC_PAGE_SIZE);
	CU_ASSERT_EQUAL(xen.domain[OLD].paused, 1);
	CU_ASSERT_FALSE(xen.logging);
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

/* A domain that writes as fast as it is copied is paused soon anyway. */
static void never_quiet(void)
{
	struct saved saved;

	old_domain(1);
	busy = (struct busy){ .rounds = 1000, .nr = 100000, .step = 0 };
	CU_ASSERT_EQUAL(save_busy(&saved), 0);
	CU_ASSERT_EQUAL(busy.last, 2); /* a frame is few */
	free(saved.bytes);
	busy.at_end_of = NULL;
	for (unsigned long pfn = 0; pfn < CHUNK; pfn++)
		write_frame(pfn, 5);
	busy.rounds = 0;
	CU_ASSERT_EQUAL(save_busy(&saved), 0);
	CU_ASSERT_EQUAL(busy.last, 2); /* no progress */
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

static void slower(unsigned int round)
{
	for (unsigned long pfn = 0; pfn < 900UL - 10 * round; pfn++)
		write_frame(pfn, round + 9);
}

static void the_number_of_rounds(void)
{
	struct saved saved;

	old_domain(1);
	busy = (struct busy){ .at_end_of = slower };
	CU_ASSERT_EQUAL(save_busy(&saved), 0);
	CU_ASSERT_EQUAL(busy.last, 11); /* ten, and the last one */
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

/* Frames 0 to 63 change all the time, until the end of round 0. */
static _Atomic bool scribbling;
static pthread_t scribbler;

static void *scribble(void *unused)
{
	for (unsigned long n = 0; scribbling; n++)
		((volatile unsigned long *)frame_of(OLD, n % 64))[n / 64 % 512] = n;
	return unused;
}

static void stop_scribbling(unsigned int round)
{
	if (round)
		return;
	scribbling = false;
	pthread_join(scribbler, NULL);
	xen.dirty[0] = ~0UL;
}

/* Data and checksum in the file must match, even if the domain writes meanwhile. */
static void writes_just_then(void)
{
	struct saved saved;

	old_domain(1);
	scribbling = true;
	busy = (struct busy){ .at_end_of = stop_scribbling };
	CU_ASSERT_EQUAL_FATAL(pthread_create(&scribbler, NULL, scribble, NULL), 0);
	usleep(1000); /* let it run */
	CU_ASSERT_EQUAL(save_busy(&saved), 0);
	CU_ASSERT_FALSE_FATAL(scribbling);
	CU_ASSERT_EQUAL(restore_new(&saved, saved.size), 0);
	CU_ASSERT_TRUE(is_restored());
	free(saved.bytes);
}

/* After a failure the domain goes on, and its writes are not logged any more. */
#define ASSERT_GOES_ON()                                    \
	do {                                                \
		CU_ASSERT_EQUAL(xen.domain[OLD].paused, 0); \
		CU_ASSERT_FALSE(xen.logging);               \
		CU_ASSERT_EQUAL(fake_maps(), 0);            \
	} while (0)

static void gets_memory(unsigned int round)
{
	struct fake_domain *old = &xen.domain[OLD];

	if (round == 0)
		old->p2m[old->nr_pfns++] = FAKE_MFN(OLD, CHUNK);
}

static void loses_memory(unsigned int round)
{
	if (round == 0)
		for (unsigned long pfn = 0; pfn < CHUNK; pfn++)
			xen.domain[OLD].p2m[pfn] = FAKE_HOLE;
	write_frame(0, 7);
}

static void gets_vcpu(unsigned int round)
{
	xen.domain[OLD].inside->nr_vcpus = 4;
}

static void shuts_down(unsigned int round)
{
	xen.domain[OLD].flags = DOMFLAGS_SHUTDOWN;
}

static void changes(void)
{
	static const struct {
		void (*what)(unsigned int round);
		int error;
		const char *text;
	} change[] = {
		{ gets_memory, EAGAIN, "changed its memory" },
		{ loses_memory, EAGAIN, "changed meanwhile" },
		{ gets_vcpu, EAGAIN, "changed its memory or vCPUs" },
		{ shuts_down, EINVAL, "has shut down" },
	};
	struct saved saved;

	for (size_t i = 0; i < sizeof(change) / sizeof(change[0]); i++) {
		old_domain(1);
		busy = (struct busy){ .at_end_of = change[i].what };
		ASSERT_FAULT(save_busy(&saved), change[i].error, change[i].text);
		ASSERT_GOES_ON();
		free(saved.bytes);
	}
}

static void refused(void)
{
	struct saved saved;

	old_domain(1);
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, 65536 + OLD, 0, NULL, NULL), ESRCH,
		     "no domain");
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, OLD - 1, 0, NULL, NULL), ESRCH,
		     "no domain");
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, 399, 0, NULL, NULL), ESRCH,
		     "domain 399: No such process");
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, 0, 0, NULL, NULL), EINVAL,
		     "cannot pause domain 0");
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, OLD, 2, NULL, NULL), EINVAL, "flags");
	ASSERT_FAULT(xc_ppc_linux_save(handle, -1, OLD, 0, NULL, NULL), EBADF,
		     "cannot write at byte 0");
	ASSERT_GOES_ON();
	for (int v = 0; v < 2; v++) { /* started, but stopped by itself; never started */
		xen.domain[OLD].inside->vcpu_flags[0] |= XEN_PPC_VCPU_STOPPED;
		xen.domain[OLD].inside->vcpu_flags[1] = 0;
		ASSERT_FAULT(save_old(&saved, v, NULL, NULL), EINVAL, "no vCPU");
		ASSERT_GOES_ON();
		CU_ASSERT_EQUAL(saved.size, 0);
		free(saved.bytes);
	}
	xen.domain[OLD].inside->vcpu_flags[1] = XEN_PPC_VCPU_INITIALISED;
	xen.domain[OLD].nr_pfns = 0;
	ASSERT_FAULT(save_old(&saved, 0, NULL, NULL), EINVAL, "no memory");
	free(saved.bytes);
	for (int flag = DOMFLAGS_DYING; flag <= DOMFLAGS_SHUTDOWN; flag <<= 2) {
		xen.domain[OLD].flags = flag;
		ASSERT_FAULT(save_old(&saved, 0, NULL, NULL), EINVAL, "has shut down");
		free(saved.bytes);
	}
	ASSERT_GOES_ON();
}

/* Each operation in turn fails, the first time it is made and all later times. */
static void operations_fail(void)
{
	static const int cmd[] = { DOM0_GETDOMAININFO,	    DOM0_PAUSEDOMAIN,
				   DOM0_PPC_GETDOMAINSTATE, DOM0_PPC_GETMEMLIST,
				   DOM0_GETVCPUCONTEXT,	    DOM0_SHADOW_CONTROL,
				   DOM0_PPC_SHADOW_CONTROL };
	struct saved saved;
	int failed;

	for (size_t i = 0; i < 2 * sizeof(cmd) / sizeof(cmd[0]); i++) {
		for (unsigned int n = 0; n < 30; n++) {
			old_domain(1);
			xen.fail_cmd = cmd[i / 2];
			xen.fail_in = n;
			xen.fail_errno = EPERM;
			failed = save_old(&saved, i % 2, NULL, NULL);
			xen.fail_errno = 0;
			free(saved.bytes);
			if (failed == 0)
				break;
			CU_ASSERT_EQUAL(errno, EPERM);
			ASSERT_GOES_ON();
			CU_ASSERT_PTR_NOT_NULL(strstr(xc_ppc_fault(), strerror(EPERM)));
		}
		/* Only a failure to turn log-dirty off is ignored. */
		CU_ASSERT_EQUAL(failed, 0);
	}
}

static void mappings_fail(void)
{
	struct saved saved;

	for (unsigned int flags = 0; flags < 2; flags++) {
		old_domain(1);
		fake.bad_mfn = FAKE_MFN(OLD, 700);
		ASSERT_FAULT(save_old(&saved, flags, NULL, NULL), EAGAIN, "changed");
		ASSERT_GOES_ON();
		free(saved.bytes);
		fake.fail = FAKE_FOREIGN;
		fake.fail_errno = ENOMEM;
		ASSERT_FAULT(save_old(&saved, flags, NULL, NULL), ENOMEM, "cannot map");
		ASSERT_GOES_ON();
		free(saved.bytes);
		fake.fail = FAKE_NONE;
		fake.bad_mfn = 0;
	}
}

/* A domain that was paused before stays paused. */
static void was_paused(void)
{
	int full = open("/dev/full", O_WRONLY);
	struct saved saved;

	old_domain(1);
	xen.domain[OLD].flags = DOMFLAGS_PAUSED;
	xen.domain[OLD].paused = 1;
	ASSERT_FAULT(xc_ppc_linux_save(handle, full, OLD, 0, NULL, NULL), ENOSPC,
		     "cannot write at byte 0");
	CU_ASSERT_TRUE(xen.domain[OLD].paused > 0);
	CU_ASSERT_EQUAL(save_old(&saved, XC_PPC_SAVE_LIVE, NULL, NULL), 0);
	CU_ASSERT_TRUE(xen.domain[OLD].paused > 0);
	free(saved.bytes);
	close(full);
}

/* A file that cannot grow; a pipe without a reader. */
static void writing_fails(void)
{
	sigset_t set;
	int pipes[2];

	for (unsigned int flags = 0; flags < 2; flags++) {
		int fd = open("/dev/full", O_WRONLY);

		old_domain(1);
		ASSERT_FAULT(xc_ppc_linux_save(handle, fd, OLD, flags, NULL, NULL),
			     ENOSPC, "cannot write at byte 0: No space left");
		ASSERT_GOES_ON();
		close(fd);
		CU_ASSERT_EQUAL_FATAL(pipe(pipes), 0);
		close(pipes[0]);
		/* SIGPIPE would end this program. */
		ASSERT_FAULT(xc_ppc_linux_save(handle, pipes[1], OLD, flags, NULL, NULL),
			     EPIPE, "cannot write at byte 0: Broken pipe");
		ASSERT_GOES_ON();
		close(pipes[1]);
	}
	sigpending(&set);
	CU_ASSERT_FALSE(sigismember(&set, SIGPIPE));
	pthread_sigmask(SIG_SETMASK, NULL, &set);
	CU_ASSERT_FALSE(sigismember(&set, SIGPIPE));
}

CU_TestInfo libxc_save_tests[] = {
	{ "a domain comes back as it was", round_trip },
	{ "an address space with holes", holes },
	{ "live, and what log-dirty misses", live },
	{ "live: no end of writing", never_quiet },
	{ "live: number of rounds", the_number_of_rounds },
	{ "live: frames that change just then", writes_just_then },
	{ "live: it changes meanwhile", changes },
	{ "what cannot be saved", refused },
	{ "each operation fails", operations_fail },
	{ "frames that cannot be mapped", mappings_fail },
	{ "a domain that was paused", was_paused },
	{ "writing fails", writing_fails },
	CU_TEST_INFO_NULL,
};
