// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libxc on Linux: see xc_osdep.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "xc_osdep.h"

int osdep_open(void)
{
	int handle = open("/dev/xen/privcmd", O_RDWR);

	if (handle < 0 && errno == ENOENT)
		handle = open("/proc/xen/privcmd", O_RDWR);
	return handle;
}

int osdep_close(int handle)
{
	return close(handle);
}

int osdep_hypercall(int handle, privcmd_hypercall_t *hypercall)
{
	return ioctl(handle, IOCTL_PRIVCMD_HYPERCALL, hypercall);
}

int osdep_hypercall_offset(int handle, privcmd_hypercall_offset_t *hypercall)
{
	return ioctl(handle, IOCTL_PRIVCMD_HYPERCALL_OFFSET, hypercall);
}

int osdep_translate(int handle, void *page, unsigned long *gpa)
{
	privcmd_translate_t translate = { .va = (unsigned long)page };

	if (ioctl(handle, IOCTL_PRIVCMD_TRANSLATE, &translate) < 0)
		return -1;
	*gpa = translate.gpa;
	return 0;
}

void osdep_release(int handle, void *page)
{
	int saved = errno;

	/* Undoes a TRANSLATE that has just succeeded, so it cannot fail. */
	ioctl(handle, IOCTL_PRIVCMD_RELEASE, (unsigned long)page);
	errno = saved;
}

int osdep_anchor(int handle)
{
	/*
	 * A mapping holds a reference to the open file that no close() drops.
	 * The driver gives no access through it and marks it VM_DONTCOPY.
	 */
	void *anchor = mmap(NULL, osdep_page_size(), PROT_NONE, MAP_SHARED, handle, 0);

	/* cppcheck-suppress memleak ; it stays until the process ends */
	return anchor == MAP_FAILED ? -1 : 0;
}

int osdep_open_grant(void)
{
	return open("/proc/xen/grant", O_RDWR);
}

int osdep_grant_map(int handle, gnttab_map_grant_ref_t *op)
{
	return ioctl(handle, IOCTL_GRANT_MAP, op);
}

int osdep_grant_unmap(int handle, gnttab_unmap_grant_ref_t *op)
{
	return ioctl(handle, IOCTL_GRANT_UNMAP, op);
}

void *osdep_map(int handle, size_t size, int prot)
{
	void *map = mmap(NULL, size, prot, MAP_SHARED, handle, 0);

	if (map == MAP_FAILED)
		return NULL;
	/* cppcheck-suppress memleak ; it is returned */
	return map;
}

void osdep_unmap(void *map, size_t size)
{
	int saved = errno;

	munmap(map, size);
	errno = saved;
}

int osdep_map_range(int handle, domid_t dom, void *addr, unsigned long mfn,
		    unsigned long nr)
{
	privcmd_mmap_entry_t entry = { .va = (unsigned long)addr,
				       .mfn = mfn,
				       .npages = nr };
	privcmd_mmap_t request = { .num = 1, .dom = dom, .entry = &entry };

	return ioctl(handle, IOCTL_PRIVCMD_MMAP, &request);
}

int osdep_map_batch(int handle, domid_t dom, void *addr, unsigned long *mfns, int nr)
{
	privcmd_mmapbatch_t request = {
		.num = nr, .dom = dom, .addr = (unsigned long)addr, .arr = mfns
	};

	return ioctl(handle, IOCTL_PRIVCMD_MMAPBATCH, &request);
}

long osdep_init_store(int handle, int remote_port)
{
	int frame = ioctl(handle, IOCTL_PRIVCMD_INITDOMAIN_STORE, (long)remote_port);

	/* Frame numbers of 32 bits look negative in the result of a system call. */
	return frame == -1 ? -1 : (long)(unsigned int)frame;
}

unsigned long osdep_m2p_start(int handle)
{
	unsigned long frame;

	return ioctl(handle, IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN, &frame) < 0 ? 0
										: frame;
}

size_t osdep_page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

void *osdep_page_alloc(enum osdep_fork fork)
{
	size_t size = osdep_page_size();
	int advice = fork == OSDEP_FORK_WIPE ? MADV_WIPEONFORK : MADV_DONTFORK;
	unsigned char *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return NULL;
	if (madvise(page, size, advice) < 0) {
		/* Linux before 4.14 has no MADV_WIPEONFORK and says EINVAL. */
		if (errno == EINVAL)
			errno = ENOTSUP;
		osdep_page_free(page);
		return NULL;
	}
	/*
	 * Touch the page only now. If it existed before the advice, a fork in
	 * between would share it with the child, and the next write would move it.
	 */
	*(volatile unsigned char *)page = 0;
	return page;
}

void osdep_page_free(void *page)
{
	int saved = errno;

	munmap(page, osdep_page_size());
	errno = saved;
}

int osdep_lock(const void *ptr, size_t size)
{
	return mlock(ptr, size);
}

void osdep_unlock(const void *ptr, size_t size)
{
	int saved = errno;

	munlock(ptr, size);
	errno = saved;
}

void osdep_wait(_Atomic uint32_t *word, uint32_t value)
{
	int saved = errno;

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
	errno = saved;
}

void osdep_wake(_Atomic uint32_t *word)
{
	int saved = errno;

	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	errno = saved;
}

uint64_t osdep_now(void)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: this clock always exists */
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
