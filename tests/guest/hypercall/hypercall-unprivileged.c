// SPDX-License-Identifier: GPL-2.0-or-later
/* Hypercalls by a domain that is not dom0: what it is refused, and what it may. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hypercall-test.h"
#include "puppet.h"

#include <xen/event_channel.h>
#include <xen/grant_table.h>
#include <xen/linux/evtchn.h>

static struct puppet puppet;

/* Each test has a puppet; its end is part of the test. */
static void with_puppet(void (*test)(void))
{
	CU_ASSERT_TRUE_FATAL(puppet_start(&puppet));
	test();
	puppet_stop(&puppet);
}

static void check_versions(void)
{
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_xen_version, XENVER_version),
			XEN_3_0);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_xen_version,
				    XENVER_extraversion, PUPPET_BUFFER),
			0);
	CU_ASSERT_NOT_EQUAL(*(char *)puppet_buffer(&puppet), 0);
	CU_ASSERT_EQUAL(puppet_call(&puppet, 99), -ENOSYS);
}

static void it_makes_hypercalls(void)
{
	with_puppet(check_versions);
}

/* Refused before anything of the op is looked at, whatever it is, and nothing happens. */
static void check_dom0_ops(void)
{
	dom0_op_t *op = puppet_buffer(&puppet);
	unsigned int domains = count_domains();

	for (u32 cmd = 0; cmd < 0x1010; cmd = cmd == 40 ? 0x0fff : cmd + 1) {
		memset(op, 0, sizeof(*op));
		op->cmd = cmd;
		op->interface_version = DOM0_INTERFACE_VERSION;
		CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom0_op, PUPPET_BUFFER),
				-EPERM);
	}
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom0_op, ~0UL), -EPERM);
	CU_ASSERT_EQUAL(count_domains(), domains);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_console_io, CONSOLEIO_write, 4,
				    PUPPET_BUFFER),
			-EPERM);
}

static void dom0_ops_are_refused(void)
{
	with_puppet(check_dom0_ops);
}

static void check_memory(void)
{
	dom0_getdomaininfo_t info;

	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_increase_reservation, 0, 1, CHUNK_ORDER, 0),
			-EPERM);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_increase_reservation, 0, 1, CHUNK_ORDER,
				    NO_SUCH_DOMAIN),
			-EPERM);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_increase_reservation, PUPPET_BUFFER, 1,
				    CHUNK_ORDER, DOMID_SELF),
			1);
	CU_ASSERT_EQUAL(domain_info(puppet.id, &info), 0);
	CU_ASSERT_EQUAL(info.tot_pages, 2 * CHUNK_FRAMES);
	/* What it was told is what it can give back. */
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_decrease_reservation, PUPPET_BUFFER, 1,
				    CHUNK_ORDER, DOMID_SELF),
			1);
	/* Of its first chunk the test sees a frame: it stays. */
	*(unsigned long *)puppet_buffer(&puppet) = puppet.mfn;
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_dom_mem_op,
				    MEMOP_decrease_reservation, PUPPET_BUFFER, 1,
				    CHUNK_ORDER, DOMID_SELF),
			0);
}

static void memory_is_its_own_affair(void)
{
	with_puppet(check_memory);
}

/* Pointers outside its memory, in its window and at 0 are no buffers. */
static void check_pointers(void)
{
	const unsigned long bad[] = {
		0,	   CHUNK_SIZE, CHUNK_SIZE - 1,	  1UL << 44,
		1UL << 63, ~0UL - 15,  dom0_end() - 4096,
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_xen_version,
					    XENVER_extraversion, bad[i]),
				-EFAULT);
		CU_ASSERT_EQUAL(
			puppet_call(&puppet, __HYPERVISOR_event_channel_op, bad[i]),
			-EFAULT);
		CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_mmu_update, bad[i], 1,
					    0, DOMID_SELF),
				-EFAULT);
		CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_multicall, bad[i], 1),
				-EFAULT);
		CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_grant_table_op,
					    GNTTABOP_map_grant_ref, bad[i], 1),
				-EFAULT);
	}
}

static void pointers_reach_its_memory_only(void)
{
	with_puppet(check_pointers);
}

static void check_windows(void)
{
	mmu_update_t *request = puppet_buffer(&puppet);
	unsigned long own[CHUNK_FRAMES * 16];

	CU_ASSERT_FATAL(domain_frames(0, own, CHUNK_FRAMES * 16) > 0);
	request->ptr = 1UL << 44;
	request->val = XEN_PPC_MAP_FRAME(own[0]) | XEN_PPC_MAP_VALID;
	CU_ASSERT_EQUAL(
		puppet_call(&puppet, __HYPERVISOR_mmu_update, PUPPET_BUFFER, 1, 0, 0),
		-EPERM);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_mmu_update, PUPPET_BUFFER, 1, 0,
				    DOMID_SELF),
			-EINVAL);
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_mmu_update, PUPPET_BUFFER, 1, 0,
				    DOMID_XEN),
			-EPERM);
	request->val = XEN_PPC_MAP_FRAME(puppet.mfn) | XEN_PPC_MAP_VALID;
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_mmu_update, PUPPET_BUFFER, 1, 0,
				    DOMID_SELF),
			0);
	/* It ends with its own frame in its own window. */
}

static void windows_show_its_own_frames_only(void)
{
	with_puppet(check_windows);
}

static long event_op(u32 cmd, evtchn_op_t *op)
{
	evtchn_op_t *shared = (evtchn_op_t *)hcall_page.va;
	long rc;

	op->cmd = cmd;
	*shared = *op;
	rc = hcall(__HYPERVISOR_event_channel_op, hcall_page.gpa);
	*op = *shared;
	return rc;
}

