// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's state beside memory and registers: records, which the library hands on. */
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"
#include "xc_move_ppc64.h"

static unsigned char state[2 * XEN_PPC_STATE_MAX], expected[XEN_PPC_STATE_MAX];

static size_t expect(unsigned int domain)
{
	return fake_state(xen.domain[domain].inside, expected);
}

static void get_and_set(void)
{
	size_t size;

	old_domain(1);
	size = expect(OLD);
	memset(state, 0xa5, sizeof(state));
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
				xc_ppc_get_domain_state(handle, OLD, state, size), size)),
			1);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	CU_ASSERT_EQUAL(state[size], 0xa5);
	/* Of more room only so much is written. */
	CU_ASSERT_EQUAL(xc_ppc_get_domain_state(handle, OLD, state, sizeof(state)), size);
	CU_ASSERT_EQUAL(state[size], 0xa5);
	new_domain();
	CU_ASSERT_EQUAL(xc_ppc_set_domain_state(handle, NEW, state, size), 0);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	CU_ASSERT_EQUAL(expect(NEW), size);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
}

/* How much room it takes can be asked. */
static void too_little_room(void)
{
	long size;

	old_domain(1);
	size = expect(OLD);
	CU_ASSERT_EQUAL(xc_ppc_get_domain_state(handle, OLD, NULL, 0), size);
	memset(state, 0xa5, sizeof(state));
	CU_ASSERT_EQUAL(xc_ppc_get_domain_state(handle, OLD, state, size - 1), size);
	CU_ASSERT_EQUAL(xc_ppc_get_domain_state(handle, OLD, state, 1), size);
	CU_ASSERT_TRUE(state[0] == 0xa5 && state[size - 1] == 0xa5);
	xen.lie = true;
	ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD, state, sizeof(state)), EIO);
	xen.lie = false;
}

/* The page of a kernel bounds it: with 64 KiB the largest state fits, with 4 KiB not. */
static void large(void)
{
	size_t page = fake.page_size - sizeof(dom0_op_t), size;

	old_domain(1);
	xen.domain[OLD].inside->other_size = 0;
	size = expect(OLD);
	xen.domain[OLD].inside->other_size = XEN_PPC_STATE_MAX - size;
	if (page < XEN_PPC_STATE_MAX) {
		ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD, state, sizeof(state)),
			     ENOSPC);
		ASSERT_FAILS(xc_ppc_domain_is_built(handle, OLD), ENOSPC);
		ASSERT_FAILS(
			xc_ppc_set_domain_state(handle, NEW, state, XEN_PPC_STATE_MAX),
			ENOSPC);
		xen.domain[OLD].inside->other_size = page / 16 * 16 - size;
	}
	size = expect(OLD);
	CU_ASSERT_EQUAL(xc_ppc_get_domain_state(handle, OLD, state, sizeof(state)), size);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	CU_ASSERT_EQUAL(xc_ppc_domain_is_built(handle, OLD), 1);
	new_domain();
	CU_ASSERT_EQUAL(xc_ppc_set_domain_state(handle, NEW, state, size), 0);
	CU_ASSERT_EQUAL(expect(NEW), size);
}

static void failures(void)
{
	static const xen_ppc_record_t unknown = { .type = 0x1234, .version = 1 };
	struct state_refusal refusal;

	old_domain(1);
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(
				xc_ppc_get_domain_state(handle, 65536 + OLD, state, 9),
				ESRCH);
			ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD, NULL, 1),
				     EFAULT);
			ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD, NULL, 1),
				     EFAULT);
			ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD, state, 1 << 20),
				     ENOSPC);
			ASSERT_FAILS(xc_ppc_domain_is_built(handle, 65536 + OLD), ESRCH);
		}),
		0);
	ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD + 1, state, 9), ESRCH);
	ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD + 1, state, 9), ESRCH);
	ASSERT_FAILS(xc_ppc_get_domain_state(-1, OLD, state, 9), EBADF);
	new_domain();
	ASSERT_FAILS(xc_ppc_set_domain_state(handle, NEW, state, 0), EINVAL);
	ASSERT_FAILS(state_set(handle, NEW, &unknown, sizeof(unknown), &refusal), EINVAL);
	CU_ASSERT_EQUAL(refusal.record, 0x1234);
	CU_ASSERT_EQUAL(refusal.why, XEN_PPC_REFUSED_TYPE);
	CU_ASSERT_TRUE(cannot_run());
}

