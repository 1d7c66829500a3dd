// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for the Python binding xu: sets and reads fields of the messages of the
 * control interface, by name, in the bytes of a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <xc.h>

#include <xen/xen.h>
#include <xen/io/domain_controller.h>
#include <xen/linux/privcmd.h>

#define PAGE_SIZE 4096

static control_msg_t msg;
static unsigned int fields, types, wrong;

/* Check that every value is read back as it was set, and that the structure fits. */
#define FIELD(_struct, _field, _ctype)                                  \
	do {                                                            \
		_ctype value = (_ctype)(0x1234567 + fields++);          \
		((_struct *)&msg.msg[0])->_field = value;               \
		msg.length = sizeof(_struct);                           \
		if (((_struct *)&msg.msg[0])->_field != value ||        \
		    sizeof(((_struct *)0)->_field) != sizeof(_ctype) || \
		    sizeof(_struct) > sizeof(msg.msg)) {                \
			wrong++;                                        \
			printf("%s.%s is wrong\n", #_struct, #_field);  \
		}                                                       \
	} while (0)

#define TYPE(_type, _subtype)     \
	msg.type = (_type);       \
	msg.subtype = (_subtype); \
	types++

static void block_devices(void)
{
	TYPE(CMSG_BLKIF_FE, CMSG_BLKIF_FE_INTERFACE_STATUS);
	FIELD(blkif_fe_interface_status_t, handle, u32);
	FIELD(blkif_fe_interface_status_t, status, u32);
	FIELD(blkif_fe_interface_status_t, evtchn, u16);
	FIELD(blkif_fe_interface_status_t, domid, u16);
	TYPE(CMSG_BLKIF_FE, CMSG_BLKIF_FE_DRIVER_STATUS);
	FIELD(blkif_fe_driver_status_t, status, u32);
	FIELD(blkif_fe_driver_status_t, max_handle, u32);
	TYPE(CMSG_BLKIF_FE, CMSG_BLKIF_FE_INTERFACE_CONNECT);
	FIELD(blkif_fe_interface_connect_t, handle, u32);
	FIELD(blkif_fe_interface_connect_t, shmem_frame, memory_t);
	FIELD(blkif_fe_interface_connect_t, shmem_ref, int);
	TYPE(CMSG_BLKIF_FE, CMSG_BLKIF_FE_INTERFACE_DISCONNECT);
	FIELD(blkif_fe_interface_disconnect_t, handle, u32);
	TYPE(CMSG_BLKIF_FE, CMSG_BLKIF_FE_INTERFACE_QUERY);
	FIELD(blkif_fe_interface_query_t, status, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_CREATE);
	FIELD(blkif_be_create_t, domid, u16);
	FIELD(blkif_be_create_t, blkif_handle, u32);
	FIELD(blkif_be_create_t, status, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_DESTROY);
	FIELD(blkif_be_destroy_t, blkif_handle, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_CONNECT);
	FIELD(blkif_be_connect_t, shmem_frame, memory_t);
	FIELD(blkif_be_connect_t, shmem_ref, int);
	FIELD(blkif_be_connect_t, evtchn, u32);
	FIELD(blkif_be_connect_t, status, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_DISCONNECT);
	FIELD(blkif_be_disconnect_t, status, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_VBD_CREATE);
	FIELD(blkif_be_vbd_create_t, pdevice, blkif_pdev_t);
	FIELD(blkif_be_vbd_create_t, dev_handle, u32);
	FIELD(blkif_be_vbd_create_t, vdevice, blkif_vdev_t);
	FIELD(blkif_be_vbd_create_t, readonly, u16);
	FIELD(blkif_be_vbd_create_t, status, u32);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_VBD_DESTROY);
	FIELD(blkif_be_vbd_destroy_t, vdevice, blkif_vdev_t);
	TYPE(CMSG_BLKIF_BE, CMSG_BLKIF_BE_DRIVER_STATUS);
	FIELD(blkif_be_driver_status_t, status, u32);
}

