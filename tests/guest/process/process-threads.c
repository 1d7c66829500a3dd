// SPDX-License-Identifier: GPL-2.0-or-later
/* process-test: sixteen threads ask different questions; each answer is checked. */
#include <pthread.h>

#include "process-test.h"

enum { THREADS = 16, ROUNDS = 60, DOMAINS = 8 };

struct asker {
	pthread_t thread;
	unsigned int number, wrong;
	int handle;
};

static xc_physinfo_t physinfo;
static int sched_id;
static u32 first_own;

static bool ask_everything(struct asker *a, unsigned int round)
{
	return everything_ok(a->handle);
}

static bool ask_domain(struct asker *a, unsigned int round)
{
	return labelled_ok(a->handle, (round + a->number) % DOMAINS);
}

/* An answer of more than one page. */
static bool ask_domain_list(struct asker *a, unsigned int round)
{
	xc_domaininfo_t list[DOMAINS + 1];
	bool ok = xc_domain_getinfolist(a->handle, 0, DOMAINS + 1, list) == DOMAINS + 1;

	for (unsigned int i = 1; ok && i <= DOMAINS; i++)
		ok = list[i].ssidref == i && list[i].domain > list[i - 1].domain;
	return ok;
}

static bool ask_machine(struct asker *a, unsigned int round)
{
	xc_physinfo_t info;
	int id = -1;

	return xc_physinfo(a->handle, &info) == 0 &&
	       info.total_pages == physinfo.total_pages &&
	       info.cpu_khz == physinfo.cpu_khz && xc_sched_id(a->handle, &id) == 0 &&
	       id == sched_id;
}

static bool ask_refused(struct asker *a, unsigned int round)
{
	static const int keys[] = { '?', 1, -1, 0x10000 };

	errno = 0;
	if (xc_ppc_debug_key(a->handle, keys[round % 4]) != -1 || errno != EINVAL)
		return false;
	errno = 0;
	return xc_domain_pause(a->handle, NO_SUCH_DOMAIN) == -1 && errno == ESRCH;
}

/* Set and read back a parameter of a domain that only this thread uses. */
static bool ask_own_domain(struct asker *a, unsigned int round)
{
	u32 id = first_own + a->number;
	unsigned int limit = (round * 16 + a->number + 1) * 64;
	xc_dominfo_t info;

	return xc_domain_setmaxmem(a->handle, id, limit) == 0 &&
	       xc_domain_getinfo(a->handle, id, 1, &info) == 1 && info.domid == id &&
	       info.max_memkb == limit;
}

/* Use an op of the caller, with a list. */
static bool ask_by_op(struct asker *a, unsigned int round)
{
	unsigned long frames[300] = { 0 };
	dom0_op_t op = { .cmd = DOM0_PPC_GETMEMLIST };
	unsigned long start =
		(round * 37 + a->number) % ((unsigned int)dom0_frame_count - 300);
	bool ok;

	op.u.ppc_getmemlist.start_pfn = start;
	op.u.ppc_getmemlist.max_pfns = 300;
	op.u.ppc_getmemlist.buffer = frames;
	ok = xc_dom0_op(a->handle, &op) == 0 && op.u.ppc_getmemlist.num_pfns == 300 &&
	     op.u.ppc_getmemlist.buffer == frames;
	for (int i = 0; ok && i < 300; i++)
		ok = frames[i] == dom0_frames[start + (unsigned int)i];
	return ok;
}

static bool ask_own_handle(struct asker *a, unsigned int round)
{
	int handle = xc_interface_open();
	bool ok = answers_ok(handle);

	return xc_interface_close(handle) == 0 && ok;
}

static void *ask(void *arg)
{
	static bool (*const questions[])(struct asker *, unsigned int) = {
		ask_everything, ask_domain,	ask_domain_list, ask_machine,
		ask_refused,	ask_own_domain, ask_by_op,	 ask_own_handle,
	};
	struct asker *a = arg;

	for (unsigned int i = 0; i < ROUNDS; i++)
		a->wrong += !questions[a->number % 8](a, i);
	return NULL;
}

static int ask_all(void)
{
	struct asker askers[THREADS] = { 0 };
	int handle = xc_interface_open();
	unsigned int wrong = 0;

	MUST(xc_physinfo(handle, &physinfo) == 0 && xc_sched_id(handle, &sched_id) == 0);
	for (unsigned int i = 0; i < THREADS; i++) {
		askers[i].number = i;
		askers[i].handle = handle;
		MUST(!pthread_create(&askers[i].thread, NULL, ask, &askers[i]));
	}
	for (unsigned int i = 0; i < THREADS; i++) {
		pthread_join(askers[i].thread, NULL);
		if (askers[i].wrong)
			printf("\n    thread %u: %u wrong", i, askers[i].wrong);
		wrong += askers[i].wrong;
	}
	MUST(!wrong);
	return 0;
}

static void sixteen_threads(void)
{
	unsigned int id;

	labelled_make(DOMAINS);
	/* After the labelled domains: one for every two threads. */
	for (unsigned int i = 0; i < THREADS; i++) {
		CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
		if (!i)
			first_own = id;
		CU_ASSERT_EQUAL(id, first_own + i);
	}
	check_child(ask_all);
	for (unsigned int i = 0; i < THREADS; i++)
		CU_ASSERT_EQUAL(domain_destroy(first_own + i), 0);
}

CU_TestInfo threads_tests[] = {
	TEST(sixteen_threads),
	CU_TEST_INFO_NULL,
};
