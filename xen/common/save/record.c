// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Saving and restoring a domain's state record by record (xen/save/record.h). What is
 * restored comes from a file, so all of it is checked before anything is changed.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/save/record.h>

/* All that SAVE_RECORD() has registered. */
extern const struct save_record *const __start_save_records[];
extern const struct save_record *const __stop_save_records[];

/* A record of the sequence whose type and version are known. */
struct found {
	const struct save_record *record;
	struct save_reader payload;
};

struct sequence {
	struct found found[XEN_PPC_RECORDS_MAX];
	u32 nr;
};

/* The registered record of the lowest type that is at least that one, or NULL. */
static const struct save_record *record_from(u32 type)
{
	const struct save_record *best = NULL;

	/* The linker makes them the ends of one array. */
	for (const struct save_record *const *at = __start_save_records;
	     /* cppcheck-suppress comparePointers */
	     at < __stop_save_records; at++)
		if ((*at)->type >= type && (!best || (*at)->type < best->type))
			best = *at;
	return best;
}

#define for_each_record(record)                   \
	for ((record) = record_from(0); (record); \
	     (record) = record_from((record)->type + 1))

u32 domain_save(const struct domain *d, void *buffer, u32 room)
{
	struct save_writer w = { buffer, room, 0 };
	const struct save_record *record;

	for_each_record(record)
	{
		struct save_writer length;

		save_put_u32(&w, record->type);
		save_put_u16(&w, record->version);
		save_put_u16(&w, record->optional ? XEN_PPC_RECORD_OPTIONAL : 0);
		/* Known when the payload has been written. */
		length = w;
		save_put_u32(&w, 0);
		record->save(d, &w);
		save_put_u32(&length, w.length - length.length - sizeof(u32));
	}
	return w.length;
}

static const struct found *find(const struct sequence *s,
				const struct save_record *record)
{
	for (u32 i = 0; i < s->nr; i++)
		if (s->found[i].record == record)
			return &s->found[i];
	return NULL;
}

static int refuse(struct save_refusal *refusal, u32 type, u32 why)
{
	*refusal = (struct save_refusal){ type, why };
	return -EINVAL;
}

/* Takes the next record off in; one that may be skipped is only taken off. */
static int take_record(struct sequence *s, struct save_reader *in,
		       struct save_refusal *refusal)
{
	u32 type = save_get_u32(in);
	u16 version = save_get_u16(in);
	u16 flags = save_get_u16(in);
	u32 length = save_get_u32(in);
	const struct save_record *record = record_from(type);
	struct save_reader payload = { in->at, length, false };

	if (in->overrun || length > in->left || flags & ~XEN_PPC_RECORD_OPTIONAL)
		return refuse(refusal, type, XEN_PPC_REFUSED_VALUE);
	in->at += length;
	in->left -= length;
	if (!record || record->type != type || record->version != version) {
		if (flags & XEN_PPC_RECORD_OPTIONAL)
			return 0;
		return refuse(refusal, type,
			      record && record->type == type ? XEN_PPC_REFUSED_VERSION
							     : XEN_PPC_REFUSED_TYPE);
	}
	if (find(s, record))
		return refuse(refusal, type, XEN_PPC_REFUSED_TWICE);
	s->found[s->nr++] = (struct found){ record, payload };
	return 0;
}

static int check_records(const struct sequence *s, struct restore *r,
			 struct save_refusal *refusal)
{
	const struct save_record *record;

	for_each_record(record)
	{
		const struct found *f = find(s, record);
		struct save_reader in;

		if (!f && record->optional)
			continue;
		if (!f)
			return refuse(refusal, record->type, XEN_PPC_REFUSED_MISSING);
		in = f->payload;
		if (!record->check(r, &in) || in.overrun || in.left)
			return refuse(refusal, record->type, XEN_PPC_REFUSED_VALUE);
	}
	return 0;
}

int domain_restore(struct domain *d, const void *state, u32 size,
		   struct save_refusal *refusal)
{
	struct save_reader in = { state, size, false };
	struct restore r = { .d = d };
	const struct save_record *record;
	struct sequence s;
	int ret = 0;

	*refusal = (struct save_refusal){ 0, 0 };
	s.nr = 0;
	for (u32 n = 0; !ret && in.left; n++)
		ret = n < XEN_PPC_RECORDS_MAX ? take_record(&s, &in, refusal)
					      : refuse(refusal, 0, XEN_PPC_REFUSED_VALUE);
	if (!ret)
		ret = check_records(&s, &r, refusal);
	if (!ret)
		ret = domain_set_vcpus(d, r.nr_vcpus);
	if (ret) {
		record = refusal->type ? record_from(refusal->type) : NULL;
		pr_debug("domain %u: state refused: record %u (%s), %u\n", d->id,
			 refusal->type,
			 record && record->type == refusal->type ? record->name
								 : "unknown",
			 refusal->why);
		return ret;
	}
	for_each_record(record)
	{
		const struct found *f = find(&s, record);
		struct save_reader payload =
			f ? f->payload : (struct save_reader){ NULL, 0, false };

		record->load(d, &payload);
	}
	return 0;
}
