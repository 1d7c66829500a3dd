// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A domain's interrupt controller, as PAPR's XICS describes it: sources with a server
 * and a priority, and for each vCPU a presentation controller, which shows the vCPU the
 * most favoured (lowest) pending priority below the one it works at.
 *
 * The sources that wait for a vCPU are in its queue, a binary heap whose first element is
 * the most favoured one: the lowest priority, and of the same priority the lowest number.
 * So the hypercalls look at one element, however many sources there are.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/memory/heap.h>
#include <xen/string.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/xics.h>

#define XIRR_CPPR_SHIFT 24
#define XIRR_SOURCE	0xffffffU

struct slot {
	struct xics_source source;
	bool added; /* by domain_irq_add() */
	/* Where it stands in its server's queue, from 1 on. 0: it does not wait. */
	u16 place;
};

struct xics_domain {
	u32 size;	   /* sources XICS_FIRST_SOURCE to XICS_FIRST_SOURCE + size - 1 */
	struct slot *slot; /* by number, less XICS_FIRST_SOURCE: the index */
	/* Indexes of what waits: for each vCPU size + 1 elements, the first not used. */
	u16 *queue;
	u16 waiting[MAX_VIRT_CPUS]; /* how many wait */
};

struct presented {
	u32 number; /* 0: nothing */
	u8 priority;
};

/* ---- queues: the sources that are pending and not presented ---- */

static u16 *queue_of(const struct xics_domain *x, u32 server)
{
	return x->queue + (size_t)server * (x->size + 1);
}

static bool before(const struct xics_domain *x, u16 a, u16 b)
{
	u8 pa = x->slot[a].source.priority, pb = x->slot[b].source.priority;

	return pa != pb ? pa < pb : a < b;
}

static void place(struct xics_domain *x, u16 *queue, u32 at, u16 index)
{
	queue[at] = index;
	x->slot[index].place = (u16)at;
}

/* Puts index at that place of a queue of nr, which is free, or where it belongs instead.
 */
static void settle(struct xics_domain *x, u16 *queue, u32 nr, u32 at, u16 index)
{
	for (; at > 1 && before(x, index, queue[at / 2]); at /= 2)
		place(x, queue, at, queue[at / 2]);
	for (u32 child; (child = 2 * at) <= nr; at = child) {
		if (child < nr && before(x, queue[child + 1], queue[child]))
			child++;
		if (!before(x, queue[child], index))
			break;
		place(x, queue, at, queue[child]);
	}
	place(x, queue, at, index);
}

static void enqueue(struct xics_domain *x, const struct slot *slot)
{
	u8 server = slot->source.server;
	u32 nr = ++x->waiting[server];

	settle(x, queue_of(x, server), nr, nr, (u16)(slot - x->slot));
}

static void dequeue(struct xics_domain *x, struct slot *slot)
{
	u16 *queue = queue_of(x, slot->source.server);
	u32 nr = x->waiting[slot->source.server]--, at = slot->place;

	slot->place = 0;
	if (at != nr)
		settle(x, queue, nr - 1, at, queue[nr]);
}

/* Gives a source that state, and the place in a queue that follows from it. */
static void change(struct xics_domain *x, struct slot *slot,
		   const struct xics_source *source)
{
	if (slot->place)
		dequeue(x, slot);
	slot->source = *source;
	if (source->pending && !source->presented)
		enqueue(x, slot);
}

/* ---- the table ---- */

static int grow(struct xics_domain *x, u32 size)
{
	size_t slots = size * sizeof(*x->slot);
	size_t queues = (size_t)MAX_VIRT_CPUS * (size + 1) * sizeof(*x->queue);
	struct xics_domain old = *x;

	x->slot = heap_alloc(slots, __alignof__(struct slot));
	x->queue = heap_alloc(queues, __alignof__(u16));
	if (!x->slot || !x->queue) {
		heap_free(x->slot, slots);
		heap_free(x->queue, queues);
		*x = old;
		return -ENOMEM;
	}
	x->size = size;
	for (u32 i = 0; i < old.size; i++)
		x->slot[i] = old.slot[i];
	for (u32 i = old.size; i < size; i++)
		x->slot[i].source = (struct xics_source){
			.priority = XICS_MASKED,
			.saved_priority = XICS_MASKED,
		};
	for (u32 server = 0; server < MAX_VIRT_CPUS && old.size; server++)
		memcpy(queue_of(x, server), queue_of(&old, server),
		       (x->waiting[server] + 1U) * sizeof(*x->queue));
	heap_free(old.slot, old.size * sizeof(*old.slot));
	heap_free(old.queue, (size_t)MAX_VIRT_CPUS * (old.size + 1) * sizeof(*old.queue));
	return 0;
}

int xics_domain_create(struct domain *d)
{
	d->arch.xics = heap_alloc(sizeof(*d->arch.xics), __alignof__(struct xics_domain));
	return d->arch.xics ? grow(d->arch.xics, XICS_SOURCES) : -ENOMEM;
}

void xics_domain_destroy(struct domain *d)
{
	struct xics_domain *x = d->arch.xics;

	if (!x)
		return;
	heap_free(x->slot, x->size * sizeof(*x->slot));
	heap_free(x->queue, (size_t)MAX_VIRT_CPUS * (x->size + 1) * sizeof(*x->queue));
	heap_free(x, sizeof(*x));
	d->arch.xics = NULL;
}

