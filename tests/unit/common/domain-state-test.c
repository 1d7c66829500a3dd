// SPDX-License-Identifier: GPL-2.0-or-later
/* GETDOMAINSTATE and SETDOMAINSTATE (xen/arch/powerpc/state.c). */
#include <string.h>

#include <xen/errno.h>
#include <xen/memory/heap.h>
#include <xen/lib.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>

#include "context-random.h"
#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define CONTEXT_GPA (BUF_GPA + 4096)
#define EPOW	    (PAPR_EPOW_IRQ - XICS_FIRST_SOURCE)

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(2);
	machine.timebase = 0x123456789;
}

static long state_op(u32 cmd, domid_t id, u64 gpa)
{
	dom0_op_t op = { .u.ppc_domainstate = { .domain = id,
						.state = guest_pointer(gpa) } };

	return op_call(cmd, &op);
}

static xen_ppc_domain_state_t get(const struct domain *of)
{
	xen_ppc_domain_state_t state;

	dom0_fill(BUF_GPA, 0xee, sizeof(state) + 8);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, of->id, BUF_GPA), 0);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + sizeof(state), 0xee, 8));
	dom0_read(BUF_GPA, &state, sizeof(state));
	return state;
}

static long set(const struct domain *of, const xen_ppc_domain_state_t *state)
{
	dom0_write(BUF_GPA, state, sizeof(*state));
	return state_op(DOM0_PPC_SETDOMAINSTATE, of->id, BUF_GPA);
}

/* What a domain of so many vCPUs can be in. */
static xen_ppc_domain_state_t some_state(u32 vcpus)
{
	xen_ppc_domain_state_t state = { .timebase = random_u64(), .nr_vcpus = vcpus };

	for (u32 i = 0; i < XEN_PPC_INTERRUPT_SOURCES; i++)
		state.source[i] = (xen_ppc_source_t){ .server = (u8)(i % vcpus),
						      .priority = (u8)random_u64(),
						      .saved_priority = (u8)random_u64(),
						      .flags = (u8)(i & 3) };
	for (u32 i = 0; i < vcpus; i++)
		state.vcpu[i] = (xen_ppc_vcpu_state_t){
			.cppr = (u8)random_u64(),
			.mfrr = (u8)random_u64(),
			.flags = i % 2 ? XEN_PPC_VCPU_STOPPED : 0,
		};
	return state;
}

/* ---- getting ---- */

static void a_new_domain(void)
{
	xen_ppc_domain_state_t state = get(d);

	CU_ASSERT_EQUAL(state.timebase, 0);
	CU_ASSERT_EQUAL(state.nr_vcpus, 1);
	CU_ASSERT_EQUAL(state.__pad, 0);
	CU_ASSERT_EQUAL(state.source[0].priority, 0xff);
	CU_ASSERT_EQUAL(state.source[0].flags, 0);
	CU_ASSERT_EQUAL(state.vcpu[0].mfrr, 0xff);
	CU_ASSERT_EQUAL(state.vcpu[0].flags, 0);
	for (u32 i = 1; i < MAX_VIRT_CPUS; i++)
		CU_ASSERT_EQUAL(state.vcpu[i].mfrr, 0);
}

static void what_it_is_in(void)
{
	struct xics_source s = {
		.server = 1, .priority = 7, .saved_priority = 8, .pending = true
	};
	xen_ppc_domain_state_t state;

	CU_ASSERT_EQUAL(domain_set_vcpus(d, 3), 0);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	d->vcpu[1]->arch.xics = (struct xics_vcpu){ 5, 4 };
	CU_ASSERT_TRUE(xics_set_source(d, XICS_FIRST_SOURCE + 5, &s));
	domain_unpause(d);
	machine.timebase += 1000;
	state = get(d);
	CU_ASSERT_EQUAL(state.timebase, arch_domain_time(d));
	CU_ASSERT_EQUAL(state.nr_vcpus, 3);
	CU_ASSERT_EQUAL(state.source[5].server, 1);
	CU_ASSERT_EQUAL(state.source[5].priority, 7);
	CU_ASSERT_EQUAL(state.source[5].saved_priority, 8);
	CU_ASSERT_EQUAL(state.source[5].flags, XEN_PPC_SOURCE_PENDING);
	CU_ASSERT_EQUAL(state.vcpu[0].flags, XEN_PPC_VCPU_INITIALISED);
	CU_ASSERT_EQUAL(state.vcpu[1].flags, XEN_PPC_VCPU_STOPPED);
	CU_ASSERT_EQUAL(state.vcpu[1].cppr, 5);
	CU_ASSERT_EQUAL(state.vcpu[1].mfrr, 4);
	s.pending = false;
	s.presented = true;
	CU_ASSERT_TRUE(xics_set_source(d, XICS_FIRST_SOURCE + 5, &s));
	CU_ASSERT_EQUAL(get(d).source[5].flags, XEN_PPC_SOURCE_PRESENTED);
	/* One may ask about oneself. */
	CU_ASSERT_EQUAL(get(dom0).timebase, machine.timebase);
}

