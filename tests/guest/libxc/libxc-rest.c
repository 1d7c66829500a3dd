// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: logging of writes, the page of xenstore, functions that are not served. */
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <xc_private.h>

#include "libxc-test.h"

#define FRAMES (2UL << (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT))
#define WORDS  (FRAMES / 64)

static unsigned long dirty[WORDS], frames[FRAMES];

static unsigned int dirty_frames(void)
{
	unsigned int count = 0;

	for (size_t i = 0; i < WORDS; i++)
		count += __builtin_popcountl(dirty[i]);
	return count;
}

static int shadow(u32 id, unsigned int op, unsigned long *bitmap)
{
	xc_shadow_control_stats_t stats;

	return xc_shadow_control(xc, id, op, bitmap, FRAMES, &stats);
}

/* A frame is dirty while it can be written, and then until it has been cleaned. */
static void writes_are_logged(void)
{
	u32 id = make_domain(2);
	unsigned long frame = 1500;
	char *page;

	CU_ASSERT_EQUAL_FATAL(xc_get_pfn_list(xc, id, frames, FRAMES), FRAMES);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_PEEK, dirty), -1);
	CU_ASSERT_EQUAL(errno, EINVAL);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY, NULL), FRAMES);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_PEEK, dirty), FRAMES);
	CU_ASSERT_EQUAL(dirty_frames(), 0);

	page = xc_map_foreign_range(xc, id, XC_PAGE_SIZE, PROT_READ | PROT_WRITE,
				    frames[frame]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(page);
	page[5] = 1;
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_CLEAN, dirty), FRAMES);
		CU_ASSERT_EQUAL(dirty_frames(), 1);
		CU_ASSERT_EQUAL(dirty[frame / 64], 1UL << frame % 64);
	}
	CU_ASSERT_EQUAL(munmap(page, XC_PAGE_SIZE), 0);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_CLEAN, dirty), FRAMES);
	CU_ASSERT_EQUAL(dirty_frames(), 1);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_PEEK, dirty), FRAMES);
	CU_ASSERT_EQUAL(dirty_frames(), 0);
	CU_ASSERT(shadow(id, DOM0_SHADOW_CONTROL_OP_OFF, NULL) >= 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void shadows_that_there_are_not(void)
{
	u32 id = make_domain(2);

	CU_ASSERT_EQUAL(shadow(0, DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY, NULL), -1);
	CU_ASSERT_EQUAL(errno, EINVAL);
	CU_ASSERT_EQUAL(shadow(0x7abc, DOM0_SHADOW_CONTROL_OP_OFF, NULL), -1);
	CU_ASSERT_EQUAL(errno, ESRCH);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_ENABLE_TEST, NULL), -1);
	CU_ASSERT_EQUAL(errno, ENOSYS);
	CU_ASSERT_EQUAL(shadow(id, DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE, NULL), -1);
	CU_ASSERT_EQUAL(errno, ENOSYS);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* The page belongs to dom0, stays the same, and can be mapped as a frame of dom0. */
static void page_of_xenstore(void)
{
	long mfn = xc_init_store(xc, 7);
	unsigned int *page;

	CU_ASSERT_FATAL(mfn > 0);
	CU_ASSERT_EQUAL(xc_init_store(xc, 7), mfn);
	page = xc_map_foreign_range(xc, 0, XC_PAGE_SIZE, PROT_READ | PROT_WRITE,
				    (unsigned long)mfn);
	CU_ASSERT_PTR_NOT_NULL_FATAL(page);
	page[1000] = 0x600dc0de;
	CU_ASSERT_EQUAL(page[1000], 0x600dc0de);
	page[1000] = 0;
	CU_ASSERT_EQUAL(munmap(page, XC_PAGE_SIZE), 0);
}

#define REFUSED(call, value)                    \
	do {                                    \
		errno = 0;                      \
		CU_ASSERT((call) == (value));   \
		CU_ASSERT_EQUAL(errno, ENOSYS); \
	} while (0)

/* Functions that exist only for programs to link fail and do nothing. */
static void functions_of_other_machines(void)
{
	struct mmuext_op op = { .cmd = MMUEXT_PIN_L1_TABLE };
	unsigned long list[4] = { 1, 2, 3, 4 };
	int status = 77;

	REFUSED(xc_vmx_build(xc, 1, 64, "a", NULL, "b", "c", 0, 0, 1, 0, list), -1);
	REFUSED(xc_ptrace(PTRACE_CONT, 1, 0, 0), -1);
	REFUSED(xc_ptrace_core(PTRACE_CONT, 1, 0, 0), -1);
	REFUSED(xc_waitdomain_core(1, &status, WNOHANG), -1);
	REFUSED(xc_ia64_get_pfn_list(xc, 0, list, 0, 4), -1);
	REFUSED(xc_mmuext_op(xc, &op, 1, 0), -1);
	REFUSED(do_mmuext_op(xc, &op, 1, 0), -1);
	REFUSED(pin_table(xc, MMUEXT_PIN_L1_TABLE, 1, 0), 1);
	REFUSED(xc_get_m2p_start_mfn(xc), 0);
	CU_ASSERT_EQUAL(status, 77);
	CU_ASSERT_EQUAL(list[0] + list[3], 5);
}

/* No file, no domain; the unit tests have wrong kernels. */
static void building_nothing(void)
{
	unsigned long store_mfn = 77;

	errno = 0;
	CU_ASSERT_EQUAL(xc_linux_build(xc, 1, "/none", NULL, "", 0, 0, 1, 0, &store_mfn),
			-1);
	CU_ASSERT_EQUAL(errno, ENOENT);
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "/none: No such file or directory");
	errno = 0;
	CU_ASSERT_EQUAL(xc_linux_build(xc, 1, "/init", NULL, "", 0, 0, 1, 0, &store_mfn),
			-1);
	CU_ASSERT_EQUAL(errno, ENOEXEC);
	CU_ASSERT_STRING_EQUAL(xc_ppc_fault(), "/init: is no ELF file");
	CU_ASSERT_EQUAL(store_mfn, 77);
}

CU_TestInfo rest_tests[] = {
	{ "writes are logged", writes_are_logged },
	{ "shadows that there are not", shadows_that_there_are_not },
	{ "page of xenstore", page_of_xenstore },
	{ "functions of other machines", functions_of_other_machines },
	{ "building nothing", building_nothing },
	CU_TEST_INFO_NULL,
};
