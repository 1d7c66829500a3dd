// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Grant tables: grant_table_op (public/grant_table.h; abi.tsv, behaviour
 * "grant_table_op"). Each request has a handle or a status for its own result; the call
 * fails only if it looked at no request.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/grant/table.h>
#include <xen/memory/guest_access.h>
#include <xen/memory/heap.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/preempt.h>
#include <asm/memory.h>

#define MAX_REQUESTS  512
#define USE_SIZE      (GRANTS_PER_FRAME * sizeof(struct grant_use))
#define MAPPINGS_SIZE (NR_GRANT_MAPPINGS * sizeof(struct grant_mapping))
#define GTF_USED      (GTF_reading | GTF_writing)

bool grant_table_owns_frame(const struct domain *d, u64 frame)
{
	for (u32 i = 0; i < d->grants.nr_frames; i++)
		if (ptr_to_maddr(d->grants.entry[i]) >> FRAME_SHIFT == frame)
			return true;
	return false;
}

/* NULL: the table is not that large. */
static grant_entry_t *entry_of(const struct domain *d, u32 ref)
{
	u32 frame = ref / GRANTS_PER_FRAME;

	return frame < d->grants.nr_frames
		       ? &d->grants.entry[frame][ref % GRANTS_PER_FRAME]
		       : NULL;
}

static struct grant_use *use_of(const struct domain *d, u32 ref)
{
	return &d->grants.use[ref / GRANTS_PER_FRAME][ref % GRANTS_PER_FRAME];
}

/* The domain of a request about a table: the caller, or for a privileged one any. */
static s16 find_table(const struct vcpu *v, domid_t id, struct domain **d)
{
	switch (domain_find_target(v, id, d)) {
	case 0:
		return GNTST_okay;
	case -EPERM:
		return GNTST_permission_denied;
	default:
		return GNTST_bad_domain;
	}
}

static bool add_frame(struct grant_table *t)
{
	grant_entry_t *entry = heap_alloc(FRAME_SIZE, FRAME_SIZE);
	struct grant_use *use = heap_alloc(USE_SIZE, __alignof__(*use));

	if (!entry || !use) {
		heap_free(entry, FRAME_SIZE);
		heap_free(use, USE_SIZE);
		return false;
	}
	t->entry[t->nr_frames] = entry;
	t->use[t->nr_frames] = use;
	t->nr_frames++;
	return true;
}

/* Makes the table at least that long, and writes the numbers of its frames to list. */
static s16 make_table(const struct caller *caller, domid_t id, u32 nr_frames, u64 list)
{
	struct domain *d;
	s16 status = find_table(caller->vcpu, id, &d);
	u64 frame;

	if (status != GNTST_okay)
		return status;
	while (d->grants.nr_frames < nr_frames)
		if (!add_frame(&d->grants))
			return GNTST_general_error;
	for (u32 i = 0; i < nr_frames; i++) {
		frame = ptr_to_maddr(d->grants.entry[i]) >> FRAME_SHIFT;
		copy_to_guest(caller, list + i * sizeof(frame), &frame, sizeof(frame));
	}
	return GNTST_okay;
}

static long setup_table(const struct caller *caller, u64 gpa)
{
	gnttab_setup_table_t op;
	u64 list;

	if (!copy_from_guest(caller, &op, gpa, sizeof(op)))
		return -EFAULT;
	list = embedded_pointer(caller, (uintptr_t)op.frame_list);
	if (op.nr_frames > NR_GRANT_FRAMES)
		op.status = GNTST_general_error;
	else if (!guest_buffer_ok(caller, list, op.nr_frames * sizeof(u64)))
		return -EFAULT;
	else
		op.status = make_table(caller, op.dom, op.nr_frames, list);
	return copy_to_guest(caller, gpa, &op, sizeof(op)) ? 0 : -EFAULT;
}

/* Entries that are looked at before dump() looks up. */
#define DUMP_PIECE 256

/* Prints entries from ref on. Returns where the stay ended, or 0: all have been printed.
 */
