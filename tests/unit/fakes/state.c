// SPDX-License-Identifier: GPL-2.0-or-later
/* A domain's state in records (state.h). This machine is little-endian, as they are. */
#include <string.h>

#include <xen/lib.h>

#include "cunit-main.h"
#include "dom0.h"
#include "random.h"
#include "state.h"

dom0_ppc_domainstate_t state_answer;

struct state some_state(u32 vcpus)
{
	struct state state = { .timebase = random_u64(), .nr_vcpus = vcpus };

	for (u32 i = 0; i < XICS_SOURCES; i++)
		state.source[i] = (struct xics_source){
			.server = (u8)(i % vcpus),
			.priority = (u8)random_u64(),
			.saved_priority = (u8)random_u64(),
			.pending = i & 1,
			.presented = i & 2,
		};
	for (u32 i = 0; i < vcpus; i++) {
		state.vcpu[i].flags = i % 2 ? XEN_PPC_VCPU_STOPPED : 0;
		state.vcpu[i].cppr = (u8)random_u64();
		state.vcpu[i].mfrr = (u8)random_u64();
	}
	state.power_button = vcpus % 2;
	state.clock_offset = random_u64();
	for (u32 i = 0; i < 20; i++)
		state.nvram[random_u64() % NVRAM_SIZE] = (u8)(random_u64() | 1);
	state.patience = 15 + vcpus;
	state.failed = vcpus % 3 == 1;
	state.failure_left = state.failed ? random_u64() % 512000000 : 0;
	return state;
}

bool same_state(const struct state *a, const struct state *b)
{
	bool same = a->timebase == b->timebase && a->nr_vcpus == b->nr_vcpus &&
		    a->power_button == b->power_button &&
		    a->clock_offset == b->clock_offset && a->patience == b->patience &&
		    a->failed == b->failed && a->failure_left == b->failure_left &&
		    !memcmp(a->nvram, b->nvram, NVRAM_SIZE);

	for (u32 i = 0; same && i < a->nr_vcpus; i++)
		same = a->vcpu[i].flags == b->vcpu[i].flags &&
		       a->vcpu[i].cppr == b->vcpu[i].cppr &&
		       a->vcpu[i].mfrr == b->vcpu[i].mfrr;
	for (u32 i = 0; same && i < XICS_SOURCES; i++)
		same = a->source[i].server == b->source[i].server &&
		       a->source[i].priority == b->source[i].priority &&
		       a->source[i].saved_priority == b->source[i].saved_priority &&
		       a->source[i].pending == b->source[i].pending &&
		       a->source[i].presented == b->source[i].presented;
	return same;
}

u8 *put_record(u8 *to, u32 type, u16 version, u16 flags, const void *payload, u32 length)
{
	xen_ppc_record_t record = { type, version, flags, length };

	memcpy(to, &record, sizeof(record));
	if (length)
		memcpy(to + sizeof(record), payload, length);
	return to + sizeof(record) + length;
}

static bool is_zero(const u8 *at, u32 size)
{
	return !*at && !memcmp(at, at + 1, size - 1);
}

static u8 *put_nvram(u8 *to, const u8 *nvram)
{
	u8 payload[4 + NVRAM_SIZE / 16 * 18], *end = payload + 4;
	u32 used = 0;

	for (u16 i = 0; i < NVRAM_SIZE / 16; i++)
		if (!is_zero(nvram + i * 16, 16)) {
			memcpy(end, &i, 2);
			memcpy(end + 2, nvram + i * 16, 16);
			end += 18;
			used++;
		}
	memcpy(payload, &used, 4);
	return put_record(to, XEN_PPC_RECORD_NVRAM, 1, XEN_PPC_RECORD_OPTIONAL, payload,
			  (u32)(end - payload));
}

static u8 *put_failure(u8 *to, const struct state *state)
{
	u8 payload[16];

	memcpy(payload, &state->patience, 4);
	memcpy(payload + 4, &state->failed, 4);
	memcpy(payload + 8, &state->failure_left, 8);
	return put_record(to, XEN_PPC_RECORD_FAILURE, 1, XEN_PPC_RECORD_OPTIONAL, payload,
			  sizeof(payload));
}

