// SPDX-License-Identifier: GPL-2.0-or-later
/* The record of a domain's time. */
#include <xen/domain.h>
#include <xen/save/record.h>

static void time_save(const struct domain *d, struct save_writer *w)
{
	save_put_u64(w, arch_domain_time(d));
}

/* Any time is possible. */
static bool time_check(struct restore *r, struct save_reader *in)
{
	save_get_u64(in);
	return true;
}

/* It goes on from there when the domain is unpaused. */
static void time_load(struct domain *d, struct save_reader *in)
{
	d->arch.stopped_at = save_get_u64(in);
}

static const struct save_record time_record = {
	.type = XEN_PPC_RECORD_TIME,
	.version = 1,
	.name = "time",
	.save = time_save,
	.check = time_check,
	.load = time_load,
};
SAVE_RECORD(time_record);
