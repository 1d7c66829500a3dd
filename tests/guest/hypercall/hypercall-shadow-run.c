// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hypercall-test: a domain that runs and writes, and what SHADOW_CONTROL says of it. The
 * domain is a few instructions that dom0 has put into its memory.
 */
#include <endian.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hypercall-test.h"

#define OFF    DOM0_SHADOW_CONTROL_OP_OFF
#define ENABLE DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY
#define FLUSH  DOM0_SHADOW_CONTROL_OP_FLUSH
#define CLEAN  DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK   DOM0_SHADOW_CONTROL_OP_PEEK

static long shadow_op(unsigned int domid, u32 op, void *bitmap, unsigned long pages,
		      dom0_shadow_control_t *result)
{
	dom0_op_t *call = op_new(DOM0_SHADOW_CONTROL);
	long ret;

	call->u.shadow_control.domain = (domid_t)domid;
	call->u.shadow_control.op = op;
	call->u.shadow_control.dirty_bitmap = bitmap;
	call->u.shadow_control.pages = pages;
	ret = op_do();
	if (result)
		*result = call->u.shadow_control;
	return ret;
}

static long shadow_control(unsigned int domid, u32 op)
{
	return shadow_op(domid, op, NULL, 0, NULL);
}

static long dirty_frames(unsigned int domid, u32 op, unsigned int *frames, size_t room)
{
	const unsigned long *bitmap = buffer();
	dom0_shadow_control_t result;
	size_t count = 0;
	long ret = shadow_op(domid, op, buffer_gpa(), CHUNK_FRAMES, &result);

	if (ret)
		return ret;
	CU_ASSERT_EQUAL(result.pages, CHUNK_FRAMES);
	for (unsigned int i = 0; i < CHUNK_FRAMES; i++)
		if (bitmap[i / 64] >> i % 64 & 1 && count++ < room)
			frames[count - 1] = i;
	return (long)count;
}

static unsigned int domain_with_chunks(unsigned long chunks)
{
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL_FATAL(domain_give_chunks(id, chunks), (long)chunks);
	return id;
}

#define MSR_REAL    0x8000000000001001UL /* SF, ME, LE */
#define MSR_VIRTUAL (MSR_REAL | 0x30)	 /* IR, DR */

/*
 * r3 address, r4 distance, r5 count, r6 value, r10 factor: writes count values, each
 * made from the one before, then reads them and makes r7 from them; then stays at
 * code_end. An LE domain runs them as this program's assembler made them. code_last and
 * code_size are numbers: offset of code_end, and size of all.
 */
extern const char code[], code_last[], code_size[];
__asm__(".pushsection .rodata\n"
	"	.balign 4\n"
	"code:	mr	8, 3\n"
	"	mr	9, 5\n"
	"	li	7, 0\n"
	"1:	mulld	6, 6, 10\n"
	"	addi	6, 6, 1\n"
	"	std	6, 0(8)\n"
	"	add	8, 8, 4\n"
	"	addic.	9, 9, -1\n"
	"	bne	1b\n"
	"2:	ld	6, 0(3)\n"
	"	rotldi	7, 7, 7\n"
	"	add	7, 7, 6\n"
	"	add	3, 3, 4\n"
	"	addic.	5, 5, -1\n"
	"	bne	2b\n"
	"code_end:\n"
	"	b	code_end\n"
	"code_last = code_end - code\n"
	"code_size = . - code\n"
	".popsection\n");

#define CODE_FRAME 1
#define CODE	   (CODE_FRAME * FRAME_SIZE)
#define FACTOR	   6364136223846793005UL

struct run {
	unsigned long address, distance, count, value;
};

/* What r7 is after that. */
static unsigned long expected(const struct run *run)
{
	unsigned long value = run->value, sum = 0;

	for (unsigned long i = 0; i < run->count; i++) {
		value = value * FACTOR + 1;
		sum = (sum << 7 | sum >> 57) + value;
	}
	return sum;
}

/* One frame of the domain, in this process. */
static char *map_frame(unsigned int id, unsigned int frame)
{
	unsigned long frames[CHUNK_FRAMES];
	char *va =
		mmap(NULL, FRAME_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, hcall_fd, 0);
	privcmd_mmap_entry_t entry = { .va = (unsigned long)va, .npages = 1 };
	privcmd_mmap_t arg = { .num = 1, .dom = (domid_t)id, .entry = &entry };

	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	CU_ASSERT_EQUAL_FATAL(domain_frames(id, frames, CHUNK_FRAMES),
			      (long)CHUNK_FRAMES);
	entry.mfn = frames[frame];
	CU_ASSERT_EQUAL_FATAL(privcmd(hcall_fd, IOCTL_PRIVCMD_MMAP, (unsigned long)&arg),
			      0);
	return va;
}

