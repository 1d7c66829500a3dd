// SPDX-License-Identifier: GPL-2.0-or-later
/* Making, finding, stopping and destroying domains. */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/preempt.h>
#include <xen/sched/sched.h>
#include <xen/string.h>
#include <xen/trace/buffer.h>
#include <xen/cpu.h>
#include <asm/platform.h>
#include <asm/time.h>

struct domain *domain_list;

struct domain *domain_find_from(domid_t id)
{
	struct domain *d;

	for_each_domain (d)
		if (d->id >= id)
			return d;
	return NULL;
}

struct domain *domain_find(domid_t id)
{
	struct domain *d = domain_find_from(id);

	return d && d->id == id ? d : NULL;
}

int domain_find_target(const struct vcpu *v, domid_t id, struct domain **result)
{
	struct domain *d = v->domain;

	if (id != DOMID_SELF && id != d->id) {
		if (!d->privileged)
			return -EPERM;
		d = domain_find(id);
		if (!d || domain_is_dying(d))
			return -ESRCH;
	}
	*result = d;
	return 0;
}

/* The lowest id from first on that no domain has, or DOMID_ANY. */
static u32 free_id_from(u32 first)
{
	const struct domain *d = domain_find_from((domid_t)first);

	for (; d && d->id == first; d = d->next)
		first++;
	return first < DOMID_FIRST_RESERVED ? first : DOMID_ANY;
}

/* Ids rise and are reused only after all others, so that a stale id is noticed. */
static u32 free_id(void)
{
	static u32 last;
	u32 id = free_id_from(last + 1);

	if (id == DOMID_ANY)
		id = free_id_from(1);
	if (id != DOMID_ANY)
		last = id;
	return id;
}

static void domain_link(struct domain *d)
{
	struct domain **place = &domain_list;

	while (*place && (*place)->id < d->id)
		place = &(*place)->next;
	d->next = *place;
	*place = d;
}

static void domain_unlink(struct domain *d)
{
	struct domain **place = &domain_list;

	while (*place != d)
		place = &(*place)->next;
	*place = d->next;
}

int domain_set_vcpus(struct domain *d, u32 nr)
{
	u32 before = d->nr_vcpus;
	int ret = 0;

	if (nr < before || nr > MAX_VIRT_CPUS)
		return -EINVAL;
	while (!ret && d->nr_vcpus < nr)
		ret = vcpu_create(d, true);
	while (ret && d->nr_vcpus > before)
		vcpu_destroy_last(d);
	return ret;
}

static void change(struct domain *d, u32 set, u32 clear)
{
	d->run_state = (d->run_state & ~clear) | set;
	for (u32 i = 0; i < d->nr_vcpus; i++)
		sched_update(d->vcpu[i]);
}

static void domain_release(struct domain *d)
{
	p2m_destroy(d);
	grant_table_destroy(d);
	domain_console_destroy(d);
	while (d->nr_vcpus)
		vcpu_destroy_last(d);
	sched_domain_destroy(d);
	arch_domain_destroy(d);
	heap_free(d, sizeof(*d));
}

int domain_create(u32 id, struct domain **result)
{
	struct domain *d;

	if (id == DOMID_ANY)
		id = free_id();
	else if (domain_find((domid_t)id))
		return -EINVAL;
	if (id == DOMID_ANY)
		return -ENOMEM;
	d = heap_alloc(sizeof(*d), __alignof__(struct domain));
	if (!d)
		return -ENOMEM;
	d->id = (domid_t)id;
	d->refs = 1;
	d->run_state = DOMAIN_NEW | DOMAIN_PAUSED;
	sched_domain_init(d, id == 0);
	d->max_frames = UINT64_MAX; /* until SETDOMAINMAXMEM says less */
	if (arch_domain_create(d) || vcpu_create(d, false) || domain_console_create(d)) {
		domain_release(d);
		return -ENOMEM;
	}
	domain_link(d);
	trace_domain(TRC_SCHED_DOM_ADD, d);
	*result = d;
	return 0;
}

void domain_put(struct domain *d)
{
	BUG_ON(!d->refs);
	if (--d->refs)
		return;
	domain_watch_event(d, XEN_PPC_WATCH_STATE);
	domain_watch_none(d);
	domain_unlink(d);
	pr_debug("domain %u: destroyed\n", d->id);
	domain_release(d);
	send_dom0_virq(VIRQ_DOM_EXC);
}

/* Gives back all that nothing else refers to. False: the stay ended. */
static bool tear_down(struct domain *d, u64 stay_end)
{
	if (!evtchn_destroy(d, stay_end) || !grant_table_unmap_all(d, stay_end) ||
	    !window_destroy(d, stay_end) || !p2m_release(d, stay_end) ||
	    !log_dirty_stop(d, stay_end))
		return false;
	while (arch_domain_free_tables(d))
		if (preempt_wanted(stay_end))
			return false;
	return true;
}

