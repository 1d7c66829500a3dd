// SPDX-License-Identifier: GPL-2.0-or-later
/* GETDOMAINSTATE and SETDOMAINSTATE, and what subsystems put into their records. */
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
#include "random.h"
#include "state.h"

#define CONTEXT_GPA (BUF_GPA + 4096)
#define EPOW	    (PAPR_EPOW_IRQ - XICS_FIRST_SOURCE)

static struct domain *d;

static void start(void)
{
	dom0_start();
	d = make_domain(2);
	machine.timebase = 0x123456789;
}

/* ---- getting ---- */

static void a_new_domain(void)
{
	struct state state = get_state(d);

	CU_ASSERT_EQUAL(state.timebase, 0);
	CU_ASSERT_EQUAL(state.nr_vcpus, 1);
	CU_ASSERT_EQUAL(state.vcpu[0].mfrr, 0xff);
	CU_ASSERT_EQUAL(state.vcpu[0].flags, 0);
	CU_ASSERT_EQUAL(state.power_button, 0);
	CU_ASSERT_EQUAL(state.clock_offset, 0);
	/* No source is used yet: none is in it. */
	CU_ASSERT_EQUAL(state_answer.size,
			7 * sizeof(xen_ppc_record_t) + 8 + 8 + 10 + 4 + 8 + 40 + 16);
}

static void what_it_is_in(void)
{
	struct xics_source s = {
		.server = 1, .priority = 7, .saved_priority = 8, .pending = true
	};
	struct state state;

	CU_ASSERT_EQUAL(domain_set_vcpus(d, 3), 0);
	vcpu_force(d->vcpu[0], 0, VCPU_NO_CONTEXT);
	d->vcpu[1]->arch.xics = (struct xics_vcpu){ 5, 4 };
	CU_ASSERT_TRUE(xics_set_source(d, XICS_FIRST_SOURCE + 5, &s));
	domain_unpause(d);
	machine.timebase += 1000;
	state = get_state(d);
	CU_ASSERT_EQUAL(state.timebase, arch_domain_time(d));
	CU_ASSERT_EQUAL(state.nr_vcpus, 3);
	CU_ASSERT_EQUAL(state.source[5].server, 1);
	CU_ASSERT_EQUAL(state.source[5].priority, 7);
	CU_ASSERT_EQUAL(state.source[5].saved_priority, 8);
	CU_ASSERT_TRUE(state.source[5].pending && !state.source[5].presented);
	CU_ASSERT_EQUAL(state.vcpu[0].flags, XEN_PPC_VCPU_INITIALISED);
	CU_ASSERT_EQUAL(state.vcpu[1].flags, XEN_PPC_VCPU_STOPPED);
	CU_ASSERT_EQUAL(state.vcpu[1].cppr, 5);
	CU_ASSERT_EQUAL(state.vcpu[1].mfrr, 4);
	s.pending = false;
	s.presented = true;
	CU_ASSERT_TRUE(xics_set_source(d, XICS_FIRST_SOURCE + 5, &s));
	state = get_state(d);
	CU_ASSERT_TRUE(!state.source[5].pending && state.source[5].presented);
	/* One may ask about oneself. */
	CU_ASSERT_EQUAL(get_state(dom0).timebase, machine.timebase);
}

static long state_op(u32 cmd, domid_t id, u64 gpa, u32 size)
{
	dom0_op_t op = { .u.ppc_domainstate = { .domain = id,
						.size = size,
						.buffer = guest_pointer(gpa) } };
	long ret = op_call(cmd, &op);

	state_answer = op.u.ppc_domainstate;
	return ret;
}

static void buffers(void)
{
	struct state in = some_state(2);
	u8 records[STATE_ROOM], got[STATE_ROOM];
	u32 size = state_records(&in, records);
	const u64 bad[] = {
		0, DOM0_END, NOWHERE, TOP - 9, 1ULL << 63, DOM0_END - size + 1
	};
	const u64 places[] = { BUF_GPA + 1, CHUNK_SIZE - 100, DOM0_END - size };

	CU_ASSERT_EQUAL(set_state(d, &in), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CU_ASSERT_EQUAL(
			state_op(DOM0_PPC_GETDOMAINSTATE, d->id, bad[i], STATE_ROOM),
			-EFAULT);
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, d->id, bad[i], size),
				-EFAULT);
	}
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		dom0_write(places[i], records, size);
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, d->id, places[i], size),
				0);
		dom0_fill(places[i], 0, size);
		/* Room that there is not is no matter: it is not used. */
		CU_ASSERT_EQUAL(
			state_op(DOM0_PPC_GETDOMAINSTATE, d->id, places[i], 0xffffffff),
			0);
		CU_ASSERT_EQUAL(state_answer.size, size);
		dom0_read(places[i], got, size);
		CU_ASSERT_EQUAL(memcmp(got, records, size), 0);
	}
}

