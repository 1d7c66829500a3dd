// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The record of a domain's interrupt controller. Sources that are as in a new domain are
 * left out, so its size follows the sources that are used.
 */
#include <xen/domain.h>
#include <xen/save/record.h>
#include <asm/papr/xics.h>

#define FLAGS (XEN_PPC_SOURCE_PENDING | XEN_PPC_SOURCE_PRESENTED)

static bool is_used(const struct xics_source *s)
{
	return s->server || s->priority != XICS_MASKED ||
	       s->saved_priority != XICS_MASKED || s->pending || s->presented;
}

static void xics_save(const struct domain *d, struct save_writer *w)
{
	struct xics_source s;
	u32 used = 0;

	save_put_u32(w, d->nr_vcpus);
	for (u32 i = 0; i < d->nr_vcpus; i++) {
		save_put_u8(w, d->vcpu[i]->arch.xics.cppr);
		save_put_u8(w, d->vcpu[i]->arch.xics.mfrr);
	}
	for (u32 n = XICS_FIRST_SOURCE; xics_get_source(d, n, &s); n++)
		used += is_used(&s);
	save_put_u32(w, used);
	for (u32 n = XICS_FIRST_SOURCE; xics_get_source(d, n, &s); n++) {
		if (!is_used(&s))
			continue;
		save_put_u32(w, n);
		save_put_u8(w, s.server);
		save_put_u8(w, s.priority);
		save_put_u8(w, s.saved_priority);
		save_put_u8(w, (u8)((s.pending ? XEN_PPC_SOURCE_PENDING : 0) |
				    (s.presented ? XEN_PPC_SOURCE_PRESENTED : 0)));
	}
}

/* Rising numbers of sources that there are: none comes twice, and the loop ends. */
static bool xics_check(struct restore *r, struct save_reader *in)
{
	struct xics_source s;
	u32 nr, last = 0;

	if (save_get_u32(in) != r->nr_vcpus)
		return false;
	for (u32 i = 0; i < r->nr_vcpus; i++)
		save_get_u16(in); /* any priorities */
	nr = save_get_u32(in);
	for (u32 i = 0; i < nr; i++) {
		u32 number = save_get_u32(in);
		u8 server = save_get_u8(in);

		save_get_u16(in); /* any priorities */
		if (number <= last || !xics_get_source(r->d, number, &s) ||
		    server >= r->nr_vcpus || save_get_u8(in) & ~FLAGS)
			return false;
		last = number;
	}
	return true;
}

static void xics_load(struct domain *d, struct save_reader *in)
{
	const struct xics_source unused = { .priority = XICS_MASKED,
					    .saved_priority = XICS_MASKED };
	u32 nr_vcpus = save_get_u32(in), nr;

	for (u32 i = 0; i < nr_vcpus; i++) {
		d->vcpu[i]->arch.xics.cppr = save_get_u8(in);
		d->vcpu[i]->arch.xics.mfrr = save_get_u8(in);
	}
	for (u32 n = XICS_FIRST_SOURCE; xics_set_source(d, n, &unused); n++)
		;
	nr = save_get_u32(in);
	for (u32 i = 0; i < nr; i++) {
		u32 number = save_get_u32(in);
		struct xics_source s;
		u8 flags;

		s.server = save_get_u8(in);
		s.priority = save_get_u8(in);
		s.saved_priority = save_get_u8(in);
		flags = save_get_u8(in);
		s.pending = flags & XEN_PPC_SOURCE_PENDING;
		s.presented = flags & XEN_PPC_SOURCE_PRESENTED;
		xics_set_source(d, number, &s);
	}
	for (u32 i = 0; i < nr_vcpus; i++)
		xics_update(d->vcpu[i]);
}

static const struct save_record xics_record = {
	.type = XEN_PPC_RECORD_XICS,
	.version = 1,
	.name = "interrupt controller",
	.save = xics_save,
	.check = xics_check,
	.load = xics_load,
};
SAVE_RECORD(xics_record);
