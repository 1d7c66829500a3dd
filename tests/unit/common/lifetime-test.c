// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A domain is destroyed while something else refers to it, at each place where something
 * can. It stays, dying, until the last reference is dropped, and not a moment longer;
 * what it referred to itself is let go at once.
 */
#include <xen/cpu.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <public/event_channel.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

static struct domain *d;
static domid_t id;

static void start(void)
{
	dom0_start();
	d = make_domain(2);
	id = d->id;
}

/* All that refers to d must be listed here, to be counted. */
static void check_refs(u32 others)
{
	CU_ASSERT_EQUAL(d->refs, 1 + others);
}

static void check_dying(u32 others)
{
	CU_ASSERT_PTR_EQUAL_FATAL(domain_find(id), d);
	CU_ASSERT_TRUE(domain_is_dying(d));
	CU_ASSERT_EQUAL(d->refs, others);
	CU_ASSERT_EQUAL(d->shares->runnable, 0);
	/* Destroying it again takes no reference from the others. */
	end_domain(d);
	CU_ASSERT_EQUAL(d->refs, others);
}

static void check_gone(void)
{
	CU_ASSERT_PTR_NULL(domain_find(id));
	CU_ASSERT_EQUAL(dom0->refs, 1);
}

static void nothing_refers_to_it(void)
{
	check_refs(0);
	end_domain(d);
	check_gone();
}

static void counted_twice(void)
{
	domain_get(d);
	domain_get(d);
	end_domain(d);
	check_dying(2);
	domain_put(d);
	check_dying(1);
	domain_put(d);
	check_gone();
}

/* Its timers are stopped for good: to unpause it starts none. */
static void dying_and_unpaused(void)
{
	domain_constructed(d);
	d->vcpu[0]->virq_timer.expiry = 1ULL << 40;
	domain_get(d);
	end_domain(d);
	CU_ASSERT_TRUE(domain_is_paused(d));
	domain_unpause(d);
	CU_ASSERT_PTR_NULL(d->vcpu[0]->virq_timer.link);
	CU_ASSERT_TRUE(domain_is_paused(d));
	check_dying(1);
	domain_put(d);
	check_gone();
}

static u64 frame_of(const struct domain *owner)
{
	return (u64)owner->p2m.chunk[0] * CHUNK_FRAMES;
}

static void frame_in_a_window(void)
{
	u32 chunk = d->p2m.chunk[0];

	CU_ASSERT_EQUAL(window_map(dom0, 0, d, frame_of(d), true, false), 0);
	check_refs(1);
	end_domain(d);
	check_dying(1);
	CU_ASSERT_EQUAL(chunk_owner(chunk), id);
	CU_ASSERT_EQUAL(window_unmap(dom0, 0, false), 0);
	/* The hardware may still use it: only the flush drops it. */
	check_dying(1);
	window_flush(dom0);
	check_gone();
	CU_ASSERT_EQUAL(chunk_owner(chunk), CHUNK_FREE);
}

/* A slot that is filled again drops what was in it. */
static void frame_replaced_in_a_window(void)
{
	CU_ASSERT_EQUAL(window_map(dom0, 0, d, frame_of(d), false, false), 0);
	end_domain(d);
	check_dying(1);
	CU_ASSERT_EQUAL(window_map(dom0, 0, dom0, frame_of(dom0), false, false), 0);
	window_flush(dom0);
	CU_ASSERT_PTR_NULL(domain_find(id));
	CU_ASSERT_EQUAL(dom0->refs, 2);
	CU_ASSERT_EQUAL(window_unmap(dom0, 0, false), 0);
	window_flush(dom0);
	check_gone();
}

/* Its own frames in its own window do not keep it. */
static void own_window(void)
{
	CU_ASSERT_EQUAL(window_map(d, 0, d, frame_of(d), true, false), 0);
	check_refs(1);
	end_domain(d);
	check_gone();
}

/* What it has mapped of others is let go. */
static void frames_of_others(void)
{
	struct domain *other = make_domain(1);

	CU_ASSERT_EQUAL(window_map(d, 3, other, frame_of(other), true, false), 0);
	CU_ASSERT_EQUAL(other->refs, 2);
	end_domain(d);
	check_gone();
	CU_ASSERT_EQUAL(other->refs, 1);
	destroy_domain(other);
}

