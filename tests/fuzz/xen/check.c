// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory, every table against every other: owners of chunks, the p2m of each domain, the
 * radix trees, windows, grants, and what is counted of them. The sums are made from
 * what the hardware would do rather than from what the hypervisor notes.
 */
#include <string.h>

#include <xen/lib.h>
#include <xen/memory/log_dirty.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>

#include "fuzz.h"

#define MAX_DOMAINS 64
#define MAX_CHUNKS  4096
#define MAX_REFS    ((u32)(NR_GRANT_FRAMES * GRANTS_PER_FRAME))

/* What refers to a domain, as far as it has been found. */
static struct tally {
	const struct domain *d;
	u32 refs, frames;
} tally[MAX_DOMAINS];
static u32 nr_tallies;
static u32 held[MAX_CHUNKS];

static struct tally *tally_of(const struct domain *d)
{
	for (u32 i = 0; i < nr_tallies; i++)
		if (tally[i].d == d)
			return &tally[i];
	found("something refers to a domain that is not in the list");
}

static void count_frame(const struct domain *owner, u64 frame)
{
	struct tally *t = tally_of(owner);

	t->refs++;
	t->frames++;
	if (chunk_owner((u32)(frame / CHUNK_FRAMES)) == owner->id)
		held[frame / CHUNK_FRAMES]++;
}

/* ---- chunks and p2m ---- */

static const struct domain *domain_of(domid_t id)
{
	const struct domain *d;

	for_each_domain (d)
		if (d->id == id)
			return d;
	return NULL;
}

static void check_chunks(void)
{
	u32 free = 0;

	for (u32 number = 0; number < chunk_count(); number++) {
		const struct chunk *c = chunk_get(number);
		const struct domain *d = domain_of(c->owner);

		if (c->held != held[number])
			found("chunk %u of domain %u: held %u times, but %u frames of it "
			      "are in use",
			      number, c->owner, c->held, held[number]);
		free += c->owner == CHUNK_FREE;
		if (c->owner >= DOMID_FIRST_RESERVED || c->owner == CHUNK_FREE)
			continue;
		if (!d)
			found("chunk %u belongs to domain %u, which there is not", number,
			      c->owner);
		if (c->index >= d->p2m.nr || d->p2m.chunk[c->index] != number)
			found("chunk %u is not at place %u of domain %u", number,
			      c->index, d->id);
	}
	if (free != chunk_free_count())
		found("%u chunks are free, and %u are counted", free, chunk_free_count());
}

static void check_p2m(const struct domain *d)
{
	const struct p2m *p2m = &d->p2m;
	u32 populated = 0;

	if (p2m->nr > p2m->room || (p2m->nr && p2m->chunk[p2m->nr - 1] == CHUNK_NONE))
		found("domain %u: its p2m ends in a hole", d->id);
	for (u32 i = 0; i < p2m->nr; i++) {
		const struct chunk *c;

		if (p2m->chunk[i] == CHUNK_NONE)
			continue;
		populated++;
		c = chunk_get(p2m->chunk[i]);
		if (!c || c->owner != d->id || c->index != i)
			found("domain %u: place %u is chunk %u, which is another's",
			      d->id, i, p2m->chunk[i]);
	}
	if (populated != p2m->populated)
		found("domain %u has %u chunks, and counts %u", d->id, populated,
		      p2m->populated);
}

/* ---- the trees ---- */

struct visit {
	const struct domain *d;
	u64 mapped; /* bytes of memory, without the window */
};

static bool is_dirty(const struct domain *d, u64 gpa)
{
	u64 frame = gpa >> FRAME_SHIFT;

	return d->log_dirty->dirty[frame / 64] >> frame % 64 & 1;
}