static void unmap_frame(char *va)
{
	CU_ASSERT_EQUAL(munmap(va, FRAME_SIZE), 0);
}

static unsigned int domain_with_code(void)
{
	unsigned int id = domain_with_chunks(1);
	char *va = map_frame(id, CODE_FRAME);

	memcpy(va, code, (uintptr_t)code_size);
	/* Instructions that another CPU's cache may not have: from here to memory. */
	for (size_t i = 0; i < FRAME_SIZE; i += 128)
		__asm__ __volatile__("dcbst 0,%0" : : "r"(va + i) : "memory");
	__asm__ __volatile__("sync" : : : "memory");
	unmap_frame(va);
	return id;
}

#define PROCESS_TABLE (2 * FRAME_SIZE)
#define ROOT_TABLE    (3 * FRAME_SIZE)
#define LOWER_TABLE   (4 * FRAME_SIZE)

static void store_be(unsigned int id, unsigned long address, unsigned long value)
{
	char *va = map_frame(id, (unsigned int)(address / FRAME_SIZE));

	*(unsigned long *)(va + address % FRAME_SIZE) = htobe64(value);
	unmap_frame(va);
}

/*
 * Page tables of the domain's own (Power ISA, book III, 6.7): 1 GiB, its addresses those
 * of its memory, referenced and changed, for the kernel and all that it may want.
 */
static void make_page_tables(unsigned int id)
{
	store_be(id, PROCESS_TABLE, 2UL << 61 | 5 << 5 | ROOT_TABLE | 13);
	store_be(id, ROOT_TABLE, 1UL << 63 | LOWER_TABLE | 9);
	store_be(id, LOWER_TABLE, 3UL << 62 | 0x180 | 0xf);
}

static void start(unsigned int id, const struct run *run, unsigned long msr)
{
	dom0_op_t *op = op_new(DOM0_SETDOMAININFO);
	vcpu_guest_context_t *c = buffer();

	memset(c, 0, sizeof(*c));
	c->user_regs.pc = CODE;
	c->user_regs.msr = msr;
	c->user_regs.gprs[3] = run->address;
	c->user_regs.gprs[4] = run->distance;
	c->user_regs.gprs[5] = run->count;
	c->user_regs.gprs[6] = run->value;
	c->user_regs.gprs[10] = FACTOR;
	c->decrementer = INT32_MAX;
	if (msr == MSR_VIRTUAL)
		c->process_table = 1UL << 63 | PROCESS_TABLE | 4; /* 64 KiB */
	op->u.setdomaininfo.domain = (domid_t)id;
	op->u.setdomaininfo.ctxt = buffer_gpa();
	CU_ASSERT_EQUAL_FATAL(op_do(), 0);
	CU_ASSERT_EQUAL_FATAL(domain_control(DOM0_UNPAUSEDOMAIN, id), 0);
}

/* Lets it come to its end, at which it is stopped: r7. */
static unsigned long finish(unsigned int id)
{
	const vcpu_guest_context_t *c = buffer();
	unsigned long end = CODE + (uintptr_t)code_last;

	for (int tries = 0; tries < 6000; tries++) {
		dom0_op_t *op = op_new(DOM0_GETVCPUCONTEXT);

		op->u.getvcpucontext.domain = (domid_t)id;
		op->u.getvcpucontext.ctxt = buffer_gpa();
		CU_ASSERT_EQUAL_FATAL(op_do(), 0);
		if (c->user_regs.pc == end) {
			unsigned long sum = c->user_regs.gprs[7];

			CU_ASSERT_EQUAL(domain_control(DOM0_PAUSEDOMAIN, id), 0);
			return sum;
		}
		usleep(10000);
	}
	CU_FAIL_FATAL("the domain does not come to its end");
	return 0;
}

static void run_domain(unsigned int id, const struct run *run, unsigned long msr)
{
	start(id, run, msr);
	CU_ASSERT_EQUAL(finish(id), expected(run));
}

/* That PEEK or CLEAN tells of these frames, and of no others. */
static void check_dirty(unsigned int id, u32 op, const unsigned int *frames, long count)
{
	unsigned int dirty[16] = { 0 };

	CU_ASSERT_EQUAL(dirty_frames(id, op, dirty, 16), count);
	CU_ASSERT_EQUAL(memcmp(dirty, frames, (size_t)count * sizeof(*frames)), 0);
}

static void check_clean(unsigned int id, u32 op)
{
	unsigned int dirty[1];

	CU_ASSERT_EQUAL(dirty_frames(id, op, dirty, 1), 0);
}

