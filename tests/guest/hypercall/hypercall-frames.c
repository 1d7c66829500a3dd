// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: GETPAGEFRAMEINFO and GETPAGEFRAMEINFO2. */
#include "hypercall-test.h"

#define XTAB_BITS 0xf0000000UL

static long frame_info(unsigned int domid, unsigned long frame, u32 *type)
{
	dom0_op_t *op = op_new(DOM0_GETPAGEFRAMEINFO);
	long result;

	op->u.getpageframeinfo.domain = (domid_t)domid;
	op->u.getpageframeinfo.pfn = frame;
	op->u.getpageframeinfo.type = 0x5555;
	result = op_do();
	*type = op->u.getpageframeinfo.type;
	return result;
}

static long frame_infos(unsigned int domid, unsigned long num, void *array)
{
	dom0_op_t *op = op_new(DOM0_GETPAGEFRAMEINFO2);

	op->u.getpageframeinfo2.domain = (domid_t)domid;
	op->u.getpageframeinfo2.num = num;
	op->u.getpageframeinfo2.array = array;
	return op_do();
}

/* A domain of one chunk; its first frame. */
static unsigned int make_domain(unsigned long *frame)
{
	static unsigned long frames[CHUNK_FRAMES];
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(domain_frames(id, frames, CHUNK_FRAMES), CHUNK_FRAMES);
	*frame = frames[0];
	return id;
}

static void one_frame(void)
{
	unsigned long frame;
	unsigned int id = make_domain(&frame);
	u32 type;

	CU_ASSERT_EQUAL(frame_info(id, frame, &type), 0);
	CU_ASSERT_EQUAL(type, NOTAB);
	CU_ASSERT_EQUAL(frame_info(id, frame + CHUNK_FRAMES - 1, &type), 0);
	CU_ASSERT_EQUAL(type, NOTAB);
	/* Not its own: dom0's, and the hypervisor's at the start of memory. */
	CU_ASSERT_EQUAL(frame_info(0, frame, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, 0, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, frame + CHUNK_FRAMES, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, frame - 1, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, ~0UL, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, 1UL << 42, &type), -EINVAL);
	CU_ASSERT_EQUAL(frame_info(id, 1UL << 63, &type), -EINVAL);
	/* No such domain is not ESRCH here, as it never was. */
	CU_ASSERT_EQUAL(frame_info(NO_SUCH_DOMAIN, frame, &type), -EINVAL);
	CU_ASSERT_EQUAL(type, 0x5555);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
	CU_ASSERT_EQUAL(frame_info(id, frame, &type), -EINVAL);
}

static void many_frames(void)
{
	static const unsigned long counts[] = { 0, 1, 63, 64, 65, 127, 128, 129, 1024 };
	unsigned long frame, *list = buffer();
	unsigned int id = make_domain(&frame);

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		for (unsigned long j = 0; j <= counts[i]; j++)
			list[j] = j % 3 ? frame + j % CHUNK_FRAMES : j;
		CU_ASSERT_EQUAL(frame_infos(id, counts[i], buffer_gpa()), 0);
		for (unsigned long j = 0; j < counts[i]; j++)
			if (list[j] != (j % 3 ? frame + j : j | XTAB_BITS))
				CU_FAIL("a frame was not given its type");
		CU_ASSERT_EQUAL(list[counts[i]] & XTAB_BITS, 0);
	}
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* Types of another call that are still there are not part of the number. */
static void old_types(void)
{
	unsigned long frame, *list = buffer();
	unsigned int id = make_domain(&frame);

	list[0] = frame | XTAB_BITS;
	list[1] = frame | L1TAB;
	list[2] = ~0UL;
	CU_ASSERT_EQUAL(frame_infos(id, 3, buffer_gpa()), 0);
	CU_ASSERT_EQUAL(list[0], frame);
	CU_ASSERT_EQUAL(list[1], frame);
	CU_ASSERT_EQUAL(list[2], ~0UL);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

static void many_frames_bad(void)
{
	unsigned long *list = buffer();
	static const unsigned long large[] = { 1025, 1UL << 32, 1UL << 61, ~0UL };

	list[0] = 5;
	for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
		CU_ASSERT_EQUAL(frame_infos(0, large[i], buffer_gpa()), -E2BIG);
	CU_ASSERT_EQUAL(frame_infos(NO_SUCH_DOMAIN, 1, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(frame_infos(NO_SUCH_DOMAIN, 1025, buffer_gpa()), -ESRCH);
	CU_ASSERT_EQUAL(frame_infos(0, 1, (void *)dom0_end()), -EINVAL);
	CU_ASSERT_EQUAL(frame_infos(0, 1, NULL), -EINVAL);
	CU_ASSERT_EQUAL(frame_infos(0, 0, NULL), 0);
	CU_ASSERT_EQUAL(list[0], 5);
}

CU_TestInfo frame_tests[] = {
	TEST(one_frame),       TEST(many_frames), TEST(old_types),
	TEST(many_frames_bad), CU_TEST_INFO_NULL,
};