static void visit_memory(struct visit *v, const struct leaf *leaf)
{
	const struct domain *d = v->d;
	u64 index = leaf->gpa >> CHUNK_SHIFT;
	bool single = leaf->shift == FRAME_SHIFT;

	if (index >= d->p2m.nr || d->p2m.chunk[index] == CHUNK_NONE ||
	    leaf->maddr !=
		    ((u64)d->p2m.chunk[index] << CHUNK_SHIFT | (leaf->gpa & CHUNK_MASK)))
		found("domain %u: the tree has %#llx at %#llx, the p2m has not", d->id,
		      leaf->maddr, leaf->gpa);
	/* While logging is being started or stopped there are both. */
	if (d->log_dirty ? log_dirty_is_on(d) && !single : single)
		found("domain %u: a leaf of 2^%u at %#llx, its writes are%s logged",
		      d->id, leaf->shift, leaf->gpa, d->log_dirty ? "" : " not");
	if (log_dirty_is_on(d) ? leaf->writable && !is_dirty(d, leaf->gpa)
			       : !d->log_dirty && !leaf->writable)
		found("domain %u: %#llx is%s writable", d->id, leaf->gpa,
		      leaf->writable ? "" : " not");
	v->mapped += 1ULL << leaf->shift;
}

/* Whose frame that is: memory, a grant table, or a trace buffer. */
static const struct domain *owner_of(u64 frame)
{
	const struct domain *d = domain_of(chunk_owner((u32)(frame / CHUNK_FRAMES)));

	if (d)
		return d;
	for_each_domain (d)
		for (u32 i = 0; i < d->grants.nr_frames; i++)
			if (ptr_to_maddr(d->grants.entry[i]) >> FRAME_SHIFT == frame)
				return d;
	return trace_owns_frame(frame) ? domain_of(0) : NULL;
}

static const struct grant_mapping *grant_at(const struct domain *d, u64 gpa)
{
	for (u32 i = 0; d->grants.mapping && i < NR_GRANT_MAPPINGS; i++) {
		const struct grant_mapping *m = &d->grants.mapping[i];

		if ((m->flags & GNTMAP_host_map) &&
		    WINDOW_BASE + ((u64)m->slot << FRAME_SHIFT) == gpa)
			return m;
	}
	return NULL;
}

static void visit_window(const struct domain *d, const struct leaf *leaf)
{
	u64 frame = leaf->maddr >> FRAME_SHIFT;
	const struct domain *owner = owner_of(frame);
	const struct grant_mapping *m = grant_at(d, leaf->gpa);
	u64 slot = (leaf->gpa - WINDOW_BASE) >> FRAME_SHIFT;

	if (leaf->shift != FRAME_SHIFT || slot >= window_frames(d))
		found("domain %u: a leaf of 2^%u at %#llx", d->id, leaf->shift,
		      leaf->gpa);
	if (!owner)
		found("domain %u: its window has frame %#llx, which no domain may show",
		      d->id, frame);
	if (m && (m->frame != frame || m->owner != owner ||
		  leaf->writable == !!(m->flags & GNTMAP_readonly)))
		found("domain %u: its window has another frame or other rights at %#llx "
		      "than the grant",
		      d->id, leaf->gpa);
	if (!m && !d->privileged && owner != d)
		found("domain %u: its window has frame %#llx of domain %u, which has not "
		      "granted it",
		      d->id, frame, owner->id);
	if (!d->window.slot || !d->window.slot[slot])
		found("domain %u: the tree has %#llx, the window has not", d->id,
		      leaf->gpa);
	count_frame(owner, frame);
}

static void visit(const struct leaf *leaf, void *data)
{
	struct visit *v = data;

	if (leaf->gpa < WINDOW_BASE)
		visit_memory(v, leaf);
	else
		visit_window(v->d, leaf);
}

static void check_tree(const struct domain *d)
{
	struct visit v = { .d = d };

	tree_visit(d->arch.lpid, visit, &v);
	/* Of one that is being torn down the tables go first. */
	if (!domain_is_dying(d) && v.mapped != (u64)d->p2m.populated << CHUNK_SHIFT)
		found("domain %u: the tree has %#llx bytes of memory of %u chunks", d->id,
		      v.mapped, d->p2m.populated);
	tlb_check(d);
}

