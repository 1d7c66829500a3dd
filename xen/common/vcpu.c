// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The states of vCPUs (xen/vcpu.h). A vCPU's word names each reason why it cannot run;
 * every change of it ends in sched_update(), so that the scheduler knows at once.
 */
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <xen/sched/sched.h>
#include <xen/trace/buffer.h>

static void change(struct vcpu *v, u32 set, u32 clear)
{
	v->run_state = (v->run_state & ~clear) | set;
	sched_update(v);
}

static void wake_timer_expired(struct timer *timer)
{
	struct vcpu *v = container_of(timer, struct vcpu, wake_timer);

	trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
	vcpu_wake(v);
}

static void virq_timer_expired(struct timer *timer)
{
	struct vcpu *v = container_of(timer, struct vcpu, virq_timer);

	v->virq_timer.expiry = TIMER_NEVER;
	trace_vcpu(TRC_SCHED_DOM_TIMER_FN, v);
	send_virq(v, VIRQ_TIMER);
}

int vcpu_create(struct domain *d, bool down)
{
	u32 id = d->nr_vcpus;
	struct vcpu *v;

	if (id == MAX_VIRT_CPUS)
		return -EINVAL;
	v = heap_alloc(sizeof(*v), __alignof__(struct vcpu));
	if (!v)
		return -ENOMEM;
	v->domain = d;
	v->caller = (struct caller){ .vcpu = v, .domain = d };
	v->id = id;
	v->run_state = VCPU_NO_CONTEXT | (down ? VCPU_DOWN : 0);
	v->affinity = ~(cpumap_t)0;
	v->wake_timer.expire = wake_timer_expired;
	v->virq_timer.expire = virq_timer_expired;
	v->virq_timer.expiry = TIMER_NEVER;
	if (sched_place(v)) {
		heap_free(v, sizeof(*v));
		return -ENOMEM;
	}
	arch_vcpu_init(v);
	d->vcpu[id] = v;
	d->nr_vcpus = id + 1;
	return 0;
}

void vcpu_destroy_last(struct domain *d)
{
	struct vcpu *v = d->vcpu[--d->nr_vcpus];

	d->vcpu[d->nr_vcpus] = NULL;
	timer_stop(&v->wake_timer);
	timer_stop(&v->virq_timer);
	arch_vcpu_destroy(v);
	sched_forget_vcpu(v);
	heap_free(v, sizeof(*v));
}

void vcpu_initialise(struct vcpu *v)
{
	timer_stop(&v->wake_timer);
	change(v, 0, VCPU_NO_CONTEXT | VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT);
}

void vcpu_start(struct vcpu *v)
{
	if (v->run_state & VCPU_DOWN && !(v->domain->run_state & DOMAIN_NEW))
		trace_vcpu(TRC_SCHED_WAKE, v);
	change(v, 0, VCPU_DOWN);
}

void vcpu_stop(struct vcpu *v)
{
	if (!(v->run_state & VCPU_DOWN) && !(v->domain->run_state & DOMAIN_NEW))
		trace_vcpu(TRC_SCHED_SLEEP, v);
	change(v, VCPU_DOWN, 0);
}

void vcpu_block(struct vcpu *v, bool for_event)
{
	trace_vcpu(TRC_SCHED_BLOCK, v);
	change(v, VCPU_BLOCKED | (for_event ? VCPU_WAITS_FOR_EVENT : 0), 0);
}

void vcpu_wake(struct vcpu *v)
{
	if (!(v->run_state & VCPU_BLOCKED))
		return;
	timer_stop(&v->wake_timer);
	trace_vcpu(TRC_SCHED_WAKE, v);
	/* It has the domain's next turn, even if others of its vCPUs can run. */
	v->share->rotate = true;
	change(v, 0, VCPU_BLOCKED | VCPU_WAITS_FOR_EVENT);
}

void vcpus_wake_for_event(struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++)
		if (d->vcpu[i]->run_state & VCPU_WAITS_FOR_EVENT)
			vcpu_wake(d->vcpu[i]);
}

/* The domain's time may stand still: then the timer starts when it goes on. */
static void start_wake_timer(struct vcpu *v)
{
	if (v->run_state & VCPU_BLOCKED && !(v->domain->run_state & DOMAIN_PAUSED))
		timer_start(&v->wake_timer, arch_vcpu_timer(v));
}

void vcpu_switch_in(struct vcpu *v, u64 now)
{
	v->run_start = now;
	v->run_state |= VCPU_RUNNING;
}

void vcpu_switch_out(struct vcpu *v, u64 now)
{
	arch_vcpu_save(v);
	v->run_time += now - v->run_start;
	v->run_state &= ~VCPU_RUNNING;
	start_wake_timer(v);
}

void vcpus_stop_timers(struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		timer_stop(&d->vcpu[i]->wake_timer);
		timer_stop(&d->vcpu[i]->virq_timer);
	}
}

void vcpus_start_timers(struct domain *d)
{
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		start_wake_timer(d->vcpu[i]);
		timer_start(&d->vcpu[i]->virq_timer, d->vcpu[i]->virq_timer.expiry);
	}
}

void vcpu_set_timer(struct vcpu *v, u64 expiry)
{
	timer_start(&v->virq_timer, expiry);
}

void vcpu_crash(struct vcpu *v, const char *fmt, ...)
{
	char why[128];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	pr_err("domain %u vCPU %u crashed: %s\n", v->domain->id, v->id, why);
	arch_vcpu_dump(v, LOG_ERR);
	domain_shutdown(v->domain, SHUTDOWN_crash);
}