/* The answer is how much it takes, and nothing is written. */
static void too_little_room(void)
{
	u32 size;

	get_state(d);
	size = state_answer.size;
	for (u32 room = 0; room < size; room++) {
		dom0_fill(BUF_GPA, 0xee, STATE_ROOM);
		CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, BUF_GPA, room),
				-ENOSPC);
		CU_ASSERT_EQUAL(state_answer.size, size);
		CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA, 0xee, STATE_ROOM));
	}
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, 0, 0), -ENOSPC);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, BUF_GPA, size), 0);
}

static void whose(void)
{
	struct state state = some_state(1);

	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, 999, NOWHERE, 0), -ESRCH);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, 999, NOWHERE, 0), -ESRCH);
	CU_ASSERT_EQUAL(
		state_op(DOM0_PPC_GETDOMAINSTATE, DOMID_SELF, BUF_GPA, STATE_ROOM),
		-ESRCH);
	CU_ASSERT_EQUAL(
		state_op(DOM0_PPC_SETDOMAINSTATE, DOMID_SELF, BUF_GPA, STATE_ROOM),
		-ESRCH);
	CU_ASSERT_EQUAL(set_state(dom0, &state), -EINVAL);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_SETDOMAINSTATE, 0, NOWHERE, 100), -EINVAL);
	CU_ASSERT_EQUAL(dom0->arch.tb_offset, 0);
	domain_get(d);
	end_domain(d);
	CU_ASSERT_EQUAL(set_state(d, &state), -EINVAL);
	domain_put(d);
}

/* ---- setting ---- */

static void round_trip(void)
{
	for (u32 vcpus = 1; vcpus <= MAX_VIRT_CPUS; vcpus++) {
		struct state state = some_state(vcpus), got;

		/* Again and again, with ever more of them. */
		CU_ASSERT_EQUAL(set_state(d, &state), 0);
		CU_ASSERT_TRUE(!state_answer.record && !state_answer.why);
		got = get_state(d);
		CU_ASSERT_TRUE(same_state(&got, &state));
		CU_ASSERT_EQUAL(d->nr_vcpus, vcpus);
		CU_ASSERT_TRUE(domain_is_paused(d) && domain_is_new(d));
		CU_ASSERT_TRUE(d->vcpu[vcpus - 1]->run_state & VCPU_NO_CONTEXT);
	}
	/* In the page of a kernel with pages of 4 KiB. */
	CU_ASSERT_TRUE(state_answer.size < 4096 - sizeof(dom0_op_t));
}

/* Sources that are not in it are as in a new domain, whatever they were. */
static void sources_left_out(void)
{
	struct state state = some_state(1), got;
	struct domain *new = make_domain(1);
	u8 records[STATE_ROOM];

	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	state = get_state(new);
	dom0_read(BUF_GPA, records, state_answer.size);
	destroy_domain(new);
	CU_ASSERT_EQUAL(set_records(d, records, state_answer.size), 0);
	got = get_state(d);
	CU_ASSERT_TRUE(same_state(&got, &state));
}

/* That the state is refused for that record, and nothing has changed by it. */
static void refused_records(const u8 *records, u32 size, u32 record)
{
	struct state before = get_state(d), after;
	u64 heap = heap_free_bytes();

	CU_ASSERT_EQUAL(set_records(d, records, size), -EINVAL);
	CU_ASSERT_EQUAL(state_answer.record, record);
	CU_ASSERT_EQUAL(state_answer.why, XEN_PPC_REFUSED_VALUE);
	after = get_state(d);
	CU_ASSERT_TRUE(same_state(&after, &before));
	CU_ASSERT_EQUAL(heap_free_bytes(), heap);
}

static void refused(const struct state *state, u32 record)
{
	u8 records[STATE_ROOM];
	u32 size = state_records(state, records);

	refused_records(records, size, record);
}

