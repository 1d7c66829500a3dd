// SPDX-License-Identifier: GPL-2.0-or-later
/* privcmd-test: loading and unloading the driver. */
#include <endian.h>
#include <sys/syscall.h>

#include "privcmd-evtchn.h"
#include "privcmd-foreign.h"
#include "privcmd-test.h"

#define MODULE_FILE "/lib/modules/privcmd.ko"

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
	CU_ASSERT_EQUAL(module_unload("privcmd"), -EWOULDBLOCK);
	close(fd);
	CU_ASSERT(works(PRIVCMD_DEV));
}

static void not_while_open(void)
{
	check_in_use(PRIVCMD_DEV);
	check_in_use(PRIVCMD_PROC);
	check_in_use("/proc/xen/grant");
	check_in_use("/dev/xen/evtchn");
}

/* Closed, but an area of either file is still mapped. */
static void not_while_mapped(void)
{
	static const char *const paths[] = { PRIVCMD_DEV, PRIVCMD_PROC,
					     "/proc/xen/grant" };

	for (int i = 0; i < 3; i++) {
		int fd = open(paths[i], O_RDWR | O_CLOEXEC);
		void *va = mmap(NULL, FRAME_SIZE, PROT_READ, MAP_SHARED, fd, 0);

		CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
		close(fd);
		CU_ASSERT_EQUAL(module_unload("privcmd"), -EWOULDBLOCK);
		munmap(va, FRAME_SIZE);
	}
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
		CU_ASSERT_EQUAL(module_unload("privcmd"), -EWOULDBLOCK);
		munmap(va, (size_t)getpagesize());
	}
}

/* The new instance gets the interrupt. */
static bool events_work(void)
{
	u32 port;
	bool ok;
	int fd;

	if (!hcall_start())
		return false;
	fd = evtchn_open();
	port = port_ipi();
	ok = !evtchn_control(fd, EVTCHN_BIND, port) && !port_send(port) &&
	     evtchn_next(fd) == port;
	port_close(port);
	close(fd);
	hcall_stop();
	return ok;
}

/* The window's start by the hypervisor's device tree. */
static u64 window_start(void)
{
	u64 be = 0;
	int fd = open("/proc/device-tree/hypervisor/xen,window", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (read(fd, &be, sizeof(be)) != sizeof(be))
		be = 0;
	close(fd);
	return be64toh(be);
}

/* Map a frame like the driver of a former kernel. */
static void map_behind_the_driver(unsigned int domain, unsigned long mfn, u64 slot)
{
	mmu_update_t *request = (void *)hcall_page.va;

	*request = (mmu_update_t){ .ptr = window_start() + slot * FRAME_SIZE,
				   .val = XEN_PPC_MAP_FRAME(mfn) | XEN_PPC_MAP_VALID };
	CU_ASSERT_EQUAL(hcall(__HYPERVISOR_mmu_update, hcall_page.gpa, 1, 0, domain), 0);
}

/* Old mappings in the window are removed before its first use, so that domains can go. */
static void former_kernel(void)
{
	unsigned long mfn, free;
	unsigned int domain;
	void *va;

	CU_ASSERT_TRUE_FATAL(hcall_start());
	free = free_frames();
	domain = domain_with_chunk(&mfn);
	map_behind_the_driver(domain, mfn, 0);
	map_behind_the_driver(domain, mfn + 1, 1000);
	map_behind_the_driver(domain, mfn + 2, WINDOW_FRAMES - 1);
	hcall_stop();
	CU_ASSERT_EQUAL(module_unload("privcmd"), 0);
	CU_ASSERT_EQUAL_FATAL(module_load("privcmd"), 0);
	CU_ASSERT_TRUE_FATAL(hcall_start());
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
	CU_ASSERT_EQUAL(count_domains(), 2);
	va = mmap(NULL, FRAME_SIZE, PROT_READ, MAP_SHARED, hcall_fd, 0);
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(va, MAP_FAILED);
	munmap(va, FRAME_SIZE);
	CU_ASSERT_EQUAL(count_domains(), 1);
	CU_ASSERT_EQUAL(free_frames(), free);
	hcall_stop();
}

/* Parameters can be read but not set. */
static void no_parameters(void)
{
	int fd;

	CU_ASSERT_EQUAL(module_unload("privcmd"), 0);
	fd = open(MODULE_FILE, O_RDONLY | O_CLOEXEC);
	CU_ASSERT_EQUAL(syscall(SYS_finit_module, fd, "window_used=5", 0), -1);
	CU_ASSERT_EQUAL(errno, EPERM);
	close(fd);
	CU_ASSERT_EQUAL_FATAL(module_load("privcmd"), 0);
}

static void unload_and_load(void)
{
	const unsigned long pins = system_pins();

	for (int i = 0; i < 10; i++) {
		CU_ASSERT_EQUAL(module_unload("privcmd"), 0);
		CU_ASSERT_EQUAL(access(PRIVCMD_DEV, F_OK), -1);
		CU_ASSERT_EQUAL(access(PRIVCMD_PROC, F_OK), -1);
		CU_ASSERT_EQUAL(access("/proc/xen", F_OK), -1);
		CU_ASSERT_EQUAL(access("/dev/xen/evtchn", F_OK), -1);
		CU_ASSERT_EQUAL_FATAL(module_load("privcmd"), 0);
		CU_ASSERT(works(PRIVCMD_DEV));
		CU_ASSERT(works(PRIVCMD_PROC));
		CU_ASSERT(events_work());
	}
	CU_ASSERT_EQUAL(module_load("privcmd"), -EEXIST);
	CU_ASSERT_EQUAL(system_pins(), pins);
}

CU_TestInfo module_tests[] = {
	TEST(not_while_open), TEST(not_while_anchored), TEST(not_while_mapped),
	TEST(no_parameters),  TEST(former_kernel),	TEST(unload_and_load),
	CU_TEST_INFO_NULL,
};
