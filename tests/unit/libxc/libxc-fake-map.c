// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxc's fake kernel: frames of domains in the address space of a process.
 * Semantics: include/public/linux/privcmd.h.
 */
#include "libxc-fake.h"

void *__real_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset);
int __real_munmap(void *addr, size_t len);

#define MAX_MAPS 8

static struct map {
	char *addr;
	size_t len;
} maps[MAX_MAPS];

void *fake_map(size_t len, int prot)
{
	char *addr = __real_mmap(NULL, len, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	fake.prot = prot;
	for (int i = 0; i < MAX_MAPS; i++) {
		if (!maps[i].len) {
			maps[i] = (struct map){ addr, len };
			return addr;
		}
	}
	abort();
}

bool fake_unmap(void *addr, size_t len)
{
	for (int i = 0; i < MAX_MAPS; i++) {
		if (maps[i].len == len && maps[i].addr == addr) {
			maps[i] = (struct map){ 0 };
			__real_munmap(addr, len);
			return true;
		}
	}
	return false;
}

unsigned int fake_maps(void)
{
	unsigned int n = 0;

	for (int i = 0; i < MAX_MAPS; i++)
		n += maps[i].len != 0;
	return n;
}

static bool is_mapping(unsigned long addr, unsigned long frames)
{
	for (int i = 0; i < MAX_MAPS; i++)
		if (maps[i].len && addr >= (unsigned long)maps[i].addr &&
		    addr + frames * XC_PAGE_SIZE <=
			    (unsigned long)maps[i].addr + maps[i].len)
			return true;
	return false;
}

/* A frame contains its number repeatedly, unless the domain has memory. */
static bool frame_appears(unsigned int d, unsigned long addr, unsigned long mfn)
{
	unsigned long *to = (unsigned long *)addr;

	if (mfn == fake.bad_mfn)
		return false;
	if (xen.domain[d].inside)
		return fake_inside_map(d, addr, mfn);
	for (size_t i = 0; i < XC_PAGE_SIZE / sizeof(*to); i++)
		to[i] = mfn;
	return true;
}

static int error(int number)
{
	errno = number;
	return -1;
}

static int map_range(const privcmd_mmap_t *request)
{
	if (request->dom >= FAKE_DOMAINS || !xen.domain[request->dom].exists)
		return error(ESRCH);
	for (int i = 0; i < request->num; i++) {
		const privcmd_mmap_entry_t *e = &request->entry[i];

		if (!is_mapping(e->va, e->npages))
			return error(EINVAL);
		for (unsigned long n = 0; n < e->npages; n++)
			if (!frame_appears(request->dom, e->va + n * XC_PAGE_SIZE,
					   e->mfn + n))
				return error(EFAULT);
	}
	return 0;
}

static int map_batch(const privcmd_mmapbatch_t *request)
{
	if (request->dom >= FAKE_DOMAINS || !xen.domain[request->dom].exists)
		return error(ESRCH);
	if (!is_mapping(request->addr, request->num))
		return error(EINVAL);
	for (int i = 0; i < request->num; i++)
		if (!frame_appears(request->dom, request->addr + i * XC_PAGE_SIZE,
				   request->arr[i]))
			request->arr[i] |= 0xf0000000;
	return 0;
}

static int grant_map(gnttab_map_grant_ref_t *op)
{
	fake.granted = *op;
	if (!is_mapping(op->host_addr, 1)) {
		op->handle = GNTST_bad_virt_addr;
		return 0;
	}
	frame_appears(0, op->host_addr, op->ref);
	op->handle = 12;
	op->dev_bus_addr = 0xb0000;
	return 0;
}

static int grant_unmap(gnttab_unmap_grant_ref_t *op)
{
	op->status = is_mapping(op->host_addr, 1) && op->handle == 12 ? GNTST_okay
								      : GNTST_bad_handle;
	return 0;
}

int fake_map_request(unsigned long request, unsigned long arg, bool grant_file)
{
	if (grant_file) {
		switch (request) {
		case IOCTL_GRANT_MAP:
			return grant_map((gnttab_map_grant_ref_t *)arg);
		case IOCTL_GRANT_UNMAP:
			return grant_unmap((gnttab_unmap_grant_ref_t *)arg);
		}
		return error(EINVAL);
	}
	switch (request) {
	case IOCTL_PRIVCMD_MMAP:
		return map_range((privcmd_mmap_t *)arg);
	case IOCTL_PRIVCMD_MMAPBATCH:
		return map_batch((privcmd_mmapbatch_t *)arg);
	case IOCTL_PRIVCMD_INITDOMAIN_STORE:
		fake.store_port = (long)arg;
		errno = EPERM; /* if it fails */
		return fake.store_frame;
	case IOCTL_PRIVCMD_GET_MACH2PHYS_START_MFN:
		*(unsigned long *)arg = 0x1234;
		return 0;
	default:
		return error(EINVAL);
	}
}
