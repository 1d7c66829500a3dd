// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls by a domain that is not dom0: what it is refused, and what it may. */
#include "contract.h"

#include <public/event_channel.h>
#include <public/grant_table.h>

static domid_t guest;

#define by_guest(name, ...) \
	driver_guest_call(__HYPERVISOR_##name, (const unsigned long[5]){ __VA_ARGS__ })

/* Each case has a guest; its end is part of the case. */
static void with_guest(void (*function)(void))
{
	unsigned int id;

	CU_ASSERT_TRUE_FATAL(driver_guest_start(&id));
	guest = (domid_t)id;
	function();
	driver_guest_stop();
}

/* Refused before anything of the op is looked at, whatever it is, and nothing happens. */
static void check_privilege(void)
{
	dom0_op_t *op = driver_guest_buffer();
	unsigned int domains = domains_alive();

	for (u32 cmd = 0; cmd < 0x1010; cmd = cmd == 40 ? 0x0fff : cmd + 1) {
		memset(op, 0, sizeof(*op));
		op->cmd = cmd;
		op->interface_version = DOM0_INTERFACE_VERSION;
		CU_ASSERT_EQUAL(by_guest(dom0_op, GUEST_BUFFER), -EPERM);
	}
	CU_ASSERT_EQUAL(by_guest(dom0_op, 0), -EPERM);
	CU_ASSERT_EQUAL(by_guest(dom0_op, NOWHERE), -EPERM);
	CU_ASSERT_EQUAL(by_guest(dom0_op, TOP), -EPERM);
	CU_ASSERT_EQUAL(domains_alive(), domains);
	CU_ASSERT_EQUAL(by_guest(console_io, CONSOLEIO_write, 4, GUEST_BUFFER), -EPERM);
	CU_ASSERT_EQUAL(by_guest(console_io, 77), -EPERM);
	CU_ASSERT_EQUAL(by_guest(xen_version, XENVER_version), XEN_3_0);
	CU_ASSERT_EQUAL(by_guest(xen_version, XENVER_extraversion, GUEST_BUFFER), 0);
	CU_ASSERT_EQUAL(*(char *)driver_guest_buffer(), '-');
	CU_ASSERT_EQUAL(driver_guest_call(0, (const unsigned long[5]){ 0 }), -ENOSYS);
	CU_ASSERT_EQUAL(driver_guest_call(99, (const unsigned long[5]){ 0 }), -ENOSYS);
}

static void privilege(void)
{
	with_guest(check_privilege);
}

#define MEMORY(op, list, id) by_guest(dom_mem_op, op, list, 1, CHUNK_ORDER, id)

/* In this order: the count, the privilege. What was answered is what it can give back. */
static void check_memory(void)
{
	unsigned long *list = driver_guest_buffer();

	CU_ASSERT_EQUAL(MEMORY(2 << 4, 0, 0), -EINVAL);
	CU_ASSERT_EQUAL(MEMORY(MEMOP_increase_reservation, 0, 0), -EPERM);
	CU_ASSERT_EQUAL(MEMORY(MEMOP_increase_reservation, 0, guest), -EPERM);
	CU_ASSERT_EQUAL(MEMORY(7, 0, NO_DOMAIN), -EPERM);
	CU_ASSERT_EQUAL(MEMORY(MEMOP_increase_reservation, GUEST_BUFFER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(info(guest)->tot_pages, 2 * CHUNK_FRAMES);
	CU_ASSERT_EQUAL(list[0] % CHUNK_FRAMES, 0);
	CU_ASSERT_EQUAL(MEMORY(MEMOP_decrease_reservation, GUEST_BUFFER, DOMID_SELF), 1);
	CU_ASSERT_EQUAL(info(guest)->tot_pages, CHUNK_FRAMES);
}

static void memory_is_its_own_affair(void)
{
	with_guest(check_memory);
}

/* Pointers outside its memory, in its window and at 0 are no buffers. */
static void check_pointers(void)
{
	const unsigned long bad[] = {
		0, CHUNK_SIZE, CHUNK_SIZE - 1, 1UL << 44, 1UL << 63, TOP - 15, END - 4096,
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(by_guest(xen_version, XENVER_extraversion, bad[i]),
				-EFAULT);
		CU_ASSERT_EQUAL(by_guest(event_channel_op, bad[i]), -EFAULT);
		CU_ASSERT_EQUAL(by_guest(mmu_update, bad[i], 1, 0, DOMID_SELF), -EFAULT);
		CU_ASSERT_EQUAL(by_guest(multicall, bad[i], 1), -EFAULT);
		CU_ASSERT_EQUAL(
			by_guest(grant_table_op, GNTTABOP_map_grant_ref, bad[i], 1),
			-EFAULT);
	}
}

static void pointers_reach_its_memory_only(void)
{
	with_guest(check_pointers);
}

static long map(domid_t owner, unsigned long frame)
{
	mmu_update_t *request = driver_guest_buffer();

	request->ptr = 1UL << 44;
	request->val = XEN_PPC_MAP_FRAME(frame) | XEN_PPC_MAP_VALID;
	return by_guest(mmu_update, GUEST_BUFFER, 1, 0, owner);
}

static void check_windows(void)
{
	unsigned long dom0s = listed_frame(0, 0), own = listed_frame(guest, 0);

	CU_ASSERT_EQUAL(map(0, dom0s), -EPERM);
	CU_ASSERT_EQUAL(map(DOMID_SELF, dom0s), -EINVAL);
	CU_ASSERT_EQUAL(map(DOMID_XEN, dom0s), -EPERM);
	CU_ASSERT_EQUAL(map(DOMID_SELF, own), 0);
	/* It ends with its own frame in its own window. */
}

static void windows_show_its_own_frames_only(void)
{
	with_guest(check_windows);
}

static long event_op(u32 cmd, evtchn_op_t op)
{
	op.cmd = cmd;
	memcpy(driver_guest_buffer(), &op, sizeof(op));
	return by_guest(event_channel_op, GUEST_BUFFER);
}

static void check_events(void)
{
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, (evtchn_op_t){ .u.close = { 0, 1 } }),
			-EPERM);
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_status,
				 (evtchn_op_t){ .u.status = { .dom = 0, .port = 1 } }),
			-EPERM);
	CU_ASSERT_EQUAL(
		event_op(EVTCHNOP_bind_interdomain,
			 (evtchn_op_t){ .u.bind_interdomain = { DOMID_SELF, 0, 0, 0 } }),
		-EPERM);
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_bind_interdomain,
				 (evtchn_op_t){ .u.bind_interdomain = { 0, 0, 0, 0 } }),
			-EPERM);
}

