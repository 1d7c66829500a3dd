// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls from a test in dom0 (hcall.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hcall.h"

int hcall_fd = -1;
struct hpage hcall_page;

/* The C library's ioctl() returns an int only. */
long privcmd(int fd, unsigned long request, unsigned long arg)
{
	long result = syscall(SYS_ioctl, fd, request, arg);

	return result == -1 ? -errno : result;
}

long hcall_args(unsigned long number, const unsigned long arg[5])
{
	privcmd_hypercall_t call = { .op = number };

	memcpy(call.arg, arg, sizeof(call.arg));
	return privcmd(hcall_fd, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&call);
}

int hpage_get(int fd, struct hpage *page)
{
	size_t size = (size_t)getpagesize();
	privcmd_translate_t translate;
	long err;

	page->va = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);
	if (page->va == MAP_FAILED)
		return -errno;
	translate.va = (unsigned long)page->va;
	err = privcmd(fd, IOCTL_PRIVCMD_TRANSLATE, (unsigned long)&translate);
	if (err) {
		munmap(page->va, size);
		page->va = NULL;
		return (int)err;
	}
	page->gpa = translate.gpa;
	return 0;
}

void hpage_put(int fd, struct hpage *page)
{
	if (!page->va)
		return;
	privcmd(fd, IOCTL_PRIVCMD_RELEASE, (unsigned long)page->va);
	munmap(page->va, (size_t)getpagesize());
	page->va = NULL;
}

bool hcall_start(void)
{
	int err;

	hcall_fd = open(PRIVCMD_DEV, O_RDWR | O_CLOEXEC);
	if (hcall_fd < 0) {
		perror(PRIVCMD_DEV);
		return false;
	}
	err = hpage_get(hcall_fd, &hcall_page);
	if (err)
		fprintf(stderr, "no page for hypercalls: %s\n", strerror(-err));
	return !err;
}

void hcall_stop(void)
{
	hpage_put(hcall_fd, &hcall_page);
	close(hcall_fd);
	hcall_fd = -1;
}

dom0_op_t *op_new(u32 cmd)
{
	dom0_op_t *op = (dom0_op_t *)hcall_page.va;

	memset(op, 0, sizeof(*op));
	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	return op;
}

long op_do_at(unsigned long gpa)
{
	return hcall(__HYPERVISOR_dom0_op, gpa);
}

long op_do(void)
{
	return op_do_at(hcall_page.gpa);
}

void *buffer(void)
{
	return hcall_page.va + BUFFER_OFFSET;
}

void *buffer_gpa(void)
{
	return (void *)(hcall_page.gpa + BUFFER_OFFSET);
}

size_t buffer_size(void)
{
	return (size_t)getpagesize() - BUFFER_OFFSET;
}

long domain_create(unsigned int want, unsigned int *got)
{
	dom0_op_t *op = op_new(DOM0_CREATEDOMAIN);
	long result;

	op->u.createdomain.domain = (domid_t)want;
	result = op_do();
	*got = op->u.createdomain.domain;
	return result;
}

long domain_control(u32 cmd, unsigned int domid)
{
	op_new(cmd)->u.pausedomain.domain = (domid_t)domid;
	return op_do();
}

long domain_destroy(unsigned int domid)
{
	return domain_control(DOM0_DESTROYDOMAIN, domid);
}

long domain_info(unsigned int domid, dom0_getdomaininfo_t *info)
{
	dom0_op_t *op = op_new(DOM0_GETDOMAININFO);
	long result;

	op->u.getdomaininfo.domain = (domid_t)domid;
	result = op_do();
	*info = op->u.getdomaininfo;
	return result;
}

long domain_set_max(unsigned int domid, unsigned long kib)
{
	dom0_op_t *op = op_new(DOM0_SETDOMAINMAXMEM);

	op->u.setdomainmaxmem.domain = (domid_t)domid;
	op->u.setdomainmaxmem.max_memkb = kib;
	return op_do();
}

long memory_op(unsigned int op, unsigned long list_gpa, unsigned long nr,
	       unsigned long order, unsigned int domid)
{
	return hcall(__HYPERVISOR_dom_mem_op, op, list_gpa, nr, order, domid);
}

long domain_give_chunks(unsigned int domid, unsigned long chunks)
{
	return memory_op(MEMOP_increase_reservation, 0, chunks, CHUNK_ORDER, domid);
}

long domain_frames(unsigned int domid, unsigned long *frames, unsigned long room)
{
	const unsigned long window = buffer_size() / sizeof(unsigned long);
	dom0_op_t *op = op_new(DOM0_PPC_GETMEMLIST);
	dom0_ppc_getmemlist_t *list = &op->u.ppc_getmemlist;
	unsigned long done = 0;
	long err;

	do {
		list->domain = (domid_t)domid;
		list->max_pfns = window;
		list->buffer = buffer_gpa();
		err = op_do();
		if (err)
			return err;
		if (list->num_pfns > window || list->num_pfns > room - done)
			return -E2BIG;
		memcpy(frames + done, buffer(), list->num_pfns * sizeof(unsigned long));
		done += list->num_pfns;
		list->start_pfn = list->next_pfn;
	} while (list->num_pfns == window);
	return (long)done;
}

long event_op(u32 cmd, evtchn_op_t *op)
{
	evtchn_op_t *shared = (evtchn_op_t *)hcall_page.va;
	long rc;

	op->cmd = cmd;
	*shared = *op;
	rc = hcall(__HYPERVISOR_event_channel_op, hcall_page.gpa);
	*op = *shared;
	return rc;
}

unsigned long free_frames(void)
{
	dom0_op_t *op = op_new(DOM0_PHYSINFO);

	return op_do() ? ~0UL : op->u.physinfo.free_pages;
}

unsigned int count_domains(void)
{
	dom0_getdomaininfo_t info = { 0 };
	unsigned int count = 0, next = 0;

	for (; !domain_info(next, &info); next = info.domain + 1U)
		count++;
	return count;
}

void destroy_all(void)
{
	dom0_getdomaininfo_t info;
	unsigned int next = 1;

	/* A domain whose frames are still mapped stays, so try each only once. */
	for (; !domain_info(next, &info); next = info.domain + 1U)
		domain_destroy(info.domain);
}

unsigned long dom0_end(void)
{
	dom0_getdomaininfo_t info;

	if (domain_info(0, &info) || info.domain)
		return 0;
	return info.tot_pages * FRAME_SIZE;
}