static long event_op_by_puppet(u32 cmd, evtchn_op_t *op)
{
	evtchn_op_t *shared = puppet_buffer(&puppet);
	long rc;

	op->cmd = cmd;
	*shared = *op;
	rc = puppet_call(&puppet, __HYPERVISOR_event_channel_op, PUPPET_BUFFER);
	*op = *shared;
	return rc;
}

static void check_events(void)
{
	evtchn_op_t op = { .u.alloc_unbound.dom = 0 };
	int fd = open("/dev/xen/evtchn", O_RDWR);
	u32 its_port, our_port;
	u16 told = 0;

	CU_ASSERT_FATAL(fd >= 0);

	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_alloc_unbound, &op), 0);
	its_port = op.u.alloc_unbound.port;
	op.u.bind_interdomain =
		(evtchn_bind_interdomain_t){ DOMID_SELF, (domid_t)puppet.id, 0,
					     its_port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_bind_interdomain, &op), 0);
	our_port = op.u.bind_interdomain.port1;

	op.u.send.local_port = our_port;
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_send, &op), 0);
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_ppc_take, &op), 0);
	CU_ASSERT_EQUAL(op.u.ppc_take.port, its_port);

	CU_ASSERT_EQUAL(ioctl(fd, EVTCHN_BIND, our_port), 0);
	op.u.send.local_port = its_port;
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_send, &op), 0);
	CU_ASSERT_EQUAL(read(fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, our_port);
	close(fd);

	/* What it may not do to others. */
	op.u.close = (evtchn_close_t){ 0, our_port };
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_close, &op), -EPERM);
	op.u.status = (evtchn_status_t){ .dom = 0, .port = our_port };
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_status, &op), -EPERM);
	op.u.bind_interdomain = (evtchn_bind_interdomain_t){ DOMID_SELF, 0, 0, 0 };
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_bind_interdomain, &op), -EPERM);
	op.u.bind_interdomain = (evtchn_bind_interdomain_t){ 0, 0, 0, 0 };
	CU_ASSERT_EQUAL(event_op_by_puppet(EVTCHNOP_bind_interdomain, &op), -EPERM);

	op.u.close = (evtchn_close_t){ DOMID_SELF, our_port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
}

static void events_go_both_ways(void)
{
	with_puppet(check_events);
}

static void check_grants(void)
{
	gnttab_setup_table_t *setup = puppet_buffer(&puppet);
	unsigned long *list = (unsigned long *)(setup + 1);

	*setup = (gnttab_setup_table_t){
		.dom = 0,
		.nr_frames = 1,
		.frame_list = (unsigned long *)(PUPPET_BUFFER + sizeof(*setup)),
	};
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_grant_table_op,
				    GNTTABOP_setup_table, PUPPET_BUFFER, 1),
			0);
	CU_ASSERT_EQUAL(setup->status, GNTST_permission_denied);
	setup->dom = DOMID_SELF;
	CU_ASSERT_EQUAL(puppet_call(&puppet, __HYPERVISOR_grant_table_op,
				    GNTTABOP_setup_table, PUPPET_BUFFER, 1),
			0);
	CU_ASSERT_EQUAL(setup->status, GNTST_okay);
	CU_ASSERT_NOT_EQUAL(list[0], 0);
}

static void tables_are_made_for_itself_only(void)
{
	with_puppet(check_grants);
}

/* It ends itself: dom0 is told, and why. */
static void check_shutdown(void)
{
	dom0_getdomaininfo_t info = { 0 };
	evtchn_op_t op = { .u.bind_virq.virq = VIRQ_DOM_EXC };
	struct pollfd wait = { .fd = open("/dev/xen/evtchn", O_RDWR), .events = POLLIN };
	u16 told = 0;
	u32 port;

	CU_ASSERT_FATAL(wait.fd >= 0);
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_bind_virq, &op), 0);
	port = op.u.bind_virq.port;
	CU_ASSERT_EQUAL(ioctl(wait.fd, EVTCHN_BIND, port), 0);
	puppet_last_call(&puppet, XEN_MARK(__HYPERVISOR_sched_op),
			 SCHEDOP_shutdown | SHUTDOWN_suspend << SCHEDOP_reasonshift);
	CU_ASSERT_EQUAL(poll(&wait, 1, 20000), 1);
	CU_ASSERT_EQUAL(read(wait.fd, &told, sizeof(told)), sizeof(told));
	CU_ASSERT_EQUAL(told, port);
	CU_ASSERT_EQUAL(domain_info(puppet.id, &info), 0);
	CU_ASSERT_TRUE(info.flags & DOMFLAGS_SHUTDOWN);
	CU_ASSERT_EQUAL(info.flags >> DOMFLAGS_SHUTDOWNSHIFT & DOMFLAGS_SHUTDOWNMASK,
			SHUTDOWN_suspend);
	op.u.close = (evtchn_close_t){ DOMID_SELF, port };
	CU_ASSERT_EQUAL(event_op(EVTCHNOP_close, &op), 0);
	close(wait.fd);
}

static void it_shuts_itself_down(void)
{
	with_puppet(check_shutdown);
}

CU_TestInfo unprivileged_tests[] = {
	TEST(it_makes_hypercalls),
	TEST(dom0_ops_are_refused),
	TEST(memory_is_its_own_affair),
	TEST(pointers_reach_its_memory_only),
	TEST(windows_show_its_own_frames_only),
	TEST(events_go_both_ways),
	TEST(tables_are_made_for_itself_only),
	TEST(it_shuts_itself_down),
	CU_TEST_INFO_NULL,
};
