// SPDX-License-Identifier: GPL-2.0-or-later
/* What runs, waits and is sent: the scheduler's lists, timers, events, interrupts. */
#include <xen/cpu.h>
#include <xen/lib.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/xics.h>

#include "fuzz.h"

/* ---- vCPUs ---- */

static void check_vcpus(const struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		const struct vcpu *v = d->vcpu[i];

		if (v->domain != d || v->id != i)
			found("domain %u: its vCPU %u is another's", d->id, i);
		if (vcpu_is_running(v) && get_current() != v)
			found("domain %u vCPU %u runs, and is not the current one", d->id,
			      i);
		if (vcpu_is_running(v) && !vcpu_runnable(v) && !need_resched())
			found("domain %u vCPU %u runs although it cannot", d->id, i);
		if ((v->run_state & VCPU_WAITS_FOR_EVENT) &&
		    !(v->run_state & VCPU_BLOCKED))
			found("domain %u vCPU %u waits for an event and is not blocked",
			      d->id, i);
	}
}

/* ---- shares ---- */

/* Each share has those vCPUs that are placed on its CPU. */
static void check_shares(const struct domain *d)
{
	for (const struct share *s = d->shares; s; s = s->sibling) {
		u32 runnable = 0;

		if (s->domain != d)
			found("domain %u: its share is another's", d->id);
		for (u32 i = 0; i < d->nr_vcpus; i++)
			runnable += d->vcpu[i]->share == s && vcpu_runnable(d->vcpu[i]);
		if (runnable != s->runnable)
			found("domain %u: %u vCPUs can run, and the scheduler has %u",
			      d->id, runnable, s->runnable);
		if (s->last_vcpu >= d->nr_vcpus)
			found("domain %u: its last turn was vCPU %u's, of %u", d->id,
			      s->last_vcpu, d->nr_vcpus);
	}
}

/* The CPU's list has all that can run, by rising number, and no other. */
static void check_shares_of_cpu(const struct cpu *cpu)
{
	const struct share *s = cpu->sched.shares;
	const struct domain *d;

	for_each_domain (d)
		for (const struct share *of = d->shares; of; of = of->sibling) {
			if (of->cpu != cpu || !of->runnable)
				continue;
			if (s != of)
				found("domain %u is not at its place among those that "
				      "can run",
				      d->id);
			s = s->next;
		}
	if (s)
		found("domain %u cannot run, and is among those that can", s->domain->id);
}

/* ---- timers ---- */

static bool is_timer(const struct timer *timer)
{
	const struct domain *d;

	for_each_domain (d) {
		/* Of a kernel that has failed: it asks again while the domain is paused.
		 */
		if (timer == &d->arch.failed_timer)
			return true;
		for (u32 i = 0; i < d->nr_vcpus; i++)
			if (timer == &d->vcpu[i]->wake_timer ||
			    timer == &d->vcpu[i]->virq_timer) {
				if (domain_is_paused(d) || domain_is_dying(d))
					found("a timer of domain %u runs, though it is "
					      "paused or dying",
					      d->id);
				return true;
			}
	}
	return false;
}

static void check_timers(void)
{
	struct timer *const *link = &this_cpu()->sched.timers;
	u64 before = 0;

	for (const struct timer *t = *link; t; link = &t->next, t = t->next) {
		if (t->link != link)
			found("a timer does not know what points at it");
		if (!is_timer(t))
			found("a timer in the queue is no domain's");
		if (t->expiry < before || t->expiry == TIMER_NEVER)
			found("a timer at %#llx stands behind one at %#llx", t->expiry,
			      before);
		before = t->expiry;
	}
}

/* A vCPU that waits is woken when its decrementer expires. */
static void check_wake_timers(const struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		const struct vcpu *v = d->vcpu[i];
		bool waits = v->run_state & VCPU_BLOCKED && !vcpu_is_running(v) &&
			     !domain_is_paused(d) && !domain_is_dying(d);

		if (waits && !v->wake_timer.link && v->arch.dec_expiry != DEC_NEVER)
			found("domain %u vCPU %u waits without a timer", d->id, i);
		if (!(v->run_state & VCPU_BLOCKED) && v->wake_timer.link)
			found("domain %u vCPU %u does not wait, and has a timer", d->id,
			      i);
	}
}

