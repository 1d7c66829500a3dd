/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lower level of libxc, for programs that make hypercalls of their own.
 * The names are those of August 2005.
 */
#ifndef XC_PRIVATE_H
#define XC_PRIVATE_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "xc.h"

#include <xen/linux/privcmd.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Frame sizes under the names that these programs use. */
#ifndef PAGE_SHIFT
#define PAGE_SHIFT XC_PAGE_SHIFT
#define PAGE_SIZE  XC_PAGE_SIZE
#define PAGE_MASK  XC_PAGE_MASK
#endif

/* Print an error message; PERROR adds errno. Both keep errno, as in 2005. */
#define ERROR(format, ...)                                             \
	do {                                                           \
		int xc_saved_errno = errno;                            \
                                                                       \
		fprintf(stderr, "ERROR: " format "\n", ##__VA_ARGS__); \
		errno = xc_saved_errno;                                \
	} while (0)
#define PERROR(format, ...)                                                     \
	do {                                                                    \
		int xc_saved_errno = errno;                                     \
                                                                                \
		fprintf(stderr, "ERROR: " format " (%d = %s)\n", ##__VA_ARGS__, \
			xc_saved_errno, strerror(xc_saved_errno));              \
		errno = xc_saved_errno;                                         \
	} while (0)

/**
 * xc_hypercall() - make any hypercall whose arguments the library understands
 * @hypercall: number and arguments; pointers are to memory of the caller
 *
 * On PowerPC it passes copies to the hypervisor. It refuses a number (ENOSYS) if it
 * does not know which arguments are pointers.
 */
int xc_hypercall(int xc_handle, privcmd_hypercall_t *hypercall);

/**
 * xc_dom_mem_op() - change the reservation of a domain
 * @memop: MEMOP_*
 * @extent_list: in or out, by memop: first frame of each extent; may be NULL
 * @extent_order: log2 of the number of frames in an extent
 *
 * Returns the number of extents done; fewer than nr_extents is not an error.
 */
int xc_dom_mem_op(int xc_handle, unsigned int memop, unsigned long *extent_list,
		  unsigned int nr_extents, unsigned int extent_order, domid_t domid);

/** xc_dom_mem_op_int() - the same for a list of 32-bit frame numbers (ERANGE) */
int xc_dom_mem_op_int(int xc_handle, unsigned int memop, unsigned int *extent_list,
		      unsigned int nr_extents, unsigned int extent_order, domid_t domid);

/**
 * get_pfn_type() - report how a domain uses one of its frames
 * @mfn: machine frame
 *
 * Returns one of NOTAB, L1TAB, ..., or ~0U with errno. On PowerPC it is always NOTAB,
 * since domains manage their own page tables. EINVAL: not a frame of the domain.
 */
unsigned int get_pfn_type(int xc_handle, unsigned long mfn, u32 dom);

/**
 * get_pfn_type_batch() - the same for a list of any length
 * @num: number of elements of arr
 * @arr: in: machine frames; out: their types ORed into bits 28 to 31, XTAB for a
 *	frame that is not the domain's
 *
 * ESRCH: no such domain. On failure the first elements may already have their types.
 */
int get_pfn_type_batch(int xc_handle, u32 dom, int num, unsigned long *arr);

/*
 * Lists of updates change a domain's page tables and the table of machine frames, which
 * only x86 has. Elsewhere: ENOSYS.
 */
#define MAX_MMU_UPDATES 1024
typedef struct {
	mmu_update_t updates[MAX_MMU_UPDATES];
	int idx;	 /* number of updates in use */
	domid_t subject; /* domain whose tables they change */
} mmu_t;

/** init_mmu_updates() - return an empty list, to be freed by the caller, or NULL */
mmu_t *init_mmu_updates(int xc_handle, domid_t dom);

/** add_mmu_update() - append one; a full list is carried out. 0, or 1 with errno */
int add_mmu_update(int xc_handle, mmu_t *mmu, unsigned long long ptr,
		   unsigned long long val);

/** finish_mmu_updates() - carry out and empty the list. 0, or 1 with errno */
int finish_mmu_updates(int xc_handle, mmu_t *mmu);

/** xc_mmuext_op() - carry out operations on page tables. 0, or -1 */
int xc_mmuext_op(int xc_handle, struct mmuext_op *op, unsigned int nr_ops, domid_t dom);

/** pin_table() - carry out one: @type MMUEXT_*, on frame mfn. 0, or 1 with errno */
int pin_table(int xc_handle, unsigned int type, unsigned long mfn, domid_t dom);

/** xc_get_m2p_start_mfn() - return the first frame of the table of machine frames, or 0
 */
unsigned long xc_get_m2p_start_mfn(int xc_handle);

static inline int do_privcmd(int xc_handle, unsigned int cmd, unsigned long data)
{
	return ioctl(xc_handle, cmd, data);
}

static inline int do_xen_hypercall(int xc_handle, privcmd_hypercall_t *hypercall)
{
	return xc_hypercall(xc_handle, hypercall);
}

static inline int do_dom0_op(int xc_handle, dom0_op_t *op)
{
	return xc_dom0_op(xc_handle, op);
}

static inline int do_mmuext_op(int xc_handle, struct mmuext_op *op, unsigned int nr_ops,
			       domid_t dom)
{
	return xc_mmuext_op(xc_handle, op, nr_ops, dom);
}

/*
 * In 2005 the list was declared unsigned int although the hypervisor's elements are
 * unsigned long: on a 64-bit machine it must be converted.
 */
static inline int do_dom_mem_op(int xc_handle, unsigned int memop,
				unsigned int *extent_list, unsigned int nr_extents,
				unsigned int extent_order, domid_t domid)
{
	return xc_dom_mem_op_int(xc_handle, memop, extent_list, nr_extents, extent_order,
				 domid);
}

#ifdef __cplusplus
}
#endif

#endif /* XC_PRIVATE_H */
