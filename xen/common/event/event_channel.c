// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Event channels (xen/event/channel.h). Errors and the order of checks are those of the
 * interface of 2005: abi.tsv, behaviour "event_channel_op", and public/event_channel.h.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event/channel.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <xen/cpu.h>
#include <public/event_channel.h>

#define BUCKET_SIZE (EVTCHNS_PER_BUCKET * sizeof(struct evtchn))

/* A port that may have been used: 0 never is. NULL: no such port. */
static struct evtchn *channel(const struct domain *d, u32 port)
{
	struct evtchn *bucket;

	if (!port || port >= NR_EVENT_CHANNELS)
		return NULL;
	bucket = d->events.bucket[port / EVTCHNS_PER_BUCKET];
	return bucket ? &bucket[port % EVTCHNS_PER_BUCKET] : NULL;
}

/* The same, room for it being made. NULL: no such port, or no memory. */
static struct evtchn *make_channel(struct domain *d, u32 port)
{
	struct evtchn **bucket;

	if (!port || port >= NR_EVENT_CHANNELS)
		return NULL;
	bucket = &d->events.bucket[port / EVTCHNS_PER_BUCKET];
	if (!*bucket)
		*bucket = heap_alloc(BUCKET_SIZE, __alignof__(struct evtchn));
	return channel(d, port);
}

/* A closed port, or -ENOSPC, -ENOMEM. taken: one that does not count as closed. */
static int free_port(struct domain *d, u32 taken)
{
	for (u32 port = 1; port < NR_EVENT_CHANNELS; port++) {
		const struct evtchn *c = make_channel(d, port);

		if (!c)
			return -ENOMEM;
		if (c->state == ECS_CLOSED && port != taken)
			return (int)port;
	}
	return -ENOSPC;
}

static bool test_pending(const struct domain *d, u32 port)
{
	return d->events.pending[port / 64] >> port % 64 & 1;
}

static void clear_pending(struct domain *d, u32 port)
{
	d->events.pending[port / 64] &= ~(1ULL << port % 64);
}

static void set_pending(struct domain *d, u32 port)
{
	if (test_pending(d, port))
		return;
	d->events.pending[port / 64] |= 1ULL << port % 64;
	arch_notify_event(d);
	vcpus_wake_for_event(d);
}

bool evtchn_pending(const struct domain *d)
{
	for (u32 i = 0; i < ARRAY_SIZE(d->events.pending); i++)
		if (d->events.pending[i])
			return true;
	return false;
}

static domid_t real_id(const struct vcpu *v, domid_t id)
{
	return id == DOMID_SELF ? v->domain->id : id;
}

static long alloc_unbound(struct vcpu *v, evtchn_alloc_unbound_t *op)
{
	struct domain *d = v->domain;
	domid_t remote = real_id(v, op->dom);
	struct evtchn *c;
	int port = (int)op->port;

	if (!op->port) {
		port = free_port(d, 0);
		if (port < 0)
			return port;
	} else if (op->port >= NR_EVENT_CHANNELS) {
		return -EINVAL;
	}
	c = make_channel(d, (u32)port);
	if (!c)
		return -ENOMEM;
	if (c->state != ECS_CLOSED && !(c->state == ECS_UNBOUND && c->unbound == remote))
		return -EINVAL;
	*c = (struct evtchn){ .state = ECS_UNBOUND, .vcpu = c->vcpu, .unbound = remote };
	op->port = (u32)port;
	return 0;
}

/* One side of a connection that is being made. */
struct end {
	struct domain *d;
	u32 asked; /* the port that was named, 0: any */
	u32 port;
};

/* Whether a is connected with b already; b->port becomes the port that it has there. */
static bool is_connected(const struct end *a, struct end *b)
{
	const struct evtchn *c = channel(a->d, a->port);

	if (c->state != ECS_INTERDOMAIN || c->remote.domain != b->d ||
	    (b->asked && c->remote.port != b->asked))
		return false;
	b->port = c->remote.port;
	return true;
}

/* Whether a is free, or offered to b's domain. */
static bool may_connect(const struct end *a, const struct end *b)
{
	const struct evtchn *c = channel(a->d, a->port);

	return c->state == ECS_CLOSED ||
	       (c->state == ECS_UNBOUND && c->unbound == b->d->id);
}

static long choose_port(struct end *e, u32 taken)
{
	int port;

	if (e->asked) {
		e->port = e->asked;
		if (e->asked >= NR_EVENT_CHANNELS)
			return -EINVAL;
		return make_channel(e->d, e->asked) ? 0 : -ENOMEM;
	}
	port = free_port(e->d, taken);
	if (port < 0)
		return port;
	e->port = (u32)port;
	return 0;
}

static void connect_end(const struct end *e, const struct end *other)
{
	struct evtchn *c = channel(e->d, e->port);

	*c = (struct evtchn){ .state = ECS_INTERDOMAIN,
			      .vcpu = c->vcpu,
			      .remote = { other->d, other->port } };
	domain_get(other->d);
}

