/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hypercalls from a test in dom0, by the driver alone, without the library. There is one
 * open file and one page that the hypervisor can reach.
 */
#ifndef TESTS_GUEST_HCALL_H
#define TESTS_GUEST_HCALL_H

#include <stdbool.h>
#include <stddef.h>

#include "../../lib/public-types.h"

#include <sys/ioctl.h>
#include <xen/xen.h>
#include <xen/dom0_ops.h>
#include <xen/event_channel.h>
#include <xen/version.h>
#include <xen/linux/privcmd.h>

#define PRIVCMD_DEV  "/dev/xen/privcmd"
#define PRIVCMD_PROC "/proc/xen/privcmd"

#define FRAME_SIZE   (1UL << XEN_PPC_FRAME_SHIFT)
#define CHUNK_SIZE   (1UL << XEN_PPC_CHUNK_SHIFT)
#define CHUNK_FRAMES (CHUNK_SIZE / FRAME_SIZE)
/* Order of the extents of decrease_reservation; the least of increase_reservation. */
#define CHUNK_ORDER (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT)

/* Result of xen_version: the interface is that of Xen 3.0. */
#define XEN_3_0 (3 << 16)

/* A pinned page of this process; gpa is its address for the hypervisor. */
struct hpage {
	char *va;
	unsigned long gpa;
};

/* The file for all calls below, and the page that holds the op and its buffer. */
extern int hcall_fd;
extern struct hpage hcall_page;

/* The op is at the start of hcall_page, its buffer from here on. */
#define BUFFER_OFFSET 512

/* Open the driver and get the page. On failure prints a line on stderr; false. */
bool hcall_start(void);
void hcall_stop(void);

/* Make an ioctl of the driver; returns its whole 64-bit result, or a negative errno. */
long privcmd(int fd, unsigned long request, unsigned long arg);
/* Make a hypercall; returns r3. */
long hcall_args(unsigned long number, const unsigned long arg[5]);
#define hcall(number, ...) hcall_args(number, (const unsigned long[5]){ __VA_ARGS__ })

/* Map an anonymous page, write to it and pin it; 0 or a negative errno. */
int hpage_get(int fd, struct hpage *page);
void hpage_put(int fd, struct hpage *page);

/* Clear the op in hcall_page and set cmd and version. */
dom0_op_t *op_new(u32 cmd);
/* Make dom0_op with the op in hcall_page, or at any address. */
long op_do(void);
long op_do_at(unsigned long gpa);
/* The buffer behind the op: its address here, and as a pointer in the op. */
void *buffer(void);
void *buffer_gpa(void);
size_t buffer_size(void);

/* Ops of 2005 that tests often need. They return the hypercall's result. */
long domain_create(unsigned int want, unsigned int *got);
/* cmd: an op whose payload is only a domain number. */
long domain_control(u32 cmd, unsigned int domid);
long domain_destroy(unsigned int domid);
long domain_info(unsigned int domid, dom0_getdomaininfo_t *info);
long domain_set_max(unsigned int domid, unsigned long kib);
long memory_op(unsigned int op, unsigned long list_gpa, unsigned long nr,
	       unsigned long order, unsigned int domid);
/* Give whole chunks; returns the number given. */
long domain_give_chunks(unsigned int domid, unsigned long chunks);
/* List a domain's frames by PPC_GETMEMLIST, in windows; their number, or an error. */
long domain_frames(unsigned int domid, unsigned long *frames, unsigned long room);

/* The event channel op *op, at the start of hcall_page; the answer replaces *op. */
long event_op(u32 cmd, evtchn_op_t *op);

/* Number of free frames; ~0UL if the hypervisor does not answer. */
unsigned long free_frames(void);
unsigned int count_domains(void);
/* Destroy all domains but dom0, after a test that failed half-way. */
void destroy_all(void);

/* First pseudo-physical address beyond dom0's memory, which has no holes at boot. */
unsigned long dom0_end(void);

#endif /* TESTS_GUEST_HCALL_H */
