// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xcs: opens the interface, becomes a daemon with the handle, connects to a
 * domain through an event channel and a control interface, and waits for the event of a
 * domain's end. It creates the domain and plays its part itself. xcs finds the control
 * interface in the shared_info page; this hypervisor's domains have none, so the domain's
 * first frame is used instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <errno.h>
#include <xc.h>
#include <xen/xen.h>
#include <xen/io/domain_controller.h>
#include <xen/linux/privcmd.h>
#include <sys/time.h>

#include "evtchn.h"

/* Size of a machine page frame. */
#define PAGE_SIZE XC_PAGE_SIZE

/* Offset of the control interface in a shared_info page. */
#define CONTROL_IF 2048

typedef struct {
	u32 remote_dom;
	int local_port;
	int remote_port;
	control_if_t *interface;
	ctrl_back_ring_t tx_ring;
	ctrl_front_ring_t rx_ring;
} control_channel_t;

static int xc_handle = -1;

static void die(const char *what)
{
	printf("switch: %s: %s\n", what, strerror(errno));
	exit(1);
}

static control_if_t *map_control_interface(u32 dom)
{
	unsigned long frame;
	xc_dominfo_t info;
	char *vaddr;

	if (xc_domain_getinfo(xc_handle, dom, 1, &info) != 1 || info.domid != dom)
		die("no such domain");
	if (xc_map_foreign_range(xc_handle, dom, PAGE_SIZE, PROT_READ | PROT_WRITE,
				 info.shared_info_frame) != NULL)
		die("there is a shared_info page: use it");
	if (xc_get_pfn_list(xc_handle, dom, &frame, 1) != 1)
		die("it has no memory");
	vaddr = xc_map_foreign_range(xc_handle, dom, PAGE_SIZE, PROT_READ | PROT_WRITE,
				     frame);
	if (!vaddr)
		die("cannot map its frame");
	return (control_if_t *)(vaddr + CONTROL_IF);
}

static void unmap_control_interface(control_if_t *c)
{
	if (munmap((char *)c - CONTROL_IF, PAGE_SIZE) != 0)
		die("cannot unmap");
}

static void connect_channel(control_channel_t *cc, u32 dom)
{
	memset(cc, 0, sizeof(*cc));
	cc->remote_dom = dom;
	if (xc_evtchn_bind_interdomain(xc_handle, DOMID_SELF, dom, &cc->local_port,
				       &cc->remote_port) != 0)
		die("cannot connect to the domain");
	cc->interface = map_control_interface(dom);
	BACK_RING_ATTACH(&cc->tx_ring, &cc->interface->tx_ring, CONTROL_RING_MEM);
	FRONT_RING_ATTACH(&cc->rx_ring, &cc->interface->rx_ring, CONTROL_RING_MEM);
}

static void write_request(control_channel_t *cc, const control_msg_t *msg)
{
	if (RING_FULL(&cc->rx_ring))
		die("the ring is full");
	memcpy(RING_GET_REQUEST(&cc->rx_ring, cc->rx_ring.req_prod_pvt), msg,
	       sizeof(*msg));
	wmb();
	cc->rx_ring.req_prod_pvt++;
	RING_PUSH_REQUESTS(&cc->rx_ring);
	if (xc_evtchn_send(xc_handle, cc->local_port) != 0)
		die("cannot send an event");
}

/* The domain's side, through a mapping of its own: take the request and answer. */
static void play_domain(u32 dom)
{
	control_if_t *interface = map_control_interface(dom);
	ctrl_back_ring_t ring;
	control_msg_t msg;

	BACK_RING_INIT(&ring, &interface->rx_ring, CONTROL_RING_MEM);
	if (!RING_HAS_UNCONSUMED_REQUESTS(&ring))
		die("the request did not arrive");
	rmb();
	msg = *RING_GET_REQUEST(&ring, ring.req_cons++);
	msg.msg[0]++;
	*RING_GET_RESPONSE(&ring, ring.rsp_prod_pvt++) = msg;
	RING_PUSH_RESPONSES(&ring);
	unmap_control_interface(interface);
}

static int read_response(control_channel_t *cc)
{
	if (!RING_HAS_UNCONSUMED_RESPONSES(&cc->rx_ring))
		die("no answer");
	rmb();
	return RING_GET_RESPONSE(&cc->rx_ring, cc->rx_ring.rsp_cons++)->msg[0];
}

static u32 make_domain(void)
{
	u32 dom = 0;

	if (xc_domain_create(xc_handle, 0, &dom) != 0 ||
	    xc_domain_memory_increase_reservation(xc_handle, dom, 65536) != 0)
		die("cannot make a domain");
	return dom;
}

static void daemon_main(void)
{
	const control_msg_t msg = { CMSG_SHUTDOWN, CMSG_SHUTDOWN_SYSRQ, 1, 1, { 's' } };
	control_channel_t cc;
	int evtchn_fd, virq_port = -1, answer, virq;

	evtchn_fd = evtchn_open(O_NONBLOCK);
	if (evtchn_fd < 0)
		die("no event channel device");
	if (xc_evtchn_bind_virq(xc_handle, VIRQ_DOM_EXC, &virq_port) != 0 ||
	    ioctl(evtchn_fd, EVTCHN_BIND, virq_port) != 0)
		die("cannot bind the virtual interrupt");
	connect_channel(&cc, make_domain());
	if (ioctl(evtchn_fd, EVTCHN_BIND, cc.local_port) != 0)
		die("cannot bind the port");
	write_request(&cc, &msg);
	play_domain(cc.remote_dom);
	answer = read_response(&cc);
	unmap_control_interface(cc.interface);
	if (ioctl(evtchn_fd, EVTCHN_UNBIND, cc.local_port) != 0 ||
	    xc_evtchn_close(xc_handle, DOMID_SELF, cc.local_port) != 0)
		die("cannot close the channel");
	if (xc_domain_destroy(xc_handle, cc.remote_dom) != 0)
		die("cannot destroy the domain");
	virq = evtchn_wait(evtchn_fd);
	printf("request %c, answer %c; end of the domain: %s\n", msg.msg[0], answer,
	       virq == virq_port ? "told" : "not told");
}

int main(void)
{
	int status = -1;
	pid_t pid;

	if ((xc_handle = xc_interface_open()) == -1)
		die("no interface");
	pid = fork();
	if (!pid) {
		daemon_main();
		return 0;
	}
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : 1;
}
