// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: frames of other domains, mapped by either ioctl, and their contents. */
#include <setjmp.h>
#include <stdio.h>

#include "privcmd-foreign.h"

#define USED_FILE "/sys/module/privcmd/parameters/window_used"

static unsigned long used_before;

char *area_get(int fd, unsigned long frames, int prot)
{
	void *va = mmap(NULL, frames * FRAME_SIZE, prot, MAP_SHARED, fd, 0);

	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	return va;
}

void area_put(char *va, unsigned long frames)
{
	CU_ASSERT_EQUAL(munmap(va, frames * FRAME_SIZE), 0);
}

long map_range(int fd, unsigned int dom, const void *va, unsigned long mfn,
	       unsigned long frames)
{
	privcmd_mmap_entry_t entry = { (unsigned long)va, mfn, frames };
	privcmd_mmap_t arg = { .num = 1, .dom = (domid_t)dom, .entry = &entry };

	return privcmd(fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&arg);
}

long map_list(int fd, unsigned int dom, const void *va, unsigned long *mfn, int count)
{
	privcmd_mmapbatch_t arg = {
		.num = count,
		.dom = (domid_t)dom,
		.addr = (unsigned long)va,
		.arr = mfn,
	};

	return privcmd(fd, IOCTL_PRIVCMD_MMAPBATCH, (unsigned long)&arg);
}

char *map_new(unsigned int dom, unsigned long mfn, unsigned long frames, int prot)
{
	char *va = area_get(hcall_fd, frames, prot);

	CU_ASSERT_EQUAL_FATAL(map_range(hcall_fd, dom, va, mfn, frames), 0);
	return va;
}

unsigned long slots_used(void)
{
	unsigned long used = ~0UL;
	FILE *file = fopen(USED_FILE, "r");

	if (!file || fscanf(file, "%lu", &used) != 1)
		used = ~0UL;
	if (file)
		fclose(file);
	return used;
}

unsigned int domain_with_chunk(unsigned long *mfn)
{
	unsigned long frames[CHUNK_FRAMES];
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL_FATAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL_FATAL(domain_frames(id, frames, CHUNK_FRAMES), CHUNK_FRAMES);
	*mfn = frames[0];
	return id;
}

unsigned long own_frame(void *va)
{
	dom0_op_t *op = op_new(DOM0_PPC_GETMEMLIST);
	unsigned long gpa;

	CU_ASSERT_EQUAL_FATAL(translate(hcall_fd, va, &gpa), 0);
	op->u.ppc_getmemlist.start_pfn = gpa / FRAME_SIZE;
	op->u.ppc_getmemlist.max_pfns = 1;
	op->u.ppc_getmemlist.buffer = buffer_gpa();
	CU_ASSERT_EQUAL_FATAL(op_do(), 0);
	return *(unsigned long *)buffer();
}

static sigjmp_buf back;

static void go_back(int sig)
{
	siglongjmp(back, sig);
}

/* The signal that an access causes; 0: none. */
static int signal_of(volatile char *va, bool write)
{
	const struct sigaction action = { .sa_handler = go_back };
	struct sigaction old_segv, old_bus;
	int sig;

	sigaction(SIGSEGV, &action, &old_segv);
	sigaction(SIGBUS, &action, &old_bus);
	sig = sigsetjmp(back, 1);
	if (!sig && write)
		*va = 1;
	else if (!sig)
		(void)*va;
	sigaction(SIGSEGV, &old_segv, NULL);
	sigaction(SIGBUS, &old_bus, NULL);
	return sig;
}

int read_signal(const volatile char *va)
{
	return signal_of((volatile char *)va, false);
}

int write_signal(volatile char *va)
{
	return signal_of(va, true);
}

void foreign_setup(void)
{
	pin_setup();
	used_before = slots_used();
	CU_ASSERT_NOT_EQUAL(used_before, ~0UL);
}

void foreign_teardown(void)
{
	CU_ASSERT_EQUAL(slots_used(), used_before);
	pin_teardown();
}

/* A store to the process's page is seen in the frame, and vice versa. */
static void own_frame_by_two_ways(void)
{
	char *page = map_pages(1, PROT_BOTH);
	char *there;

	memset(page, 0x11, FRAME_SIZE);
	there = map_new(DOMID_SELF, own_frame(page), 1, PROT_BOTH);
	CU_ASSERT_EQUAL(memcmp(page, there, FRAME_SIZE), 0);
	for (unsigned long i = 0; i < FRAME_SIZE; i++)
		page[i] = (char)(i * 7 + i / 251);
	CU_ASSERT_EQUAL(memcmp(page, there, FRAME_SIZE), 0);
	memset(there, 0x22, FRAME_SIZE);
	CU_ASSERT_EQUAL(page[0], 0x22);
	CU_ASSERT_EQUAL(page[FRAME_SIZE - 1], 0x22);
	area_put(there, 1);
	CU_ASSERT_EQUAL(release(hcall_fd, page), 0);
	unmap_pages(page, 1);
}

