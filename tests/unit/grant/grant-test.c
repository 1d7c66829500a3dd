// SPDX-License-Identifier: GPL-2.0-or-later
/* grant_table_op (xen/common/grant/table.c): who may use what, and what is answered. */
#include <string.h>

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/memory.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"
#include "walk.h"

#define NO_DOMAIN 0x7abc
#define TABLE	  0x30000 /* where dom0 has the list of frames written */

static struct domain *d; /* the one that grants */

static u64 slot_at(u32 n)
{
	return WINDOW_BASE + ((u64)n << FRAME_SHIFT);
}

static u64 frame_of(u64 pfn)
{
	return (u64)d->p2m.chunk[pfn / CHUNK_FRAMES] * CHUNK_FRAMES + pfn % CHUNK_FRAMES;
}

static s16 setup_by(struct domain *by, domid_t dom, u16 nr, long expected)
{
	gnttab_setup_table_t op = { .dom = dom,
				    .nr_frames = nr,
				    .status = 77,
				    .frame_list = guest_pointer(TABLE) };

	memcpy(domain_byte(by, OP_GPA), &op, sizeof(op));
	CU_ASSERT_EQUAL(call_by(by, __HYPERVISOR_grant_table_op, GNTTABOP_setup_table,
				OP_GPA, 1, 0, 0),
			expected);
	memcpy(&op, domain_byte(by, OP_GPA), sizeof(op));
	return op.status;
}

static grant_entry_t *entry(u32 ref)
{
	return &d->grants.entry[ref / GRANTS_PER_FRAME][ref % GRANTS_PER_FRAME];
}

static void grant(u32 ref, u64 pfn, domid_t whom, u16 flags)
{
	*entry(ref) = (grant_entry_t){ GTF_permit_access | flags, whom, (u32)pfn };
}

/* One mapping by dom0: its handle, or what is wrong. */
static s16 map_at(u64 addr, domid_t dom, u32 ref, u16 flags, u64 *bus)
{
	gnttab_map_grant_ref_t op = { .host_addr = addr,
				      .dom = dom,
				      .ref = (grant_ref_t)ref,
				      .flags = flags,
				      .handle = 4711,
				      .dev_bus_addr = 99 };

	dom0_write(OP_GPA, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, OP_GPA,
			     1, 0, 0),
			0);
	dom0_read(OP_GPA, &op, sizeof(op));
	*bus = op.dev_bus_addr;
	if (op.handle < 0)
		CU_ASSERT_EQUAL(op.dev_bus_addr, 99);
	return op.handle;
}

static s16 map(u32 slot, u32 ref, u16 flags)
{
	u64 bus;

	return map_at(slot_at(slot), d->id, ref, flags, &bus);
}

static s16 unmap_parts(u64 addr, u64 bus, u32 handle)
{
	gnttab_unmap_grant_ref_t op = { .host_addr = addr,
					.dev_bus_addr = bus,
					.handle = (u16)handle,
					.status = 4711 };

	dom0_write(OP_GPA, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref,
			     OP_GPA, 1, 0, 0),
			0);
	dom0_read(OP_GPA, &op, sizeof(op));
	return op.status;
}

static s16 unmap(u32 slot, u32 handle)
{
	return unmap_parts(slot_at(slot), 0, handle);
}

/* Each test has a domain with a table of one frame. */
static void begin(void)
{
	d = make_domain(2);
	CU_ASSERT_EQUAL(setup_by(dom0, d->id, 1, 0), GNTST_okay);
}

