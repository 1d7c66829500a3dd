/* SPDX-License-Identifier: MIT */
/*
 * Control interface of 2005: messages between the tools and a domain, through an event
 * channel and two rings in a shared page. The page is the domain's shared_info_t;
 * control_if_t begins 2048 bytes into it. The hypervisor does not use this header.
 * Include xen.h before.
 *
 * After the CMSG_* of each type follow the structures of its messages.
 */
#ifndef __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__
#define __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__

#include "ring.h"

/* A message of 64 bytes. */
typedef struct control_msg {
	u8 type;    /* CMSG_* of the first group below */
	u8 subtype; /* CMSG_* of that type */
	u8 id;	    /* chosen by the sender and copied to the answer */
	u8 length;  /* bytes used of msg */
	u8 msg[60]; /* the structure of type and subtype */
} control_msg_t;

/* Messages in a ring; a power of two. */
#define CONTROL_RING_SIZE 8
typedef u32 CONTROL_RING_IDX;
#define MASK_CONTROL_IDX(_i) ((_i) & (CONTROL_RING_SIZE - 1))
/* Bytes of a ring: two indices and its messages. */
#define CONTROL_RING_MEM (8 + CONTROL_RING_SIZE * 64)

DEFINE_RING_TYPES(ctrl, control_msg_t, control_msg_t)

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

/* Types. BE: for back-end drivers, which serve others; FE: for front-end drivers. */
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
#define CMSG_BLKIF_FE_INTERFACE_STATUS	   0
#define CMSG_BLKIF_FE_DRIVER_STATUS	   32
#define CMSG_BLKIF_FE_INTERFACE_CONNECT	   33
#define CMSG_BLKIF_FE_INTERFACE_DISCONNECT 34
#define CMSG_BLKIF_FE_INTERFACE_QUERY	   35

/* A device number of the domain; also in blkif.h. */
#ifndef blkif_vdev_t
#define blkif_vdev_t u16
#endif
#define blkif_pdev_t			    u32 /* a device number of the machine */

#define BLKIF_INTERFACE_STATUS_CLOSED	    0
#define BLKIF_INTERFACE_STATUS_DISCONNECTED 1
#define BLKIF_INTERFACE_STATUS_CONNECTED    2
#define BLKIF_INTERFACE_STATUS_CHANGED	    3
typedef struct blkif_fe_interface_status {
	u32 handle;
	u32 status;    /* BLKIF_INTERFACE_STATUS_* */
	u16 evtchn;    /* if connected */
	domid_t domid; /* domain that serves it, unless closed */
} blkif_fe_interface_status_t;

#define BLKIF_DRIVER_STATUS_DOWN 0
#define BLKIF_DRIVER_STATUS_UP	 1
typedef struct blkif_fe_driver_status {
	u32 status;	/* IN:  BLKIF_DRIVER_STATUS_* */
	u32 max_handle; /* OUT: the driver asks for interfaces 0 to max_handle */
} blkif_fe_driver_status_t;

typedef struct blkif_fe_interface_connect {
	u32 handle;
	memory_t shmem_frame; /* of the ring */
	int shmem_ref;	      /* or its grant */
} blkif_fe_interface_connect_t;

typedef struct blkif_fe_interface_disconnect {
	u32 handle;
} blkif_fe_interface_disconnect_t;

/* Like blkif_fe_interface_status_t; only the handle is IN. */
typedef struct blkif_fe_interface_query {
	u32 handle;
	u32 status;
	u16 evtchn;
	domid_t domid;
} blkif_fe_interface_query_t;

/* CMSG_BLKIF_BE, and its answers. */
#define CMSG_BLKIF_BE_CREATE	    0
#define CMSG_BLKIF_BE_DESTROY	    1
#define CMSG_BLKIF_BE_CONNECT	    2
#define CMSG_BLKIF_BE_DISCONNECT    3
#define CMSG_BLKIF_BE_VBD_CREATE    4
#define CMSG_BLKIF_BE_VBD_DESTROY   5
#define CMSG_BLKIF_BE_DRIVER_STATUS 32

/* Values of status, OUT in the structures that follow. */
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

/* In all of these, domid and blkif_handle are IN: the interface and its domain. */
typedef struct blkif_be_create {
	domid_t domid;
	u32 blkif_handle;
	u32 status;
} blkif_be_create_t;

