// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * privcmd-test: /proc/xen/grant. A second domain grants frames as its kernel would:
 * through its table, which dom0 maps.
 */
#include <sys/stat.h>

#include "privcmd-foreign.h"

#include <xen/grant_table.h>

#define GRANT_PROC "/proc/xen/grant"
#define NO_HANDLE  0x1234

/* Entries that start() makes; all others grant nothing. */
enum { WRITABLE = 8, READ_ONLY = 9, FOR_OTHERS = 10, NO_FRAME = 11, MANY = 100 };

static int fd;
static unsigned int domain;
static unsigned long first_frame;
static volatile grant_entry_t *table;

/* Entry MANY + n grants frame n of the domain. */
static void grant(unsigned int ref, unsigned int to, u32 frame, unsigned int flags)
{
	table[ref].domid = (domid_t)to;
	table[ref].frame = frame;
	table[ref].flags = (u16)flags;
}

static long grant_hypercall(unsigned long op, unsigned long cmd, unsigned long count)
{
	privcmd_hypercall_t call = { .op = op, .arg = { cmd, hcall_page.gpa, count } };

	return privcmd(fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&call);
}

static void start(void)
{
	gnttab_setup_table_t *setup = (void *)hcall_page.va;

	fd = open(GRANT_PROC, O_RDWR | O_CLOEXEC);
	CU_ASSERT_FATAL(fd >= 0);
	domain = domain_with_chunk(&first_frame);
	*setup = (gnttab_setup_table_t){ .dom = (domid_t)domain,
					 .nr_frames = 1,
					 .status = -1,
					 .frame_list = buffer_gpa() };
	CU_ASSERT_EQUAL_FATAL(
		grant_hypercall(__HYPERVISOR_grant_table_op, GNTTABOP_setup_table, 1), 0);
	CU_ASSERT_EQUAL_FATAL(setup->status, GNTST_okay);
	table = (void *)map_new(domain, *(unsigned long *)buffer(), 1, PROT_BOTH);
	grant(WRITABLE, 0, 5, GTF_permit_access);
	grant(READ_ONLY, 0, 6, GTF_permit_access | GTF_readonly);
	grant(FOR_OTHERS, 77, 5, GTF_permit_access);
	grant(NO_FRAME, 0, CHUNK_FRAMES, GTF_permit_access);
	for (unsigned int i = 0; i < 16; i++)
		grant(MANY + i, 0, i, GTF_permit_access);
}

static void stop(void)
{
	area_put((char *)table, 1);
	CU_ASSERT_EQUAL(domain_destroy(domain), 0);
	close(fd);
}

/* Returns the ioctl's result; handle: its answer, NO_HANDLE if there is none. */
static long grant_map(const void *va, unsigned int ref, unsigned int flags, int *handle)
{
	gnttab_map_grant_ref_t arg = { .host_addr = (unsigned long)va,
				       .dom = (domid_t)domain,
				       .ref = (grant_ref_t)ref,
				       .flags = (u16)flags,
				       .handle = NO_HANDLE };
	long err = privcmd(fd, IOCTL_GRANT_MAP, (unsigned long)&arg);

	CU_ASSERT_EQUAL(arg.host_addr, (unsigned long)va);
	*handle = arg.handle;
	return err;
}

static long grant_unmap(const void *va, int handle, int *status)
{
	gnttab_unmap_grant_ref_t arg = { .host_addr = (unsigned long)va,
					 .handle = (u16)handle,
					 .status = NO_HANDLE };
	long err = privcmd(fd, IOCTL_GRANT_UNMAP, (unsigned long)&arg);

	*status = arg.status;
	return err;
}

static int must_map(const void *va, unsigned int ref, unsigned int flags)
{
	int handle;

	CU_ASSERT_EQUAL(grant_map(va, ref, GNTMAP_host_map | flags, &handle), 0);
	CU_ASSERT(handle >= 0);
	CU_ASSERT_NOT_EQUAL(handle, NO_HANDLE);
	return handle;
}