static void tables(void)
{
	struct domain *other = make_domain(1);
	u64 frame[4], again[4];

	begin();
	CU_ASSERT_EQUAL(setup_by(dom0, d->id, 3, 0), GNTST_okay);
	dom0_read(TABLE, frame, sizeof(frame));
	for (u32 i = 0; i < 3; i++) {
		CU_ASSERT_TRUE(frame_of_domain(d, frame[i]));
		CU_ASSERT_FALSE(frame_of_domain(other, frame[i]));
		CU_ASSERT_FALSE(frame_of_domain(dom0, frame[i]));
		CU_ASSERT_EQUAL(ptr_to_maddr(entry(i * GRANTS_PER_FRAME)) >> FRAME_SHIFT,
				frame[i]);
	}
	/* Asked again, the same; fewer asked, no less there. */
	CU_ASSERT_EQUAL(setup_by(dom0, d->id, 1, 0), GNTST_okay);
	dom0_read(TABLE, again, sizeof(again));
	CU_ASSERT_EQUAL(frame[0], again[0]);
	CU_ASSERT_EQUAL(d->grants.nr_frames, 3);
	CU_ASSERT_EQUAL(setup_by(dom0, d->id, 5, 0), GNTST_general_error);
	CU_ASSERT_EQUAL(setup_by(dom0, d->id, 0xffff, 0), GNTST_general_error);
	CU_ASSERT_EQUAL(setup_by(dom0, NO_DOMAIN, 1, 0), GNTST_bad_domain);
	CU_ASSERT_EQUAL(setup_by(other, d->id, 1, 0), GNTST_permission_denied);
	CU_ASSERT_EQUAL(setup_by(other, DOMID_SELF, 2, 0), GNTST_okay);
	CU_ASSERT_EQUAL(other->grants.nr_frames, 2);
	CU_ASSERT_EQUAL(setup_by(other, DOMID_SELF, 0, 0), GNTST_okay);
	destroy_domain(other);
	destroy_domain(d);
}

static void maps_what_is_granted(void)
{
	u64 bus;
	s16 a, b;

	begin();
	grant(0, 5, 0, 0);
	grant(8191, 1030, 0, GTF_readonly);
	a = map_at(slot_at(3), d->id, 0, GNTMAP_host_map, &bus);
	CU_ASSERT(a >= 0);
	CU_ASSERT_EQUAL(bus, frame_of(5) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(3)), frame_of(5) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk_permission, WALK_READ | WALK_WRITE);
	CU_ASSERT_EQUAL(entry(0)->flags, GTF_permit_access | GTF_reading | GTF_writing);
	/* Granted for reading only. */
	CU_ASSERT_EQUAL(map(4, 8191, GNTMAP_host_map), GNTST_general_error);
	CU_ASSERT_EQUAL(entry(8191)->flags, GTF_permit_access | GTF_readonly);
	b = map(4, 8191, GNTMAP_host_map | GNTMAP_readonly);
	CU_ASSERT(b >= 0 && b != a);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(4)), frame_of(1030) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(walk_permission, WALK_READ);
	CU_ASSERT_EQUAL(entry(8191)->flags,
			GTF_permit_access | GTF_readonly | GTF_reading);
	CU_ASSERT_EQUAL(unmap(3, a), GNTST_okay);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(3)), WALK_UNMAPPED);
	CU_ASSERT_EQUAL(entry(0)->flags, GTF_permit_access);
	CU_ASSERT_EQUAL(unmap(4, b), GNTST_okay);
	CU_ASSERT_EQUAL(entry(8191)->flags, GTF_permit_access | GTF_readonly);
	CU_ASSERT_EQUAL(unmap(4, b), GNTST_bad_handle);
	CU_ASSERT_EQUAL(d->frames_held, 0);
	destroy_domain(d);
}

/* While the hardware may still know the frame, its owner sees that it is in use. */
static void note_marks(u32 lpid)
{
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access | GTF_reading | GTF_writing);
}

static void forgotten_before_it_is_free(void)
{
	u64 flushes;
	s16 h;

	begin();
	grant(1, 0, 0, 0);
	h = map(0, 1, GNTMAP_host_map);
	flushes = machine.flushes;
	machine.flush = note_marks;
	CU_ASSERT_EQUAL(unmap(0, h), GNTST_okay);
	machine.flush = NULL;
	CU_ASSERT(machine.flushes > flushes);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access);
	destroy_domain(d);
}

/* The marks stay until the last mapping of their kind is gone. */
static void marks(void)
{
	const u16 both = GTF_permit_access | GTF_reading | GTF_writing;
	s16 w, w2, r;

	begin();
	grant(1, 0, 0, 0);
	w = map(0, 1, GNTMAP_host_map);
	w2 = map(1, 1, GNTMAP_host_map);
	r = map(2, 1, GNTMAP_host_map | GNTMAP_readonly);
	CU_ASSERT_EQUAL(unmap(0, w), GNTST_okay);
	CU_ASSERT_EQUAL(entry(1)->flags, both);
	CU_ASSERT_EQUAL(unmap(1, w2), GNTST_okay);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access | GTF_reading);
	CU_ASSERT_EQUAL(unmap(2, r), GNTST_okay);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access);
	destroy_domain(d);
}