static const struct run seven = { 5 * FRAME_SIZE + 8, 3 * FRAME_SIZE, 7, 42 };
static const unsigned int frames_of_seven[] = { 5, 8, 11, 14, 17, 20, 23 };
static const struct run two = { 1023 * FRAME_SIZE - 8, 16, 2, 1 };
static const unsigned int frames_of_two[] = { 1022, 1023 };

static void check_counters(unsigned int id, unsigned int faults, unsigned int dirty)
{
	dom0_shadow_control_t result;

	CU_ASSERT_EQUAL(shadow_op(id, PEEK, NULL, 0, &result), 0);
	CU_ASSERT_EQUAL(result.stats.fault_count, faults);
	CU_ASSERT_EQUAL(result.stats.dirty_count, dirty);
}

static void writes_are_seen_by(unsigned int id, unsigned long msr)
{
	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	check_clean(id, PEEK);
	run_domain(id, &seven, msr);
	check_dirty(id, PEEK, frames_of_seven, 7);
	check_counters(id, 7, 7);
	/* Again: they are its to write, so nothing is noticed, and they stay dirty. */
	run_domain(id, &seven, msr);
	check_counters(id, 7, 7);
	check_dirty(id, CLEAN, frames_of_seven, 7);
	check_clean(id, PEEK);
	check_counters(id, 0, 0);
	/* Clean until it writes. */
	run_domain(id, &two, msr);
	check_dirty(id, CLEAN, frames_of_two, 2);
	run_domain(id, &seven, msr);
	CU_ASSERT_EQUAL(shadow_control(id, FLUSH), 0);
	check_counters(id, 0, 0);
	check_dirty(id, CLEAN, frames_of_seven, 7);
	CU_ASSERT_EQUAL(shadow_control(id, OFF), 0);
	run_domain(id, &seven, msr);
	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	check_clean(id, PEEK);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void writes_are_seen(void)
{
	writes_are_seen_by(domain_with_code(), MSR_REAL);
}

/* The same through page tables of its own, in memory that it may not write to. */
static void translated_writes_are_seen(void)
{
	unsigned int id = domain_with_code();

	make_page_tables(id);
	writes_are_seen_by(id, MSR_VIRTUAL);
}

/* Most of its memory, while dom0 asks, cleans, and ends and begins it. */
static void computes_the_same(void)
{
	static const u32 ops[] = { PEEK, CLEAN, CLEAN, OFF, ENABLE };
	static const struct run many = { 8 * FRAME_SIZE, 1000, 60000, 7 };
	unsigned int id = domain_with_code();
	unsigned int dirty[CHUNK_FRAMES];
	bool on = false;

	run_domain(id, &many, MSR_REAL);
	for (int round = 0; round < 4; round++) {
		CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
		run_domain(id, &many, MSR_REAL);
		/* 915.5 frames: 60,000 times 1,000 bytes. */
		CU_ASSERT_EQUAL(dirty_frames(id, CLEAN, dirty, CHUNK_FRAMES), 916);
		CU_ASSERT_EQUAL(dirty[0], 8);
		CU_ASSERT_EQUAL(dirty[915], 923);
		start(id, &many, MSR_REAL);
		for (int i = 0; i < 50; i++) {
			u32 op = ops[i % 5];

			on = op != OFF;
			CU_ASSERT_EQUAL(shadow_control(id, op), 0);
			usleep(200);
		}
		CU_ASSERT_EQUAL(finish(id), expected(&many));
		CU_ASSERT_TRUE(on);
		CU_ASSERT_EQUAL(shadow_control(id, OFF), 0);
	}
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* What this process may write to is dirty, always, until it gives it back. */
static void mapped_here(void)
{
	static const unsigned int frame[] = { 33 };
	unsigned int id = domain_with_code();
	char *va = map_frame(id, frame[0]);

	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	check_dirty(id, CLEAN, frame, 1);
	*(volatile char *)va = 1;
	check_dirty(id, CLEAN, frame, 1);
	unmap_frame(va);
	check_dirty(id, CLEAN, frame, 1);
	check_clean(id, CLEAN);
	run_domain(id, &seven, MSR_REAL);
	check_dirty(id, CLEAN, frames_of_seven, 7);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* It ends while it runs and writes. */
static void destroyed_meanwhile(void)
{
	static const struct run long_run = { 8 * FRAME_SIZE, 8, 7000000, 7 };
	unsigned int id = domain_with_code();

	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	start(id, &long_run, MSR_REAL);
	usleep(30000);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

CU_TestInfo shadow_run_tests[] = {
	TEST(writes_are_seen), TEST(translated_writes_are_seen), TEST(computes_the_same),
	TEST(mapped_here),     TEST(destroyed_meanwhile),	 CU_TEST_INFO_NULL,
};
