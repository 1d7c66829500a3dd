// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The run loop. One physical CPU runs the vCPUs that can run, in turn; with nothing to
 * run it sleeps until the next timer or interrupt.
 */
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/schedule.h>
#include <asm/current.h>
#include <asm/platform.h>
#include <asm/time.h>
#include <public/sched_ctl.h>

/*
 * Equal shares in turn: borrowed virtual time with all weights equal and no warp, and
 * so it is named. The parameters of SCHEDCTL come with domains that run.
 */
u32 scheduler_id(void)
{
	return SCHED_BVT;
}

/* The next vCPU after v, in order of domain and number, that can run; or NULL. */
static struct vcpu *next_runnable(const struct vcpu *v)
{
	struct vcpu *first = NULL;
	struct domain *d;
	bool passed = !v;

	for_each_domain (d) {
		for (u32 i = 0; i < d->nr_vcpus; i++) {
			struct vcpu *candidate = d->vcpu[i];

			if (vcpu_runnable(candidate)) {
				if (passed)
					return candidate;
				if (!first)
					first = candidate;
			}
			passed |= candidate == v;
		}
	}
	return first;
}

/* Sleeps until a vCPU's timer or an interrupt, and wakes whoever waited for it. */
static void idle(void)
{
	u64 now, until = UINT64_MAX;
	struct domain *d;

	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++)
			if (d->vcpu[i]->blocked)
				until = min(until, arch_vcpu_timer(d->vcpu[i]));
	console_poll();
	platform->idle(until);
	now = get_timebase();
	for_each_domain (d)
		for (u32 i = 0; i < d->nr_vcpus; i++)
			if (d->vcpu[i]->blocked && (arch_vcpu_timer(d->vcpu[i]) <= now ||
						    arch_vcpu_pending(d->vcpu[i])))
				d->vcpu[i]->blocked = false;
}

static void switch_out(struct vcpu *v)
{
	arch_vcpu_save(v);
	v->run_time += get_timebase() - v->run_start;
	v->running = false;
}

static void switch_in(struct vcpu *v)
{
	v->run_start = get_timebase();
	v->running = true;
	set_current(v);
	arch_vcpu_load(v);
}

/* Finds a vCPU to go on with after v, which cannot run or has had its turn. */
static struct vcpu *schedule(struct vcpu *v)
{
	struct vcpu *next;

	check_stack();
	set_need_resched(false);
	if (v)
		switch_out(v);
	while (!(next = next_runnable(v)))
		idle();
	switch_in(next);
	return next;
}

void run_vcpus(void)
{
	struct vcpu *v = schedule(NULL);

	/* Whoever makes the running vCPU unable to run, or ends its turn, asks for this.
	 */
	for (;;) {
		arch_vcpu_run(v);
		v = schedule(v);
	}
}