static void networks(void)
{
	TYPE(CMSG_NETIF_FE, CMSG_NETIF_FE_INTERFACE_STATUS);
	FIELD(netif_fe_interface_status_t, evtchn, u16);
	FIELD(netif_fe_interface_status_t, mac[5], u8);
	FIELD(netif_fe_interface_status_t, domid, u16);
	TYPE(CMSG_NETIF_FE, CMSG_NETIF_FE_DRIVER_STATUS);
	FIELD(netif_fe_driver_status_t, max_handle, u32);
	TYPE(CMSG_NETIF_FE, CMSG_NETIF_FE_INTERFACE_CONNECT);
	FIELD(netif_fe_interface_connect_t, tx_shmem_frame, memory_t);
	FIELD(netif_fe_interface_connect_t, rx_shmem_frame, memory_t);
	TYPE(CMSG_NETIF_FE, CMSG_NETIF_FE_INTERFACE_DISCONNECT);
	FIELD(netif_fe_interface_disconnect_t, handle, u32);
	TYPE(CMSG_NETIF_FE, CMSG_NETIF_FE_INTERFACE_QUERY);
	FIELD(netif_fe_interface_query_t, mac[0], u8);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_CREATE);
	FIELD(netif_be_create_t, netif_handle, u32);
	FIELD(netif_be_create_t, mac[0], u8);
	FIELD(netif_be_create_t, be_mac[5], u8);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_DESTROY);
	FIELD(netif_be_destroy_t, status, u32);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_CREDITLIMIT);
	FIELD(netif_be_creditlimit_t, credit_bytes, u32);
	FIELD(netif_be_creditlimit_t, period_usec, u32);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_CONNECT);
	FIELD(netif_be_connect_t, tx_shmem_frame, memory_t);
	FIELD(netif_be_connect_t, rx_shmem_frame, memory_t);
	FIELD(netif_be_connect_t, evtchn, u16);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_DISCONNECT);
	FIELD(netif_be_disconnect_t, domid, u16);
	TYPE(CMSG_NETIF_BE, CMSG_NETIF_BE_DRIVER_STATUS);
	FIELD(netif_be_driver_status_t, status, u32);
}

static void usb(void)
{
	TYPE(CMSG_USBIF_FE, CMSG_USBIF_FE_INTERFACE_STATUS_CHANGED);
	FIELD(usbif_fe_interface_status_changed_t, bandwidth, u32);
	FIELD(usbif_fe_interface_status_changed_t, num_ports, u32);
	TYPE(CMSG_USBIF_FE, CMSG_USBIF_FE_DRIVER_STATUS_CHANGED);
	FIELD(usbif_fe_driver_status_changed_t, status, u32);
	TYPE(CMSG_USBIF_FE, CMSG_USBIF_FE_INTERFACE_CONNECT);
	FIELD(usbif_fe_interface_connect_t, shmem_frame, memory_t);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_CREATE);
	FIELD(usbif_be_create_t, status, u32);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_DESTROY);
	FIELD(usbif_be_destroy_t, domid, domid_t);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_CONNECT);
	FIELD(usbif_be_connect_t, evtchn, u32);
	FIELD(usbif_be_connect_t, bandwidth, u32);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_DISCONNECT);
	FIELD(usbif_be_disconnect_t, status, u32);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_CLAIM_PORT);
	FIELD(usbif_be_claim_port_t, usbif_port, u32);
	FIELD(usbif_be_claim_port_t, path[USB_PATH_LEN - 1], char);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_RELEASE_PORT);
	FIELD(usbif_be_release_port_t, path[0], char);
	TYPE(CMSG_USBIF_BE, CMSG_USBIF_BE_DRIVER_STATUS_CHANGED);
	FIELD(usbif_be_driver_status_changed_t, status, u32);
}

int main(void)
{
	block_devices();
	networks();
	usb();
	TYPE(CMSG_SHUTDOWN, CMSG_SHUTDOWN_SYSRQ);
	FIELD(shutdown_sysrq_t, key, char);
	TYPE(CMSG_VCPU_HOTPLUG, CMSG_VCPU_HOTPLUG_OFF);
	FIELD(vcpu_hotplug_t, vcpu, u32);
	TYPE(CMSG_MEM_REQUEST, CMSG_MEM_REQUEST_SET);
	FIELD(mem_request_t, target, u32);
	TYPE(CMSG_DEBUG, CMSG_DEBUG_CONNECTION_STATUS);
	FIELD(pdb_connection_t, ring, memory_t);
	printf("messages: %u types, %u fields, %u wrong\n", types, fields, wrong);
	return wrong != 0;
}
