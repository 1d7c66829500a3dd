// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The op changes while the hypervisor works on it: by another thread, or by the
 * answer itself, written over the question. The hypervisor's copy counts, so every
 * result is one that some state of the op explains, and the machine goes on.
 *
 * With one virtual CPU the other thread gets in between hypercalls only; the tests
 * of answers over questions do not depend on time.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "hcall.h"

#define NO_SUCH_DOMAIN 0x7abc
#define OUTSIDE	       (1UL << 48)
#define MIN_CALLS      5000
#define MIN_GIFTS      200 /* of calls that clear a chunk of memory */
#define MAX_FACTOR     100 /* more calls than these before an outcome has to come */

static volatile dom0_op_t *op;
static atomic_bool stop;

/* A thread that changes the op as fast as it can. */
struct flipper {
	void (*flip)(unsigned int step);
	pthread_t thread;
};

static void *flipper_main(void *arg)
{
	const struct flipper *flipper = arg;

	for (unsigned int step = 0; !stop; step++)
		flipper->flip(step);
	return NULL;
}

static bool is_among(long result, const long *allowed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (allowed[i] == result)
			return true;
	return false;
}

/*
 * Calls at least min_calls times, and until each of the first `needed` of allowed[]
 * has come. The others may come; anything else fails.
 */
static void race(void (*flip)(unsigned int), long (*call)(void), unsigned long min_calls,
		 const long *allowed, size_t count, size_t needed)
{
	struct flipper flipper = { .flip = flip };
	unsigned long seen[8] = { 0 }, calls = 0, missing = needed;

	stop = false;
	CU_ASSERT_EQUAL_FATAL(
		pthread_create(&flipper.thread, NULL, flipper_main, &flipper), 0);
	while (calls < min_calls || (missing && calls < min_calls * MAX_FACTOR)) {
		long result = call();

		calls++;
		if (!is_among(result, allowed, count)) {
			printf("\n    result %ld", result);
			CU_FAIL("a result that no state of the op explains");
			break;
		}
		for (size_t i = 0; i < needed; i++)
			if (allowed[i] == result && !seen[i]++)
				missing--;
	}
	stop = true;
	pthread_join(flipper.thread, NULL);
	CU_ASSERT_EQUAL(missing, 0);
	check_alive();
}

static long call_op(void)
{
	return op_do();
}

static void flip_cmd(unsigned int step)
{
	static const u32 cmds[] = { DOM0_GETDOMAININFO, 0xffffffff, DOM0_DESTROYDOMAIN,
				    DOM0_PHYSINFO };

	op->cmd = cmds[step % 4];
	op->u.getdomaininfo.domain = NO_SUCH_DOMAIN;
}

static void command_changes(void)
{
	static const long allowed[] = { 0, -ENOSYS, -ESRCH };

	op = op_new(DOM0_GETDOMAININFO);
	race(flip_cmd, call_op, MIN_CALLS, allowed, 3, 3);
}

static void flip_version(unsigned int step)
{
	op->interface_version = DOM0_INTERFACE_VERSION + (step & 1);
	op->u.getdomaininfo.domain = step & 2 ? 0 : NO_SUCH_DOMAIN;
}

static void version_changes(void)
{
	static const long allowed[] = { 0, -EACCES, -ESRCH };

	op = op_new(DOM0_GETDOMAININFO);
	race(flip_version, call_op, MIN_CALLS, allowed, 3, 3);
}

static void flip_buffer(unsigned int step)
{
	static void *const addresses[] = { (void *)OUTSIDE, (void *)~0UL };

	op->u.ppc_getmemlist.buffer = step & 1 ? buffer_gpa() : addresses[step >> 1 & 1];
	op->u.ppc_getmemlist.max_pfns = step & 4 ? 1UL << 63 : 16;
	op->u.ppc_getmemlist.start_pfn = 0;
}

/*
 * A bad address may come with the length of a good one, never the hypervisor's own
 * memory with either. The domain has one chunk, so the longest list fits the page.
 */
static void buffer_changes(void)
{
	static const long allowed[] = { 0, -EFAULT };
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	op = op_new(DOM0_PPC_GETMEMLIST);
	op->u.ppc_getmemlist.domain = (domid_t)id;
	race(flip_buffer, call_op, MIN_CALLS, allowed, 2, 2);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void flip_wanted(unsigned int step)
{
	op->u.createdomain.domain = step & 1 ? 21 : 22;
	op->cmd = step & 2 ? DOM0_CREATEDOMAIN : DOM0_DESTROYDOMAIN;
}

/* The op says afterwards what was created; the list, if it was changed. */
static void domains_come_and_go(void)
{
	static const long allowed[] = { 0, -EINVAL, -ESRCH };

	op = op_new(DOM0_CREATEDOMAIN);
	race(flip_wanted, call_op, MIN_CALLS, allowed, 3, 1);
	destroy_all();
}

/* The extents that a list names change while they are taken back. */
static unsigned long own_frame, foreign_frame;

static void flip_extent(unsigned int step)
{
	volatile unsigned long *list = buffer();

	list[0] = step & 1 ? own_frame : foreign_frame;
	list[1] = step & 2 ? ~0UL : own_frame + 1;
}

static unsigned int race_domain;

static long give_and_take(void)
{
	const unsigned long list = (unsigned long)buffer_gpa();
	long result =
		memory_op(MEMOP_decrease_reservation, list, 2, CHUNK_ORDER, race_domain);

	if (result == 1 && domain_give_chunks(race_domain, 1) != 1)
		return -ENOMEM;
	return result;
}

static void extents_change(void)
{
	static const long allowed[] = { 0, 1 };
	static unsigned long frames[CHUNK_FRAMES];
	dom0_getdomaininfo_t info;
	unsigned int other;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &race_domain), 0);
	CU_ASSERT_EQUAL_FATAL(domain_create(0, &other), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(race_domain, 1), 1);
	CU_ASSERT_EQUAL(domain_give_chunks(other, 1), 1);
	CU_ASSERT_EQUAL(domain_frames(race_domain, frames, CHUNK_FRAMES), CHUNK_FRAMES);
	own_frame = frames[0];
	CU_ASSERT_EQUAL(domain_frames(other, frames, CHUNK_FRAMES), CHUNK_FRAMES);
	foreign_frame = frames[0];
	race(flip_extent, give_and_take, MIN_GIFTS, allowed, 2, 1);
	CU_ASSERT_EQUAL(domain_info(other, &info), 0);
	CU_ASSERT_EQUAL(info.tot_pages, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_info(race_domain, &info), 0);
	CU_ASSERT_EQUAL(info.tot_pages, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_destroy(race_domain), 0);
	CU_ASSERT_EQUAL(domain_destroy(other), 0);
}