static void must_unmap(const void *va, int handle)
{
	int status;

	CU_ASSERT_EQUAL(grant_unmap(va, handle, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_okay);
}

/* The domain's view: the flags that its entry is in use. */
static unsigned int in_use(unsigned int ref)
{
	return table[ref].flags & (GTF_reading | GTF_writing);
}

/* A foreign mapping shows the granted frame too. */
static void same_memory(void)
{
	char *foreign, *va;
	int handle;

	start();
	foreign = map_new(domain, first_frame + 5, 1, PROT_BOTH);
	va = area_get(fd, 3, PROT_BOTH);
	handle = must_map(va + FRAME_SIZE, WRITABLE, 0);
	CU_ASSERT_EQUAL(in_use(WRITABLE), GTF_reading | GTF_writing);
	memset(foreign, 0x41, FRAME_SIZE);
	CU_ASSERT_EQUAL(memcmp(foreign, va + FRAME_SIZE, FRAME_SIZE), 0);
	va[2 * FRAME_SIZE - 1] = 0x42;
	CU_ASSERT_EQUAL(foreign[FRAME_SIZE - 1], 0x42);
	CU_ASSERT_EQUAL(read_signal(va), SIGBUS);
	must_unmap(va + FRAME_SIZE, handle);
	CU_ASSERT_EQUAL(read_signal(va + FRAME_SIZE), SIGBUS);
	CU_ASSERT_EQUAL(in_use(WRITABLE), 0);
	area_put(va, 3);
	area_put(foreign, 1);
	stop();
}

static void read_only(void)
{
	char *va, *writable;
	int handle;

	start();
	va = area_get(fd, 2, PROT_READ);
	writable = area_get(fd, 1, PROT_BOTH);
	handle = must_map(va, READ_ONLY, GNTMAP_readonly);
	CU_ASSERT_EQUAL(in_use(READ_ONLY), GTF_reading);
	CU_ASSERT_EQUAL(read_signal(va), 0);
	CU_ASSERT_EQUAL(write_signal(va), SIGSEGV);
	CU_ASSERT(mprotect(va, FRAME_SIZE, PROT_BOTH) == -1 && errno == EACCES);
	must_unmap(va, handle);
	/* The access of grant and area must agree. */
	CU_ASSERT_EQUAL(grant_map(va, WRITABLE, GNTMAP_host_map, &handle), -EACCES);
	CU_ASSERT_EQUAL(grant_map(writable, READ_ONLY, GNTMAP_host_map | GNTMAP_readonly,
				  &handle),
			-EACCES);
	/* The hypervisor refuses to write by a read-only entry. */
	CU_ASSERT_EQUAL(grant_map(writable, READ_ONLY, GNTMAP_host_map, &handle), 0);
	CU_ASSERT(handle < 0);
	CU_ASSERT_EQUAL(read_signal(writable), SIGBUS);
	CU_ASSERT_EQUAL(in_use(READ_ONLY) | in_use(WRITABLE), 0);
	area_put(va, 2);
	area_put(writable, 1);
	stop();
}

static unsigned int uses(unsigned int from, unsigned int count)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < count; i++)
		n += in_use(MANY + from + i) != 0;
	return n;
}

/* munmap() of an area ends its grants like IOCTL_GRANT_UNMAP. */
static void munmap_ends_grants(void)
{
	const unsigned long used = slots_used();
	char *va, *place = map_pages(2, PROT_NONE);

	start();
	va = area_get(fd, 10, PROT_BOTH);
	for (unsigned int i = 0; i < 10; i++)
		must_map(va + i * FRAME_SIZE, MANY + i, 0);
	CU_ASSERT_EQUAL(uses(0, 16), 10);
	area_put(va + 3 * FRAME_SIZE, 2);
	CU_ASSERT_EQUAL(uses(3, 2), 0);
	CU_ASSERT_EQUAL(uses(0, 16), 8);
	/* Moving a frame does not end its grant. */
	CU_ASSERT_PTR_EQUAL(mremap(va + 6 * FRAME_SIZE, 2 * FRAME_SIZE, 2 * FRAME_SIZE,
				   MREMAP_MAYMOVE | MREMAP_FIXED, place),
			    place);
	CU_ASSERT_EQUAL(uses(0, 16), 8);
	CU_ASSERT_EQUAL(read_signal(place + FRAME_SIZE), 0);
	CU_ASSERT_EQUAL(read_signal(va + 6 * FRAME_SIZE), SIGSEGV);
	area_put(va, 10);
	CU_ASSERT_EQUAL(uses(0, 16), 2);
	area_put(place, 2);
	CU_ASSERT_EQUAL(uses(0, 16), 0);
	CU_ASSERT_EQUAL(slots_used(), used + 1); /* the table */
	stop();
}

