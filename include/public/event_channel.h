/* SPDX-License-Identifier: MIT */
/*
 * EVENT_CHANNEL_OP (evtchn_op_t *): one-bit messages between domains, from the
 * hypervisor, and between the virtual CPUs of a domain.
 *
 * A bad address gives -EFAULT, an unknown cmd -ENOSYS, both before anything is
 * done. Fields are written back only if the result is 0. Include xen.h before.
 */
#ifndef __XEN_PUBLIC_EVENT_CHANNEL_H__
#define __XEN_PUBLIC_EVENT_CHANNEL_H__

/*
 * Allocate a port of the caller that `dom` may bind to: the given port, if it is closed,
 * or any if it is 0. Bad or used port: -EINVAL. None free: -ENOSPC.
 */
#define EVTCHNOP_alloc_unbound 6
typedef struct evtchn_alloc_unbound {
	domid_t dom; /* IN */
	u32 port;    /* IN/OUT */
} evtchn_alloc_unbound_t;

/*
 * Connect port1 of dom1 with port2 of dom2; a port of 0 is allocated. Each domain may be
 * DOMID_SELF. Another domain without privilege: -EPERM. No such domain: -ESRCH. Ports
 * that do not wait for each other's domain: -EINVAL.
 */
#define EVTCHNOP_bind_interdomain 0
typedef struct evtchn_bind_interdomain {
	domid_t dom1; /* IN */
	domid_t dom2; /* IN */
	u32 port1;    /* IN/OUT */
	u32 port2;    /* IN/OUT */
} evtchn_bind_interdomain_t;

/* Allocate a port for a virtual interrupt, VIRQ_*. Other numbers: -EINVAL. */
#define EVTCHNOP_bind_virq 1
typedef struct evtchn_bind_virq {
	u32 virq; /* IN */
	u32 port; /* OUT */
} evtchn_bind_virq_t;

/* Allocate a port for an interrupt of the machine. */
#define EVTCHNOP_bind_pirq    2
#define BIND_PIRQ__WILL_SHARE 1 /* other domains may bind it too */
typedef struct evtchn_bind_pirq {
	u32 pirq;  /* IN */
	u32 flags; /* IN: BIND_PIRQ__* */
	u32 port;  /* OUT */
} evtchn_bind_pirq_t;

/* Allocate a port by which the caller's virtual CPUs interrupt the calling one. */
#define EVTCHNOP_bind_ipi 7
typedef struct evtchn_bind_ipi {
	u32 port; /* OUT */
} evtchn_bind_ipi_t;

/* Close a port; the port connected to it becomes unbound. */
#define EVTCHNOP_close 3
typedef struct evtchn_close {
	domid_t dom; /* IN: DOMID_SELF, or another if privileged */
	u32 port;    /* IN */
} evtchn_close_t;

/* Send an event through a connected port. */
#define EVTCHNOP_send 4
typedef struct evtchn_send {
	u32 local_port; /* IN */
} evtchn_send_t;

/* Report a port's state. */
#define EVTCHNOP_status	       5
#define EVTCHNSTAT_closed      0 /* not in use */
#define EVTCHNSTAT_unbound     1 /* waits for a domain to connect */
#define EVTCHNSTAT_interdomain 2 /* is connected */
#define EVTCHNSTAT_pirq	       3 /* bound to an interrupt of the machine */
#define EVTCHNSTAT_virq	       4 /* bound to a virtual interrupt */
#define EVTCHNSTAT_ipi	       5 /* for the domain's own CPUs */
typedef struct evtchn_status {
	domid_t dom; /* IN:  DOMID_SELF, or another's if privileged */
	u32 port;    /* IN */
	u32 status;  /* OUT: EVTCHNSTAT_* */
	u32 vcpu;    /* OUT: the virtual CPU that gets its interrupt */
	union {	     /* OUT: by status */
		struct {
			domid_t dom; /* domain that may connect */
		} unbound;
		struct {
			domid_t dom; /* the partner's domain */
			u32 port;    /* the partner's port */
		} interdomain;
		u32 pirq;
		u32 virq;
	} u;
} evtchn_status_t;

/* Choose the virtual CPU of the caller that gets the port's events. */
#define EVTCHNOP_bind_vcpu 8
typedef struct evtchn_bind_vcpu {
	u32 port; /* IN */
	u32 vcpu; /* IN */
} evtchn_bind_vcpu_t;

/*
 * PowerPC: take the next event. Domains are unmodified kernels without a shared_info
 * page: an interrupt (property "interrupts" of node /hypervisor) signals events, and the
 * domain takes them one by one. The event taken is no longer pending; a new one raises
 * the interrupt again.
 */
#define EVTCHNOP_ppc_take 0x1000
typedef struct evtchn_ppc_take {
	u32 port; /* OUT: lowest port with an event; 0: none */
} evtchn_ppc_take_t;

typedef struct evtchn_op {
	u32 cmd; /* IN: EVTCHNOP_* */
	union {
		evtchn_alloc_unbound_t alloc_unbound;
		evtchn_bind_interdomain_t bind_interdomain;
		evtchn_bind_virq_t bind_virq;
		evtchn_bind_pirq_t bind_pirq;
		evtchn_bind_ipi_t bind_ipi;
		evtchn_close_t close;
		evtchn_send_t send;
		evtchn_status_t status;
		evtchn_bind_vcpu_t bind_vcpu;
		evtchn_ppc_take_t ppc_take;
	} u;
} evtchn_op_t;

#endif /* __XEN_PUBLIC_EVENT_CHANNEL_H__ */