/* By MMAP and by MMAPBATCH, for a domain whose frames have not been written. */
static void other_domain_by_two_ways(void)
{
	enum { FRAMES = 40 };
	unsigned long first, list[FRAMES];
	unsigned int id = domain_with_chunk(&first);
	char *range = map_new(id, first, FRAMES, PROT_BOTH);
	char *frames = area_get(hcall_fd, FRAMES, PROT_READ);

	for (unsigned long i = 0; i < FRAMES; i++)
		list[i] = first + FRAMES - 1 - i;
	CU_ASSERT_EQUAL(map_list(hcall_fd, id, frames, list, FRAMES), 0);
	for (unsigned long i = 0; i < FRAMES; i++) {
		unsigned long *word = (unsigned long *)(range + i * FRAME_SIZE);
		const unsigned long *same =
			(unsigned long *)(frames + (FRAMES - 1 - i) * FRAME_SIZE);

		CU_ASSERT_EQUAL(list[i], first + FRAMES - 1 - i);
		CU_ASSERT_EQUAL(word[0], 0);
		CU_ASSERT_EQUAL(word[FRAME_SIZE / 8 - 1], 0);
		word[i] = 0x1234567800000000 + i;
		CU_ASSERT_EQUAL(same[i], 0x1234567800000000 + i);
	}
	area_put(range, FRAMES);
	area_put(frames, FRAMES);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* More frames than one hypercall maps; each is marked and found again. */
static void a_whole_chunk(void)
{
	unsigned long first;
	unsigned int id = domain_with_chunk(&first);
	const unsigned long used = slots_used();
	char *va = map_new(id, first, CHUNK_FRAMES, PROT_BOTH);
	char *again = map_new(id, first, CHUNK_FRAMES, PROT_READ);

	CU_ASSERT_EQUAL(slots_used(), used + 2 * CHUNK_FRAMES);
	for (unsigned long i = 0; i < CHUNK_FRAMES; i++)
		*(unsigned long *)(va + i * FRAME_SIZE + i * 8) = i + 1;
	for (unsigned long i = 0; i < CHUNK_FRAMES; i++)
		CU_ASSERT_EQUAL(*(unsigned long *)(again + i * FRAME_SIZE + i * 8),
				i + 1);
	area_put(va, CHUNK_FRAMES);
	area_put(again, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* MMAP takes many entries, in any order, each with frames of its own. */
static void many_entries(void)
{
	enum { ENTRIES = 100 };
	privcmd_mmap_entry_t entry[ENTRIES];
	unsigned long first;
	unsigned int id = domain_with_chunk(&first);
	privcmd_mmap_t arg = { .num = ENTRIES, .dom = (domid_t)id, .entry = entry };
	char *all = map_new(id, first, 2 * ENTRIES, PROT_BOTH);
	char *va = area_get(hcall_fd, 2 * ENTRIES, PROT_READ);

	for (unsigned long i = 0; i < ENTRIES; i++)
		entry[i] = (privcmd_mmap_entry_t){
			(unsigned long)va + (ENTRIES - 1 - i) * 2 * FRAME_SIZE,
			first + 2 * i, 2
		};
	for (unsigned long i = 0; i < 2 * ENTRIES; i++)
		*(unsigned long *)(all + i * FRAME_SIZE) = i;
	CU_ASSERT_EQUAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&arg), 0);
	for (unsigned long i = 0; i < ENTRIES; i++) {
		const char *there = va + (ENTRIES - 1 - i) * 2 * FRAME_SIZE;

		CU_ASSERT_EQUAL(*(unsigned long *)there, 2 * i);
		CU_ASSERT_EQUAL(*(unsigned long *)(there + FRAME_SIZE), 2 * i + 1);
	}
	area_put(all, 2 * ENTRIES);
	area_put(va, 2 * ENTRIES);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* A frame replaces another one: the first one's contents are not seen. */
static void mapped_over(void)
{
	unsigned long first, bad;
	unsigned int id = domain_with_chunk(&first);
	const unsigned long used = slots_used();
	char *two = map_new(id, first, 2, PROT_BOTH);
	char *va = map_new(id, first, 1, PROT_BOTH);

	two[0] = 'a';
	two[FRAME_SIZE] = 'b';
	CU_ASSERT_EQUAL(*va, 'a');
	for (int i = 0; i < 50; i++) {
		CU_ASSERT_EQUAL(map_range(hcall_fd, id, va, first + (i & 1), 1), 0);
		CU_ASSERT_EQUAL(*(volatile char *)va, i & 1 ? 'b' : 'a');
	}
	/* A refused frame leaves the old one mapped. */
	bad = 1UL << 40;
	CU_ASSERT_EQUAL(map_range(hcall_fd, id, va, bad, 1), -EFAULT);
	CU_ASSERT_EQUAL(map_list(hcall_fd, id, va, &bad, 1), 0);
	CU_ASSERT_EQUAL(*(volatile char *)va, 'b');
	CU_ASSERT_EQUAL(slots_used(), used + 3);
	area_put(two, 2);
	area_put(va, 1);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void read_only_is_honoured(void)
{
	unsigned long first;
	unsigned int id = domain_with_chunk(&first);
	char *va = map_new(id, first, 2, PROT_READ);
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	CU_ASSERT_EQUAL(*(volatile char *)va, 0);
	CU_ASSERT_EQUAL(write_signal(va), SIGSEGV);
	CU_ASSERT_EQUAL(write_signal(va + FRAME_SIZE), SIGSEGV);
	CU_ASSERT(mprotect(va, FRAME_SIZE, PROT_BOTH) == -1 && errno == EACCES);
	CU_ASSERT(mprotect(va, FRAME_SIZE, PROT_READ | PROT_EXEC) == -1 &&
		  errno == EACCES);
	/* The kernel does not write there either. */
	CU_ASSERT(read(zero, va, 8) == -1 && errno == EFAULT);
	CU_ASSERT_EQUAL(*(volatile char *)va, 0);
	close(zero);
	area_put(va, 2);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* A frame of a destroyed domain becomes free only when it is unmapped. */
static void destroyed_while_mapped(void)
{
	const unsigned long free = free_frames();
	const unsigned int domains = count_domains();
	unsigned long first, one;
	unsigned int id = domain_with_chunk(&first);
	char *va = map_new(id, first, 2, PROT_BOTH);
	char *other = area_get(hcall_fd, 1, PROT_READ);
	dom0_getdomaininfo_t info;

	strcpy(va, "still here");
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(domain_info(id, &info), 0);
	CU_ASSERT_EQUAL(info.domain, id);
	CU_ASSERT(info.flags & DOMFLAGS_DYING);
	CU_ASSERT_STRING_EQUAL(va, "still here");
	CU_ASSERT(free_frames() < free);
	one = first + 1;
	CU_ASSERT_EQUAL(map_range(hcall_fd, id, other, one, 1), -EFAULT);
	CU_ASSERT_EQUAL(map_list(hcall_fd, id, other, &one, 1), 0);
	CU_ASSERT_EQUAL(one, (first + 1) | REFUSED);
	area_put(va, 1);
	CU_ASSERT_EQUAL(count_domains(), domains + 1);
	area_put(va + FRAME_SIZE, 1);
	CU_ASSERT_EQUAL(count_domains(), domains);
	CU_ASSERT_EQUAL(free_frames(), free);
	area_put(other, 1);
}

static void ten_thousand_times(void)
{
	const unsigned long used = slots_used();
	unsigned long first;
	unsigned int id = domain_with_chunk(&first), wrong = 0;

	for (unsigned long i = 0; i < 10000; i++) {
		void *va = mmap(NULL, FRAME_SIZE, PROT_BOTH, MAP_SHARED, hcall_fd, 0);

		wrong += va == MAP_FAILED ||
			 map_range(hcall_fd, id, va, first + i % CHUNK_FRAMES, 1) ||
			 *(unsigned long *)va != i / CHUNK_FRAMES;
		*(unsigned long *)va = i / CHUNK_FRAMES + 1;
		wrong += munmap(va, FRAME_SIZE) != 0;
	}
	CU_ASSERT_EQUAL(wrong, 0);
	CU_ASSERT_EQUAL(slots_used(), used);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

CU_TestInfo foreign_tests[] = {
	TEST(own_frame_by_two_ways),
	TEST(other_domain_by_two_ways),
	TEST(a_whole_chunk),
	TEST(many_entries),
	TEST(mapped_over),
	TEST(read_only_is_honoured),
	TEST(destroyed_while_mapped),
	TEST(ten_thousand_times),
	CU_TEST_INFO_NULL,
};