static int map_and_die(void)
{
	char *va = mmap(NULL, 4 * FRAME_SIZE, PROT_BOTH, MAP_SHARED, fd, 0);
	int handle;

	for (unsigned int i = 0; i < 4; i++)
		if (grant_map(va + i * FRAME_SIZE, MANY + i, GNTMAP_host_map, &handle) ||
		    handle < 0)
			return 1;
	close(fd);
	raise(SIGKILL);
	return 2;
}

static void death_ends_grants(void)
{
	int status = 0;
	pid_t pid;

	start();
	pid = fork();
	CU_ASSERT_FATAL(pid >= 0);
	if (!pid)
		_exit(map_and_die());
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFSIGNALED(status));
	CU_ASSERT_EQUAL(uses(0, 16), 0);
	stop();
}

static void destroyed_while_granted(void)
{
	const unsigned long free = free_frames();
	const unsigned int domains = count_domains();
	int other = open(GRANT_PROC, O_RDWR | O_CLOEXEC), keep;
	char *va;

	start();
	va = area_get(fd, 1, PROT_BOTH);
	must_map(va, WRITABLE, 0);
	keep = fd;
	fd = other;
	stop();
	CU_ASSERT_EQUAL(count_domains(), domains + 1);
	strcpy(va, "still here");
	close(keep);
	CU_ASSERT_STRING_EQUAL(va, "still here");
	area_put(va, 1);
	CU_ASSERT_EQUAL(count_domains(), domains);
	CU_ASSERT_EQUAL(free_frames(), free);
}

static void many_times(void)
{
	const unsigned long used = slots_used();
	char *va;

	start();
	va = area_get(fd, 2, PROT_BOTH);
	for (unsigned int i = 0; i < 3000; i++) {
		char *here = va + (i & 1) * FRAME_SIZE;
		int handle = must_map(here, MANY + i % 16, 0);

		*here = 1;
		must_unmap(here, handle);
	}
	CU_ASSERT_EQUAL(slots_used(), used + 1);
	CU_ASSERT_EQUAL(uses(0, 16), 0);
	area_put(va, 2);
	stop();
}

static void refused_by_the_hypervisor(void)
{
	static const unsigned int refs[] = {
		0, FOR_OTHERS, NO_FRAME, 8191, 8192, 0xffff
	};
	const unsigned int exists = WRITABLE;
	unsigned int real;
	char *va;
	int handle;

	start();
	va = area_get(fd, 1, PROT_BOTH);
	for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		CU_ASSERT_EQUAL(grant_map(va, refs[i], GNTMAP_host_map, &handle), 0);
		CU_ASSERT(handle < 0);
		CU_ASSERT_EQUAL(read_signal(va), SIGBUS);
	}
	real = domain;
	domain = NO_SUCH_DOMAIN;
	CU_ASSERT_EQUAL(grant_map(va, exists, GNTMAP_host_map, &handle), 0);
	CU_ASSERT_EQUAL(handle, GNTST_bad_domain);
	domain = real;
	area_put(va, 1);
	stop();
}

static void bad_places(void)
{
	char *anonymous = map_pages(1, PROT_BOTH), *va, *foreign;
	int handle, status;

	start();
	va = area_get(fd, 2, PROT_BOTH);
	foreign = area_get(hcall_fd, 1, PROT_BOTH);
	const void *bad[] = { NULL,
			      anonymous,
			      foreign, /* an area, of another file */
			      va + 1,
			      va + FRAME_SIZE / 2,
			      va + 2 * FRAME_SIZE,
			      (void *)KERNEL_ADDRESS,
			      (void *)-FRAME_SIZE };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CU_ASSERT_EQUAL(grant_map(bad[i], WRITABLE, GNTMAP_host_map, &handle),
				-EINVAL);
		CU_ASSERT_EQUAL(handle, NO_HANDLE);
		CU_ASSERT_EQUAL(grant_unmap(bad[i], 0, &status), -EINVAL);
		CU_ASSERT_EQUAL(status, NO_HANDLE);
	}
	/* Foreign frames cannot be mapped into an area of grants. */
	CU_ASSERT_EQUAL(map_range(hcall_fd, domain, va, first_frame, 1), -EINVAL);
	CU_ASSERT_EQUAL(map_range(fd, domain, va, first_frame, 1), -ENOSYS);
	handle = must_map(va, WRITABLE, 0);
	CU_ASSERT_EQUAL(grant_map(va, MANY, GNTMAP_host_map, &status), -EBUSY);
	CU_ASSERT_EQUAL(grant_unmap(va, handle + 1, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_handle);
	CU_ASSERT_EQUAL(grant_unmap(va + FRAME_SIZE, handle, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_handle);
	CU_ASSERT_EQUAL(read_signal(va), 0);
	must_unmap(va, handle);
	CU_ASSERT_EQUAL(grant_unmap(va, handle, &status), 0);
	CU_ASSERT_EQUAL(status, GNTST_bad_handle);
	area_put(va, 2);
	area_put(foreign, 1);
	unmap_pages(anonymous, 1);
	stop();
}

static void bad_flags(void)
{
	static const unsigned int bad[] = { 0,
					    GNTMAP_readonly,
					    GNTMAP_device_map,
					    GNTMAP_device_map | GNTMAP_host_map,
					    GNTMAP_contains_pte | GNTMAP_host_map,
					    GNTMAP_host_map | 0x20,
					    0xffff };
	gnttab_unmap_grant_ref_t unmap = { .dev_bus_addr = 1 };
	char *va;
	int handle;

	start();
	va = area_get(fd, 1, PROT_BOTH);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(grant_map(va, WRITABLE, bad[i], &handle), -EINVAL);
	handle = must_map(va, WRITABLE, GNTMAP_application_map);
	unmap.host_addr = (unsigned long)va;
	unmap.handle = (u16)handle;
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_GRANT_UNMAP, (unsigned long)&unmap), -EINVAL);
	must_unmap(va, handle);
	area_put(va, 1);
	stop();
}