/* ---- grants ---- */

static void check_mappings(const struct domain *d)
{
	for (u32 i = 0; d->grants.mapping && i < NR_GRANT_MAPPINGS; i++) {
		const struct grant_mapping *m = &d->grants.mapping[i];
		struct leaf leaf;

		if (!(m->flags & GRANT_MAPPING_PART))
			continue;
		count_frame(m->owner, m->frame);
		if ((m->flags & GNTMAP_host_map) &&
		    !tree_walk(d->arch.lpid, WINDOW_BASE + ((u64)m->slot << FRAME_SHIFT),
			       &leaf))
			found("domain %u: handle %u is not in the window, at slot %u",
			      d->id, i, m->slot);
	}
}

static void check_uses(const struct domain *owner)
{
	static struct grant_use counted[MAX_REFS];
	u32 refs = owner->grants.nr_frames * (u32)GRANTS_PER_FRAME;
	const struct domain *d;

	memset(counted, 0, refs * sizeof(*counted));
	for_each_domain (d)
		for (u32 i = 0; d->grants.mapping && i < NR_GRANT_MAPPINGS; i++) {
			const struct grant_mapping *m = &d->grants.mapping[i];

			if (!(m->flags & GRANT_MAPPING_PART) || m->owner != owner)
				continue;
			if (m->ref >= refs)
				found("domain %u: handle %u is of reference %u", d->id, i,
				      m->ref);
			if (m->flags & GNTMAP_readonly)
				counted[m->ref].readers++;
			else
				counted[m->ref].writers++;
		}
	for (u32 ref = 0; ref < refs; ref++) {
		const struct grant_use *use =
			&owner->grants
				 .use[ref / GRANTS_PER_FRAME][ref % GRANTS_PER_FRAME];

		if (use->readers != counted[ref].readers ||
		    use->writers != counted[ref].writers)
			found("domain %u: reference %u counts %u readers and %u writers, "
			      "there are %u and %u",
			      owner->id, ref, use->readers, use->writers,
			      counted[ref].readers, counted[ref].writers);
	}
}

/* ---- references ---- */

static void count_events(const struct domain *d)
{
	for (u32 i = 0; i < EVTCHN_BUCKETS; i++)
		for (u32 n = 0; d->events.bucket[i] && n < EVTCHNS_PER_BUCKET; n++)
			if (d->events.bucket[i][n].state == ECS_INTERDOMAIN)
				tally_of(d->events.bucket[i][n].remote.domain)->refs++;
	for (u32 i = 0; i < XEN_PPC_WATCHERS; i++)
		if (d->watchers.watcher[i].port)
			tally_of(d->watchers.watcher[i].owner)->refs++;
}

/* A domain that dies may be kept by more: by who is ending it. */
static void check_refs(const struct tally *t)
{
	const struct domain *d = t->d;
	u32 refs = t->refs + !domain_is_dying(d);

	if (domain_is_dying(d) ? d->refs < refs || !d->refs : d->refs != refs)
		found("domain %u%s: %u references, and %u things that refer to it", d->id,
		      domain_is_dying(d) ? ", dying" : "", d->refs, refs);
	if (d->frames_held != t->frames)
		found("domain %u: %u frames held, and %u in use", d->id, d->frames_held,
		      t->frames);
}

void check_memory(void)
{
	const struct domain *d;

	nr_tallies = 0;
	memset(held, 0, sizeof(held));
	for_each_domain (d) {
		if (nr_tallies == MAX_DOMAINS)
			found("more than %u domains", MAX_DOMAINS);
		tally[nr_tallies++] = (struct tally){ .d = d };
		if (d->next && d->next->id <= d->id)
			found("domain %u stands behind domain %u", d->next->id, d->id);
	}
	for_each_domain (d) {
		check_p2m(d);
		check_tree(d);
		check_mappings(d);
		check_uses(d);
		count_events(d);
	}
	check_chunks();
	for (u32 i = 0; i < nr_tallies; i++)
		check_refs(&tally[i]);
}
