/* SPDX-License-Identifier: MIT */
/*
 * Block devices of another domain: requests and answers in a ring of one frame. The
 * hypervisor does not use this header; it is for programs that serve or watch such
 * rings. The includer must have typedefed u8..s64.
 */
#ifndef __XEN_PUBLIC_IO_BLKIF_H__
#define __XEN_PUBLIC_IO_BLKIF_H__

#include "ring.h"

/* A device number of the domain; also in domain_controller.h. */
#ifndef blkif_vdev_t
#define blkif_vdev_t u16
#endif
#define blkif_sector_t u64 /* of 512 bytes */

/* Operations. */
#define BLKIF_OP_READ  0
#define BLKIF_OP_WRITE 1
#define BLKIF_OP_PROBE 2 /* list the devices: vdisk_t[] into the buffers */

/* Requests in flight that the programs of 2005 expect; a frame has more slots. */
#define BLKIF_RING_SIZE 64
/* Pieces of memory in one request. */
#define BLKIF_MAX_SEGMENTS_PER_REQUEST 11

typedef struct blkif_request {
	u8 operation;		      /* BLKIF_OP_* */
	u8 nr_segments;		      /* entries used of frame_and_sects */
	blkif_vdev_t device;	      /* not for BLKIF_OP_PROBE */
	unsigned long id;	      /* chosen by the sender and copied to the answer */
	blkif_sector_t sector_number; /* the first one; not for BLKIF_OP_PROBE */
	unsigned long frame_and_sects[BLKIF_MAX_SEGMENTS_PER_REQUEST]; /* blkif_fas() */
} blkif_request_t;

/* A segment: address of a page, and its first and last sector, inclusive. */
#define blkif_fas(_addr, _fs, _ls) ((_addr) | ((_fs) << 5) | (_ls))
#define blkif_first_sect(_fas)	   (((_fas) >> 5) & 31)
#define blkif_last_sect(_fas)	   ((_fas)&31)
/* The same with a grant instead of an address. */
#define blkif_fas_from_gref(_gref, _fs, _ls) (((_gref) << 16) | ((_fs) << 5) | (_ls))
#define blkif_gref_from_fas(_fas)	     ((_fas) >> 16)

typedef struct blkif_response {
	unsigned long id; /* of the request */
	u8 operation;	  /* of the request */
	s16 status;	  /* BLKIF_RSP_*, or for BLKIF_OP_PROBE the number of devices */
} blkif_response_t;

#define BLKIF_RSP_ERROR (-1)
#define BLKIF_RSP_OKAY	0

DEFINE_RING_TYPES(blkif, blkif_request_t, blkif_response_t)

/* vdisk_t.info */
#define VDISK_CDROM	0x1
#define VDISK_REMOVABLE 0x2
#define VDISK_READONLY	0x4

/* A device, as BLKIF_OP_PROBE describes it. */
typedef struct vdisk {
	blkif_sector_t capacity;
	blkif_vdev_t device;
	u16 info;	 /* VDISK_* */
	u16 sector_size; /* in bytes; requests must be aligned to it */
} vdisk_t;

#endif /* __XEN_PUBLIC_IO_BLKIF_H__ */
