// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * RTAS: events of the platform. There is one: the domain is asked to shut down. PAPR
 * calls it an environmental and power warning (EPOW). It has an interrupt of its own;
 * check-exception then brings its log.
 */
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/save/record.h>
#include <asm/papr/papr.h>
#include "rtas.h"

#define EVENT_EPOW    0x40000000 /* in the mask of the classes that are wanted */
#define EPOW_SENSOR   9
#define EPOW_SHUTDOWN 3 /* action code, and the sensor's value: shut down at once */
#define EPOW_NORMAL   1 /* nothing has failed: an operator asks for it */

/* The log, version 6 (PAPR, "Error and Event Notification"): the header ... */
#define LOG_VERSION  6
#define LOG_SEVERITY (1 << 5) /* an event, no error */
#define LOG_EXTENDED (1 << 2) /* more follows the first 8 bytes */
#define LOG_EPOW     0x40     /* its type */
/* ... its extension ... */
#define EXTENDED_VALID	      0x80
#define EXTENDED_BIG_ENDIAN   0x80
#define EXTENDED_PLATFORM_LOG 0x0e
/* ... and the one section that says what has happened. */
#define SECTION_VERSION 2

struct epow_log {
	u8 version, severity, initiator, type;
	u8 extended_length[4];
	u8 valid, unused1, format, unused2;
	u8 reserved1[8];
	u8 company[4];
	u8 id[2], length[2];
	u8 section_version, subtype;
	u8 creator[2];
	u8 action, modifier, extended_modifier, reserved2;
	u8 reason[16]; /* none */
};		       /* bytes, whatever our order of them is */

#define LOG_HEADER  8
#define LOG_SECTION offsetof(struct epow_log, id)

_Static_assert(LOG_SECTION == 24 && sizeof(struct epow_log) == 52, "version 6");

static const struct epow_log epow_shutdown = {
	.version = LOG_VERSION,
	.severity = LOG_SEVERITY | LOG_EXTENDED,
	.type = LOG_EPOW,
	.extended_length = { [3] = sizeof(struct epow_log) - LOG_HEADER },
	.valid = EXTENDED_VALID,
	.format = EXTENDED_BIG_ENDIAN | EXTENDED_PLATFORM_LOG,
	.company = "IBM",
	.id = "EP",
	.length = { [1] = sizeof(struct epow_log) - LOG_SECTION },
	.section_version = SECTION_VERSION,
	.action = EPOW_SHUTDOWN,
	.modifier = EPOW_NORMAL,
};

bool arch_domain_power_button(struct domain *d)
{
	if (domain_irq_masked(d, PAPR_EPOW_IRQ))
		return false;
	d->arch.power_button = true;
	domain_irq_raise(d, PAPR_EPOW_IRQ);
	return true;
}

/* Vector, interrupt, classes, whether time is short, buffer, its size. */
s32 rtas_check_exception(struct vcpu *v, struct rtas_call *call)
{
	struct domain *d = v->domain;
	u64 size = min((u64)call->arg[5], (u64)sizeof(epow_shutdown));

	if (!d->arch.power_button || !(call->arg[2] & EVENT_EPOW))
		return RTAS_NO_EVENT;
	if ((size && !call->arg[4]) ||
	    !copy_to_domain(d, call->arg[4], &epow_shutdown, size))
		return RTAS_PARAMETER;
	d->arch.power_button = false;
	return RTAS_OK;
}

/* Sensor, its index: Linux asks for the state of the power before it asks for events. */
s32 rtas_get_sensor_state(struct vcpu *v, struct rtas_call *call)
{
	if (call->arg[0] != EPOW_SENSOR || call->arg[1] != 0)
		return RTAS_PARAMETER;
	call->ret[1] = v->domain->arch.power_button ? EPOW_SHUTDOWN : 0;
	return RTAS_OK;
}

static void power_save(const struct domain *d, struct save_writer *w)
{
	save_put_u32(w, d->arch.power_button);
}

static bool power_check(struct restore *r, struct save_reader *in)
{
	return save_get_u32(in) <= 1;
}

static void power_load(struct domain *d, struct save_reader *in)
{
	d->arch.power_button = save_get_u32(in);
}

/* Optional: if it is lost, the button can be pressed again. */
static const struct save_record power_record = {
	.type = XEN_PPC_RECORD_POWER_BUTTON,
	.version = 1,
	.optional = true,
	.name = "power button",
	.save = power_save,
	.check = power_check,
	.load = power_load,
};
SAVE_RECORD(power_record);