static void events_of_others_are_theirs(void)
{
	with_guest(check_events);
}

static void check_grants(void)
{
	gnttab_setup_table_t *setup = driver_guest_buffer();
	unsigned long *list = (unsigned long *)(setup + 1);

	*setup = (gnttab_setup_table_t){
		.dom = 0,
		.nr_frames = 1,
		.frame_list = at(GUEST_BUFFER + sizeof(*setup)),
	};
	CU_ASSERT_EQUAL(by_guest(grant_table_op, GNTTABOP_setup_table, GUEST_BUFFER, 1),
			0);
	CU_ASSERT_EQUAL(setup->status, GNTST_permission_denied);
	setup->dom = DOMID_SELF;
	CU_ASSERT_EQUAL(by_guest(grant_table_op, GNTTABOP_setup_table, GUEST_BUFFER, 1),
			0);
	CU_ASSERT_EQUAL(setup->status, GNTST_okay);
	CU_ASSERT_NOT_EQUAL(list[0], 0);
}

static void tables_are_made_for_itself_only(void)
{
	with_guest(check_grants);
}

CU_TestInfo unprivileged_cases[] = {
	CASE(privilege),
	CASE(memory_is_its_own_affair),
	CASE(pointers_reach_its_memory_only),
	CASE(windows_show_its_own_frames_only),
	CASE(events_of_others_are_theirs),
	CASE(tables_are_made_for_itself_only),
	CU_TEST_INFO_NULL,
};
