/* SPDX-License-Identifier: MIT */
/*
 * Control interface of 2005: messages between the tools and a domain, through
 * two rings in one page that both map and an event channel. The includer has
 * typedefed u8..s64.
 */
#ifndef __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__
#define __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__

/* A message of 64 bytes. */
typedef struct control_msg {
	u8 type;    /* CMSG_* of the first group below: what it is about */
	u8 subtype; /* CMSG_* of that type */
	u8 id;	    /* the sender's: an answer carries the same */
	u8 length;  /* bytes used of msg */
	u8 msg[60]; /* as type and subtype say */
} control_msg_t;

/* Messages in a ring; a power of two. */
#define CONTROL_RING_SIZE    8
#define MASK_CONTROL_IDX(_i) ((_i) & (CONTROL_RING_SIZE - 1))
/* Bytes of a ring: two indices and its messages. */
#define CONTROL_RING_MEM (8 + CONTROL_RING_SIZE * 64)

/*
 * A ring: requests and their answers share the slots. Indices count on for
 * ever; the slot is MASK_CONTROL_IDX(index).
 */
typedef struct ctrl_sring {
	u32 req_prod; /* requests ever put in */
	u32 rsp_prod; /* answers ever put in */
	union ctrl_sring_entry {
		control_msg_t req;
		control_msg_t rsp;
	} ring[1]; /* the first of CONTROL_RING_SIZE */
} ctrl_sring_t;

/* The shared page. */
typedef struct control_if {
	union {
		ctrl_sring_t tx_ring; /* from the domain to the tools */
		char __x[CONTROL_RING_MEM];
	};
	union {
		ctrl_sring_t rx_ring; /* from the tools to the domain */
		char __y[CONTROL_RING_MEM];
	};
} control_if_t;

/* Types. BE: to a driver that serves others, FE: to one that is served. */
#define CMSG_CONSOLE	  0
#define CMSG_BLKIF_BE	  1
#define CMSG_BLKIF_FE	  2
#define CMSG_NETIF_BE	  3
#define CMSG_NETIF_FE	  4
#define CMSG_SHUTDOWN	  6
#define CMSG_MEM_REQUEST  7
#define CMSG_USBIF_BE	  8
#define CMSG_USBIF_FE	  9
#define CMSG_VCPU_HOTPLUG 10
#define CMSG_DEBUG	  11

/* CMSG_CONSOLE: bytes typed or printed. */
#define CMSG_CONSOLE_DATA 0

/* CMSG_BLKIF_FE: from the domain controller, and (from 32 on) to it. */
#define CMSG_BLKIF_FE_INTERFACE_STATUS	    0
#define CMSG_BLKIF_FE_DRIVER_STATUS	    32
#define CMSG_BLKIF_FE_INTERFACE_CONNECT	    33
#define CMSG_BLKIF_FE_INTERFACE_DISCONNECT  34
#define CMSG_BLKIF_FE_INTERFACE_QUERY	    35

#define blkif_vdev_t			    u16 /* a device as the domain knows it */
#define blkif_pdev_t			    u32 /* a device as the machine knows it */

#define BLKIF_INTERFACE_STATUS_CLOSED	    0
#define BLKIF_INTERFACE_STATUS_DISCONNECTED 1
#define BLKIF_INTERFACE_STATUS_CONNECTED    2
#define BLKIF_INTERFACE_STATUS_CHANGED	    3
#define BLKIF_DRIVER_STATUS_DOWN	    0
#define BLKIF_DRIVER_STATUS_UP		    1

/* CMSG_BLKIF_BE, and what it answers. */
#define CMSG_BLKIF_BE_CREATE		    0
#define CMSG_BLKIF_BE_DESTROY		    1
#define CMSG_BLKIF_BE_CONNECT		    2
#define CMSG_BLKIF_BE_DISCONNECT	    3
#define CMSG_BLKIF_BE_VBD_CREATE	    4
#define CMSG_BLKIF_BE_VBD_DESTROY	    5
#define CMSG_BLKIF_BE_DRIVER_STATUS	    32

#define BLKIF_BE_STATUS_OKAY		    0
#define BLKIF_BE_STATUS_ERROR		    1
#define BLKIF_BE_STATUS_INTERFACE_EXISTS    2
#define BLKIF_BE_STATUS_INTERFACE_NOT_FOUND 3
#define BLKIF_BE_STATUS_INTERFACE_CONNECTED 4
#define BLKIF_BE_STATUS_VBD_EXISTS	    5
#define BLKIF_BE_STATUS_VBD_NOT_FOUND	    6
#define BLKIF_BE_STATUS_OUT_OF_MEMORY	    7
#define BLKIF_BE_STATUS_PHYSDEV_NOT_FOUND   8
#define BLKIF_BE_STATUS_MAPPING_ERROR	    9

/* Initialiser of an array of strings, index = BLKIF_BE_STATUS_*. */
#define BLKIF_BE_STATUS_ERRORS                                                    \
	{                                                                         \
		"Okay", "Non-specific error", "Interface already exists",         \
			"Interface not found", "Interface is still connected",    \
			"VBD already exists", "VBD not found", "Out of memory",   \
			"Extent not found for VBD", "Could not map domain memory" \
	}

