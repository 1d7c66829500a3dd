// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: threads that share an open file. */
#include <pthread.h>

#include "privcmd-test.h"

enum { THREADS = 8, ROUNDS = 400 };

static char *common_page;

struct worker {
	pthread_t thread;
	unsigned long wrong;
	int fd;
};

/* Pin the common page and an own page repeatedly, all threads on one file. */
static void *pin_and_release(void *arg)
{
	struct worker *worker = arg;
	size_t size = (size_t)getpagesize();
	char *own = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);
	unsigned long common = 0, gpa = 0;

	for (int i = 0; i < ROUNDS; i++) {
		if (translate(worker->fd, common_page, &common) ||
		    translate(worker->fd, own, &gpa) || common == gpa)
			worker->wrong++;
		if (common != pagemap_gpa(common_page) || gpa != pagemap_gpa(own))
			worker->wrong++;
		if (release(worker->fd, common_page) || release(worker->fd, own))
			worker->wrong++;
	}
	munmap(own, size);
	return NULL;
}

static void pins_of_threads(void)
{
	const unsigned long pinned = pinned_pages();
	struct worker workers[THREADS] = { 0 };

	common_page = map_pages(1, PROT_READ | PROT_WRITE);
	common_page[0] = 1;
	for (int i = 0; i < THREADS; i++) {
		workers[i].fd = hcall_fd;
		CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL,
						     pin_and_release, &workers[i]),
				      0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		CU_ASSERT_EQUAL(workers[i].wrong, 0);
	}
	CU_ASSERT_EQUAL(pinned_pages(), pinned);
	CU_ASSERT_EQUAL(release(hcall_fd, common_page), -ENOENT);
	unmap_pages(common_page, 1);
}

/* Make calls until the descriptor is closed; a call in flight succeeds. */
static void *call_until_closed(void *arg)
{
	struct worker *worker = arg;
	privcmd_hypercall_t call = { .op = __HYPERVISOR_xen_version };
	long result;

	do
		result = privcmd(worker->fd, IOCTL_PRIVCMD_HYPERCALL,
				 (unsigned long)&call);
	while (result == XEN_3_0);
	worker->wrong = result != -EBADF;
	return NULL;
}

static void closed_during_calls(void)
{
	struct worker workers[THREADS] = { 0 };
	unsigned long gpa;

	common_page = map_pages(1, PROT_READ | PROT_WRITE);
	for (int i = 0; i < THREADS; i++) {
		workers[i].fd = open_privcmd();
		CU_ASSERT_EQUAL(translate(workers[i].fd, common_page, &gpa), 0);
		CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL,
						     call_until_closed, &workers[i]),
				      0);
	}
	for (int i = 0; i < THREADS; i++) {
		usleep(2000);
		close(workers[i].fd);
		pthread_join(workers[i].thread, NULL);
		CU_ASSERT_EQUAL(workers[i].wrong, 0);
	}
	unmap_pages(common_page, 1);
}

CU_TestInfo threads_tests[] = {
	TEST(pins_of_threads),
	TEST(closed_during_calls),
	CU_TEST_INFO_NULL,
};
