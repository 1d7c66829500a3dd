/* SPDX-License-Identifier: MIT */
/*
 * GRANT_TABLE_OP (unsigned int cmd, void *ops, unsigned int count): a domain lets
 * another one use its frames.
 *
 * `ops` is an array of `count` structures of the command. The call returns -EINVAL for
 * more than 512 of them and -ENOSYS for an unknown command. The result of each request is
 * a GNTST_* in its handle or status. Include xen.h before.
 *
 * On PowerPC, frames in entries are pseudo-physical frames of the granting domain, and
 * host_addr is an address in the mapping domain's window (arch-powerpc.h), aligned to a
 * frame. The frames of a table belong to the hypervisor. The domain, or a privileged one,
 * maps them into its window by the numbers that setup_table returns.
 */
#ifndef __XEN_PUBLIC_GRANT_TABLE_H__
#define __XEN_PUBLIC_GRANT_TABLE_H__

/*
 * An entry of the table of the granting domain, which must write domid and frame first
 * and the flags last. The hypervisor sets GTF_reading, GTF_writing and GTF_transfer_*.
 */
typedef struct grant_entry {
	u16 flags;     /* GTF_* */
	domid_t domid; /* domain that may use it */
	u32 frame;     /* permit: the frame; transfer: OUT, the frame received */
} grant_entry_t;

/* The kind of entry. */
#define GTF_invalid	    0 /* grants nothing */
#define GTF_permit_access   1 /* domid may map the frame */
#define GTF_accept_transfer 2 /* domid may give a frame */
#define GTF_type_mask	    3

/* Of GTF_permit_access: */
#define _GTF_readonly 2
#define GTF_readonly  (1 << _GTF_readonly) /* must not be written */
#define _GTF_reading  3
#define GTF_reading   (1 << _GTF_reading) /* is mapped */
#define _GTF_writing  4
#define GTF_writing   (1 << _GTF_writing) /* is mapped writable */

/* Of GTF_accept_transfer: */
#define _GTF_transfer_committed 2
#define GTF_transfer_committed	(1 << _GTF_transfer_committed) /* a frame is under way */
#define _GTF_transfer_completed 3
#define GTF_transfer_completed	(1 << _GTF_transfer_completed) /* it has arrived */

/* Index of an entry in its table. */
typedef u16 grant_ref_t;

/* Map a frame that another domain grants. */
#define GNTTABOP_map_grant_ref 0
typedef struct gnttab_map_grant_ref {
	memory_t host_addr;    /* IN:  address, for GNTMAP_host_map */
	domid_t dom;	       /* IN:  owner of the table */
	grant_ref_t ref;       /* IN:  index of the entry */
	u16 flags;	       /* IN:  GNTMAP_* */
	s16 handle;	       /* OUT: identifies the mapping; negative: GNTST_* */
	memory_t dev_bus_addr; /* OUT: address for devices, for GNTMAP_device_map */
} gnttab_map_grant_ref_t;

/* Unmap a grant. An address of 0 is ignored. */
#define GNTTABOP_unmap_grant_ref 1
typedef struct gnttab_unmap_grant_ref {
	memory_t host_addr;    /* IN */
	memory_t dev_bus_addr; /* IN */
	u16 handle;	       /* IN:  of the mapping */
	s16 status;	       /* OUT: GNTST_* */
} gnttab_unmap_grant_ref_t;

/* A dev_bus_addr that stands for the one belonging to host_addr. */
#define GNTUNMAP_DEV_FROM_VIRT 0xFFFFFFFFU

/* Create a domain's table and return its frames. count must be 1. */
#define GNTTABOP_setup_table 2
typedef struct gnttab_setup_table {
	domid_t dom;		   /* IN:  DOMID_SELF, or another if privileged */
	u16 nr_frames;		   /* IN:  size of the table */
	s16 status;		   /* OUT: GNTST_* */
	unsigned long *frame_list; /* OUT: unsigned long[nr_frames] */
} gnttab_setup_table_t;

/* Print a table on the console; for debugging. */
#define GNTTABOP_dump_table 3
typedef struct gnttab_dump_table {
	domid_t dom; /* IN:  DOMID_SELF, or another if privileged */
	s16 status;  /* OUT: GNTST_* */
} gnttab_dump_table_t;

/* Give a frame to a domain that has an entry GTF_accept_transfer. */
#define GNTTABOP_donate 4
typedef struct {
	memory_t mfn;  /* IN */
	domid_t domid; /* IN:  receiving domain */
	u16 handle;    /* IN:  index of the entry in its table */
	s16 status;    /* OUT: GNTST_* */
	u32 __pad;
} gnttab_donate_t;

/* How to map. */
#define _GNTMAP_device_map	0
#define GNTMAP_device_map	(1 << _GNTMAP_device_map) /* for devices */
#define _GNTMAP_host_map	1
#define GNTMAP_host_map		(1 << _GNTMAP_host_map) /* for CPUs */
#define _GNTMAP_readonly	2
#define GNTMAP_readonly		(1 << _GNTMAP_readonly) /* for reading only */
#define _GNTMAP_application_map 3
/* For user programs too. */
#define GNTMAP_application_map (1 << _GNTMAP_application_map)
#define _GNTMAP_contains_pte   4
/* host_addr is the address of the page-table entry. */
#define GNTMAP_contains_pte (1 << _GNTMAP_contains_pte)

/* Result of a request. Positive: done, and the caller must flush its TLB. */
#define GNTST_flush_all		2
#define GNTST_flush_one		1
#define GNTST_okay		0
#define GNTST_general_error	(-1)
#define GNTST_bad_domain	(-2)
#define GNTST_bad_gntref	(-3)
#define GNTST_bad_handle	(-4)
#define GNTST_bad_virt_addr	(-5)
#define GNTST_bad_dev_addr	(-6)
#define GNTST_no_device_space	(-7)
#define GNTST_permission_denied (-8)

/* Initialiser of an array of strings, index = -GNTST_*. */
#define GNTTABOP_error_msgs                                                             \
	{                                                                               \
		"okay", "undefined error", "unrecognised domain id",                    \
			"invalid grant reference", "invalid mapping handle",            \
			"invalid virtual address", "invalid device address",            \
			"no spare translation slot in the I/O MMU", "permission denied" \
	}

#endif /* __XEN_PUBLIC_GRANT_TABLE_H__ */