static void built(void)
{
	struct fake_inside *in;

	new_domain();
	in = xen.domain[NEW].inside;
	CU_ASSERT_EQUAL(xc_ppc_domain_is_built(handle, NEW), 0);
	in->nr_vcpus = MAX_VIRT_CPUS;
	in->vcpu_flags[0] = XEN_PPC_VCPU_STOPPED;
	CU_ASSERT_EQUAL(xc_ppc_domain_is_built(handle, NEW), 0);
	in->vcpu_flags[MAX_VIRT_CPUS - 1] = XEN_PPC_VCPU_INITIALISED;
	CU_ASSERT_EQUAL(xc_ppc_domain_is_built(handle, NEW), 1);
	in->nr_vcpus = 0;
	ASSERT_FAILS(xc_ppc_domain_is_built(handle, NEW), EIO);
}

/* The record of the vCPUs, which the library reads: cut off anywhere, or wrong. */
static void vcpus(void)
{
	struct state_vcpus got;
	xen_ppc_record_t record;
	size_t size, at;

	old_domain(1);
	size = expect(OLD);
	CU_ASSERT_TRUE(state_vcpus(expected, size, &got));
	CU_ASSERT_TRUE(got.nr == 3 && got.flags[2] == XEN_PPC_VCPU_STOPPED);
	for (size_t cut = 0; cut < size; cut++) {
		unsigned char *copy = malloc(cut); /* so that its end is watched */

		memcpy(copy, expected, cut);
		CU_ASSERT_FALSE(state_vcpus(copy, cut, &got));
		free(copy);
	}
	at = size - sizeof(record) - 4 * sizeof(u32);
	memcpy(&record, expected + at, sizeof(record));
	CU_ASSERT_EQUAL(record.type, XEN_PPC_RECORD_VCPUS);
	for (u32 length = 0; length < 16; length++) {
		record.length = length;
		memcpy(expected + at, &record, sizeof(record));
		CU_ASSERT_FALSE(state_vcpus(expected, size, &got));
	}
	record.length = ~0U;
	memcpy(expected + at, &record, sizeof(record));
	CU_ASSERT_FALSE(state_vcpus(expected, size, &got));
}

/* The operations themselves, with pointers to the program's memory. */
static void operations(void)
{
	dom0_op_t op = { .cmd = DOM0_PPC_GETDOMAINSTATE };
	size_t size, room = 1024;

	old_domain(1);
	size = expect(OLD);
	memset(state, 0xa5, sizeof(state));
	op.u.ppc_domainstate.domain = OLD;
	op.u.ppc_domainstate.buffer = state;
	op.u.ppc_domainstate.size = room;
	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_domainstate.buffer, state);
	CU_ASSERT_EQUAL(op.u.ppc_domainstate.size, size);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	CU_ASSERT_EQUAL(state[size], 0xa5);
	op.u.ppc_domainstate.size = 1;
	ASSERT_FAILS(do_dom0_op(handle, &op), ENOSPC);
	CU_ASSERT_EQUAL(op.u.ppc_domainstate.size, size);
	new_domain();
	op.cmd = DOM0_PPC_SETDOMAINSTATE;
	op.u.ppc_domainstate.domain = NEW;
	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	CU_ASSERT_EQUAL(expect(NEW), size);
	CU_ASSERT_EQUAL(memcmp(state, expected, size), 0);
	/* Those of before, with another structure. */
	for (op.cmd = 0x1009; op.cmd <= 0x100a; op.cmd++)
		ASSERT_FAILS(do_dom0_op(handle, &op), ENOSYS);
}

CU_TestInfo libxc_state_tests[] = {
	{ "get and set", get_and_set },		{ "too little room", too_little_room },
	{ "as large as a page allows", large }, { "failures", failures },
	{ "has it been built?", built },	{ "the record of the vCPUs", vcpus },
	{ "through do_dom0_op()", operations }, CU_TEST_INFO_NULL,
};