/* The bytes of a source, behind its number. */
static void put_source(u8 *to, u32 number, const struct xics_source *s)
{
	const u8 bytes[] = { s->server, s->priority, s->saved_priority,
			     (u8)(s->pending | s->presented << 1) };

	memcpy(to, &number, sizeof(number));
	memcpy(to + sizeof(number), bytes, sizeof(bytes));
}

u32 state_records(const struct state *state, u8 *records)
{
	u32 nr = state->nr_vcpus, sources = XICS_SOURCES, vcpus[1 + MAX_VIRT_CPUS];
	u8 xics[STATE_ROOM], *end = xics, *to = records;

	vcpus[0] = nr;
	for (u32 i = 0; i < nr; i++)
		vcpus[1 + i] = state->vcpu[i].flags;
	to = put_record(to, XEN_PPC_RECORD_VCPUS, 1, 0, vcpus, (1 + nr) * sizeof(u32));
	to = put_record(to, XEN_PPC_RECORD_TIME, 1, 0, &state->timebase, sizeof(u64));
	memcpy(end, &nr, sizeof(nr));
	end += sizeof(nr);
	for (u32 i = 0; i < nr; i++) {
		*end++ = state->vcpu[i].cppr;
		*end++ = state->vcpu[i].mfrr;
	}
	memcpy(end, &sources, sizeof(sources));
	end += sizeof(sources);
	for (u32 i = 0; i < sources; i++, end += 8)
		put_source(end, XICS_FIRST_SOURCE + i, &state->source[i]);
	to = put_record(to, XEN_PPC_RECORD_XICS, 1, 0, xics, (u32)(end - xics));
	to = put_record(to, XEN_PPC_RECORD_POWER_BUTTON, 1, XEN_PPC_RECORD_OPTIONAL,
			&state->power_button, sizeof(u32));
	to = put_record(to, XEN_PPC_RECORD_CLOCK, 1, XEN_PPC_RECORD_OPTIONAL,
			&state->clock_offset, sizeof(u64));
	to = put_nvram(to, state->nvram);
	to = put_failure(to, state);
	return (u32)(to - records);
}

u8 *find_record(u8 *records, u32 size, u32 type, u32 *length)
{
	xen_ppc_record_t record;

	for (u8 *at = records; at < records + size;
	     at += sizeof(record) + record.length) {
		memcpy(&record, at, sizeof(record));
		if (record.type == type) {
			*length = record.length;
			return at + sizeof(record);
		}
	}
	return NULL;
}

static u32 number_at(const u8 *at)
{
	u32 number;

	memcpy(&number, at, sizeof(number));
	return number;
}

static bool xics_of(const u8 *at, u32 length, struct state *state)
{
	u32 sources, number, nr = state->nr_vcpus;

	for (u32 i = 0; i < XICS_SOURCES; i++)
		state->source[i] =
			(struct xics_source){ .priority = 0xff, .saved_priority = 0xff };
	for (u32 i = 0; i < nr; i++) {
		state->vcpu[i].cppr = at[4 + 2 * i];
		state->vcpu[i].mfrr = at[5 + 2 * i];
	}
	sources = number_at(at + 4 + 2 * nr);
	if (number_at(at) != nr || length != 8 + 2 * nr + 8 * sources)
		return false;
	at += 8 + 2 * nr;
	for (u32 i = 0; i < sources; i++, at += 8) {
		number = number_at(at) - XICS_FIRST_SOURCE;
		if (number >= XICS_SOURCES || at[7] > 3)
			return false;
		state->source[number] = (struct xics_source){
			.server = at[4],
			.priority = at[5],
			.saved_priority = at[6],
			.pending = at[7] & XEN_PPC_SOURCE_PENDING,
			.presented = at[7] & XEN_PPC_SOURCE_PRESENTED,
		};
	}
	return true;
}

