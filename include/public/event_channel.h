/* SPDX-License-Identifier: MIT */
/*
 * EVENT_CHANNEL_OP (evtchn_op_t *): one-bit messages between domains, from the
 * hypervisor, and between the virtual CPUs of a domain.
 *
 * A bad address gives -EFAULT, an unknown cmd -ENOSYS, both before anything is
 * done. Fields are written back only when the result is 0. The includer has
 * included xen.h.
 */
#ifndef __XEN_PUBLIC_EVENT_CHANNEL_H__
#define __XEN_PUBLIC_EVENT_CHANNEL_H__

/*
 * Make a port of the caller that `dom` may bind to. With a port: make that one,
 * if it is closed; 0: any. Bad or used port: -EINVAL. None free: -ENOSPC.
 */
#define EVTCHNOP_alloc_unbound 6
typedef struct evtchn_alloc_unbound {
	domid_t dom; /* IN */
	u32 port;    /* IN/OUT */
} evtchn_alloc_unbound_t;

/*
 * Connect port1 of dom1 with port2 of dom2, either of which may be DOMID_SELF;
 * 0: make one. Unprivileged on behalf of others: -EPERM. No such domain: -ESRCH.
 * Ports that are not waiting for each other: -EINVAL.
 */
#define EVTCHNOP_bind_interdomain 0
typedef struct evtchn_bind_interdomain {
	domid_t dom1; /* IN */
	domid_t dom2; /* IN */
	u32 port1;    /* IN/OUT */
	u32 port2;    /* IN/OUT */
} evtchn_bind_interdomain_t;

/* A port for a virtual interrupt, VIRQ_*. Other numbers: -EINVAL. */
#define EVTCHNOP_bind_virq 1
typedef struct evtchn_bind_virq {
	u32 virq; /* IN */
	u32 port; /* OUT */
} evtchn_bind_virq_t;

/* A port for an interrupt of the machine. */
#define EVTCHNOP_bind_pirq    2
#define BIND_PIRQ__WILL_SHARE 1 /* others may bind it too */
typedef struct evtchn_bind_pirq {
	u32 pirq;  /* IN */
	u32 flags; /* IN: BIND_PIRQ__* */
	u32 port;  /* OUT */
} evtchn_bind_pirq_t;

/* A port by which the caller's virtual CPUs reach the calling one. */
#define EVTCHNOP_bind_ipi 7
typedef struct evtchn_bind_ipi {
	u32 port; /* OUT */
} evtchn_bind_ipi_t;

/* Close a port; one that is connected to it waits for a partner again. */
#define EVTCHNOP_close 3
typedef struct evtchn_close {
	domid_t dom; /* IN: DOMID_SELF, or another's if privileged */
	u32 port;    /* IN */
} evtchn_close_t;

/* Send an event through a connected port. */
#define EVTCHNOP_send 4
typedef struct evtchn_send {
	u32 local_port; /* IN */
} evtchn_send_t;

/* What a port is. */
#define EVTCHNOP_status	       5
#define EVTCHNSTAT_closed      0 /* not in use */
#define EVTCHNSTAT_unbound     1 /* waits for a domain to connect */
#define EVTCHNSTAT_interdomain 2 /* is connected */
#define EVTCHNSTAT_pirq	       3 /* stands for an interrupt of the machine */
#define EVTCHNSTAT_virq	       4 /* stands for a virtual interrupt */
#define EVTCHNSTAT_ipi	       5 /* for the domain's own CPUs */
typedef struct evtchn_status {
	domid_t dom; /* IN:  DOMID_SELF, or another's if privileged */
	u32 port;    /* IN */
	u32 status;  /* OUT: EVTCHNSTAT_* */
	u32 vcpu;    /* OUT: the virtual CPU that is told */
	union {	     /* OUT: by status */
		struct {
			domid_t dom; /* who may connect */
		} unbound;
		struct {
			domid_t dom; /* the partner */
			u32 port;    /* and its port */
		} interdomain;
		u32 pirq;
		u32 virq;
	} u;
} evtchn_status_t;

/* Which virtual CPU of the caller is told. */
#define EVTCHNOP_bind_vcpu 8
typedef struct evtchn_bind_vcpu {
	u32 port; /* IN */
	u32 vcpu; /* IN */
} evtchn_bind_vcpu_t;

/*
 * PowerPC: take the next event. A domain there is an unmodified kernel without a
 * shared_info page; it is told of events by an interrupt (property "interrupts" of node
 * /hypervisor) and asks for them one by one. The event of that port is pending no longer.
 * A new one raises the interrupt again.
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
