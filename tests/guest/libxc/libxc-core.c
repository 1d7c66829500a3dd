// SPDX-License-Identifier: GPL-2.0-or-later
/* libxc-test: core files and debuggers. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "libxc-test.h"

#define CORE   "/tmp/libxc-test.core"
#define CHUNKS 2
#define NR     (CHUNKS * CHUNK_FRAMES)

/* Create a domain with a recognisable state; it does not run yet. */
static u32 domain_with_state(unsigned int chunks)
{
	static vcpu_guest_context_t ctxt;
	dom0_op_t op = { .cmd = DOM0_SETDOMAININFO };
	u32 id = make_domain(chunks);

	memset(&ctxt, 0, sizeof(ctxt));
	ctxt.user_regs.msr = 0x8000000000001000; /* SF, ME */
	ctxt.user_regs.pc = 0x1000;
	ctxt.user_regs.gprs[7] = 0x7777;
	ctxt.decrementer = INT32_MAX;
	op.u.setdomaininfo.domain = (domid_t)id;
	op.u.setdomaininfo.ctxt = &ctxt;
	CU_ASSERT_EQUAL(xc_dom0_op(xc, &op), 0);
	return id;
}

/* Write its number in the domain into each of some frames. */
static void mark(u32 id, const unsigned long *frames)
{
	for (unsigned long pfn = 0; pfn < NR; pfn += 97) {
		unsigned long *map = xc_map_foreign_range(
			xc, id, XC_PAGE_SIZE, PROT_READ | PROT_WRITE, frames[pfn]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(map);
		map[0] = map[XC_PAGE_SIZE / sizeof(*map) - 1] = pfn + 1;
		CU_ASSERT_EQUAL(munmap(map, XC_PAGE_SIZE), 0);
	}
}

static void check_file(const unsigned long *frames)
{
	int fd = open(CORE, O_RDONLY);
	struct xc_core_header h;
	vcpu_guest_context_t ctxt;
	static unsigned long index[NR], page[XC_PAGE_SIZE / sizeof(long)];
	struct stat st;

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(read(fd, &h, sizeof(h)), sizeof(h));
	CU_ASSERT_EQUAL(h.xch_magic, XC_CORE_MAGIC);
	CU_ASSERT_EQUAL(h.xch_nr_vcpus, 1);
	CU_ASSERT_EQUAL(h.xch_nr_pages, NR);
	CU_ASSERT_EQUAL(h.xch_pages_offset % XC_PAGE_SIZE, 0);
	CU_ASSERT_EQUAL(fstat(fd, &st), 0);
	CU_ASSERT_EQUAL(st.st_size, h.xch_pages_offset + NR * XC_PAGE_SIZE);
	CU_ASSERT_EQUAL(pread(fd, &ctxt, sizeof(ctxt), h.xch_ctxt_offset), sizeof(ctxt));
	CU_ASSERT_EQUAL(ctxt.user_regs.gprs[7], 0x7777);
	CU_ASSERT_EQUAL(pread(fd, index, sizeof(index), h.xch_index_offset),
			sizeof(index));
	CU_ASSERT_EQUAL(memcmp(index, frames, sizeof(index)), 0);
	for (unsigned long pfn = 0; pfn < NR; pfn++) {
		unsigned long want = pfn % 97 ? 0 : pfn + 1;

		CU_ASSERT_EQUAL(pread(fd, page, sizeof(page),
				      (off_t)(h.xch_pages_offset + pfn * XC_PAGE_SIZE)),
				sizeof(page));
		if (page[0] != want || page[XC_PAGE_SIZE / sizeof(long) - 1] != want)
			CU_FAIL("a frame has not what is in memory");
	}
	close(fd);
}

static void dump(void)
{
	static unsigned long frames[NR];
	u32 id = domain_with_state(CHUNKS);

	CU_ASSERT_EQUAL_FATAL(xc_get_pfn_list(xc, id, frames, NR), (int)NR);
	mark(id, frames);
	CU_ASSERT_EQUAL(xc_domain_dumpcore(xc, id, CORE), 0);
	check_file(frames);
	unlink(CORE);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

static void dump_refused(void)
{
	struct stat st;
	u32 id;

	/* A domain that does not exist; the caller's own. */
	CU_ASSERT(FAILS(xc_domain_dumpcore(xc, NO_SUCH_DOMAIN, CORE), ESRCH));
	CU_ASSERT(FAILS(xc_domain_dumpcore(xc, 0, CORE), EINVAL));
	CU_ASSERT_EQUAL(stat(CORE, &st), -1);
	/* A full file system: no file is left, and the domain goes on. */
	id = domain_with_state(1);
	CU_ASSERT(FAILS(xc_domain_dumpcore(xc, id, "/dev/full"), ENOSPC));
	CU_ASSERT_EQUAL(stat("/dev/full", &st), 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
}

/* A child waits while the domain runs and then stops. */
static void waiting(void)
{
	u32 id = domain_with_state(1);
	int status = 0, child_status;
	pid_t child;

	CU_ASSERT_EQUAL(xc_waitdomain((int)id, &status, WNOHANG), 0);
	CU_ASSERT(status & DOMFLAGS_PAUSED);
	CU_ASSERT_EQUAL(xc_domain_unpause(xc, id), 0);
	CU_ASSERT_EQUAL(xc_waitdomain((int)id, &status, WNOHANG), 0);
	CU_ASSERT_FALSE(status & DOMFLAGS_PAUSED);
	child = fork();
	if (child == 0) {
		usleep(200000);
		_exit(xc_domain_pause(xc, id) < 0 ? 1 : 0);
	}
	CU_ASSERT_EQUAL(xc_waitdomain((int)id, &status, 0), 0);
	CU_ASSERT(status & DOMFLAGS_PAUSED);
	CU_ASSERT_EQUAL(waitpid(child, &child_status, 0), child);
	CU_ASSERT_EQUAL(child_status, 0);
	CU_ASSERT_EQUAL(xc_domain_destroy(xc, id), 0);
	CU_ASSERT(FAILS(xc_waitdomain((int)id, &status, 0), ESRCH));
}

CU_TestInfo core_tests[] = {
	TEST(dump),
	TEST(dump_refused),
	TEST(waiting),
	CU_TEST_INFO_NULL,
};
