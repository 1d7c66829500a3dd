// SPDX-License-Identifier: GPL-2.0-or-later
/* Making, finding, stopping and destroying domains. */
#include <xen/boot_info.h>
#include <xen/console/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/string.h>
#include <xen/trace/buffer.h>
#include <asm/current.h>
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
		if (!d || d->dying)
			return -ESRCH;
	}
	*result = d;
	return 0;
}

/* Ids rise and are used again only after all others, so that a stale id is noticed. */
static u32 free_id(void)
{
	static u32 rover;

	for (u32 tries = 1; tries < DOMID_FIRST_RESERVED; tries++) {
		if (++rover >= DOMID_FIRST_RESERVED)
			rover = 1;
		if (!domain_find((domid_t)rover))
			return rover;
	}
	return DOMID_ANY;
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

int vcpu_create(struct domain *d)
{
	u32 id = d->nr_vcpus;
	struct vcpu *v;

	if (id == MAX_VIRT_CPUS)
		return -EINVAL;
	v = heap_alloc(sizeof(*v), __alignof__(struct vcpu));
	if (!v)
		return -ENOMEM;
	v->timer = TIMER_NONE;
	v->domain = d;
	v->caller = (struct caller){ .vcpu = v, .domain = d };
	v->id = id;
	v->affinity = ~(cpumap_t)0;
	arch_vcpu_init(v);
	d->vcpu[id] = v;
	d->nr_vcpus = id + 1;
	return 0;
}

void vcpu_destroy_last(struct domain *d)
{
	struct vcpu *v = d->vcpu[--d->nr_vcpus];

	arch_vcpu_destroy(v);
	d->vcpu[d->nr_vcpus] = NULL;
	heap_free(v, sizeof(*v));
}

int domain_set_vcpus(struct domain *d, u32 nr)
{
	u32 before = d->nr_vcpus;
	int ret = 0;

	if (nr < before || nr > MAX_VIRT_CPUS)
		return -EINVAL;
	while (!ret && d->nr_vcpus < nr) {
		ret = vcpu_create(d);
		if (!ret) /* until the domain starts it */
			d->vcpu[d->nr_vcpus - 1]->down = true;
	}
	while (ret && d->nr_vcpus > before)
		vcpu_destroy_last(d);
	return ret;
}

static void domain_release(struct domain *d)
{
	p2m_destroy(d);
	log_dirty_stop(d);
	grant_table_destroy(d);
	guest_console_destroy(d);
	arch_domain_destroy(d);
	while (d->nr_vcpus)
		vcpu_destroy_last(d);
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
	d->paused = true;
	sched_domain_init(d, id == 0);
	d->max_frames = UINT64_MAX; /* until SETDOMAINMAXMEM says less */
	if (arch_domain_create(d) || vcpu_create(d) ||
	    (id != 0 && guest_console_create(d))) { /* dom0 has the machine's */
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
	if (!d->dying || d->held)
		return;
	domain_watch_event(d, XEN_PPC_WATCH_STATE);
	domain_unlink(d);
	set_need_resched(true); /* whoever has looked may have it in mind */
	pr_debug("domain %u: destroyed\n", d->id);
	domain_release(d);
	send_dom0_virq(VIRQ_DOM_EXC);
}

void domain_destroy(struct domain *d)
{
	if (d->dying)
		return;
	d->dying = true;
	set_need_resched(true);
	trace_domain(TRC_SCHED_DOM_REM, d);
	d->held++; /* its own frames in its own window shall not end it half-way */
	evtchn_destroy(d);
	grant_table_unmap_all(d);
	window_destroy(d);
	p2m_release(d);
	d->held--;
	if (d->held) {
		send_dom0_virq(VIRQ_DOM_EXC);
		domain_watch_event(d, XEN_PPC_WATCH_STATE);
	}
	domain_put(d);
}

void domain_pause(struct domain *d)
{
	if (d->paused)
		return;
	trace_domain(TRC_SCHED_SLEEP, d);
	arch_domain_stop_time(d);
	d->paused = true;
	set_need_resched(true);
}

void domain_unpause(struct domain *d)
{
	if (!d->paused)
		return;
	trace_domain(TRC_SCHED_WAKE, d);
	arch_domain_start_time(d);
	d->paused = false;
	set_need_resched(true); /* the turn of whoever runs has had no end so far */
}

/* Without dom0 nobody can reach the machine any more. */
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

/* The vCPU of d that runs is the one that has asked for it. */
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
	d->shut_down = true;
	set_need_resched(true); /* it may be the one that runs */
	send_dom0_virq(VIRQ_DOM_EXC);
	domain_watch_event(d, XEN_PPC_WATCH_STATE);
}

void domain_crash(struct vcpu *v, const char *fmt, ...)
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

u64 vcpu_time_ns(const struct vcpu *v)
{
	u64 ticks = v->run_time + (v->running ? get_timebase() - v->run_start : 0);

	return timebase_to_ns(ticks);
}

static u32 domain_flags(const struct domain *d)
{
	u32 flags = 0;

	if (d->dying)
		flags |= DOMFLAGS_DYING;
	if (d->shut_down)
		flags |= DOMFLAGS_SHUTDOWN | (u32)d->shutdown_reason
						     << DOMFLAGS_SHUTDOWNSHIFT;
	if (d->paused)
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
		all_blocked &= v->blocked || v->down;
		any_running |= v->running;
		cpu_time += vcpu_time_ns(v);
	}
	info->domain = d->id;
	info->flags = domain_flags(d) | (all_blocked ? DOMFLAGS_BLOCKED : 0) |
		      (any_running ? DOMFLAGS_RUNNING : 0);
	info->tot_pages = p2m_frames(&d->p2m);
	info->max_pages = d->max_frames;
	info->shared_info_frame = ~0UL; /* none: guests are unmodified kernels */
	info->cpu_time = cpu_time;
	info->n_vcpu = d->nr_vcpus;
	info->ssidref = d->ssidref;
}