typedef struct blkif_be_destroy {
	domid_t domid;
	u32 blkif_handle;
	u32 status;
} blkif_be_destroy_t;

typedef struct blkif_be_connect {
	domid_t domid;
	u32 blkif_handle;
	memory_t shmem_frame; /* of the ring */
	int shmem_ref;	      /* or its grant */
	u32 evtchn;
	u32 status;
} blkif_be_connect_t;

typedef struct blkif_be_disconnect {
	domid_t domid;
	u32 blkif_handle;
	u32 status;
} blkif_be_disconnect_t;

typedef struct blkif_be_vbd_create {
	domid_t domid;
	u32 blkif_handle;
	blkif_pdev_t pdevice;
	u32 dev_handle; /* further identifies pdevice */
	blkif_vdev_t vdevice;
	u16 readonly; /* 0: writable */
	u32 status;
} blkif_be_vbd_create_t;

typedef struct blkif_be_vbd_destroy {
	domid_t domid;
	u32 blkif_handle;
	blkif_vdev_t vdevice;
	u32 status;
} blkif_be_vbd_destroy_t;

typedef struct blkif_be_driver_status {
	u32 status; /* BLKIF_DRIVER_STATUS_* */
} blkif_be_driver_status_t;

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
typedef struct netif_fe_interface_status {
	u32 handle;
	u32 status;    /* NETIF_INTERFACE_STATUS_* */
	u16 evtchn;    /* if connected */
	u8 mac[6];     /* if connected */
	domid_t domid; /* domain that serves it, unless closed */
} netif_fe_interface_status_t;

#define NETIF_DRIVER_STATUS_DOWN 0
#define NETIF_DRIVER_STATUS_UP	 1
typedef struct netif_fe_driver_status {
	u32 status;	/* IN:  NETIF_DRIVER_STATUS_* */
	u32 max_handle; /* OUT: the driver asks for interfaces 0 to max_handle */
} netif_fe_driver_status_t;

typedef struct netif_fe_interface_connect {
	u32 handle;
	memory_t tx_shmem_frame; /* of the two rings */
	memory_t rx_shmem_frame;
} netif_fe_interface_connect_t;

typedef struct netif_fe_interface_disconnect {
	u32 handle;
} netif_fe_interface_disconnect_t;

/* Like netif_fe_interface_status_t; only the handle is IN. */
typedef struct netif_fe_interface_query {
	u32 handle;
	u32 status;
	u16 evtchn;
	u8 mac[6];
	domid_t domid;
} netif_fe_interface_query_t;

/* CMSG_NETIF_BE, and its answers. */
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

/* In all of these, domid and netif_handle are IN: the interface and its domain. */
typedef struct netif_be_create {
	domid_t domid;
	u32 netif_handle;
	u8 mac[6];    /* of the domain's end */
	u8 be_mac[6]; /* of the serving end */
	u32 status;
} netif_be_create_t;

typedef struct netif_be_destroy {
	domid_t domid;
	u32 netif_handle;
	u32 status;
} netif_be_destroy_t;

/* Limit the rate to credit_bytes in each period_usec. */
typedef struct netif_be_creditlimit {
	domid_t domid;
	u32 netif_handle;
	u32 credit_bytes;
	u32 period_usec;
	u32 status;
} netif_be_creditlimit_t;

typedef struct netif_be_connect {
	domid_t domid;
	u32 netif_handle;
	memory_t tx_shmem_frame; /* of the two rings */
	memory_t rx_shmem_frame;
	u16 evtchn;
	u32 status;
} netif_be_connect_t;

typedef struct netif_be_disconnect {
	domid_t domid;
	u32 netif_handle;
	u32 status;
} netif_be_disconnect_t;

typedef struct netif_be_driver_status {
	u32 status; /* NETIF_DRIVER_STATUS_* */
} netif_be_driver_status_t;

/* CMSG_USBIF_FE */
#define CMSG_USBIF_FE_INTERFACE_STATUS_CHANGED 0
#define CMSG_USBIF_FE_DRIVER_STATUS_CHANGED    32
#define CMSG_USBIF_FE_INTERFACE_CONNECT	       33
#define CMSG_USBIF_FE_INTERFACE_DISCONNECT     34