static long bind_ends(const struct vcpu *v, struct end *a, struct end *b)
{
	long ret = choose_port(a, 0);

	if (ret)
		return ret;
	/* The two ends of a domain with itself are two ports. */
	ret = choose_port(b, a->d == b->d ? a->port : 0);
	if (ret)
		return ret;
	if (a->d == b->d && a->port == b->port)
		return -EINVAL;
	if (is_connected(a, b) || is_connected(b, a))
		return 0;
	if (!may_connect(a, b) || !may_connect(b, a))
		return -EINVAL;
	/* A domain is connected only at ports that it has offered. */
	if (!v->domain->privileged && channel(b->d, b->port)->state == ECS_CLOSED &&
	    b->d != v->domain)
		return -EPERM;
	connect_end(a, b);
	connect_end(b, a);
	return 0;
}

static long bind_interdomain(struct vcpu *v, evtchn_bind_interdomain_t *op)
{
	struct end a = { .asked = op->port1 }, b = { .asked = op->port2 };
	long ret = domain_find_target(v, op->dom1, &a.d);

	if (ret)
		return ret;
	b.d = domain_find(real_id(v, op->dom2));
	if (!b.d || domain_is_dying(b.d))
		return -ESRCH;
	ret = bind_ends(v, &a, &b);
	if (ret)
		return ret;
	op->port1 = a.port;
	op->port2 = b.port;
	return 0;
}

static long bind_virq(struct vcpu *v, evtchn_bind_virq_t *op)
{
	int port;

	if (op->virq >= NR_VIRQS)
		return -EINVAL;
	if (!v->virq_port[op->virq]) {
		port = free_port(v->domain, 0);
		if (port < 0)
			return port;
		*channel(v->domain, (u32)port) = (struct evtchn){ .state = ECS_VIRQ,
								  .vcpu = (u8)v->id,
								  .virq = op->virq };
		v->virq_port[op->virq] = (u16)port;
	}
	op->port = v->virq_port[op->virq];
	return 0;
}

static long bind_ipi(struct vcpu *v, evtchn_bind_ipi_t *op)
{
	int port = free_port(v->domain, 0);

	if (port < 0)
		return port;
	*channel(v->domain, (u32)port) =
		(struct evtchn){ .state = ECS_IPI, .vcpu = (u8)v->id };
	op->port = (u32)port;
	return 0;
}

/* The domain that is, or may be, at the other end; NULL: none, or it is gone. */
static struct domain *peer(const struct evtchn *c)
{
	switch (c->state) {
	case ECS_UNBOUND:
		return domain_find(c->unbound);
	case ECS_INTERDOMAIN:
		return c->remote.domain;
	default:
		return NULL;
	}
}

static long close_port(struct domain *d, u32 port)
{
	struct evtchn *c = channel(d, port), closed;
	struct domain *remote;

	if (!c || c->state == ECS_CLOSED)
		return -EINVAL;
	closed = *c;
	remote = peer(&closed);
	if (remote)
		domain_watch_end(remote, d, port);
	if (closed.state == ECS_VIRQ)
		d->vcpu[closed.vcpu]->virq_port[closed.virq] = 0;
	*c = (struct evtchn){ .state = ECS_CLOSED };
	clear_pending(d, port);
	if (remote && closed.state == ECS_INTERDOMAIN) {
		struct evtchn *other = channel(remote, closed.remote.port);

		*other = (struct evtchn){ .state = ECS_UNBOUND,
					  .vcpu = other->vcpu,
					  .unbound = d->id };
		domain_put(d);
		domain_put(remote);
	}
	return 0;
}

static long evtchn_close(struct vcpu *v, evtchn_close_t *op)
{
	struct domain *d;
	long ret = domain_find_target(v, op->dom, &d);

	return ret ? ret : close_port(d, op->port);
}

static long evtchn_send(struct vcpu *v, evtchn_send_t *op)
{
	const struct evtchn *c = channel(v->domain, op->local_port);

	if (!c)
		return -EINVAL;
	switch (c->state) {
	case ECS_INTERDOMAIN:
		set_pending(c->remote.domain, c->remote.port);
		return 0;
	case ECS_IPI:
		set_pending(v->domain, op->local_port);
		return 0;
	default:
		return -EINVAL;
	}
}