void xics_vcpu_init(struct xics_vcpu *x)
{
	*x = (struct xics_vcpu){ .cppr = 0, .mfrr = XICS_MASKED };
}

static struct slot *find(const struct xics_domain *x, u32 number)
{
	u32 index = number - XICS_FIRST_SOURCE;

	return index < x->size ? &x->slot[index] : NULL;
}

int domain_irq_add(struct domain *d, u32 source)
{
	struct xics_domain *x = d->arch.xics;
	u32 index = source - DOMAIN_IRQ_FIRST;
	int ret;

	if (index >= DOMAIN_IRQ_MAX)
		return -EINVAL;
	if (index >= x->size) {
		ret = grow(x, ROUND_UP(index + 1, (u32)XICS_SOURCES));
		if (ret)
			return ret;
	}
	if (x->slot[index].added)
		return -EBUSY;
	x->slot[index].added = true;
	return 0;
}

/* ---- sources ---- */

/* What the presentation controller of v would show now. */
static struct presented most_favoured(const struct vcpu *v)
{
	const struct xics_domain *x = v->domain->arch.xics;
	struct presented best = { 0, v->arch.xics.cppr };

	if (v->arch.xics.mfrr < best.priority)
		best = (struct presented){ XICS_IPI, v->arch.xics.mfrr };
	if (x->waiting[v->id]) {
		u16 first = queue_of(x, v->id)[1];
		/* A queue is never without its table.
		   NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
		u8 priority = x->slot[first].source.priority;

		if (priority < best.priority)
			best = (struct presented){ XICS_FIRST_SOURCE + first, priority };
	}
	return best;
}

void xics_update(struct vcpu *v)
{
	v->arch.interrupt_pending = most_favoured(v).number != 0;
	if (v->arch.interrupt_pending)
		vcpu_wake(v);
}

static void update_server(struct domain *d, u8 server)
{
	if (server < d->nr_vcpus)
		xics_update(d->vcpu[server]);
}

bool xics_get_source(const struct domain *d, u32 number, struct xics_source *source)
{
	const struct slot *slot = find(d->arch.xics, number);

	if (slot)
		*source = slot->source;
	return slot != NULL;
}

bool xics_set_source(struct domain *d, u32 number, const struct xics_source *source)
{
	struct slot *slot = find(d->arch.xics, number);
	u8 old_server;

	if (!slot || source->server >= d->nr_vcpus)
		return false;
	old_server = slot->source.server;
	change(d->arch.xics, slot, source);
	update_server(d, old_server);
	update_server(d, source->server);
	return true;
}

bool domain_irq_masked(const struct domain *d, u32 source)
{
	const struct slot *slot = find(d->arch.xics, source);

	return !slot || slot->source.priority == XICS_MASKED;
}

void domain_irq_raise(struct domain *d, u32 source)
{
	struct slot *slot = find(d->arch.xics, source);
	struct xics_source raised;

	BUG_ON(!slot || !slot->added);
	raised = slot->source;
	raised.pending = true;
	change(d->arch.xics, slot, &raised);
	update_server(d, raised.server);
}

/* ---- presentation ---- */

long h_cppr(struct vcpu *v, u64 *gpr)
{
	v->arch.xics.cppr = (u8)gpr[4];
	xics_update(v);
	return H_SUCCESS;
}

long h_ipi(struct vcpu *v, u64 *gpr)
{
	struct vcpu *target;

	if (gpr[4] >= v->domain->nr_vcpus)
		return H_PARAMETER;
	target = v->domain->vcpu[gpr[4]];
	target->arch.xics.mfrr = (u8)gpr[5];
	xics_update(target);
	return H_SUCCESS;
}

long h_ipoll(struct vcpu *v, u64 *gpr)
{
	const struct vcpu *target;

	if (gpr[4] >= v->domain->nr_vcpus)
		return H_PARAMETER;
	target = v->domain->vcpu[gpr[4]];
	gpr[4] = (u64)target->arch.xics.cppr << XIRR_CPPR_SHIFT |
		 most_favoured(target).number;
	gpr[5] = target->arch.xics.mfrr;
	return H_SUCCESS;
}

/* Takes the most favoured interrupt: from now on the vCPU works at its priority. */
long h_xirr(struct vcpu *v, u64 *gpr)
{
	struct presented p = most_favoured(v);
	struct slot *slot = find(v->domain->arch.xics, p.number);

	gpr[4] = (u64)v->arch.xics.cppr << XIRR_CPPR_SHIFT | p.number;
	if (slot) {
		dequeue(v->domain->arch.xics, slot);
		slot->source.pending = false;
		slot->source.presented = true;
	}
	if (p.number)
		v->arch.xics.cppr = p.priority;
	xics_update(v);
	return H_SUCCESS;
}

/*
 * Ends the interrupt and goes back to the priority that H_XIRR handed out with it. A
 * source that has been raised meanwhile may be another vCPU's by now.
 */
long h_eoi(struct vcpu *v, u64 *gpr)
{
	struct slot *slot = find(v->domain->arch.xics, gpr[4] & XIRR_SOURCE);

	v->arch.xics.cppr = (u8)(gpr[4] >> XIRR_CPPR_SHIFT);
	if (slot && slot->source.presented) {
		slot->source.presented = false;
		if (slot->source.pending) {
			enqueue(v->domain->arch.xics, slot);
			if (slot->source.server != v->id)
				update_server(v->domain, slot->source.server);
		}
	}
	xics_update(v);
	return H_SUCCESS;
}