bool domain_destroy(struct domain *d, u64 stay_end)
{
	if (d->torn_down)
		return true;
	if (!domain_is_dying(d)) {
		change(d, DOMAIN_DYING, 0);
		vcpus_stop_timers(d);
		trace_domain(TRC_SCHED_DOM_REM, d);
	}
	if (!tear_down(d, stay_end))
		return false;
	d->torn_down = true;
	if (d->refs > 1) {
		send_dom0_virq(VIRQ_DOM_EXC);
		domain_watch_event(d, XEN_PPC_WATCH_STATE);
	}
	domain_put(d);
	return true;
}

void domain_constructed(struct domain *d)
{
	change(d, 0, DOMAIN_NEW);
}

void domain_pause(struct domain *d)
{
	if (domain_is_paused(d) || domain_is_dying(d))
		return;
	trace_domain(TRC_SCHED_SLEEP, d);
	arch_domain_stop_time(d);
	vcpus_stop_timers(d);
	change(d, DOMAIN_PAUSED, 0);
}

void domain_unpause(struct domain *d)
{
	if (!domain_is_paused(d) || domain_is_dying(d))
		return;
	trace_domain(TRC_SCHED_WAKE, d);
	arch_domain_start_time(d);
	change(d, 0, DOMAIN_PAUSED);
	vcpus_start_timers(d);
}

/* Ends the machine: without dom0 it cannot be reached. */
static void __noreturn machine_end(const struct domain *d, u8 reason)
{
	pr_info("domain %u: %s\n", d->id,
		reason == SHUTDOWN_reboot  ? "reboots the machine"
		: reason == SHUTDOWN_crash ? "has crashed, powering off"
					   : "powers off the machine");
	console_force_sync();
	if (reason == SHUTDOWN_reboot)
		platform->reboot();
	platform->power_off();
}

/* If a vCPU of d runs, it asked for the shutdown. */
static void trace_shutdown(const struct domain *d, u8 reason)
{
	const struct vcpu *v = get_current();

	TRACE(TRC_SCHED_SHUTDOWN, d->id, v && v->domain == d ? v->id : 0, reason);
}

void domain_shutdown(struct domain *d, u8 reason)
{
	trace_shutdown(d, reason);
	if (d->privileged)
		machine_end(d, reason);
	d->shutdown_reason = reason;
	change(d, DOMAIN_SHUT_DOWN, 0);
	send_dom0_virq(VIRQ_DOM_EXC);
	domain_watch_event(d, XEN_PPC_WATCH_STATE);
}

static u32 domain_flags(const struct domain *d)
{
	u32 flags = 0;

	if (d->run_state & DOMAIN_DYING)
		flags |= DOMFLAGS_DYING;
	if (d->run_state & DOMAIN_SHUT_DOWN)
		flags |= DOMFLAGS_SHUTDOWN | (u32)d->shutdown_reason
						     << DOMFLAGS_SHUTDOWNSHIFT;
	if (d->run_state & DOMAIN_PAUSED)
		flags |= DOMFLAGS_PAUSED;
	return flags;
}

void domain_info(const struct domain *d, dom0_getdomaininfo_t *info)
{
	const size_t map_end =
		offsetof(dom0_getdomaininfo_t, vcpu_to_cpu) + sizeof(info->vcpu_to_cpu);
	bool all_blocked = true, any_running = false;
	u64 cpu_time = 0;

	/* An answer is the same wherever it is written: no byte between fields stays. */
	memset(info, 0, offsetof(dom0_getdomaininfo_t, tot_pages));
	memset((u8 *)info + map_end, 0, offsetof(dom0_getdomaininfo_t, cpumap) - map_end);
	memset(&info->ssidref, 0,
	       sizeof(*info) - offsetof(dom0_getdomaininfo_t, ssidref));
	/* Defaults for vCPUs that do not exist. Unrolled for bench's domain_getinfo. */
#pragma GCC unroll 32
	for (u32 i = 0; i < MAX_VIRT_CPUS; i++) {
		info->vcpu_to_cpu[i] = -1;
		info->cpumap[i] = 0;
	}
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		const struct vcpu *v = d->vcpu[i];

		info->vcpu_to_cpu[i] = 0;
		info->cpumap[i] = v->affinity;
		all_blocked &= (v->run_state & (VCPU_BLOCKED | VCPU_DOWN)) != 0;
		any_running |= vcpu_is_running(v);
		cpu_time += vcpu_time(v);
	}
	info->domain = d->id;
	info->flags = domain_flags(d) | (all_blocked ? DOMFLAGS_BLOCKED : 0) |
		      (any_running ? DOMFLAGS_RUNNING : 0);
	info->tot_pages = p2m_frames(&d->p2m);
	info->max_pages = d->max_frames;
	info->shared_info_frame = ~0UL; /* none: guests are unmodified kernels */
	info->cpu_time = timebase_to_ns(cpu_time);
	info->n_vcpu = d->nr_vcpus;
	info->ssidref = d->ssidref;
}