static void buffers(void)
{
	static const u64 bad[] = { 0,	    DOM0_END,	NOWHERE,
				   TOP - 9, 1ULL << 63, DOM0_END - 207 };
	static const u64 places[] = { BUF_GPA + 1, CHUNK_SIZE - 100,
				      DOM0_END - sizeof(xen_ppc_domain_state_t) };
	xen_ppc_domain_state_t state, in = some_state(2);

	CU_ASSERT_EQUAL(sizeof(state), 208);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, bad[i]),
				-EFAULT);
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, d->id, bad[i]),
				-EFAULT);
	}
	CU_ASSERT_EQUAL(d->nr_vcpus, 1);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		dom0_write(places[i], &in, sizeof(in));
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, d->id, places[i]), 0);
		dom0_fill(places[i], 0, sizeof(in));
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, places[i]), 0);
		dom0_read(places[i], &state, sizeof(state));
		CU_ASSERT_EQUAL(memcmp(&state, &in, sizeof(state)), 0);
	}
}

static void whose(void)
{
	xen_ppc_domain_state_t state = some_state(1);

	dom0_write(BUF_GPA, &state, sizeof(state));
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, 999, NOWHERE), -ESRCH);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, 999, NOWHERE), -ESRCH);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, DOMID_SELF, BUF_GPA), -ESRCH);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, DOMID_SELF, BUF_GPA), -ESRCH);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, 0, BUF_GPA), -EINVAL);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, 0, NOWHERE), -EINVAL);
	CU_ASSERT_EQUAL(dom0->arch.tb_offset, 0);
	domain_get(d);
	domain_destroy(d);
	CU_ASSERT_EQUAL(set(d, &state), -EINVAL);
	domain_put(d);
}

/* ---- setting ---- */

static void round_trip(void)
{
	for (u32 vcpus = 1; vcpus <= MAX_VIRT_CPUS; vcpus++) {
		xen_ppc_domain_state_t state = some_state(vcpus), got;

		/* Again and again, with ever more of them. */
		CU_ASSERT_EQUAL(set(d, &state), 0);
		got = get(d);
		CU_ASSERT_EQUAL(memcmp(&got, &state, sizeof(got)), 0);
		CU_ASSERT_EQUAL(d->nr_vcpus, vcpus);
		CU_ASSERT_TRUE(domain_is_paused(d) && domain_is_new(d));
		CU_ASSERT_TRUE(d->vcpu[vcpus - 1]->run_state & VCPU_NO_CONTEXT);
	}
}

/* That the state is refused, and nothing has changed by it. */
static void refused(const xen_ppc_domain_state_t *state, long error)
{
	xen_ppc_domain_state_t before = get(d), after;
	u64 heap = heap_free_bytes();

	CU_ASSERT_EQUAL(set(d, state), error);
	after = get(d);
	CU_ASSERT_EQUAL(memcmp(&after, &before, sizeof(after)), 0);
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
}

static void states_that_none_can_have(void)
{
	static const u32 nr[] = { 0, MAX_VIRT_CPUS + 1, 0x80000000, 0xffffffff };
	xen_ppc_domain_state_t state = some_state(2);

	CU_ASSERT_EQUAL(set(d, &state), 0);
	for (size_t i = 0; i < ARRAY_SIZE(nr); i++) {
		state = some_state(4);
		state.nr_vcpus = nr[i];
		refused(&state, -EINVAL);
	}
	state = some_state(4);
	state.__pad = 1;
	refused(&state, -EINVAL);
	for (u32 i = 0; i < XEN_PPC_INTERRUPT_SOURCES; i++) {
		state = some_state(4);
		state.source[i].server = 4;
		refused(&state, -EINVAL);
		state.source[i].server = 0xff;
		refused(&state, -EINVAL);
		state.source[i].server = 3;
		for (u32 bit = 2; bit < 8; bit++) {
			state.source[i].flags = (u8)(1U << bit);
			refused(&state, -EINVAL);
		}
	}
	for (u32 i = 0; i < MAX_VIRT_CPUS; i++) {
		state = some_state(4);
		state.vcpu[i].__pad = 0x80;
		refused(&state, -EINVAL);
		state.vcpu[i].__pad = 0;
		for (u32 bit = 2; bit < 8; bit++) {
			state.vcpu[i].flags = (u8)(1U << bit);
			refused(&state, -EINVAL);
		}
	}
	/* Fewer vCPUs than there are. */
	state = some_state(1);
	refused(&state, -EINVAL);
	state = some_state(4);
	CU_ASSERT_EQUAL(set(d, &state), 0);
}

