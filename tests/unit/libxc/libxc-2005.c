// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Building, saving and restoring as the programs of 2005 do it: a count of frames before
 * the stream, a domain that runs afterwards or is gone, and a line on stderr.
 */
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"

#define LIMIT_KB(frames) ((frames) * (XC_PAGE_SIZE / 1024))

static struct {
	int fd;
	u32 domid;
	unsigned long nr_pfns;
	int result, error;
} call;

static void call_save(void)
{
	errno = 0;
	call.result = xc_linux_save(handle, call.fd, call.domid);
	call.error = errno;
}

static void call_restore(void)
{
	unsigned long store = 77;

	errno = 0;
	call.result =
		xc_linux_restore(handle, call.fd, call.domid, call.nr_pfns, 3, &store);
	call.error = errno;
	CU_ASSERT_EQUAL(store, call.result == 0 ? 0UL : 77UL);
}

static void call_build(void)
{
	errno = 0;
	call.result =
		xc_linux_build(handle, call.domid, "/none", NULL, "", 1, 2, 1, 3, NULL);
	call.error = errno;
}

static void call_dump(void)
{
	errno = 0;
	call.result = xc_domain_dumpcore(handle, call.domid, "/none/core");
	call.error = errno;
}

/* The quiet functions, which leave the domain. */
static void call_quiet(void)
{
	CU_ASSERT_EQUAL(xc_ppc_linux_build(handle, OLD, "/none", NULL, "", 1), -1);
	CU_ASSERT_EQUAL(xc_ppc_linux_save(handle, -1, OLD, 0, NULL, NULL), -1);
	CU_ASSERT_EQUAL(xc_ppc_linux_restore(handle, call.fd, NEW, 0, NULL, NULL), -1);
	CU_ASSERT_EQUAL(xc_ppc_dumpcore(handle, OLD, -1), -1);
}

/* It fails with this errno, and says on stderr what xc_ppc_fault() says. */
static void fails(void (*fn)(void), int with, const char *text)
{
	char want[600], got[1000];

	stderr_of(fn, got, sizeof(got));
	snprintf(want, sizeof(want), "libxc: %s\n", xc_ppc_fault());
	CU_ASSERT_EQUAL(call.result, -1);
	CU_ASSERT_EQUAL(call.error, with);
	CU_ASSERT_STRING_EQUAL(got, want);
	CU_ASSERT_PTR_NOT_NULL(strstr(got, text));
}

static void succeeds(void (*fn)(void))
{
	char got[1000];

	stderr_of(fn, got, sizeof(got));
	CU_ASSERT_EQUAL(call.result, 0);
	CU_ASSERT_STRING_EQUAL(got, "");
}

/* Save OLD into call.fd, and read the count, as xend does. */
static void save_and_count(void)
{
	call.fd = file_with("", 0);
	call.domid = OLD;
	succeeds(call_save);
	CU_ASSERT_TRUE(xen.domain[OLD].paused > 0);
	lseek(call.fd, 0, SEEK_SET);
	CU_ASSERT_EQUAL(read(call.fd, &call.nr_pfns, sizeof(call.nr_pfns)),
			sizeof(call.nr_pfns));
	CU_ASSERT_EQUAL(call.nr_pfns, xen.domain[OLD].nr_pfns);
	call.domid = NEW;
}

static void rewind_stream(void)
{
	CU_ASSERT_EQUAL(lseek(call.fd, sizeof(call.nr_pfns), SEEK_SET),
			sizeof(call.nr_pfns));
}

static void round_trip(void)
{
	char magic[8];

	old_domain(2);
	save_and_count();
	CU_ASSERT_EQUAL(call.nr_pfns, 2 * CHUNK);
	/* The stream itself is that of xc_ppc_linux_save(). */
	CU_ASSERT_EQUAL(pread(call.fd, magic, 8, sizeof(call.nr_pfns)), 8);
	CU_ASSERT_EQUAL(memcmp(magic, STREAM_MAGIC, 8), 0);
	new_domain();
	xen.domain[NEW].paused = 1;
	succeeds(call_restore);
	CU_ASSERT_TRUE(is_restored());
	CU_ASSERT_EQUAL(xen.domain[NEW].paused, 0);
	CU_ASSERT_EQUAL(xen.domain[NEW].max_memkb, LIMIT_KB(2 * CHUNK));
	close(call.fd);
}

/* The count has the holes too: the domain first gets memory for them. */
static void holes(void)
{
	old_domain(2);
	for (unsigned int i = 0; i < CHUNK; i++)
		xen.domain[OLD].p2m[i] = FAKE_HOLE;
	save_and_count();
	CU_ASSERT_EQUAL(call.nr_pfns, 2 * CHUNK);
	new_domain();
	succeeds(call_restore);
	CU_ASSERT_TRUE(is_restored());
	close(call.fd);
}

