// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * privcmd-test: foreign frames when their address space is cut up, moved, inherited, or
 * lost with its process: each is unmapped exactly when its last page is unmapped
 * (slots_used).
 */
#include <pthread.h>

#include "privcmd-foreign.h"

static unsigned int domain;
static unsigned long first_frame;

/* Create a domain whose frames contain their own number. */
static void start(unsigned long frames)
{
	char *va;

	domain = domain_with_chunk(&first_frame);
	va = map_new(domain, first_frame, frames, PROT_BOTH);
	for (unsigned long i = 0; i < frames; i++)
		*(unsigned long *)(va + i * FRAME_SIZE) = i;
	area_put(va, frames);
}

static void stop(void)
{
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
}

/* Whether frame `number` is mapped at va. */
static bool holds(const char *va, unsigned long number)
{
	return !read_signal(va) && *(const volatile unsigned long *)va == number;
}

static void unmapped_in_pieces(void)
{
	const unsigned long used = slots_used();
	char *va;

	start(6);
	va = map_new(domain, first_frame, 6, PROT_BOTH);
	CU_ASSERT_EQUAL(slots_used(), used + 6);
	area_put(va + 2 * FRAME_SIZE, 2);
	CU_ASSERT_EQUAL(slots_used(), used + 4);
	CU_ASSERT(holds(va + FRAME_SIZE, 1));
	CU_ASSERT_EQUAL(read_signal(va + 2 * FRAME_SIZE), SIGSEGV);
	CU_ASSERT_EQUAL(read_signal(va + 3 * FRAME_SIZE), SIGSEGV);
	CU_ASSERT(holds(va + 4 * FRAME_SIZE, 4));
	area_put(va, 1);
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	area_put(va + 5 * FRAME_SIZE, 1);
	CU_ASSERT_EQUAL(slots_used(), used + 2);
	CU_ASSERT(holds(va + FRAME_SIZE, 1));
	CU_ASSERT(holds(va + 4 * FRAME_SIZE, 4));
	/* The remaining pieces can be mapped again. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va + 4 * FRAME_SIZE, first_frame, 1),
			0);
	CU_ASSERT(holds(va + 4 * FRAME_SIZE, 0));
	CU_ASSERT(holds(va + FRAME_SIZE, 1));
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va + FRAME_SIZE, first_frame, 2),
			-EINVAL);
	area_put(va, 6); /* over the holes */
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

/* mprotect() cuts an area in three without unmapping anything. */
static void cut_by_mprotect(void)
{
	const unsigned long used = slots_used();
	char *va;

	start(3);
	va = map_new(domain, first_frame, 3, PROT_BOTH);
	CU_ASSERT_EQUAL(mprotect(va + FRAME_SIZE, FRAME_SIZE, PROT_NONE), 0);
	CU_ASSERT_EQUAL(read_signal(va + FRAME_SIZE), SIGSEGV);
	CU_ASSERT(holds(va, 0));
	CU_ASSERT_EQUAL(mprotect(va + FRAME_SIZE, FRAME_SIZE, PROT_READ), 0);
	CU_ASSERT(holds(va + FRAME_SIZE, 1));
	CU_ASSERT_EQUAL(write_signal(va + FRAME_SIZE), SIGSEGV);
	/* A frame mapped meanwhile becomes writable with the area. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va + FRAME_SIZE, first_frame + 2, 1),
			0);
	CU_ASSERT_EQUAL(mprotect(va + FRAME_SIZE, FRAME_SIZE, PROT_BOTH), 0);
	CU_ASSERT_EQUAL(write_signal(va + FRAME_SIZE + 8), 0);
	CU_ASSERT_EQUAL(va[2 * FRAME_SIZE + 8], 1);
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	area_put(va, 3);
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

static char *move(char *va, unsigned long frames, char *to)
{
	return mremap(va, frames * FRAME_SIZE, frames * FRAME_SIZE,
		      MREMAP_MAYMOVE | MREMAP_FIXED, to);
}

static void moved(void)
{
	const unsigned long used = slots_used();
	char *place = map_pages(4, PROT_NONE), *va;

	start(4);
	va = map_new(domain, first_frame, 4, PROT_BOTH);
	CU_ASSERT_PTR_EQUAL(move(va, 4, place), place);
	CU_ASSERT_EQUAL(slots_used(), used + 4);
	CU_ASSERT_EQUAL(read_signal(va), SIGSEGV);
	for (unsigned long i = 0; i < 4; i++)
		CU_ASSERT(holds(place + i * FRAME_SIZE, i));
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, place, first_frame + 3, 1), 0);
	CU_ASSERT(holds(place, 3));
	/* Move one from the middle to where all were at first. */
	CU_ASSERT_PTR_EQUAL(move(place + FRAME_SIZE, 1, va), va);
	CU_ASSERT_EQUAL(slots_used(), used + 4);
	CU_ASSERT(holds(va, 1));
	CU_ASSERT(holds(place, 3));
	CU_ASSERT(holds(place + 2 * FRAME_SIZE, 2));
	area_put(place, 4);
	CU_ASSERT_EQUAL(slots_used(), used + 1);
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va, first_frame + 2, 1), 0);
	CU_ASSERT(holds(va, 2));
	area_put(va, 1);
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

