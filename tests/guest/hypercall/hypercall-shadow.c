// SPDX-License-Identifier: GPL-2.0-or-later
/* hypercall-test: SHADOW_CONTROL and PPC_SHADOW_CONTROL, as calls. */
#include "hypercall-shadow.h"

#define OFF	     DOM0_SHADOW_CONTROL_OP_OFF
#define TEST_MODE    DOM0_SHADOW_CONTROL_OP_ENABLE_TEST
#define ENABLE	     DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY
#define TRANSLATE    DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE
#define FLUSH	     DOM0_SHADOW_CONTROL_OP_FLUSH
#define CLEAN	     DOM0_SHADOW_CONTROL_OP_CLEAN
#define PEEK	     DOM0_SHADOW_CONTROL_OP_PEEK

#define BITMAP_BYTES (CHUNK_FRAMES / 8) /* of a chunk */

long shadow_op(unsigned int domid, u32 op, void *bitmap, unsigned long pages,
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

long shadow_control(unsigned int domid, u32 op)
{
	return shadow_op(domid, op, NULL, 0, NULL);
}

long dirty_frames(unsigned int domid, u32 op, unsigned int *frames, size_t room)
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

unsigned int domain_with_chunks(unsigned long chunks)
{
	unsigned int id;

	CU_ASSERT_EQUAL_FATAL(domain_create(0, &id), 0);
	CU_ASSERT_EQUAL_FATAL(domain_give_chunks(id, chunks), (long)chunks);
	return id;
}

static long window_op(unsigned int domid, u32 op, unsigned long first,
		      unsigned long count, void *bitmap,
		      dom0_ppc_shadow_control_t *result)
{
	dom0_op_t *call = op_new(DOM0_PPC_SHADOW_CONTROL);
	long ret;

	call->u.ppc_shadow_control.domain = (domid_t)domid;
	call->u.ppc_shadow_control.op = op;
	call->u.ppc_shadow_control.first = first;
	call->u.ppc_shadow_control.count = count;
	call->u.ppc_shadow_control.dirty_bitmap = bitmap;
	ret = op_do();
	*result = call->u.ppc_shadow_control;
	return ret;
}

static void whose(void)
{
	static const u32 ops[] = {
		OFF, TEST_MODE, ENABLE, TRANSLATE, FLUSH, CLEAN, PEEK
	};
	dom0_ppc_shadow_control_t window;

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		CU_ASSERT_EQUAL(shadow_control(NO_SUCH_DOMAIN, ops[i]), -ESRCH);
		CU_ASSERT_EQUAL(shadow_control(DOMID_SELF, ops[i]), -ESRCH);
		CU_ASSERT_EQUAL(shadow_control(0, ops[i]), -EINVAL);
		CU_ASSERT_EQUAL(window_op(NO_SUCH_DOMAIN, ops[i], 0, 0, NULL, &window),
				-ESRCH);
		CU_ASSERT_EQUAL(window_op(0, ops[i], 0, 0, NULL, &window), -EINVAL);
	}
}

static void modes(void)
{
	dom0_ppc_shadow_control_t window;
	unsigned int id = domain_with_chunks(1);

	CU_ASSERT_EQUAL(shadow_control(id, OFF), 0);
	CU_ASSERT_EQUAL(shadow_control(id, TEST_MODE), -ENOSYS);
	CU_ASSERT_EQUAL(shadow_control(id, TRANSLATE), -ENOSYS);
	CU_ASSERT_EQUAL(shadow_control(id, FLUSH), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, CLEAN), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, PEEK), -EINVAL);
	CU_ASSERT_EQUAL(window_op(id, PEEK, 0, 64, NULL, &window), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, 4), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, ~0U), -EINVAL);
	CU_ASSERT_EQUAL(window_op(id, OFF, 0, 64, NULL, &window), -EINVAL);
	CU_ASSERT_EQUAL(window_op(id, FLUSH, 0, 64, NULL, &window), -EINVAL);
	CU_ASSERT_EQUAL(shadow_control(id, FLUSH), 0);
	CU_ASSERT_EQUAL(shadow_control(id, PEEK), 0);
	CU_ASSERT_EQUAL(shadow_control(id, OFF), 0);
	CU_ASSERT_EQUAL(shadow_control(id, PEEK), -EINVAL);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* Memory that comes while it is on is dirty; it is the only thing here that is. */