static bool nvram_of(const u8 *at, u32 length, struct state *state)
{
	u32 used = number_at(at);
	u16 block;

	if (length != 4 + 18 * used)
		return false;
	for (at += 4; used--; at += 18) {
		memcpy(&block, at, 2);
		if (block >= NVRAM_SIZE / 16)
			return false;
		memcpy(state->nvram + block * 16, at + 2, 16);
	}
	return true;
}

static void failure_of(const u8 *at, struct state *state)
{
	state->patience = number_at(at);
	state->failed = number_at(at + 4);
	memcpy(&state->failure_left, at + 8, sizeof(state->failure_left));
}

bool state_of(u8 *records, u32 size, struct state *state)
{
	u32 nvram_length, failure_length;
	const u8 *nvram = find_record(records, size, XEN_PPC_RECORD_NVRAM, &nvram_length);
	const u8 *failure =
		find_record(records, size, XEN_PPC_RECORD_FAILURE, &failure_length);
	u32 vcpus_length, time_length, xics_length, power_length, clock_length;
	const u8 *vcpus = find_record(records, size, XEN_PPC_RECORD_VCPUS, &vcpus_length);
	const u8 *time = find_record(records, size, XEN_PPC_RECORD_TIME, &time_length);
	const u8 *xics = find_record(records, size, XEN_PPC_RECORD_XICS, &xics_length);
	const u8 *power =
		find_record(records, size, XEN_PPC_RECORD_POWER_BUTTON, &power_length);
	const u8 *clock = find_record(records, size, XEN_PPC_RECORD_CLOCK, &clock_length);

	memset(state, 0, sizeof(*state));
	if (!vcpus || !time || !xics || !power || !clock || time_length != 8 ||
	    power_length != 4 || clock_length != 8 || !nvram || !failure ||
	    failure_length != 16 || !nvram_of(nvram, nvram_length, state))
		return false;
	failure_of(failure, state);
	state->nr_vcpus = number_at(vcpus);
	if (!state->nr_vcpus || state->nr_vcpus > MAX_VIRT_CPUS ||
	    vcpus_length != 4 + 4 * state->nr_vcpus)
		return false;
	for (u32 i = 0; i < state->nr_vcpus; i++)
		state->vcpu[i].flags = number_at(vcpus + 4 + 4 * i);
	memcpy(&state->timebase, time, sizeof(state->timebase));
	state->power_button = number_at(power);
	memcpy(&state->clock_offset, clock, sizeof(state->clock_offset));
	return size == 7 * sizeof(xen_ppc_record_t) + vcpus_length + time_length +
			       xics_length + power_length + clock_length + nvram_length +
			       failure_length &&
	       xics_of(xics, xics_length, state);
}

static long state_op(u32 cmd, const struct domain *d, u32 size)
{
	dom0_op_t op = { .u.ppc_domainstate = { .domain = d->id,
						.size = size,
						.buffer = guest_pointer(BUF_GPA) } };
	long ret = op_call(cmd, &op);

	state_answer = op.u.ppc_domainstate;
	return ret;
}

struct state get_state(const struct domain *d)
{
	u8 records[STATE_ROOM];
	struct state state;
	u32 size;

	dom0_fill(BUF_GPA, 0xee, STATE_ROOM);
	CU_ASSERT_EQUAL_FATAL(state_op(DOM0_PPC_GETDOMAINSTATE, d, STATE_ROOM), 0);
	size = state_answer.size;
	CU_ASSERT_TRUE_FATAL(size <= STATE_ROOM);
	CU_ASSERT_TRUE(dom0_is_filled(BUF_GPA + size, 0xee, STATE_ROOM - size));
	dom0_read(BUF_GPA, records, size);
	CU_ASSERT_TRUE(state_of(records, size, &state));
	return state;
}

long set_records(const struct domain *d, const void *records, u32 size)
{
	dom0_write(BUF_GPA, records, size);
	return state_op(DOM0_PPC_SETDOMAINSTATE, d, size);
}

long set_state(const struct domain *d, const struct state *state)
{
	u8 records[STATE_ROOM];
	u32 size = state_records(state, records);

	return set_records(d, records, size);
}