static long status(struct vcpu *v, evtchn_status_t *op)
{
	static const u32 public_state[] = {
		[ECS_CLOSED] = EVTCHNSTAT_closed,
		[ECS_UNBOUND] = EVTCHNSTAT_unbound,
		[ECS_INTERDOMAIN] = EVTCHNSTAT_interdomain,
		[ECS_VIRQ] = EVTCHNSTAT_virq,
		[ECS_IPI] = EVTCHNSTAT_ipi,
	};
	const struct evtchn *c;
	struct domain *d;
	long ret = domain_find_target(v, op->dom, &d);

	if (ret)
		return ret;
	if (op->port >= NR_EVENT_CHANNELS)
		return -EINVAL;
	c = channel(d, op->port);
	op->status = c ? public_state[c->state] : EVTCHNSTAT_closed;
	op->vcpu = c ? c->vcpu : 0;
	if (op->status == EVTCHNSTAT_unbound)
		op->u.unbound.dom = c->unbound;
	if (op->status == EVTCHNSTAT_interdomain) {
		op->u.interdomain.dom = c->remote.domain->id;
		op->u.interdomain.port = (u16)c->remote.port;
	}
	if (op->status == EVTCHNSTAT_virq)
		op->u.virq = c->virq;
	return 0;
}

/* A virtual interrupt or an IPI belongs to the vCPU that has bound it. */
static long bind_vcpu(struct vcpu *v, evtchn_bind_vcpu_t *op)
{
	struct evtchn *c = channel(v->domain, op->port);

	if (op->vcpu >= v->domain->nr_vcpus || !c)
		return -EINVAL;
	if (c->state != ECS_UNBOUND && c->state != ECS_INTERDOMAIN)
		return -EINVAL;
	c->vcpu = (u8)op->vcpu;
	return 0;
}

static long take(struct vcpu *v, evtchn_ppc_take_t *op)
{
	struct domain *d = v->domain;

	op->port = 0;
	for (u32 i = 0; i < ARRAY_SIZE(d->events.pending) && !op->port; i++)
		if (d->events.pending[i])
			op->port = i * 64 + (u32)__builtin_ctzll(d->events.pending[i]);
	if (op->port)
		clear_pending(d, op->port);
	return 0;
}

/* These return nothing in the op, and their callers' op may be read-only. */
static bool has_answer(u32 cmd)
{
	return cmd != EVTCHNOP_close && cmd != EVTCHNOP_send && cmd != EVTCHNOP_bind_vcpu;
}

/* arg: the op. All of its bytes must be memory before anything is done. */
long do_event_channel_op(const struct caller *caller, const u64 *arg)
{
	struct vcpu *v = caller->vcpu;
	evtchn_op_t op;
	long ret;

	if (!copy_from_guest(caller, &op, arg[0], sizeof(op)))
		return -EFAULT;
	switch (op.cmd) {
	case EVTCHNOP_alloc_unbound:
		ret = alloc_unbound(v, &op.u.alloc_unbound);
		break;
	case EVTCHNOP_bind_interdomain:
		ret = bind_interdomain(v, &op.u.bind_interdomain);
		break;
	case EVTCHNOP_bind_virq:
		ret = bind_virq(v, &op.u.bind_virq);
		break;
	case EVTCHNOP_bind_ipi:
		ret = bind_ipi(v, &op.u.bind_ipi);
		break;
	case EVTCHNOP_bind_pirq:
		return -EINVAL; /* no interrupt of the machine is a domain's */
	case EVTCHNOP_close:
		ret = evtchn_close(v, &op.u.close);
		break;
	case EVTCHNOP_send:
		ret = evtchn_send(v, &op.u.send);
		break;
	case EVTCHNOP_status:
		ret = status(v, &op.u.status);
		break;
	case EVTCHNOP_bind_vcpu:
		ret = bind_vcpu(v, &op.u.bind_vcpu);
		break;
	case EVTCHNOP_ppc_take:
		ret = take(v, &op.u.ppc_take);
		break;
	default:
		return -ENOSYS;
	}
	if (!ret && has_answer(op.cmd) && !copy_to_guest(caller, arg[0], &op, sizeof(op)))
		return -EFAULT;
	return ret;
}

void send_virq(struct vcpu *v, u32 virq)
{
	if (v->virq_port[virq])
		set_pending(v->domain, v->virq_port[virq]);
}

void send_dom0_virq(u32 virq)
{
	struct domain *d = domain_find(0);

	if (d)
		send_virq(d->vcpu[0], virq);
}

bool evtchn_is_for(const struct domain *d, u32 port, const struct domain *remote)
{
	const struct evtchn *c = channel(d, port);

	return c && peer(c) == remote;
}

void evtchn_raise(struct domain *d, u32 port)
{
	set_pending(d, port);
}

bool evtchn_destroy(struct domain *d, u64 stay_end)
{
	for (u32 i = 0; i < EVTCHN_BUCKETS; i++) {
		if (!d->events.bucket[i])
			continue;
		for (u32 j = 0; j < EVTCHNS_PER_BUCKET; j++)
			close_port(d, i * EVTCHNS_PER_BUCKET + j);
		heap_free(d->events.bucket[i], BUCKET_SIZE);
		d->events.bucket[i] = NULL;
		if (preempt_wanted(stay_end))
			return false;
	}
	return true;
}