static void shrunk_and_not_grown(void)
{
	const unsigned long used = slots_used();
	char *va;

	start(4);
	va = map_new(domain, first_frame, 4, PROT_BOTH);
	CU_ASSERT_PTR_EQUAL(mremap(va, 4 * FRAME_SIZE, 3 * FRAME_SIZE, 0), va);
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	CU_ASSERT_PTR_EQUAL(mremap(va, 3 * FRAME_SIZE, 4 * FRAME_SIZE, MREMAP_MAYMOVE),
			    MAP_FAILED);
	CU_ASSERT_PTR_EQUAL(mremap(va, 0, FRAME_SIZE, MREMAP_MAYMOVE), MAP_FAILED);
	CU_ASSERT_PTR_EQUAL(
		mremap(va, FRAME_SIZE, FRAME_SIZE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP),
		MAP_FAILED);
	for (unsigned long i = 0; i < 3; i++)
		CU_ASSERT(holds(va + i * FRAME_SIZE, i));
	area_put(va, 3);
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

/* mmap() of something else at a frame's address unmaps the frame. */
static void covered_by_another_mapping(void)
{
	const unsigned long used = slots_used();
	char *va;

	start(3);
	va = map_new(domain, first_frame, 3, PROT_BOTH);
	CU_ASSERT_PTR_EQUAL(mmap(va + FRAME_SIZE, FRAME_SIZE, PROT_BOTH,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
			    va + FRAME_SIZE);
	CU_ASSERT_EQUAL(slots_used(), used + 2);
	CU_ASSERT_EQUAL(va[FRAME_SIZE], 0);
	va[FRAME_SIZE] = 5;
	CU_ASSERT(holds(va, 0));
	/* A new area at the address of an old one is empty. */
	CU_ASSERT_PTR_EQUAL(
		mmap(va, FRAME_SIZE, PROT_BOTH, MAP_SHARED | MAP_FIXED, hcall_fd, 0), va);
	CU_ASSERT_EQUAL(slots_used(), used + 1);
	CU_ASSERT_EQUAL(read_signal(va), SIGBUS);
	area_put(va, 3);
	stop();
}

static void no_advice(void)
{
	char *va;
	unsigned long gpa;

	start(1);
	va = map_new(domain, first_frame, 1, PROT_BOTH);
	CU_ASSERT(madvise(va, FRAME_SIZE, MADV_DOFORK) == -1 && errno == EINVAL);
	CU_ASSERT(madvise(va, FRAME_SIZE, MADV_DONTNEED) == -1 && errno == EINVAL);
	CU_ASSERT(madvise(va, FRAME_SIZE, MADV_REMOVE) == -1);
	CU_ASSERT(holds(va, 0));
	/* It cannot be a buffer for hypercalls. */
	CU_ASSERT_EQUAL(translate(hcall_fd, va, &gpa), -EFAULT);
	area_put(va, 1);
	stop();
}

static char *parents_area;

static int child_has_nothing(void)
{
	return read_signal(parents_area) != SIGSEGV ||
	       map_range(hcall_fd, domain, parents_area, first_frame, 1) != -EINVAL;
}

static int child_maps_its_own(void)
{
	char *va = mmap(NULL, FRAME_SIZE, PROT_READ, MAP_SHARED, hcall_fd, 0);

	if (va == MAP_FAILED || map_range(hcall_fd, domain, va, first_frame, 1))
		return 1;
	return !holds(va, 0);
}

static void not_inherited(void)
{
	const unsigned long used = slots_used();

	start(2);
	parents_area = map_new(domain, first_frame, 2, PROT_BOTH);
	check_child(child_has_nothing);
	CU_ASSERT(holds(parents_area + FRAME_SIZE, 1));
	check_child(child_maps_its_own);
	CU_ASSERT_EQUAL(slots_used(), used + 2);
	area_put(parents_area, 2);
	stop();
}

/* The mapping keeps the open file alive, not vice versa. */
static void closed_before_unmapped(void)
{
	const unsigned long used = slots_used();
	static const char *const paths[] = { PRIVCMD_DEV, PRIVCMD_PROC };

	start(2);
	for (int i = 0; i < 2; i++) {
		int fd = open(paths[i], O_RDWR | O_CLOEXEC);
		char *va = area_get(fd, 2, PROT_BOTH);

		CU_ASSERT_EQUAL(map_range(fd, domain, va, first_frame, 2), 0);
		/* The area belongs to another open file. */
		CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va, first_frame, 2), -EINVAL);
		close(fd);
		CU_ASSERT(holds(va, 0));
		area_put(va, 1);
		CU_ASSERT(holds(va + FRAME_SIZE, 1));
		area_put(va + FRAME_SIZE, 1);
		CU_ASSERT_EQUAL(slots_used(), used);
	}
	stop();
}