static void refuses_what_is_not_granted(void)
{
	struct domain *other = make_domain(1);
	u64 bus;

	begin();
	grant(0, 5, other->id, 0);
	grant(1, 5, 0, 0);
	*entry(2) = (grant_entry_t){ GTF_accept_transfer, 0, 5 };
	*entry(3) = (grant_entry_t){ GTF_invalid, 0, 5 };
	grant(4, 2048, 0, 0); /* beyond its memory */
	grant(5, 0xffffffff, 0, 0);
	for (u32 ref = 0; ref < 6; ref++)
		if (ref != 1)
			CU_ASSERT_EQUAL(map(0, ref, GNTMAP_host_map),
					GNTST_general_error);
	CU_ASSERT_EQUAL(map(0, 8192, GNTMAP_host_map), GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map(0, 65535, GNTMAP_host_map), GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map(0, 1, 0), GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map(0, 1, GNTMAP_readonly), GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map(0, 1, GNTMAP_host_map | GNTMAP_contains_pte),
			GNTST_bad_gntref);
	CU_ASSERT_EQUAL(map_at(0, d->id, 1, GNTMAP_host_map, &bus), GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(map_at(slot_at(0) + 8, d->id, 1, GNTMAP_host_map, &bus),
			GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(map_at(slot_at(65536), d->id, 1, GNTMAP_host_map, &bus),
			GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(map_at(slot_at(0), NO_DOMAIN, 1, GNTMAP_host_map, &bus),
			GNTST_bad_domain);
	CU_ASSERT_EQUAL(map_at(slot_at(0), 0, 1, GNTMAP_host_map, &bus),
			GNTST_bad_domain);
	CU_ASSERT_EQUAL(map_at(slot_at(0), other->id, 1, GNTMAP_host_map, &bus),
			GNTST_bad_gntref); /* has no table */
	for (u32 ref = 0; ref < 6; ref++)
		CU_ASSERT_EQUAL(entry(ref)->flags & (GTF_reading | GTF_writing), 0);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(0)), WALK_UNMAPPED);
	CU_ASSERT_EQUAL(d->frames_held, 0);
	destroy_domain(other);
	destroy_domain(d);
}

/* A mapping with two parts ends with the second. */
static void parts(void)
{
	u64 bus;
	s16 h;

	begin();
	grant(1, 7, 0, 0);
	h = map_at(slot_at(2), d->id, 1, GNTMAP_host_map | GNTMAP_device_map, &bus);
	CU_ASSERT_EQUAL(unmap_parts(0, bus + 1, h), GNTST_bad_dev_addr);
	CU_ASSERT_EQUAL(unmap_parts(slot_at(3), 0, h), GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(unmap_parts(0, 0, h), GNTST_okay); /* names nothing */
	CU_ASSERT_EQUAL(unmap_parts(slot_at(2), 0, h), GNTST_okay);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(2)), WALK_UNMAPPED);
	CU_ASSERT_TRUE(entry(1)->flags & GTF_writing);
	CU_ASSERT_EQUAL(unmap_parts(slot_at(2), 0, h), GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(unmap_parts(0, bus, h), GNTST_okay);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access);
	/* For devices only: held, though no CPU sees it. */
	h = map_at(0, d->id, 1, GNTMAP_device_map, &bus);
	CU_ASSERT(h >= 0);
	CU_ASSERT_EQUAL(d->frames_held, 1);
	CU_ASSERT_EQUAL(unmap_parts(0, GNTUNMAP_DEV_FROM_VIRT, h), GNTST_okay);
	CU_ASSERT_EQUAL(d->frames_held, 0);
	destroy_domain(d);
}

static void bad_handles(void)
{
	static const u32 bad[] = { 1, 1023, 1024, 32767, 32768, 65535 };
	s16 h;

	begin();
	CU_ASSERT_EQUAL(unmap(0, 0), GNTST_bad_handle);
	grant(1, 7, 0, 0);
	h = map(0, 1, GNTMAP_host_map);
	CU_ASSERT_EQUAL(h, 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CU_ASSERT_EQUAL(unmap(0, bad[i]), GNTST_bad_handle);
	CU_ASSERT_EQUAL(unmap(0, h), GNTST_okay);
	destroy_domain(d);
}

/* The same window serves grants and mmu_update, which keep out of each other's way. */
static void beside_mmu_update(void)
{
	mmu_update_t request = { slot_at(0), 0 };
	s16 h;

	begin();
	grant(1, 7, 0, 0);
	h = map(0, 1, GNTMAP_host_map);
	CU_ASSERT_EQUAL(map(0, 1, GNTMAP_host_map), GNTST_bad_virt_addr);
	dom0_write(BUF_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, d->id, 0), -EINVAL);
	request.val = XEN_PPC_MAP_FRAME(frame_of(0)) | XEN_PPC_MAP_VALID;
	dom0_write(BUF_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, d->id, 0), -EINVAL);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(0)), frame_of(7) << FRAME_SHIFT);
	CU_ASSERT_EQUAL(unmap(0, h), GNTST_okay);
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, d->id, 0), 0);
	CU_ASSERT_EQUAL(map(0, 1, GNTMAP_host_map), GNTST_bad_virt_addr);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access);
	request.val = 0;
	dom0_write(BUF_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, d->id, 0), 0);
	destroy_domain(d);
}

