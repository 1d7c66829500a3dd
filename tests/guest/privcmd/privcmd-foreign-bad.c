// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: what MMAP, MMAPBATCH and mmap() refuse, and their effects then. */
#include <limits.h>

#include "privcmd-foreign.h"

static unsigned int domain;
static unsigned long first_frame;
static char *area;

enum { FRAMES = 8 };

static void start(void)
{
	domain = domain_with_chunk(&first_frame);
	area = area_get(hcall_fd, FRAMES, PROT_BOTH);
}

static void stop(void)
{
	area_put(area, FRAMES);
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
}

/* Check a place and length that both ioctls refuse. */
static void check_bad_place(const char *va, unsigned long frames)
{
	unsigned long list[FRAMES + 1];

	for (unsigned long i = 0; i <= FRAMES; i++)
		list[i] = first_frame;
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va, first_frame, frames), -EINVAL);
	if (frames <= FRAMES + 1)
		CU_ASSERT_EQUAL(map_list(hcall_fd, domain, va, list, (int)frames),
				-EINVAL);
}

static void bad_places(void)
{
	char *anonymous = map_pages(1, PROT_BOTH);
	const unsigned long used = slots_used();
	char *anchor;

	start();
	anchor = mmap(NULL, (size_t)getpagesize(), PROT_NONE, MAP_SHARED, hcall_fd, 0);
	check_bad_place(anonymous, 1);
	check_bad_place(anchor, 1);
	check_bad_place(NULL, 1);
	check_bad_place((char *)KERNEL_ADDRESS, 1);
	check_bad_place((char *)-FRAME_SIZE, 1);
	check_bad_place(area + FRAMES * FRAME_SIZE, 1);
	check_bad_place(area - FRAME_SIZE, 1);
	check_bad_place(area + 1, 1);
	check_bad_place(area + 8, 1);
	check_bad_place(area + FRAME_SIZE / 2, 1);
	check_bad_place(area, FRAMES + 1);
	check_bad_place(area + FRAME_SIZE, FRAMES);
	check_bad_place(area, 1UL << 32);
	check_bad_place(area, 1UL << 48); /* its bytes: 0 in 64 bits */
	check_bad_place(area, ~0UL);
	for (int i = 0; i < FRAMES; i++)
		CU_ASSERT_EQUAL(read_signal(area + (size_t)i * FRAME_SIZE), SIGBUS);
	CU_ASSERT_EQUAL(slots_used(), used);
	munmap(anchor, (size_t)getpagesize());
	unmap_pages(anonymous, 1);
	stop();
}

static const unsigned long bad_frames[] = {
	0xF000000,			 /* no memory there */
	1UL << 30, 1UL << 47, 1UL << 48, /* does not fit into a request */
	~0UL - 1,  ~0UL,
};

static void bad_frame_numbers(void)
{
	start();
	for (size_t i = 0; i < sizeof(bad_frames) / sizeof(bad_frames[0]); i++) {
		unsigned long mfn = bad_frames[i];

		CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, mfn, 1), -EFAULT);
		CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, &mfn, 1), 0);
		CU_ASSERT_EQUAL(mfn, bad_frames[i] | REFUSED);
		CU_ASSERT_EQUAL(read_signal(area), SIGBUS);
	}
	/* A request would lose the upper bit and name an existing frame. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, (1UL << 48) + first_frame, 1),
			-EFAULT);
	/* Frames of the hypervisor and of dom0, not of this domain. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, 0, 1), -EFAULT);
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, own_frame(hcall_page.va), 1),
			-EFAULT);
	CU_ASSERT_EQUAL(release(hcall_fd, hcall_page.va), 0);
	CU_ASSERT_EQUAL(map_range(hcall_fd, DOMID_SELF, area, first_frame, 1), -EFAULT);
	stop();
}

static void absent_domain(void)
{
	static const unsigned int absent[] = { NO_SUCH_DOMAIN, DOMID_IO, DOMID_XEN,
					       0x7fff, 0xffff };

	start();
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		unsigned long list[2] = { first_frame, first_frame + 1 };

		CU_ASSERT_EQUAL(map_range(hcall_fd, absent[i], area, first_frame, 1),
				-EFAULT);
		CU_ASSERT_EQUAL(map_list(hcall_fd, absent[i], area, list, 2), 0);
		CU_ASSERT_EQUAL(list[0], first_frame | REFUSED);
		CU_ASSERT_EQUAL(list[1], (first_frame + 1) | REFUSED);
	}
	CU_ASSERT_EQUAL(read_signal(area), SIGBUS);
	stop();
}

/* The first error ends MMAP; frames mapped before it stay. */
static void mmap_ends_with_an_error(void)
{
	privcmd_mmap_entry_t entry[3];
	privcmd_mmap_t arg = { .num = 3, .entry = entry };
	const unsigned long used = slots_used();

	start();
	arg.dom = (domid_t)domain;
	/* The last two frames of the chunk, and one of another domain. */
	entry[0] = (privcmd_mmap_entry_t){ (unsigned long)area, first_frame, 1 };
	entry[1] = (privcmd_mmap_entry_t){ (unsigned long)area + FRAME_SIZE,
					   first_frame + CHUNK_FRAMES - 2, 3 };
	entry[2] = (privcmd_mmap_entry_t){ (unsigned long)area + 5 * FRAME_SIZE,
					   first_frame, 1 };
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&arg),
			-EFAULT);
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	for (int i = 0; i < FRAMES; i++)
		CU_ASSERT_EQUAL(read_signal(area + (size_t)i * FRAME_SIZE),
				i < 3 ? 0 : SIGBUS);
	/* Nothing is mapped of an entry that does not fit. */
	entry[0] = (privcmd_mmap_entry_t){ (unsigned long)area + 6 * FRAME_SIZE,
					   first_frame, 1 };
	entry[1] = (privcmd_mmap_entry_t){ (unsigned long)area + 4 * FRAME_SIZE,
					   first_frame, FRAMES - 3 };
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&arg),
			-EINVAL);
	CU_ASSERT_EQUAL(slots_used(), used + 4);
	stop();
	CU_ASSERT_EQUAL(slots_used(), used);
}