/* Two that have frames of each other: the second to go takes the first with it. */
static void windows_of_each_other(void)
{
	struct domain *other = make_domain(1);
	domid_t other_id = other->id;

	CU_ASSERT_EQUAL(window_map(d, 0, other, frame_of(other), true, false), 0);
	CU_ASSERT_EQUAL(window_map(other, 0, d, frame_of(d), true, false), 0);
	end_domain(d);
	check_dying(1);
	CU_ASSERT_EQUAL(other->refs, 1);
	end_domain(other);
	CU_ASSERT_PTR_NULL(domain_find(other_id));
	check_gone();
}

static long grant_op(struct domain *by, u32 cmd, void *op, u64 size)
{
	long ret;

	for (u64 i = 0; i < size; i++)
		*domain_byte(by, BUF_GPA + i) = ((u8 *)op)[i];
	ret = call_by(by, __HYPERVISOR_grant_table_op, cmd, BUF_GPA, 1, 0, 0);
	for (u64 i = 0; i < size; i++)
		((u8 *)op)[i] = *domain_byte(by, BUF_GPA + i);
	return ret;
}

static void mapped_grant(void)
{
	gnttab_setup_table_t setup = { .dom = DOMID_SELF,
				       .nr_frames = 1,
				       .frame_list = guest_pointer(BUF_GPA + 4096) };
	gnttab_map_grant_ref_t map = { .host_addr = WINDOW_BASE,
				       .dom = id,
				       .ref = 1,
				       .flags = GNTMAP_host_map | GNTMAP_device_map };
	gnttab_unmap_grant_ref_t unmap = { .host_addr = WINDOW_BASE };

	CU_ASSERT_EQUAL(grant_op(d, GNTTABOP_setup_table, &setup, sizeof(setup)), 0);
	CU_ASSERT_EQUAL_FATAL(setup.status, GNTST_okay);
	d->grants.entry[0][1] = (grant_entry_t){ .flags = GTF_permit_access, .frame = 5 };
	CU_ASSERT_EQUAL(grant_op(dom0, GNTTABOP_map_grant_ref, &map, sizeof(map)), 0);
	CU_ASSERT_FATAL(map.handle >= 0);
	check_refs(2); /* the window's slot and the handle */
	end_domain(d);
	check_dying(2);
	/* One part, then the other. */
	unmap.handle = (u16)map.handle;
	CU_ASSERT_EQUAL(grant_op(dom0, GNTTABOP_unmap_grant_ref, &unmap, sizeof(unmap)),
			0);
	CU_ASSERT_EQUAL(unmap.status, GNTST_okay);
	check_dying(1);
	unmap.host_addr = 0;
	unmap.dev_bus_addr = map.dev_bus_addr;
	CU_ASSERT_EQUAL(grant_op(dom0, GNTTABOP_unmap_grant_ref, &unmap, sizeof(unmap)),
			0);
	CU_ASSERT_EQUAL(unmap.status, GNTST_okay);
	check_gone();
}

static long channel_op(evtchn_op_t *op)
{
	long ret;

	dom0_write(BUF_GPA, op, sizeof(*op));
	ret = call(__HYPERVISOR_event_channel_op, BUF_GPA, 0, 0, 0, 0);
	dom0_read(BUF_GPA, op, sizeof(*op));
	return ret;
}

/* The end of a domain closes its ports, so that none keeps it, nor it another. */
static void connected_channel(void)
{
	evtchn_op_t bind = { .cmd = EVTCHNOP_bind_interdomain,
			     .u.bind_interdomain = { .dom1 = DOMID_SELF, .dom2 = id } };
	evtchn_op_t send = { .cmd = EVTCHNOP_send };

	CU_ASSERT_EQUAL_FATAL(channel_op(&bind), 0);
	check_refs(1);
	CU_ASSERT_EQUAL(dom0->refs, 2);
	end_domain(d);
	check_gone();
	/* The port waits for a domain with that id now. */
	send.u.send.local_port = bind.u.bind_interdomain.port1;
	CU_ASSERT_EQUAL(channel_op(&send), -EINVAL);
}

static void closed_channel(void)
{
	evtchn_op_t bind = { .cmd = EVTCHNOP_bind_interdomain,
			     .u.bind_interdomain = { .dom1 = DOMID_SELF, .dom2 = id } };
	evtchn_op_t close = { .cmd = EVTCHNOP_close, .u.close.dom = DOMID_SELF };

	CU_ASSERT_EQUAL_FATAL(channel_op(&bind), 0);
	close.u.close.port = bind.u.bind_interdomain.port1;
	CU_ASSERT_EQUAL(channel_op(&close), 0);
	check_refs(0);
	CU_ASSERT_EQUAL(dom0->refs, 1);
}

