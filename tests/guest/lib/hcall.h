/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hypercalls from a test in dom0, by the driver alone: no library between the
 * test and what it tests. One open file, one page that the hypervisor knows.
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
/* What decrease_reservation takes, and increase gives at least. */
#define CHUNK_ORDER (XEN_PPC_CHUNK_SHIFT - XEN_PPC_FRAME_SHIFT)

/* xen_version's answer: the interface is that of Xen 3.0. */
#define XEN_3_0 (3 << 16)

/* A page of this process, pinned; gpa is what the hypervisor calls it. */
struct hpage {
	char *va;
	unsigned long gpa;
};

/* The file of all calls below, and the page that holds op and its buffer. */
extern int hcall_fd;
extern struct hpage hcall_page;

/* The op lies at the start of hcall_page, what it points to from here on. */
#define BUFFER_OFFSET 512

/* Opens the driver and gets the page. On failure: a line on stderr, and false. */
bool hcall_start(void);
void hcall_stop(void);

/* An ioctl of the driver: its whole 64-bit result, or a negative errno. */
long privcmd(int fd, unsigned long request, unsigned long arg);
/* One hypercall: what r3 holds afterwards. */
long hcall_args(unsigned long number, const unsigned long arg[5]);
#define hcall(number, ...) hcall_args(number, (const unsigned long[5]){ __VA_ARGS__ })

/* Maps an anonymous page, writes to it and pins it: 0 or a negative errno. */
int hpage_get(int fd, struct hpage *page);
void hpage_put(int fd, struct hpage *page);

/* A fresh op in hcall_page: cleared, with cmd and the right version. */
dom0_op_t *op_new(u32 cmd);
/* dom0_op on the op in hcall_page, or on one anywhere. */
long op_do(void);
long op_do_at(unsigned long gpa);
/* The place behind the op: for the program, and as an op's pointer. */
void *buffer(void);
void *buffer_gpa(void);
size_t buffer_size(void);

/* The 2005 ops that tests need all the time. Results as of the hypercall. */
long domain_create(unsigned int want, unsigned int *got);
/* cmd: one whose payload is nothing but a domain number. */
long domain_control(u32 cmd, unsigned int domid);
long domain_destroy(unsigned int domid);
long domain_info(unsigned int domid, dom0_getdomaininfo_t *info);
long domain_set_max(unsigned int domid, unsigned long kib);
long memory_op(unsigned int op, unsigned long list_gpa, unsigned long nr,
	       unsigned long order, unsigned int domid);
/* Whole chunks; the number that were given. */
long domain_give_chunks(unsigned int domid, unsigned long chunks);
/* The frames of a domain by PPC_GETMEMLIST, window by window; how many, or an error. */
long domain_frames(unsigned int domid, unsigned long *frames, unsigned long room);

/* The event channel op *op, at the start of hcall_page; what came back is in *op. */
long event_op(u32 cmd, evtchn_op_t *op);

/* ~0UL if the hypervisor does not answer. */
unsigned long free_frames(void);
unsigned int count_domains(void);
/* Destroys all domains but dom0, after a test that failed half-way. */
void destroy_all(void);

/* First pseudo-physical address beyond dom0's memory (it has no holes at boot). */
unsigned long dom0_end(void);

#endif /* TESTS_GUEST_HCALL_H */
