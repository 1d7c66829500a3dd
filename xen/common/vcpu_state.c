// SPDX-License-Identifier: GPL-2.0-or-later
/* The record of a domain's vCPUs: how many there are, and which of them are stopped. */
#include <xen/domain.h>
#include <xen/save/record.h>

#define FLAGS (XEN_PPC_VCPU_INITIALISED | XEN_PPC_VCPU_STOPPED)

static void vcpus_save(const struct domain *d, struct save_writer *w)
{
	save_put_u32(w, d->nr_vcpus);
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		const struct vcpu *v = d->vcpu[i];

		save_put_u32(
			w,
			(v->run_state & VCPU_NO_CONTEXT ? 0 : XEN_PPC_VCPU_INITIALISED) |
				(v->run_state & VCPU_DOWN ? XEN_PPC_VCPU_STOPPED : 0));
	}
}

static bool vcpus_check(struct restore *r, struct save_reader *in)
{
	r->nr_vcpus = save_get_u32(in);
	if (!r->nr_vcpus || r->nr_vcpus > MAX_VIRT_CPUS || r->nr_vcpus < r->d->nr_vcpus)
		return false;
	for (u32 i = 0; i < r->nr_vcpus; i++)
		if (save_get_u32(in) & ~FLAGS)
			return false;
	return true;
}

/* A vCPU is initialised by its registers, which come later. */
static void vcpus_load(struct domain *d, struct save_reader *in)
{
	u32 nr = save_get_u32(in);

	for (u32 i = 0; i < nr; i++) {
		if (save_get_u32(in) & XEN_PPC_VCPU_STOPPED)
			vcpu_stop(d->vcpu[i]);
		else
			vcpu_start(d->vcpu[i]);
	}
}

static const struct save_record vcpus_record = {
	.type = XEN_PPC_RECORD_VCPUS,
	.version = 1,
	.name = "vCPUs",
	.save = vcpus_save,
	.check = vcpus_check,
	.load = vcpus_load,
};
SAVE_RECORD(vcpus_record);
