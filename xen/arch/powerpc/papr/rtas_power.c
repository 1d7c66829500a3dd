// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * RTAS: how a domain ends. ibm,os-term notes that its kernel has failed and returns
 * (PAPR, "ibm,os-term" with "ibm,extended-os-term"). A kernel that restarts by itself
 * does so soon. If it powers off, or does nothing for too long, the domain has crashed.
 */
#include <xen/boot_info.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/save/record.h>
#include <asm/papr/papr.h>
#include <asm/time.h>
#include "rtas.h"

/* Seconds that a failed kernel has, beside those that its command line says. */
#define PATIENCE   15
#define PANIC_MOST 3600

static u64 ticks(u64 seconds)
{
	return seconds * boot_info.cpu.timebase_frequency;
}

static struct domain *domain_of(struct timer *timer)
{
	struct arch_domain *arch = container_of(timer, struct arch_domain, failed_timer);

	return container_of(arch, struct domain, arch);
}

/* The time is the domain's: it does not pass in a pause. */
static void patience_over(struct timer *timer)
{
	struct domain *d = domain_of(timer);
	s64 left = (s64)(d->arch.failed_until - arch_domain_time(d));

	if (!d->arch.failed || d->run_state & (DOMAIN_SHUT_DOWN | DOMAIN_DYING))
		return;
	if (left > 0 || domain_is_paused(d))
		timer_start(timer,
			    get_timebase() + max((u64)max(left, (s64)0), ticks(1)));
	else
		domain_shutdown(d, SHUTDOWN_crash);
}

static void note_failure(struct domain *d, u64 left)
{
	d->arch.failed = true;
	d->arch.failed_until = arch_domain_time(d) + left;
	timer_start(&d->arch.failed_timer, get_timebase() + left);
}

void papr_kernel_starts(struct domain *d)
{
	d->arch.failed = false;
	timer_stop(&d->arch.failed_timer);
}

void papr_power_create(struct domain *d)
{
	d->arch.patience = PATIENCE;
	d->arch.failed_timer.expire = patience_over;
}

/* "panic=": seconds until Linux restarts after it has failed; at once if negative. */
void papr_power_build(struct domain *d, const char *cmdline)
{
	const char *panic = cmdline_find(cmdline, "panic");
	u64 seconds = panic && *panic != '-' ? strtoul(panic, NULL, 10) : 0;

	d->arch.patience = PATIENCE + (u32)min(seconds, (u64)PANIC_MOST);
}

s32 rtas_power_off(struct vcpu *v, struct rtas_call *call)
{
	struct domain *d = v->domain;

	domain_shutdown(d, d->arch.failed ? SHUTDOWN_crash : SHUTDOWN_poweroff);
	return RTAS_OK;
}

s32 rtas_reboot(struct vcpu *v, struct rtas_call *call)
{
	domain_shutdown(v->domain, SHUTDOWN_reboot);
	return RTAS_OK;
}

/*
 * What the kernel says of its failure is on its console. dom0's tree does not say that it
 * may call this (papr/build.c), and what becomes of the machine it decides by itself.
 */
s32 rtas_os_term(struct vcpu *v, struct rtas_call *call)
{
	struct domain *d = v->domain;

	if (!d->privileged && !d->arch.failed)
		note_failure(d, ticks(d->arch.patience));
	return RTAS_OK;
}

static void failure_save(const struct domain *d, struct save_writer *w)
{
	s64 left = (s64)(d->arch.failed_until - arch_domain_time(d));

	save_put_u32(w, d->arch.patience);
	save_put_u32(w, d->arch.failed);
	save_put_u64(w, d->arch.failed && left > 0 ? (u64)left : 0);
}

static bool failure_check(struct restore *r, struct save_reader *in)
{
	u32 patience = save_get_u32(in), failed = save_get_u32(in);
	u64 left = save_get_u64(in);

	return patience <= PATIENCE + PANIC_MOST && failed <= 1 &&
	       left <= ticks(patience);
}

static void failure_load(struct domain *d, struct save_reader *in)
{
	u32 patience = save_get_u32(in), failed = save_get_u32(in);
	u64 left = save_get_u64(in);

	papr_kernel_starts(d);
	d->arch.patience = max(patience, (u32)PATIENCE);
	if (failed)
		note_failure(d, left);
}

/* Optional: without it the kernel is one that works. */
static const struct save_record failure_record = {
	.type = XEN_PPC_RECORD_FAILURE,
	.version = 1,
	.optional = true,
	.name = "failure",
	.save = failure_save,
	.check = failure_check,
	.load = failure_load,
};
SAVE_RECORD(failure_record);