static void growth(void)
{
	unsigned int id = domain_with_chunks(1);
	unsigned char *bitmap = buffer();
	dom0_shadow_control_t result;

	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 2), 2);
	for (int round = 0; round < 2; round++) {
		memset(bitmap, 0xee, 4 * BITMAP_BYTES);
		CU_ASSERT_EQUAL(shadow_op(id, CLEAN, buffer_gpa(), ~0UL, &result), 0);
		CU_ASSERT_EQUAL(result.pages, 3 * CHUNK_FRAMES);
		CU_ASSERT_EQUAL(result.stats.dirty_count, round ? 0 : 2 * CHUNK_FRAMES);
		CU_ASSERT_EQUAL(result.stats.fault_count, 0);
		for (size_t i = 0; i < 4 * BITMAP_BYTES; i++)
			CU_ASSERT_EQUAL(bitmap[i], i >= 3 * BITMAP_BYTES       ? 0xee
						   : i < BITMAP_BYTES || round ? 0
									       : 0xff);
	}
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* The window by window bitmap is the whole one. */
static void windows(void)
{
	unsigned int id = domain_with_chunks(1);
	unsigned char *bitmap = buffer();
	dom0_ppc_shadow_control_t window;

	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(window_op(id, PEEK, 32, 64, buffer_gpa(), &window), -EINVAL);
	for (unsigned long first = 0; first < 2 * CHUNK_FRAMES; first += window.count) {
		memset(bitmap, 0xee, BITMAP_BYTES);
		CU_ASSERT_EQUAL_FATAL(
			window_op(id, CLEAN, first, 192, buffer_gpa(), &window), 0);
		CU_ASSERT_FATAL(window.count && window.count <= 192);
		CU_ASSERT_EQUAL(window.pages, 2 * CHUNK_FRAMES);
		CU_ASSERT_EQUAL(window.stats.dirty_count, CHUNK_FRAMES);
		for (unsigned long i = 0; i < window.count; i++)
			CU_ASSERT_EQUAL(bitmap[i / 8] >> i % 8 & 1,
					first + i >= CHUNK_FRAMES);
		CU_ASSERT_EQUAL(bitmap[window.count / 8], 0xee);
	}
	CU_ASSERT_EQUAL(window_op(id, PEEK, 0, ~0UL, NULL, &window), 0);
	CU_ASSERT_EQUAL(window.count, 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(window.stats.dirty_count, 0);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

/* What cannot be told is not forgotten. */
static void bad_buffer(void)
{
	unsigned int id = domain_with_chunks(1);
	dom0_ppc_shadow_control_t window;
	dom0_shadow_control_t result;

	CU_ASSERT_EQUAL(shadow_control(id, ENABLE), 0);
	CU_ASSERT_EQUAL(domain_give_chunks(id, 1), 1);
	CU_ASSERT_EQUAL(shadow_op(id, CLEAN, (void *)dom0_end(), ~0UL, NULL), -EINVAL);
	CU_ASSERT_EQUAL(shadow_op(id, CLEAN, (void *)(dom0_end() - 8), ~0UL, &result),
			-EINVAL);
	CU_ASSERT_EQUAL(result.pages, ~0UL);
	CU_ASSERT_EQUAL(window_op(id, CLEAN, 0, ~0UL, (void *)(dom0_end() - 8), &window),
			-EINVAL);
	CU_ASSERT_EQUAL(shadow_op(id, CLEAN, NULL, 0, &result), 0);
	CU_ASSERT_EQUAL(result.stats.dirty_count, CHUNK_FRAMES);
	CU_ASSERT_EQUAL(window_op(id, PEEK, CHUNK_FRAMES, 64, buffer_gpa(), &window), 0);
	CU_ASSERT_EQUAL(*(unsigned long *)buffer(), ~0UL);
	CU_ASSERT_EQUAL(domain_destroy(id), 0);
}

CU_TestInfo shadow_tests[] = {
	TEST(whose),   TEST(modes),	 TEST(growth),
	TEST(windows), TEST(bad_buffer), CU_TEST_INFO_NULL,
};