/* dom0 sees a table by the frames it was told, and the table outlives its domain so long.
 */
static void table_in_a_window(void)
{
	mmu_update_t request = { slot_at(0), 0 };
	u64 frame;
	domid_t id;

	begin();
	id = d->id;
	dom0_read(TABLE, &frame, sizeof(frame));
	request.val = XEN_PPC_MAP_FRAME(frame) | XEN_PPC_MAP_VALID | XEN_PPC_MAP_WRITE;
	dom0_write(BUF_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, id, 0), 0);
	CU_ASSERT_EQUAL(walk(dom0->arch.lpid, slot_at(0)), ptr_to_maddr(entry(0)));
	destroy_domain(d);
	CU_ASSERT_PTR_EQUAL(domain_find(id), d);
	request.val = 0;
	dom0_write(BUF_GPA, &request, sizeof(request));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_mmu_update, BUF_GPA, 1, 0, DOMID_SELF, 0), 0);
	CU_ASSERT_PTR_NULL(domain_find(id));
}

/* Either side may end first. */
static void ends(void)
{
	struct domain *user = make_domain(1);
	gnttab_map_grant_ref_t op = { .host_addr = WINDOW_BASE,
				      .flags = GNTMAP_host_map | GNTMAP_device_map,
				      .ref = 1 };
	domid_t id;
	u64 bus;
	s16 h;

	begin();
	id = d->id;
	/* The user: its mappings go with it. */
	grant(1, 7, user->id, 0);
	op.dom = id;
	memcpy(domain_byte(user, OP_GPA), &op, sizeof(op));
	CU_ASSERT_EQUAL(call_by(user, __HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref,
				OP_GPA, 1, 0, 0),
			0);
	CU_ASSERT_TRUE(entry(1)->flags & GTF_writing);
	destroy_domain(user);
	CU_ASSERT_EQUAL(entry(1)->flags, GTF_permit_access);
	CU_ASSERT_EQUAL(d->frames_held, 0);
	/* The one that grants: it stays, dying, and grants no more. */
	grant(2, 7, 0, 0);
	h = map(0, 2, GNTMAP_host_map);
	destroy_domain(d);
	CU_ASSERT_PTR_EQUAL(domain_find(id), d);
	CU_ASSERT_EQUAL(map_at(slot_at(1), id, 2, GNTMAP_host_map, &bus),
			GNTST_bad_domain);
	CU_ASSERT_EQUAL(unmap(0, h), GNTST_okay);
	CU_ASSERT_PTR_NULL(domain_find(id));
}

static void all_handles(void)
{
	u64 bus, unused;

	begin();
	grant(1, 7, 0, 0);
	for (u32 i = 0; i < NR_GRANT_MAPPINGS; i++)
		CU_ASSERT_EQUAL(map_at(0, d->id, 1, GNTMAP_device_map, &bus), (s16)i);
	CU_ASSERT_EQUAL(map_at(0, d->id, 1, GNTMAP_device_map, &unused),
			GNTST_no_device_space);
	CU_ASSERT_EQUAL(unmap_parts(0, bus, 500), GNTST_okay);
	CU_ASSERT_EQUAL(map_at(0, d->id, 1, GNTMAP_device_map, &bus), 500);
	for (u32 i = 0; i < NR_GRANT_MAPPINGS; i++)
		CU_ASSERT_EQUAL(unmap_parts(0, bus, i), GNTST_okay);
	destroy_domain(d);
}