#define USBIF_INTERFACE_STATUS_DESTROYED       0
#define USBIF_INTERFACE_STATUS_DISCONNECTED    1
#define USBIF_INTERFACE_STATUS_CONNECTED       2
typedef struct usbif_fe_interface_status_changed {
	u32 status;    /* USBIF_INTERFACE_STATUS_* */
	u16 evtchn;    /* if connected */
	domid_t domid; /* domain that serves it, unless destroyed */
	u32 bandwidth;
	u32 num_ports;
} usbif_fe_interface_status_changed_t;

#define USBIF_DRIVER_STATUS_DOWN 0
#define USBIF_DRIVER_STATUS_UP	 1
typedef struct usbif_fe_driver_status_changed {
	u32 status; /* USBIF_DRIVER_STATUS_* */
} usbif_fe_driver_status_changed_t;

typedef struct usbif_fe_interface_connect {
	memory_t shmem_frame;
} usbif_fe_interface_connect_t;

/* Empty: has no size in C, one byte in C++. */
__extension__ typedef struct usbif_fe_interface_disconnect {
} usbif_fe_interface_disconnect_t;

/* CMSG_USBIF_BE, and its answers. */
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
 * Initialiser of an array of strings, in the order of NETIF_BE_STATUS_*. As in 2005,
 * it does not match the last two numbers above.
 */
#define USBIF_BE_STATUS_ERRORS                                                 \
	{                                                                      \
		"Okay", "Non-specific error", "Interface already exists",      \
			"Interface not found", "Interface is still connected", \
			"Out of memory", "Could not map domain memory"         \
	}

#define USB_PATH_LEN 16 /* bytes that name a port */

/* In all of these but the last two, domid is IN: the domain of the interface. */
typedef struct usbif_be_create {
	domid_t domid;
	u32 status;
} usbif_be_create_t;

typedef struct usbif_be_destroy {
	domid_t domid;
	u32 status;
} usbif_be_destroy_t;

typedef struct usbif_be_connect {
	domid_t domid;
	memory_t shmem_frame;
	u32 evtchn;
	u32 bandwidth; /* microseconds of each millisecond */
	u32 status;
} usbif_be_connect_t;

typedef struct usbif_be_disconnect {
	domid_t domid;
	u32 status;
} usbif_be_disconnect_t;

/* Give the device at the machine's port `path` to the domain, at its usbif_port. */
typedef struct usbif_be_claim_port {
	domid_t domid;
	u32 usbif_port;
	u32 status;
	char path[USB_PATH_LEN];
} usbif_be_claim_port_t;

typedef struct usbif_be_release_port {
	char path[USB_PATH_LEN];
} usbif_be_release_port_t;

typedef struct usbif_be_driver_status_changed {
	u32 status; /* USBIF_DRIVER_STATUS_* */
} usbif_be_driver_status_changed_t;

/* CMSG_SHUTDOWN: ask the domain to stop. */
#define CMSG_SHUTDOWN_POWEROFF 0
#define CMSG_SHUTDOWN_REBOOT   1
#define CMSG_SHUTDOWN_SUSPEND  2
#define CMSG_SHUTDOWN_SYSRQ    3 /* do not stop, but handle a SysRq key */
typedef struct shutdown_sysrq {
	char key;
} shutdown_sysrq_t;

/* CMSG_VCPU_HOTPLUG */
#define CMSG_VCPU_HOTPLUG_OFF 0
#define CMSG_VCPU_HOTPLUG_ON  1
typedef struct vcpu_hotplug {
	u32 vcpu;   /* IN */
	u32 status; /* OUT */
} vcpu_hotplug_t;

/* CMSG_MEM_REQUEST: set the number of frames that the domain must keep. */
#define CMSG_MEM_REQUEST_SET 0
typedef struct mem_request {
	u32 target; /* IN */
	u32 status; /* OUT */
} mem_request_t;

/* CMSG_DEBUG */
#define CMSG_DEBUG_CONNECTION_STATUS 0
#define PDB_CONNECTION_STATUS_UP     1
#define PDB_CONNECTION_STATUS_DOWN   2
typedef struct pdb_Connection {
	u32 status;    /* PDB_CONNECTION_STATUS_* */
	memory_t ring; /* if up: frame of the ring */
	u32 evtchn;    /* if up */
} pdb_connection_t, *pdb_connection_p;

#endif /* __XEN_PUBLIC_IO_DOMAIN_CONTROLLER_H__ */