/* ---- events ---- */

static const struct evtchn *channel(const struct domain *d, u32 port)
{
	const struct evtchn *bucket =
		port < NR_EVENT_CHANNELS ? d->events.bucket[port / EVTCHNS_PER_BUCKET]
					 : NULL;

	return bucket ? &bucket[port % EVTCHNS_PER_BUCKET] : NULL;
}

static void check_channel(const struct domain *d, u32 port, const struct evtchn *c)
{
	const struct evtchn *other;

	switch (c->state) {
	case ECS_CLOSED:
	case ECS_UNBOUND:
	case ECS_IPI:
		break;
	case ECS_INTERDOMAIN:
		other = channel(c->remote.domain, c->remote.port);
		if (!other || other->state != ECS_INTERDOMAIN ||
		    other->remote.domain != d || other->remote.port != port)
			found("domain %u port %u: the other end is connected with another",
			      d->id, port);
		break;
	case ECS_VIRQ:
		if (c->vcpu >= d->nr_vcpus || c->virq >= NR_VIRQS ||
		    d->vcpu[c->vcpu]->virq_port[c->virq] != port)
			found("domain %u port %u: its vCPU does not have the interrupt",
			      d->id, port);
		break;
	default:
		found("domain %u port %u: state %u", d->id, port, c->state);
	}
	if (c->vcpu >= d->nr_vcpus)
		found("domain %u port %u: vCPU %u", d->id, port, c->vcpu);
}

static void check_events(const struct domain *d)
{
	for (u32 port = 0; port < NR_EVENT_CHANNELS; port++) {
		const struct evtchn *c = channel(d, port);
		bool pending = d->events.pending[port / 64] >> port % 64 & 1;

		if (pending && (!c || c->state == ECS_CLOSED))
			found("domain %u port %u: an event, and no channel", d->id, port);
		if (c)
			check_channel(d, port, c);
	}
	for (u32 i = 0; i < d->nr_vcpus; i++)
		for (u32 virq = 0; virq < NR_VIRQS; virq++) {
			u32 port = d->vcpu[i]->virq_port[virq];
			const struct evtchn *c = channel(d, port);

			if (port && (!c || c->state != ECS_VIRQ || c->virq != virq ||
				     c->vcpu != i))
				found("domain %u vCPU %u: interrupt %u is not at port %u",
				      d->id, i, virq, port);
		}
	for (u32 i = 0; i < XEN_PPC_WATCHERS; i++) {
		const struct watcher *w = &d->watchers.watcher[i];

		if (w->port && !evtchn_is_for(w->owner, w->port, d))
			found("domain %u is watched by port %u of domain %u, which is not "
			      "for it",
			      d->id, w->port, w->owner->id);
	}
}

/* ---- interrupts ---- */

/* The answer that the guest would get agrees with what the hypervisor goes by. */
static void check_interrupts(const struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		struct vcpu *v = d->vcpu[i];
		u64 gpr[32] = { [4] = i };
		bool pending;

		if (h_ipoll(v, gpr) != H_SUCCESS)
			found("domain %u vCPU %u: H_IPOLL fails", d->id, i);
		pending = gpr[4] & 0xffffff;
		if (pending != v->arch.interrupt_pending)
			found("domain %u vCPU %u: an interrupt is%s pending, it has%s",
			      d->id, i, v->arch.interrupt_pending ? "" : " not",
			      pending ? "" : " none");
		if (pending && v->run_state & VCPU_BLOCKED && !vcpu_is_running(v))
			found("domain %u vCPU %u waits, with an interrupt pending", d->id,
			      i);
	}
}

void check_running(void)
{
	const struct domain *d;

	for_each_domain (d) {
		check_vcpus(d);
		check_shares(d);
		check_wake_timers(d);
		check_events(d);
		check_interrupts(d);
	}
	check_shares_of_cpu(this_cpu());
	check_timers();
}