static u32 dump(const struct domain *d, u32 ref, u64 stay_end)
{
	if (!ref)
		pr_info("grant table of domain %u: %u frames\n", d->id,
			d->grants.nr_frames);
	for (; ref < d->grants.nr_frames * GRANTS_PER_FRAME; ref++) {
		const grant_entry_t *entry = entry_of(d, ref);
		const struct grant_use *use = use_of(d, ref);

		if (entry->flags)
			pr_info("  %u: flags %x domain %u frame %x, mapped %u, writable %u\n",
				ref, entry->flags, entry->domid, entry->frame,
				use->readers + use->writers, use->writers);
		if ((entry->flags || ref % DUMP_PIECE == DUMP_PIECE - 1) &&
		    preempt_wanted(stay_end))
			return ref + 1;
	}
	return 0;
}

static long dump_table(const struct caller *caller, u64 gpa)
{
	gnttab_dump_table_t op;
	struct domain *d;
	u32 next = 0;

	if (!copy_from_guest(caller, &op, gpa, sizeof(op)))
		return -EFAULT;
	op.status = find_table(caller->vcpu, op.dom, &d);
	if (!caller->domain->privileged) /* the console is not everybody's */
		op.status = GNTST_permission_denied;
	if (op.status == GNTST_okay)
		next = dump(d, (u32)caller->progress, stay_end(caller));
	if (next)
		return hypercall_continue(caller, next);
	return copy_to_guest(caller, gpa, &op, sizeof(op)) ? 0 : -EFAULT;
}

/*
 * Checks the entry and marks it as in use in one step: the granting domain may change it
 * at any time, and from the mark on it knows that it must not take the grant back.
 */
static bool use_entry(grant_entry_t *entry, domid_t user, bool writable, u32 *frame)
{
	/* Flags and domid, as the domain stores them: one word. */
	union {
		struct {
			u16 flags;
			domid_t domid;
		};
		u32 word;
	} old, new;
	u32 *word = (u32 *)entry;

	old.word = __atomic_load_n(word, __ATOMIC_ACQUIRE);
	do {
		if ((old.flags & GTF_type_mask) != GTF_permit_access ||
		    old.domid != user || (writable && (old.flags & GTF_readonly)))
			return false;
		new = old;
		new.flags |= GTF_reading | (writable ? GTF_writing : 0);
	} while (!__atomic_compare_exchange_n(word, &old.word, new.word, false,
					      __ATOMIC_SEQ_CST, __ATOMIC_ACQUIRE));
	*frame = __atomic_load_n(&entry->frame, __ATOMIC_RELAXED);
	return true;
}

/* Takes back the marks that no mapping needs any more. */
static void unuse_entry(struct domain *owner, u32 ref)
{
	const struct grant_use *use = use_of(owner, ref);
	u16 unused = 0;

	if (!use->writers)
		unused |= GTF_writing;
	if (!use->writers && !use->readers)
		unused |= GTF_reading;
	__atomic_and_fetch(&entry_of(owner, ref)->flags, (u16)~unused, __ATOMIC_SEQ_CST);
}

static void count_use(struct domain *owner, const struct grant_mapping *m, int step)
{
	struct grant_use *use = use_of(owner, m->ref);

	if (m->flags & GNTMAP_readonly)
		use->readers += (u32)step;
	else
		use->writers += (u32)step;
}

/* The lowest handle that is used, or is free; NR_GRANT_MAPPINGS: none. */
static u32 first_handle(const struct grant_table *t, bool used)
{
	for (u32 i = 0; i < ARRAY_SIZE(t->used); i++) {
		u64 word = used ? t->used[i] : ~t->used[i];

		if (word)
			return i * 64 + (u32)__builtin_ctzll(word);
	}
	return NR_GRANT_MAPPINGS;
}

static void set_used(struct grant_table *t, u32 handle, bool used)
{
	u64 bit = 1ULL << handle % 64, *word = &t->used[handle / 64];

	*word = used ? *word | bit : *word & ~bit;
}

/* A free handle. NULL: none left, or no memory. */
static struct grant_mapping *new_mapping(struct domain *d)
{
	struct grant_table *t = &d->grants;
	u32 handle = first_handle(t, false);

	if (handle == NR_GRANT_MAPPINGS)
		return NULL;
	if (!t->mapping)
		t->mapping = heap_alloc(MAPPINGS_SIZE, __alignof__(struct grant_mapping));
	return t->mapping ? &t->mapping[handle] : NULL;
}

