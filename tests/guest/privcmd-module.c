// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: loading and unloading the driver. */
#include <sys/syscall.h>

#include "privcmd-test.h"

#define MODULE_FILE "/lib/modules/privcmd.ko"

static long unload(void)
{
	return syscall(SYS_delete_module, "privcmd", O_NONBLOCK) ? -errno : 0;
}

static long load(void)
{
	int fd = open(MODULE_FILE, O_RDONLY | O_CLOEXEC);
	long err;

	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return err;
}

static bool works(const char *path)
{
	privcmd_hypercall_t call = { .op = __HYPERVISOR_xen_version };
	int fd = open(path, O_RDWR | O_CLOEXEC);
	long result;

	if (fd < 0)
		return false;
	result = privcmd(fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&call);
	close(fd);
	return result == XEN_3_0;
}

static void check_in_use(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(unload(), -EWOULDBLOCK);
	close(fd);
	CU_ASSERT(works(path));
}

static void not_while_open(void)
{
	check_in_use(PRIVCMD_DEV);
	check_in_use(PRIVCMD_PROC);
}

/* Closed, but mapped: the pins are in use. */
static void not_while_anchored(void)
{
	static const char *const paths[] = { PRIVCMD_DEV, PRIVCMD_PROC };

	for (int i = 0; i < 2; i++) {
		int fd = open(paths[i], O_RDWR | O_CLOEXEC);
		void *va =
			mmap(NULL, (size_t)getpagesize(), PROT_NONE, MAP_SHARED, fd, 0);

		CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
		close(fd);
		CU_ASSERT_EQUAL(unload(), -EWOULDBLOCK);
		munmap(va, (size_t)getpagesize());
	}
}

static void unload_and_load(void)
{
	const unsigned long pins = system_pins();

	for (int i = 0; i < 10; i++) {
		CU_ASSERT_EQUAL(unload(), 0);
		CU_ASSERT_EQUAL(access(PRIVCMD_DEV, F_OK), -1);
		CU_ASSERT_EQUAL(access(PRIVCMD_PROC, F_OK), -1);
		CU_ASSERT_EQUAL(access("/proc/xen", F_OK), -1);
		CU_ASSERT_EQUAL_FATAL(load(), 0);
		CU_ASSERT(works(PRIVCMD_DEV));
		CU_ASSERT(works(PRIVCMD_PROC));
	}
	CU_ASSERT_EQUAL(load(), -EEXIST);
	CU_ASSERT_EQUAL(system_pins(), pins);
}

CU_TestInfo module_tests[] = {
	TEST(not_while_open),
	TEST(not_while_anchored),
	TEST(unload_and_load),
	CU_TEST_INFO_NULL,
};