static void lists(void)
{
	gnttab_map_grant_ref_t op[3] = { 0 };

	begin();
	grant(1, 7, 0, 0);
	for (u32 i = 0; i < 3; i++)
		op[i] = (gnttab_map_grant_ref_t){ .host_addr = slot_at(i),
						  .dom = d->id,
						  .ref = i == 1 ? 3 : 1,
						  .flags = GNTMAP_host_map };
	dom0_write(CHUNK_SIZE - 30, op, sizeof(op));
	CU_ASSERT_EQUAL(call(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref,
			     CHUNK_SIZE - 30, 3, 0, 0),
			0);
	dom0_read(CHUNK_SIZE - 30, op, sizeof(op));
	/* One that fails does not keep the next from being done. */
	CU_ASSERT_EQUAL(op[0].handle, 0);
	CU_ASSERT_EQUAL(op[1].handle, GNTST_general_error);
	CU_ASSERT_EQUAL(op[2].handle, 1);
	CU_ASSERT_EQUAL(unmap(0, 0), GNTST_okay);
	CU_ASSERT_EQUAL(unmap(2, 1), GNTST_okay);
	destroy_domain(d);
}

static void bad_calls(void)
{
	static const u64 bad[] = { 0, DOM0_END - 8, DOM0_END, NOWHERE, TOP - 3 };
	struct domain *other = make_domain(1);
	gnttab_dump_table_t op = { .dom = DOMID_SELF };
	const u32 nr = __HYPERVISOR_grant_table_op;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		for (u32 cmd = 0; cmd < 4; cmd++)
			if (cmd != GNTTABOP_dump_table || bad[i] != DOM0_END - 8)
				CU_ASSERT_EQUAL(call(nr, cmd, bad[i], 1, 0, 0), -EFAULT);
	for (u32 cmd = 0; cmd < 7; cmd++)
		CU_ASSERT_EQUAL(call(nr, cmd, OP_GPA, 513, 0, 0), -EINVAL);
	CU_ASSERT_EQUAL(call(nr, GNTTABOP_donate, OP_GPA, 1, 0, 0), -ENOSYS);
	CU_ASSERT_EQUAL(call(nr, 77, OP_GPA, 1, 0, 0), -ENOSYS);
	for (u32 count = 0; count < 4; count += 2) {
		CU_ASSERT_EQUAL(call(nr, GNTTABOP_setup_table, OP_GPA, count, 0, 0),
				-EINVAL);
		CU_ASSERT_EQUAL(call(nr, GNTTABOP_dump_table, OP_GPA, count, 0, 0),
				-EINVAL);
	}
	CU_ASSERT_EQUAL(call(nr, GNTTABOP_map_grant_ref, 0, 0, 0, 0), 0);
	/* A list of frames that is nowhere. */
	dom0_write(OP_GPA,
		   &(gnttab_setup_table_t){ .dom = 0,
					    .nr_frames = 1,
					    .frame_list = guest_pointer(DOM0_END) },
		   sizeof(gnttab_setup_table_t));
	CU_ASSERT_EQUAL(call(nr, GNTTABOP_setup_table, OP_GPA, 1, 0, 0), -EFAULT);
	CU_ASSERT_EQUAL(dom0->grants.nr_frames, 0);
	/* The console is dom0's. */
	memcpy(domain_byte(other, OP_GPA), &op, sizeof(op));
	CU_ASSERT_EQUAL(call_by(other, nr, GNTTABOP_dump_table, OP_GPA, 1, 0, 0), 0);
	memcpy(&op, domain_byte(other, OP_GPA), sizeof(op));
	CU_ASSERT_EQUAL(op.status, GNTST_permission_denied);
	op = (gnttab_dump_table_t){ .dom = other->id, .status = 5 };
	dom0_write(OP_GPA, &op, sizeof(op));
	CU_ASSERT_EQUAL(call(nr, GNTTABOP_dump_table, OP_GPA, 1, 0, 0), 0);
	dom0_read(OP_GPA, &op, sizeof(op));
	CU_ASSERT_EQUAL(op.status, GNTST_okay);
	destroy_domain(other);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "tables", tables },
		{ "maps what is granted", maps_what_is_granted },
		{ "forgotten before it is free", forgotten_before_it_is_free },
		{ "marks", marks },
		{ "refuses what is not granted", refuses_what_is_not_granted },
		{ "parts", parts },
		{ "bad handles", bad_handles },
		{ "beside mmu_update", beside_mmu_update },
		{ "table in a window", table_in_a_window },
		{ "ends", ends },
		{ "all handles", all_handles },
		{ "lists", lists },
		{ "bad calls", bad_calls },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "grant",
		  .pSetUpFunc = dom0_start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-grant", suites);
}