/* The list is written over the op that asks for it: the op's answer comes last. */
static void list_over_op(void)
{
	const unsigned long *words = (const unsigned long *)hcall_page.va;
	static unsigned long frames[64];
	dom0_op_t *question;

	question = op_new(DOM0_PPC_GETMEMLIST);
	question->u.ppc_getmemlist.max_pfns = 64;
	question->u.ppc_getmemlist.buffer = buffer_gpa();
	CU_ASSERT_EQUAL(op_do(), 0);
	memcpy(frames, buffer(), sizeof(frames));

	question = op_new(DOM0_PPC_GETMEMLIST);
	question->u.ppc_getmemlist.max_pfns = 64;
	question->u.ppc_getmemlist.buffer = (void *)hcall_page.gpa;
	CU_ASSERT_EQUAL(op_do(), 0);
	CU_ASSERT_EQUAL(question->u.ppc_getmemlist.num_pfns, 64);
	CU_ASSERT_EQUAL(question->u.ppc_getmemlist.next_pfn, 64);
	/* Behind the answer the list is whole. */
	CU_ASSERT_EQUAL(memcmp(words + 56, frames + 56, 8 * sizeof(long)), 0);
}

static void info_over_op(void)
{
	dom0_op_t *question = op_new(DOM0_GETDOMAININFOLIST);

	question->u.getdomaininfolist.max_domains = 1;
	question->u.getdomaininfolist.buffer = (void *)hcall_page.gpa;
	CU_ASSERT_EQUAL(op_do(), 0);
	CU_ASSERT_EQUAL(question->u.getdomaininfolist.num_domains, 1);
}

static void text_over_op(void)
{
	static const char text[] =
		"race-test: a line that is read over its own question\n";
	dom0_op_t *question;

	memcpy(buffer(), text, sizeof(text));
	CU_ASSERT(hcall(__HYPERVISOR_console_io, CONSOLEIO_write, sizeof(text) - 1,
			(unsigned long)buffer_gpa()) > 0);
	question = op_new(DOM0_READCONSOLE);
	question->u.readconsole.count = sizeof(text) - 1;
	question->u.readconsole.buffer = (char *)hcall_page.gpa;
	CU_ASSERT_EQUAL(op_do(), 0);
	CU_ASSERT_EQUAL(question->u.readconsole.count, sizeof(text) - 1);
	CU_ASSERT_PTR_EQUAL(question->u.readconsole.buffer, hcall_page.gpa);
	/* The answer is 24 bytes from byte 8 on; around it is text. */
	CU_ASSERT_EQUAL(memcmp(hcall_page.va, text, 8), 0);
	CU_ASSERT_EQUAL(memcmp(hcall_page.va + 32, text + 32, sizeof(text) - 1 - 32), 0);
}

/* Two threads, each with a page of its own, and the same domains. */
enum { THREADS = 4, ROUNDS = 300 };

static void *create_and_destroy(void *arg)
{
	unsigned long *bad = arg;
	struct hpage page;

	if (hpage_get(hcall_fd, &page)) {
		(*bad)++;
		return NULL;
	}
	for (int i = 0; i < ROUNDS; i++) {
		dom0_op_t *mine = (dom0_op_t *)page.va;
		long result;

		memset(mine, 0, sizeof(*mine));
		mine->interface_version = DOM0_INTERFACE_VERSION;
		mine->cmd = DOM0_CREATEDOMAIN;
		mine->u.createdomain.domain = 33;
		result = op_do_at(page.gpa);
		if (result && result != -EINVAL)
			(*bad)++;
		mine->cmd = DOM0_DESTROYDOMAIN;
		mine->u.destroydomain.domain = 33;
		result = op_do_at(page.gpa);
		if (result && result != -ESRCH)
			(*bad)++;
	}
	hpage_put(hcall_fd, &page);
	return NULL;
}

static void threads_on_one_domain(void)
{
	pthread_t threads[THREADS];
	unsigned long bad[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&threads[i], NULL, create_and_destroy, &bad[i]),
			0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		CU_ASSERT_EQUAL(bad[i], 0);
	}
	destroy_all();
}

int main(void)
{
	CU_TestInfo tests[] = {
		TEST(command_changes),	     TEST(version_changes),
		TEST(buffer_changes),	     TEST(domains_come_and_go),
		TEST(extents_change),	     TEST(list_over_op),
		TEST(info_over_op),	     TEST(text_over_op),
		TEST(threads_on_one_domain), CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		SUITE("race", tests),
		CU_SUITE_INFO_NULL,
	};

	return run_suites("race-test", suites);
}