/* Any refused frame of MMAPBATCH is marked; the others are mapped. */
static void batch_tells_each_error(void)
{
	start();
	for (unsigned int pattern = 0; pattern < 1 << FRAMES; pattern += 5) {
		unsigned long list[FRAMES];
		char *va = area_get(hcall_fd, FRAMES, PROT_BOTH);

		for (unsigned long i = 0; i < FRAMES; i++)
			list[i] = pattern >> i & 1 ? 0x123456 + i : first_frame + i;
		CU_ASSERT_EQUAL(map_list(hcall_fd, domain, va, list, FRAMES), 0);
		for (unsigned long i = 0; i < FRAMES; i++) {
			bool bad = pattern >> i & 1;

			CU_ASSERT_EQUAL(list[i],
					bad ? (0x123456 + i) | REFUSED : first_frame + i);
			CU_ASSERT_EQUAL(read_signal(va + i * FRAME_SIZE),
					bad ? SIGBUS : 0);
		}
		area_put(va, FRAMES);
	}
	stop();
}

/* Readable elements of the array are mapped, even if they cannot be marked. */
static void array_at_the_end_of_memory(void)
{
	const unsigned long used = slots_used();
	size_t page = (size_t)getpagesize();
	char *two = map_pages(2, PROT_BOTH);
	unsigned long *list = (unsigned long *)(two + page) - 3;

	start();
	for (unsigned long i = 0; i < 3; i++)
		list[i] = first_frame + i;
	unmap_pages(two + page, 1);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, list, FRAMES), -EFAULT);
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	CU_ASSERT_EQUAL(read_signal(area + 2 * FRAME_SIZE), 0);
	CU_ASSERT_EQUAL(read_signal(area + 3 * FRAME_SIZE), SIGBUS);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, (void *)(two + page), 1),
			-EFAULT);
	/* A read-only array works as long as no frame is refused. */
	CU_ASSERT_EQUAL(mprotect(two, page, PROT_READ), 0);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, list, 3), 0);
	CU_ASSERT_EQUAL(map_list(hcall_fd, NO_SUCH_DOMAIN, area, list, 3), -EFAULT);
	unmap_pages(two, 1);
	stop();
}

static void bad_arguments(void)
{
	static const unsigned long requests[] = { IOCTL_PRIVCMD_MMAP,
						  IOCTL_PRIVCMD_MMAPBATCH };
	privcmd_mmap_t range = { .num = 1, .dom = 0, .entry = (void *)KERNEL_ADDRESS };
	unsigned long list = 0;

	start();
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(privcmd(hcall_fd, requests[i], 0), -EFAULT);
		CU_ASSERT_EQUAL(privcmd(hcall_fd, requests[i], KERNEL_ADDRESS), -EFAULT);
		CU_ASSERT_EQUAL(privcmd(hcall_fd, requests[i], ~0UL - 7), -EFAULT);
	}
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&range),
			-EFAULT);
	range.num = -1;
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&range),
			-EINVAL);
	range.num = 0;
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&range), 0);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, &list, -1), -EINVAL);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, &list, INT_MIN), -EINVAL);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, &list, 0), 0);
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, area, (void *)KERNEL_ADDRESS, 1),
			-EFAULT);
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, first_frame, 0), 0);
	CU_ASSERT_EQUAL(read_signal(area), SIGBUS);
	stop();
}