/* A channel of a domain with itself counts both its ends. */
static void channel_with_itself(void)
{
	evtchn_op_t bind = { .cmd = EVTCHNOP_bind_interdomain,
			     .u.bind_interdomain = { .dom1 = id, .dom2 = id } };

	CU_ASSERT_EQUAL_FATAL(channel_op(&bind), 0);
	check_refs(2);
	end_domain(d);
	check_gone();
}

static u32 watch(void)
{
	evtchn_op_t op = { .cmd = EVTCHNOP_alloc_unbound, .u.alloc_unbound.dom = id };

	CU_ASSERT_EQUAL_FATAL(channel_op(&op), 0);
	CU_ASSERT_EQUAL(
		domain_watch(d, dom0, op.u.alloc_unbound.port, XEN_PPC_WATCH_STATE), 0);
	return op.u.alloc_unbound.port;
}

/* A watched domain refers to who watches it; its end drops that. */
static void watched(void)
{
	u32 port = watch();

	CU_ASSERT_EQUAL(dom0->refs, 2);
	/* Again, and with no events: it counts once, and not at all. */
	CU_ASSERT_EQUAL(domain_watch(d, dom0, port, XEN_PPC_WATCH_CONSOLE_IN), 0);
	CU_ASSERT_EQUAL(dom0->refs, 2);
	CU_ASSERT_EQUAL(domain_watch(d, dom0, port, 0), 0);
	CU_ASSERT_EQUAL(dom0->refs, 1);
	CU_ASSERT_EQUAL(domain_watch(d, dom0, port, 0), 0);
	CU_ASSERT_EQUAL(dom0->refs, 1);
	/* More than there are places for: the oldest makes room. */
	for (u32 i = 0; i < XEN_PPC_WATCHERS + 3; i++)
		watch();
	CU_ASSERT_EQUAL(dom0->refs, 1 + XEN_PPC_WATCHERS);
	end_domain(d);
	check_gone();
}

/* The watcher's end while what it watches lives on. */
static void watcher_destroyed(void)
{
	struct domain *other = make_domain(1);
	u32 chunk = d->p2m.chunk[0];

	d->privileged = true;
	watch();
	CU_ASSERT_EQUAL(domain_watch(other, d, 1, XEN_PPC_WATCH_STATE), -EINVAL);
	end_domain(d);
	check_gone();
	CU_ASSERT_EQUAL(chunk_owner(chunk), CHUNK_FREE);
	destroy_domain(other);
}

/* An id that is used again means another domain: nothing of the old one counts. */
static void id_used_again(void)
{
	dom0_op_t op = { .u.createdomain.domain = id };
	u32 port = watch();

	end_domain(d);
	check_gone();
	CU_ASSERT_EQUAL(op_call(DOM0_CREATEDOMAIN, &op), 0);
	CU_ASSERT_EQUAL(op.u.createdomain.domain, id);
	d = domain_find(id);
	check_refs(0);
	CU_ASSERT_EQUAL(channel_op(&(evtchn_op_t){ .cmd = EVTCHNOP_close,
						   .u.close = { DOMID_SELF, port } }),
			0);
	check_refs(0);
	CU_ASSERT_EQUAL(dom0->refs, 1);
}

/* One reference too many dropped is a bug of the hypervisor, and said at once. */
static void dropped_too_often(void)
{
	d->refs = 0;
	EXPECT_END(domain_put(d));
	d->refs = 1;
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "nothing refers to it", nothing_refers_to_it },
		{ "counted twice", counted_twice },
		{ "dying and unpaused", dying_and_unpaused },
		{ "frame in a window", frame_in_a_window },
		{ "frame replaced in a window", frame_replaced_in_a_window },
		{ "own window", own_window },
		{ "frames of others", frames_of_others },
		{ "windows of each other", windows_of_each_other },
		{ "mapped grant", mapped_grant },
		{ "connected channel", connected_channel },
		{ "closed channel", closed_channel },
		{ "channel with itself", channel_with_itself },
		{ "watched", watched },
		{ "watcher destroyed", watcher_destroyed },
		{ "id used again", id_used_again },
		{ "dropped too often", dropped_too_often },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "lifetime",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-lifetime", suites);
}