/* Maps, cuts, moves and unmaps for ever. */
static void work_for_ever(void)
{
	for (unsigned long i = 0;; i++) {
		char *va =
			mmap(NULL, 64 * FRAME_SIZE, PROT_BOTH, MAP_SHARED, hcall_fd, 0);
		char *to = mmap(NULL, 8 * FRAME_SIZE, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (va == MAP_FAILED || to == MAP_FAILED ||
		    map_range(hcall_fd, domain, va, first_frame, 64))
			_exit(1);
		munmap(va + 10 * FRAME_SIZE, 8 * FRAME_SIZE);
		if (move(va + 20 * FRAME_SIZE, 8, to) != to)
			_exit(2);
		if (i & 1)
			continue; /* for the kernel to clean up */
		munmap(va, 64 * FRAME_SIZE);
		munmap(to, 8 * FRAME_SIZE);
	}
}

static void killed_in_the_middle(void)
{
	const unsigned long used = slots_used();

	start(64);
	for (unsigned int i = 0; i < 50; i++) {
		int status = 0;
		pid_t pid = fork();

		CU_ASSERT_FATAL(pid >= 0);
		if (!pid)
			work_for_ever();
		usleep(i * 371 % 20000);
		kill(pid, SIGKILL);
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT(WIFSIGNALED(status));
	}
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

enum { RACE_ROUNDS = 400, RACE_FRAMES = 16 };

static char *race_place;

static void *map_all_the_time(void *arg)
{
	unsigned long list[RACE_FRAMES], *wrong = arg;

	for (int i = 0; i < RACE_ROUNDS; i++) {
		long err =
			map_range(hcall_fd, domain, race_place, first_frame, RACE_FRAMES);

		for (unsigned long n = 0; n < RACE_FRAMES; n++)
			list[n] = first_frame + n;
		*wrong += err && err != -EINVAL;
		err = map_list(hcall_fd, domain, race_place, list, RACE_FRAMES);
		*wrong += err && err != -EINVAL;
	}
	return NULL;
}

static void *unmap_all_the_time(void *arg)
{
	unsigned long *wrong = arg;

	for (int i = 0; i < RACE_ROUNDS; i++) {
		const char *va = mmap(race_place, RACE_FRAMES * FRAME_SIZE, PROT_BOTH,
				      MAP_SHARED | MAP_FIXED, hcall_fd, 0);

		*wrong += va != race_place;
		if (i % 3 == 0)
			munmap(race_place + FRAME_SIZE, 3 * FRAME_SIZE);
		sched_yield();
	}
	return NULL;
}

static void threads_against_each_other(void)
{
	void *(*const work[])(void *) = { map_all_the_time, map_all_the_time,
					  unmap_all_the_time };
	unsigned long wrong[3] = { 0 }, used;
	pthread_t thread[3];

	start(RACE_FRAMES);
	used = slots_used();
	race_place = area_get(hcall_fd, RACE_FRAMES, PROT_BOTH);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL_FATAL(
			pthread_create(&thread[i], NULL, work[i], &wrong[i]), 0);
	for (int i = 0; i < 3; i++) {
		pthread_join(thread[i], NULL);
		CU_ASSERT_EQUAL(wrong[i], 0);
	}
	area_put(race_place, RACE_FRAMES);
	CU_ASSERT_EQUAL(slots_used(), used);
	stop();
}

CU_TestInfo area_tests[] = {
	TEST(unmapped_in_pieces),
	TEST(cut_by_mprotect),
	TEST(moved),
	TEST(shrunk_and_not_grown),
	TEST(covered_by_another_mapping),
	TEST(no_advice),
	TEST(not_inherited),
	TEST(closed_before_unmapped),
	TEST(killed_in_the_middle),
	TEST(threads_against_each_other),
	CU_TEST_INFO_NULL,
};