static void vcpus_that_none_can_have(void)
{
	static const u32 nr[] = { 0, 1, 3, 5, MAX_VIRT_CPUS + 1, 0x80000000, 0xffffffff };
	struct state state = some_state(2);
	u8 records[STATE_ROOM], *payload;
	u32 size, length;

	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	for (size_t i = 0; i < ARRAY_SIZE(nr); i++) {
		state = some_state(4);
		size = state_records(&state, records);
		payload = find_record(records, size, XEN_PPC_RECORD_VCPUS, &length);
		memcpy(payload, &nr[i], sizeof(nr[i]));
		refused_records(records, size, XEN_PPC_RECORD_VCPUS);
		size = state_records(&state, records);
		payload = find_record(records, size, XEN_PPC_RECORD_XICS, &length);
		memcpy(payload, &nr[i], sizeof(nr[i]));
		refused_records(records, size, XEN_PPC_RECORD_XICS);
	}
	for (u32 i = 0; i < 4; i++)
		for (u32 bit = 2; bit < 32; bit++) {
			state = some_state(4);
			state.vcpu[i].flags = 1U << bit;
			refused(&state, XEN_PPC_RECORD_VCPUS);
		}
	/* Fewer vCPUs than there are. */
	state = some_state(1);
	refused(&state, XEN_PPC_RECORD_VCPUS);
	state = some_state(4);
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
}

static void sources_that_none_can_have(void)
{
	static const u32 counts[] = { 0,	  1,  XICS_SOURCES - 1, XICS_SOURCES + 1,
				      0x80000000, ~0U };
	static const u32 numbers[] = { 0,
				       XICS_IPI,
				       XICS_FIRST_SOURCE - 1,
				       XICS_FIRST_SOURCE,
				       XICS_FIRST_SOURCE + XICS_SOURCES,
				       ~0U };
	struct state state = some_state(4);
	u8 records[STATE_ROOM], *payload, *sources;
	u32 size = state_records(&state, records), length, number;

	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	payload = find_record(records, size, XEN_PPC_RECORD_XICS, &length);
	sources = payload + 4 + 4 * 2 + 4;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		memcpy(sources - 4, &counts[i], sizeof(counts[i]));
		refused_records(records, size, XEN_PPC_RECORD_XICS);
	}
	state_records(&state, records);
	for (u32 i = 0; i < XICS_SOURCES; i++) {
		u8 *at = sources + 8 * i;

		/* The first's number is right in its own place. */
		for (size_t n = 0; n < ARRAY_SIZE(numbers); n++) {
			memcpy(&number, at, sizeof(number));
			if (numbers[n] == number)
				continue;
			memcpy(at, &numbers[n], sizeof(number));
			refused_records(records, size, XEN_PPC_RECORD_XICS);
			memcpy(at, &number, sizeof(number));
		}
		at[4] = 4;
		refused_records(records, size, XEN_PPC_RECORD_XICS);
		at[4] = 0xff;
		refused_records(records, size, XEN_PPC_RECORD_XICS);
		at[4] = 3;
		for (u32 bit = 2; bit < 8; bit++) {
			at[7] = (u8)(1U << bit);
			refused_records(records, size, XEN_PPC_RECORD_XICS);
		}
		at[7] = 0;
	}
	CU_ASSERT_EQUAL(set_records(d, records, size), 0);
}

static void failures_that_none_can_have(void)
{
	struct state state = some_state(4);

	state.failed = 2;
	refused(&state, XEN_PPC_RECORD_FAILURE);
	state.failed = 1;
	state.failure_left = (state.patience + 1) * 512000000ULL;
	refused(&state, XEN_PPC_RECORD_FAILURE);
	state.patience = 0xffffffff;
	refused(&state, XEN_PPC_RECORD_FAILURE);
	state = some_state(4);
	state.power_button = 2;
	refused(&state, XEN_PPC_RECORD_POWER_BUTTON);
}

static void nvram_that_none_can_have(void)
{
	struct state state = some_state(4);
	u8 records[STATE_ROOM], *payload;
	u32 size = state_records(&state, records), length;

	payload = find_record(records, size, XEN_PPC_RECORD_NVRAM, &length);
	for (u32 n = 0; n < 3; n++) {
		static const u16 blocks[] = { NVRAM_SIZE / 16, 0xffff, 0 };
		u16 second;

		/* Beyond the end, or not by rising number. */
		memcpy(&second, payload + 4 + 18, sizeof(second));
		memcpy(payload + 4 + 18, &blocks[n], sizeof(second));
		refused_records(records, size, XEN_PPC_RECORD_NVRAM);
		memcpy(payload + 4 + 18, &second, sizeof(second));
	}
}