static void without_memory(void)
{
	xen_ppc_domain_state_t state = some_state(MAX_VIRT_CPUS);

	heap_take(KB(16)); /* for some vCPUs there is room */
	refused(&state, -ENOMEM);
	CU_ASSERT_EQUAL(d->nr_vcpus, 1);
	heap_give_back();
	CU_ASSERT_EQUAL(set(d, &state), 0);
}

/* Who has an interrupt waiting is found out anew. */
static void interrupts(void)
{
	xen_ppc_domain_state_t state = { .nr_vcpus = 3 };

	state.source[3] = (xen_ppc_source_t){ .server = 1,
					      .priority = 5,
					      .flags = XEN_PPC_SOURCE_PENDING };
	for (u32 i = 0; i < 3; i++)
		state.vcpu[i] = (xen_ppc_vcpu_state_t){ .cppr = 0xff, .mfrr = 0xff };
	state.vcpu[2].mfrr = 4;
	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_FALSE(d->vcpu[0]->arch.interrupt_pending);
	CU_ASSERT_TRUE(d->vcpu[1]->arch.interrupt_pending);
	CU_ASSERT_TRUE(d->vcpu[2]->arch.interrupt_pending);
	state.source[3].flags = 0;
	state.vcpu[2].mfrr = 0xff;
	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_FALSE(d->vcpu[1]->arch.interrupt_pending);
	CU_ASSERT_FALSE(d->vcpu[2]->arch.interrupt_pending);
}

/* Pressed, and saved before the domain has asked what that was. */
static void power_button(void)
{
	xen_ppc_domain_state_t state;
	struct domain *saved = d;

	CU_ASSERT_TRUE(xics_set_source(d, PAPR_EPOW_IRQ,
				       &(struct xics_source){ .priority = 5 }));
	CU_ASSERT_TRUE(arch_domain_power_button(d));
	state = get(d);
	CU_ASSERT_EQUAL(state.source[EPOW].flags, XEN_PPC_SOURCE_PENDING);
	d = make_domain(1);
	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_TRUE(d->arch.power_button);
	state.source[EPOW].flags = XEN_PPC_SOURCE_PRESENTED;
	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_TRUE(d->arch.power_button);
	state.source[EPOW].flags = 0;
	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_FALSE(d->arch.power_button);
	destroy_domain(saved);
}

/* ---- together with contexts ---- */

static long set_context(const vcpu_guest_context_t *context, u16 vcpu)
{
	dom0_op_t op = { .u.setdomaininfo = { .domain = d->id,
					      .vcpu = vcpu,
					      .ctxt = guest_pointer(CONTEXT_GPA) } };

	dom0_write(CONTEXT_GPA, context, sizeof(*context));
	return op_call(DOM0_SETDOMAININFO, &op);
}

/* A whole domain: state first, then contexts, then it runs; a stopped vCPU does not. */
static void restoring(void)
{
	static vcpu_guest_context_t context;
	xen_ppc_domain_state_t state = some_state(4), got;
	dom0_op_t op = { .u.unpausedomain.domain = d->id };

	CU_ASSERT_EQUAL(set(d, &state), 0);
	CU_ASSERT_EQUAL(op_call(DOM0_UNPAUSEDOMAIN, &op), -EINVAL);
	for (u16 i = 0; i < 4; i++) {
		random_context(&context);
		CU_ASSERT_EQUAL(set_context(&context, i), 0);
		got = get(d);
		CU_ASSERT_EQUAL(got.vcpu[i].flags,
				state.vcpu[i].flags | XEN_PPC_VCPU_INITIALISED);
	}
	CU_ASSERT_EQUAL(set_context(&context, 4), -EINVAL);
	/* Too late for another state. */
	refused(&state, -EINVAL);
	op.u.unpausedomain.domain = d->id;
	CU_ASSERT_EQUAL(op_call(DOM0_UNPAUSEDOMAIN, &op), 0);
	for (u32 i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(vcpu_runnable(d->vcpu[i]), i % 2 == 0);
	got = get(d);
	CU_ASSERT_TRUE(got.timebase - state.timebase < XEN_PPC_TIMEBASE_STEP);
	CU_ASSERT_EQUAL(set(d, &state), -EINVAL);
}

int main(void)
{
	CU_TestInfo getting[] = {
		{ "a new domain", a_new_domain },
		{ "what it is in", what_it_is_in },
		{ "buffers", buffers },
		{ "whose", whose },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo setting[] = {
		{ "round trip", round_trip },
		{ "states that none can have", states_that_none_can_have },
		{ "without memory", without_memory },
		{ "interrupts", interrupts },
		{ "power button", power_button },
		{ "restoring", restoring },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "getting",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = getting },
		{ .pName = "setting",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = setting },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(24);
	return run_suites("unit-domain-state", suites);
}