/* More than was counted; none; more than any domain can have. */
static void limits(void)
{
	const unsigned long most = 1UL << (44 - XEN_PPC_FRAME_SHIFT);

	old_domain(1);
	save_and_count();
	new_domain();
	call.nr_pfns = 7 * CHUNK + 1;
	succeeds(call_restore);
	CU_ASSERT_EQUAL(xen.domain[NEW].max_memkb, LIMIT_KB(7 * CHUNK + 1));
	new_domain();
	xen.domain[NEW].max_memkb = 12345;
	call.nr_pfns = 0;
	rewind_stream();
	succeeds(call_restore);
	CU_ASSERT_EQUAL(xen.domain[NEW].max_memkb, 12345);
	for (int shift = 0; shift < 10; shift += 9) {
		new_domain();
		call.nr_pfns = ~0UL >> shift;
		rewind_stream();
		succeeds(call_restore);
		CU_ASSERT_EQUAL(xen.domain[NEW].max_memkb, LIMIT_KB(most));
	}
	close(call.fd);
}

static bool exists(u32 domid)
{
	return xen.domain[domid].exists;
}

static void failures(void)
{
	static const struct {
		int cmd, error;
		const char *text;
	} op[] = {
		{ DOM0_SETDOMAINMAXMEM, EPERM, "cannot limit the memory of domain 6: " },
		{ DOM0_PHYSINFO, ENOMEM, "cannot learn how much memory is free: " },
		{ DOM0_SETDOMAININFO, EBUSY, "cannot set the registers of vCPU 0" },
		{ DOM0_UNPAUSEDOMAIN, EAGAIN, "cannot unpause domain 6: " },
	};

	old_domain(1);
	save_and_count();
	for (size_t i = 0; i < sizeof(op) / sizeof(op[0]); i++) {
		new_domain();
		xen.fail_cmd = op[i].cmd;
		xen.fail_errno = op[i].error;
		rewind_stream();
		fails(call_restore, op[i].error, op[i].text);
		xen.fail_errno = 0;
		CU_ASSERT_FALSE(exists(NEW));
	}
	new_domain();
	lseek(call.fd, 0, SEEK_SET); /* the count has not been read */
	fails(call_restore, EPROTO, "this is no saved domain");
	CU_ASSERT_FALSE(exists(NEW));
	new_domain();
	call.nr_pfns = CHUNK - 1;
	rewind_stream();
	fails(call_restore, ENOMEM, "1024 frames, more than 1023");
	CU_ASSERT_FALSE(exists(NEW));
	new_domain();
	call.nr_pfns = CHUNK;
	CU_ASSERT_EQUAL(ftruncate(call.fd, 4000), 0);
	rewind_stream();
	fails(call_restore, ENODATA, "is truncated: it ends at byte 3992");
	CU_ASSERT_FALSE(exists(NEW));
	close(call.fd);
}

/* A domain that is in use is left alone, and so is domain 0. */
static void not_new(void)
{
	old_domain(1);
	save_and_count();
	xen.domain[OLD].max_memkb = 999;
	call.domid = OLD;
	fails(call_restore, EINVAL, "domain 5 has memory already");
	CU_ASSERT_TRUE(exists(OLD));
	CU_ASSERT_EQUAL(xen.domain[OLD].max_memkb, 999);
	call.domid = 0;
	fails(call_restore, EINVAL, "domain 0 has memory already");
	CU_ASSERT_TRUE(exists(0));
	call.domid = 399;
	fails(call_restore, ESRCH, "domain 399");
	close(call.fd);
}

static void save_and_build_fail(void)
{
	char text[100];

	old_domain(1);
	call.fd = open("/dev/full", O_WRONLY);
	call.domid = OLD;
	fails(call_save, ENOSPC, "cannot write at byte 0: No space left");
	CU_ASSERT_EQUAL(xen.domain[OLD].paused, 0);
	close(call.fd);
	call.domid = 0;
	fails(call_save, EINVAL, "cannot pause domain 0");
	fails(call_build, ENOENT, "/none: No such file");
	call.domid = 399;
	fails(call_dump, ESRCH, "cannot dump domain 399 to /none/core: No such process");
	new_domain();
	call.fd = open("/dev/null", O_RDONLY);
	stderr_of(call_quiet, text, sizeof(text));
	CU_ASSERT_STRING_EQUAL(text, "");
	CU_ASSERT_TRUE(exists(NEW));
	close(call.fd);
}

CU_TestInfo libxc_2005_tests[] = {
	{ "a domain moves: count, limit, it runs", round_trip },
	{ "an address space with holes", holes },
	{ "limits", limits },
	{ "restoring fails: a line, and no domain", failures },
	{ "restoring into a domain that is not new", not_new },
	{ "saving and building fail: a line", save_and_build_fail },
	CU_TEST_INFO_NULL,
};