/* CMSG_NETIF_FE */
#define CMSG_NETIF_FE_INTERFACE_STATUS	    0
#define CMSG_NETIF_FE_DRIVER_STATUS	    32
#define CMSG_NETIF_FE_INTERFACE_CONNECT	    33
#define CMSG_NETIF_FE_INTERFACE_DISCONNECT  34
#define CMSG_NETIF_FE_INTERFACE_QUERY	    35

#define NETIF_INTERFACE_STATUS_CLOSED	    0
#define NETIF_INTERFACE_STATUS_DISCONNECTED 1
#define NETIF_INTERFACE_STATUS_CONNECTED    2
#define NETIF_INTERFACE_STATUS_CHANGED	    3
#define NETIF_DRIVER_STATUS_DOWN	    0
#define NETIF_DRIVER_STATUS_UP		    1

/* CMSG_NETIF_BE, and what it answers. */
#define CMSG_NETIF_BE_CREATE		    0
#define CMSG_NETIF_BE_DESTROY		    1
#define CMSG_NETIF_BE_CONNECT		    2
#define CMSG_NETIF_BE_DISCONNECT	    3
#define CMSG_NETIF_BE_CREDITLIMIT	    4
#define CMSG_NETIF_BE_DRIVER_STATUS	    32

#define NETIF_BE_STATUS_OKAY		    0
#define NETIF_BE_STATUS_ERROR		    1
#define NETIF_BE_STATUS_INTERFACE_EXISTS    2
#define NETIF_BE_STATUS_INTERFACE_NOT_FOUND 3
#define NETIF_BE_STATUS_INTERFACE_CONNECTED 4
#define NETIF_BE_STATUS_OUT_OF_MEMORY	    5
#define NETIF_BE_STATUS_MAPPING_ERROR	    6

/* Initialiser of an array of strings, index = NETIF_BE_STATUS_*. */
#define NETIF_BE_STATUS_ERRORS                                                 \
	{                                                                      \
		"Okay", "Non-specific error", "Interface already exists",      \
			"Interface not found", "Interface is still connected", \
			"Out of memory", "Could not map domain memory"         \
	}

/* CMSG_USBIF_FE */
#define CMSG_USBIF_FE_INTERFACE_STATUS_CHANGED 0
#define CMSG_USBIF_FE_DRIVER_STATUS_CHANGED    32
#define CMSG_USBIF_FE_INTERFACE_CONNECT	       33
#define CMSG_USBIF_FE_INTERFACE_DISCONNECT     34

#define USBIF_INTERFACE_STATUS_DESTROYED       0
#define USBIF_INTERFACE_STATUS_DISCONNECTED    1
#define USBIF_INTERFACE_STATUS_CONNECTED       2
#define USBIF_DRIVER_STATUS_DOWN	       0
#define USBIF_DRIVER_STATUS_UP		       1

/* CMSG_USBIF_BE, and what it answers. */
#define CMSG_USBIF_BE_CREATE		    0
#define CMSG_USBIF_BE_DESTROY		    1
#define CMSG_USBIF_BE_CONNECT		    2
#define CMSG_USBIF_BE_DISCONNECT	    3
#define CMSG_USBIF_BE_CLAIM_PORT	    4
#define CMSG_USBIF_BE_RELEASE_PORT	    5
#define CMSG_USBIF_BE_DRIVER_STATUS_CHANGED 32

#define USBIF_BE_STATUS_OKAY		    0
#define USBIF_BE_STATUS_ERROR		    1
#define USBIF_BE_STATUS_INTERFACE_EXISTS    2
#define USBIF_BE_STATUS_INTERFACE_NOT_FOUND 3
#define USBIF_BE_STATUS_INTERFACE_CONNECTED 4
#define USBIF_BE_STATUS_OUT_OF_MEMORY	    7
#define USBIF_BE_STATUS_MAPPING_ERROR	    9

/*
 * Initialiser of an array of strings. Its order is that of NETIF_BE_STATUS_*:
 * it does not fit the last two numbers above, and never did.
 */
#define USBIF_BE_STATUS_ERRORS                                                 \
	{                                                                      \
		"Okay", "Non-specific error", "Interface already exists",      \
			"Interface not found", "Interface is still connected", \
			"Out of memory", "Could not map domain memory"         \
	}

#define USB_PATH_LEN 16 /* bytes that name a port */

/* CMSG_SHUTDOWN: ask the domain to stop. */
#define CMSG_SHUTDOWN_POWEROFF 0
#define CMSG_SHUTDOWN_REBOOT   1
#define CMSG_SHUTDOWN_SUSPEND  2
#define CMSG_SHUTDOWN_SYSRQ    3

/* CMSG_VCPU_HOTPLUG */
#define CMSG_VCPU_HOTPLUG_OFF 0
#define CMSG_VCPU_HOTPLUG_ON  1

/* CMSG_MEM_REQUEST */
#define CMSG_MEM_REQUEST_SET 0

/* CMSG_DEBUG */
#define CMSG_DEBUG_CONNECTION_STATUS 0
#define PDB_CONNECTION_STATUS_UP     1
#define PDB_CONNECTION_STATUS_DOWN   2

#endif /* __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__ */