static void check_mmap(int fd, size_t size, int prot, int flags, off_t offset, int error)
{
	void *va = mmap(NULL, size, prot, flags, fd, offset);

	CU_ASSERT_PTR_EQUAL(va, MAP_FAILED);
	CU_ASSERT_EQUAL(errno, error);
	if (va != MAP_FAILED)
		munmap(va, size);
}

static void bad_mappings(void)
{
	int fd = open(PRIVCMD_DEV, O_RDONLY | O_CLOEXEC);
	char *va;

	check_mmap(hcall_fd, FRAME_SIZE, PROT_BOTH, MAP_PRIVATE, 0, EINVAL);
	check_mmap(hcall_fd, FRAME_SIZE, PROT_READ, MAP_PRIVATE, 0, EINVAL);
	check_mmap(hcall_fd, FRAME_SIZE, PROT_BOTH | PROT_EXEC, MAP_SHARED, 0, EINVAL);
	check_mmap(hcall_fd, FRAME_SIZE, PROT_EXEC, MAP_SHARED, 0, EINVAL);
	check_mmap(hcall_fd, FRAME_SIZE, PROT_BOTH, MAP_SHARED, (off_t)FRAME_SIZE,
		   EINVAL);
	check_mmap(hcall_fd, FRAME_SIZE, PROT_BOTH, MAP_SHARED, (off_t)1 << 40, EINVAL);
	check_mmap(hcall_fd, (WINDOW_FRAMES + 1) * FRAME_SIZE, PROT_BOTH, MAP_SHARED, 0,
		   ENOMEM);
	check_mmap(hcall_fd, 1UL << 46, PROT_READ, MAP_SHARED, 0, ENOMEM);
	/* A file that is open for reading only has no writable areas. */
	CU_ASSERT_FATAL(fd >= 0);
	check_mmap(fd, FRAME_SIZE, PROT_BOTH, MAP_SHARED, 0, EACCES);
	va = area_get(fd, 1, PROT_READ);
	CU_ASSERT(mprotect(va, FRAME_SIZE, PROT_BOTH) == -1 && errno == EACCES);
	area_put(va, 1);
	close(fd);
}

/* A full window is an error; afterwards there is room again. */
static void full_window(void)
{
	const unsigned long used = slots_used();
	unsigned long *list = calloc(WINDOW_FRAMES, sizeof(*list));
	char *va;

	start();
	va = area_get(hcall_fd, WINDOW_FRAMES, PROT_READ);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, first_frame, 2), 0);
	for (unsigned long i = 0; i < WINDOW_FRAMES; i++)
		list[i] = first_frame + i % CHUNK_FRAMES;
	CU_ASSERT_EQUAL(map_list(hcall_fd, domain, va, list, (int)WINDOW_FRAMES),
			-ENOSPC);
	CU_ASSERT_EQUAL(slots_used(), WINDOW_FRAMES);
	CU_ASSERT_EQUAL(read_signal(va + (WINDOW_FRAMES - used - 3) * FRAME_SIZE), 0);
	CU_ASSERT_EQUAL(read_signal(va + (WINDOW_FRAMES - used - 2) * FRAME_SIZE),
			SIGBUS);
	CU_ASSERT_EQUAL(
		map_range(hcall_fd, domain, area + 2 * FRAME_SIZE, first_frame, 1),
		-ENOSPC);
	/* A slot in use can still get another frame. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, area, first_frame + 9, 2), 0);
	area_put(va, 1);
	CU_ASSERT_EQUAL(
		map_range(hcall_fd, domain, area + 2 * FRAME_SIZE, first_frame, 1), 0);
	area_put(va + FRAME_SIZE, WINDOW_FRAMES - 1);
	stop();
	CU_ASSERT_EQUAL(slots_used(), used);
	free(list);
}

CU_TestInfo foreign_bad_tests[] = {
	TEST(bad_places),
	TEST(bad_frame_numbers),
	TEST(absent_domain),
	TEST(mmap_ends_with_an_error),
	TEST(batch_tells_each_error),
	TEST(array_at_the_end_of_memory),
	TEST(bad_arguments),
	TEST(bad_mappings),
	TEST(full_window),
	CU_TEST_INFO_NULL,
};