/* For the copy of it, and for the vCPUs: nothing is changed. */
static void without_memory(void)
{
	struct state state = some_state(MAX_VIRT_CPUS);

	heap_take(KB(16)); /* for some vCPUs there is room */
	CU_ASSERT_EQUAL(set_state(d, &state), -ENOMEM);
	CU_ASSERT_TRUE(!state_answer.record && !state_answer.why);
	CU_ASSERT_EQUAL(d->nr_vcpus, 1);
	CU_ASSERT_EQUAL(get_state(d).timebase, 0);
	heap_give_back();
	heap_take(64);
	CU_ASSERT_EQUAL(set_state(d, &state), -ENOMEM);
	CU_ASSERT_EQUAL(state_op(DOM0_PPC_GETDOMAINSTATE, d->id, BUF_GPA, STATE_ROOM),
			-ENOMEM);
	heap_give_back();
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
}

/* Which vCPUs have an interrupt waiting is computed again. */
static void interrupts(void)
{
	struct state state = { .nr_vcpus = 3, .patience = 15 };

	state.source[3] =
		(struct xics_source){ .server = 1, .priority = 5, .pending = true };
	for (u32 i = 0; i < 3; i++)
		state.vcpu[i].cppr = state.vcpu[i].mfrr = 0xff;
	state.vcpu[2].mfrr = 4;
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	CU_ASSERT_FALSE(d->vcpu[0]->arch.interrupt_pending);
	CU_ASSERT_TRUE(d->vcpu[1]->arch.interrupt_pending);
	CU_ASSERT_TRUE(d->vcpu[2]->arch.interrupt_pending);
	state.source[3].pending = false;
	state.vcpu[2].mfrr = 0xff;
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	CU_ASSERT_FALSE(d->vcpu[1]->arch.interrupt_pending);
	CU_ASSERT_FALSE(d->vcpu[2]->arch.interrupt_pending);
}

/* Pressed, and saved before the domain has asked what that was. */
static void power_button(void)
{
	struct domain *saved = d;
	struct state state;

	CU_ASSERT_TRUE(xics_set_source(d, PAPR_EPOW_IRQ,
				       &(struct xics_source){ .priority = 5 }));
	CU_ASSERT_TRUE(arch_domain_power_button(d));
	state = get_state(d);
	CU_ASSERT_TRUE(state.source[EPOW].pending);
	CU_ASSERT_EQUAL(state.power_button, 1);
	d = make_domain(1);
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	CU_ASSERT_TRUE(d->arch.power_button);
	state.power_button = 0;
	CU_ASSERT_EQUAL(set_state(d, &state), 0);
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
	struct state state = some_state(4), got;
	dom0_op_t op = { .u.unpausedomain.domain = d->id };

	CU_ASSERT_EQUAL(set_state(d, &state), 0);
	CU_ASSERT_EQUAL(op_call(DOM0_UNPAUSEDOMAIN, &op), -EINVAL);
	for (u16 i = 0; i < 4; i++) {
		random_context(&context);
		CU_ASSERT_EQUAL(set_context(&context, i), 0);
		got = get_state(d);
		CU_ASSERT_EQUAL(got.vcpu[i].flags,
				state.vcpu[i].flags | XEN_PPC_VCPU_INITIALISED);
	}
	CU_ASSERT_EQUAL(set_context(&context, 4), -EINVAL);
	/* Too late for another state. */
	CU_ASSERT_EQUAL(set_state(d, &state), -EINVAL);
	op.u.unpausedomain.domain = d->id;
	CU_ASSERT_EQUAL(op_call(DOM0_UNPAUSEDOMAIN, &op), 0);
	for (u32 i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(vcpu_runnable(d->vcpu[i]), i % 2 == 0);
	got = get_state(d);
	CU_ASSERT_TRUE(got.timebase - state.timebase < XEN_PPC_TIMEBASE_STEP);
	CU_ASSERT_EQUAL(set_state(d, &state), -EINVAL);
}

int main(void)
{
	CU_TestInfo getting[] = {
		{ "a new domain", a_new_domain },
		{ "what it is in", what_it_is_in },
		{ "buffers", buffers },
		{ "too little room", too_little_room },
		{ "whose", whose },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo setting[] = {
		{ "round trip", round_trip },
		{ "sources that are left out", sources_left_out },
		{ "vCPUs that none can have", vcpus_that_none_can_have },
		{ "sources that none can have", sources_that_none_can_have },
		{ "failures that none can have", failures_that_none_can_have },
		{ "NVRAM that none can have", nvram_that_none_can_have },
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
