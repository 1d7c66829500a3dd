// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's state besides memory and registers. */
#include "libxc-magic.h"
#include "libxc-ops.h"
#include "libxc-saved.h"

static void get_and_set(void)
{
	xen_ppc_domain_state_t state, copy;

	old_domain(1);
	CU_ASSERT_EQUAL(HYPERCALLS(CU_ASSERT_EQUAL(
				xc_ppc_get_domain_state(handle, OLD, &state), 0)),
			1);
	CU_ASSERT_EQUAL(memcmp(&state, &xen.domain[OLD].inside->state, sizeof(state)), 0);
	new_domain();
	copy = state;
	CU_ASSERT_EQUAL(xc_ppc_set_domain_state(handle, NEW, &state), 0);
	CU_ASSERT_EQUAL(memcmp(&copy, &xen.domain[NEW].inside->state, sizeof(copy)), 0);
	CU_ASSERT_EQUAL(memcmp(&copy, &state, sizeof(copy)), 0);
}

static void failures(void)
{
	xen_ppc_domain_state_t state = { .timebase = 77 };

	old_domain(1);
	CU_ASSERT_EQUAL(
		HYPERCALLS({
			ASSERT_FAILS(xc_ppc_get_domain_state(handle, 65536 + OLD, &state),
				     ESRCH);
			ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD, NULL), EFAULT);
			ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD, NULL), EFAULT);
		}),
		0);
	ASSERT_FAILS(xc_ppc_get_domain_state(handle, OLD + 1, &state), ESRCH);
	ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD + 1, &state), ESRCH);
	ASSERT_FAILS(xc_ppc_get_domain_state(-1, OLD, &state), EBADF);
	state.nr_vcpus = 99;
	ASSERT_FAILS(xc_ppc_set_domain_state(handle, OLD, &state), EINVAL);
	CU_ASSERT_EQUAL(state.timebase, 77);
	CU_ASSERT_EQUAL(state.nr_vcpus, 99);
}

/* The operations themselves, with pointers to the program's memory. */
static void operations(void)
{
	xen_ppc_domain_state_t state, before;
	dom0_op_t op = { .cmd = DOM0_PPC_GETDOMAINSTATE };

	old_domain(1);
	op.u.ppc_domainstate.domain = OLD;
	op.u.ppc_domainstate.state = &state;
	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_PTR_EQUAL(op.u.ppc_domainstate.state, &state);
	before = state;
	CU_ASSERT_EQUAL(state.timebase, 0x123456789a);
	new_domain();
	op.cmd = DOM0_PPC_SETDOMAINSTATE;
	op.u.ppc_domainstate.domain = NEW;
	CU_ASSERT_EQUAL(do_dom0_op(handle, &op), 0);
	CU_ASSERT_EQUAL(memcmp(&state, &before, sizeof(state)), 0);
	CU_ASSERT_EQUAL(memcmp(&state, &xen.domain[NEW].inside->state, sizeof(state)), 0);
}

CU_TestInfo libxc_state_tests[] = {
	{ "get and set", get_and_set },
	{ "failures", failures },
	{ "through do_dom0_op()", operations },
	CU_TEST_INFO_NULL,
};