/* A grant is undone if its handle cannot be stored: it could never be unmapped. */
static void answer_cannot_be_told(void)
{
	gnttab_map_grant_ref_t *arg = (void *)map_pages(1, PROT_BOTH);
	const unsigned long used = slots_used();
	char *va;

	start();
	va = area_get(fd, 1, PROT_BOTH);
	arg->host_addr = (unsigned long)va;
	arg->dom = (domid_t)domain;
	arg->ref = WRITABLE;
	arg->flags = GNTMAP_host_map;
	CU_ASSERT_EQUAL(mprotect(arg, (size_t)getpagesize(), PROT_READ), 0);
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_GRANT_MAP, (unsigned long)arg), -EFAULT);
	CU_ASSERT_EQUAL(in_use(WRITABLE), 0);
	CU_ASSERT_EQUAL(slots_used(), used + 1);
	CU_ASSERT_EQUAL(read_signal(va), SIGBUS);
	must_unmap(va, must_map(va, WRITABLE, 0));
	area_put(va, 1);
	unmap_pages((char *)arg, 1);
	stop();
}

static void only_grants(void)
{
	static const unsigned long requests[] = { IOCTL_PRIVCMD_HYPERCALL,
						  IOCTL_GRANT_MAP, IOCTL_GRANT_UNMAP };
	struct stat st;
	char byte;

	fd = open(GRANT_PROC, O_RDWR | O_CLOEXEC);
	CU_ASSERT_FATAL(fd >= 0);
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(privcmd(fd, requests[i], 0), -EFAULT);
		CU_ASSERT_EQUAL(privcmd(fd, requests[i], KERNEL_ADDRESS), -EFAULT);
	}
	CU_ASSERT_EQUAL(grant_hypercall(__HYPERVISOR_xen_version, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(grant_hypercall(__HYPERVISOR_dom0_op, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(grant_hypercall((1UL << 32) | __HYPERVISOR_grant_table_op, 0, 0),
			-ENOSYS);
	CU_ASSERT_EQUAL(grant_hypercall(__HYPERVISOR_grant_table_op, 99, 1), -ENOSYS);
	CU_ASSERT_EQUAL(privcmd(fd, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&byte),
			-ENOSYS);
	CU_ASSERT_EQUAL(privcmd(fd, 0, 0), -ENOSYS);
	CU_ASSERT(read(fd, &byte, 1) == -1);
	/* There is no anchor for this file: it has no pins to keep. */
	CU_ASSERT_PTR_EQUAL(
		mmap(NULL, (size_t)getpagesize(), PROT_NONE, MAP_SHARED, fd, 0),
		MAP_FAILED);
	CU_ASSERT_EQUAL(fstat(fd, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	close(fd);
}

CU_TestInfo grant_tests[] = {
	TEST(same_memory),
	TEST(read_only),
	TEST(munmap_ends_grants),
	TEST(death_ends_grants),
	TEST(destroyed_while_granted),
	TEST(many_times),
	TEST(refused_by_the_hypervisor),
	TEST(bad_places),
	TEST(bad_flags),
	TEST(answer_cannot_be_told),
	TEST(only_grants),
	CU_TEST_INFO_NULL,
};