/* Makes the frame appear at its place, if it has one, and counts it as used. */
static s16 start_mapping(struct domain *d, struct domain *owner, struct grant_mapping *m)
{
	bool writable = !(m->flags & GNTMAP_readonly);
	u64 maddr;
	u32 frame;

	if (!use_entry(entry_of(owner, m->ref), d->id, writable, &frame))
		return GNTST_general_error;
	if (!p2m_translate(&owner->p2m, (u64)frame << FRAME_SHIFT, FRAME_SIZE, &maddr)) {
		unuse_entry(owner, m->ref);
		return GNTST_general_error;
	}
	m->frame = maddr >> FRAME_SHIFT;
	if ((m->flags & GNTMAP_host_map) &&
	    window_map(d, m->slot, owner, m->frame, writable, true)) {
		unuse_entry(owner, m->ref);
		return GNTST_bad_virt_addr;
	}
	count_use(owner, m, 1);
	frame_hold(owner, m->frame);
	return GNTST_okay;
}

static s16 map_one(struct vcpu *v, const gnttab_map_grant_ref_t *op, u64 *frame)
{
	struct domain *d = v->domain, *owner = domain_find(op->dom);
	struct grant_mapping *place;
	struct grant_mapping m = { .owner = owner, .ref = op->ref, .flags = op->flags };
	s16 status;

	if (!(op->flags & GRANT_MAPPING_PART) ||
	    (op->flags & ~(GRANT_MAPPING_PART | GNTMAP_readonly)))
		return GNTST_bad_gntref;
	if ((op->flags & GNTMAP_host_map) && !window_slot(d, op->host_addr, &m.slot))
		return GNTST_bad_virt_addr;
	if (!owner || domain_is_dying(owner) || owner == d)
		return GNTST_bad_domain;
	if (!entry_of(owner, op->ref))
		return GNTST_bad_gntref;
	place = new_mapping(d);
	if (!place)
		return GNTST_no_device_space;
	status = start_mapping(d, owner, &m);
	if (status != GNTST_okay)
		return status;
	*place = m;
	*frame = m.frame;
	set_used(&d->grants, (u32)(place - d->grants.mapping), true);
	return (s16)(place - d->grants.mapping);
}

/* Mappings without a part, which end when the hardware has forgotten them. */
struct ending {
	u16 handle[64];
	u32 nr;
};

static void end_mappings(struct domain *d, struct ending *ending)
{
	window_flush(d);
	while (ending->nr) {
		u32 handle = ending->handle[--ending->nr];
		struct grant_mapping *m = &d->grants.mapping[handle];

		/* Its owner sees it unused now. */
		count_use(m->owner, m, -1);
		unuse_entry(m->owner, m->ref);
		frame_drop(m->owner, m->frame);
		set_used(&d->grants, handle, false);
	}
}

/* The parts of a mapping that are named end; with the last one, all of it. */
static void end_parts(struct domain *d, u32 handle, u16 parts, struct ending *ending)
{
	struct grant_mapping *m = &d->grants.mapping[handle];

	if (m->flags & parts & GNTMAP_host_map)
		window_unmap(d, m->slot, true);
	m->flags &= (u16)~parts;
	if (m->flags & GRANT_MAPPING_PART)
		return;
	ending->handle[ending->nr++] = (u16)handle;
	if (ending->nr == ARRAY_SIZE(ending->handle))
		end_mappings(d, ending);
}

static s16 unmap_one(struct vcpu *v, const gnttab_unmap_grant_ref_t *op,
		     struct ending *ending)
{
	struct domain *d = v->domain;
	struct grant_mapping *m;
	u16 parts = 0;
	u32 slot;

	if (!d->grants.mapping || op->handle >= NR_GRANT_MAPPINGS)
		return GNTST_bad_handle;
	m = &d->grants.mapping[op->handle];
	if (!(m->flags & GRANT_MAPPING_PART))
		return GNTST_bad_handle;
	if (op->host_addr) {
		if (!(m->flags & GNTMAP_host_map) ||
		    !window_slot(d, op->host_addr, &slot) || slot != m->slot)
			return GNTST_bad_virt_addr;
		parts |= GNTMAP_host_map;
	}
	if (op->dev_bus_addr) {
		if (!(m->flags & GNTMAP_device_map) ||
		    (op->dev_bus_addr != m->frame << FRAME_SHIFT &&
		     op->dev_bus_addr != GNTUNMAP_DEV_FROM_VIRT))
			return GNTST_bad_dev_addr;
		parts |= GNTMAP_device_map;
	}
	end_parts(d, op->handle, parts, ending);
	return GNTST_okay;
}

static long map_requests(const struct caller *caller, u64 gpa, u64 count)
{
	u64 end = stay_end(caller), frame = 0;
	gnttab_map_grant_ref_t op;

	for (u64 i = caller->progress; i < count; i++) {
		u64 place = gpa + i * sizeof(op);

		if (i != caller->progress && preempt_wanted(end))
			return hypercall_continue(caller, i);
		if (!copy_from_guest(caller, &op, place, sizeof(op)))
			return -EFAULT;
		op.handle = map_one(caller->vcpu, &op, &frame);
		if (op.handle >= 0)
			op.dev_bus_addr = frame << FRAME_SHIFT;
		if (!copy_to_guest(caller, place, &op, sizeof(op)))
			return -EFAULT;
	}
	return 0;
}

static long unmap_requests(const struct caller *caller, u64 gpa, u64 count)
{
	u64 end = stay_end(caller), done = caller->progress;
	struct ending ending = { .nr = 0 };
	gnttab_unmap_grant_ref_t op;
	bool ok = true, stop = false;

	while (done < count && ok && !stop) {
		u64 place = gpa + done * sizeof(op);

		ok = copy_from_guest(caller, &op, place, sizeof(op));
		if (!ok)
			break;
		op.status = unmap_one(caller->vcpu, &op, &ending);
		ok = copy_to_guest(caller, place, &op, sizeof(op));
		done++;
		stop = preempt_wanted(end);
	}
	end_mappings(caller->domain, &ending);
	if (!ok)
		return -EFAULT;
	return done < count ? hypercall_continue(caller, done) : 0;
}

/* arg: command, requests, how many. */
long do_grant_table_op(const struct caller *caller, const u64 *arg)
{
	u64 gpa = arg[1], count = (u32)arg[2];

	if (count > MAX_REQUESTS)
		return -EINVAL;
	switch ((u32)arg[0]) {
	case GNTTABOP_map_grant_ref:
		if (!guest_buffer_ok(caller, gpa, count * sizeof(gnttab_map_grant_ref_t)))
			return -EFAULT;
		return map_requests(caller, gpa, count);
	case GNTTABOP_unmap_grant_ref:
		if (!guest_buffer_ok(caller, gpa,
				     count * sizeof(gnttab_unmap_grant_ref_t)))
			return -EFAULT;
		return unmap_requests(caller, gpa, count);
	case GNTTABOP_setup_table:
		return count == 1 ? setup_table(caller, gpa) : -EINVAL;
	case GNTTABOP_dump_table:
		return count == 1 ? dump_table(caller, gpa) : -EINVAL;
	default:
		/* GNTTABOP_donate too: memory changes hands by chunks only. */
		return -ENOSYS;
	}
}

bool grant_table_unmap_all(struct domain *d, u64 stay_end)
{
	struct ending ending = { .nr = 0 };
	bool stop = false;
	u32 handle;

	while (!stop && (handle = first_handle(&d->grants, true)) != NR_GRANT_MAPPINGS) {
		end_parts(d, handle, GRANT_MAPPING_PART, &ending);
		end_mappings(d, &ending);
		stop = preempt_wanted(stay_end);
	}
	if (stop)
		return false;
	heap_free(d->grants.mapping, MAPPINGS_SIZE);
	d->grants.mapping = NULL;
	return true;
}

void grant_table_destroy(struct domain *d)
{
	struct grant_table *t = &d->grants;

	while (t->nr_frames) {
		t->nr_frames--;
		heap_free(t->entry[t->nr_frames], FRAME_SIZE);
		heap_free(t->use[t->nr_frames], USE_SIZE);
	}
}
