// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Run-time abstraction services. A guest enters five instructions that turn the call
 * into H_RTAS; the argument block is big-endian: token, number of arguments, number of
 * results, arguments, results, the first result being the status.
 */
#include <xen/byteorder.h>
#include <xen/domain.h>
#include <xen/memory/guest_access.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/papr/papr.h>
#include <asm/platform.h>
#include <asm/papr/xics.h>
#include "rtas.h"

static s32 rtas_display_character(struct vcpu *v, struct rtas_call *call)
{
	char c = (char)call->arg[0];

	return domain_console_put(v->domain, &c, 1) ? RTAS_OK : RTAS_BUSY;
}

static s32 rtas_set_xive(struct vcpu *v, struct rtas_call *call)
{
	struct xics_source s;

	if (!xics_get_source(v->domain, call->arg[0], &s) ||
	    call->arg[1] >= v->domain->nr_vcpus || call->arg[2] > XICS_MASKED)
		return RTAS_PARAMETER;
	s.server = (u8)call->arg[1];
	s.priority = s.saved_priority = (u8)call->arg[2];
	xics_set_source(v->domain, call->arg[0], &s);
	return RTAS_OK;
}

static s32 rtas_get_xive(struct vcpu *v, struct rtas_call *call)
{
	struct xics_source s;

	if (!xics_get_source(v->domain, call->arg[0], &s))
		return RTAS_PARAMETER;
	call->ret[1] = s.server;
	call->ret[2] = s.priority;
	return RTAS_OK;
}

static s32 rtas_int_on(struct vcpu *v, struct rtas_call *call)
{
	struct xics_source s;

	if (!xics_get_source(v->domain, call->arg[0], &s))
		return RTAS_PARAMETER;
	s.priority = s.saved_priority;
	xics_set_source(v->domain, call->arg[0], &s);
	return RTAS_OK;
}

static s32 rtas_int_off(struct vcpu *v, struct rtas_call *call)
{
	struct xics_source s;

	if (!xics_get_source(v->domain, call->arg[0], &s))
		return RTAS_PARAMETER;
	if (s.priority != XICS_MASKED)
		s.saved_priority = s.priority;
	s.priority = XICS_MASKED;
	xics_set_source(v->domain, call->arg[0], &s);
	return RTAS_OK;
}

struct rtas_entry {
	const char *name;
	s32 (*handler)(struct vcpu *v, struct rtas_call *call);
	u32 nargs, nret;
};

/*
 * A call's token is its place here, counted from PAPR_RTAS_FIRST_TOKEN. A restored domain
 * has the tokens of its first start: new calls go to the end.
 */
static const struct rtas_entry rtas_table[] = {
	{ "get-time-of-day", rtas_get_time_of_day, 0, 8 },
	{ "power-off", rtas_power_off, 2, 1 },
	{ "system-reboot", rtas_reboot, 0, 1 },
	{ "display-character", rtas_display_character, 1, 1 },
	{ "ibm,set-xive", rtas_set_xive, 3, 1 },
	{ "ibm,get-xive", rtas_get_xive, 1, 3 },
	{ "ibm,int-on", rtas_int_on, 1, 1 },
	{ "ibm,int-off", rtas_int_off, 1, 1 },
	{ "start-cpu", rtas_start_cpu, 3, 1 },
	{ "stop-self", rtas_stop_self, 0, 1 },
	{ "query-cpu-stopped-state", rtas_query_cpu_stopped_state, 1, 2 },
	{ "check-exception", rtas_check_exception, 6, 1 },
	{ "get-sensor-state", rtas_get_sensor_state, 2, 2 },
	{ "ibm,os-term", rtas_os_term, 1, 1 },
	{ "set-time-of-day", rtas_set_time_of_day, 7, 1 },
	{ "nvram-fetch", rtas_nvram_fetch, 3, 2 },
	{ "nvram-store", rtas_nvram_store, 3, 2 },
};

const char *papr_rtas_name(u32 token)
{
	u32 i = token - PAPR_RTAS_FIRST_TOKEN;

	return i < ARRAY_SIZE(rtas_table) ? rtas_table[i].name : NULL;
}

void papr_rtas_code(u8 *code)
{
	/* mr r4,r3; lis r3,0; ori r3,r3,H_RTAS; sc 1; blr: a guest enters it big-endian
	 */
	static const u32 instruction[] = { 0x7c641b78, 0x3c600000, 0x6063f000, 0x44000022,
					   0x4e800020 };

	_Static_assert(sizeof(instruction) == PAPR_RTAS_SIZE, "entry code");
	for (u32 i = 0; i < ARRAY_SIZE(instruction); i++) {
		be32 word = cpu_to_be32(instruction[i]);

		memcpy(code + i * sizeof(word), &word, sizeof(word));
	}
}

static s32 dispatch(struct vcpu *v, u32 token, struct rtas_call *call)
{
	u32 i = token - PAPR_RTAS_FIRST_TOKEN;

	if (i >= ARRAY_SIZE(rtas_table))
		return RTAS_HARDWARE;
	if (call->nargs != rtas_table[i].nargs || call->nret != rtas_table[i].nret)
		return RTAS_PARAMETER;
	return rtas_table[i].handler(v, call);
}

struct rtas_header {
	be32 token, nargs, nret;
};

/* The block is read once; results are written only where the caller has room for them. */
long h_rtas(struct vcpu *v, u64 *gpr)
{
	const struct domain *d = v->domain;
	struct rtas_call call = { 0 };
	be32 cell[RTAS_MAX_CELLS];
	struct rtas_header header;
	u64 args = gpr[4] + sizeof(header), results;

	if (!gpr[4] || !copy_from_domain(d, &header, gpr[4], sizeof(header)))
		return H_PARAMETER;
	call.nargs = be32_to_cpu(header.nargs);
	call.nret = be32_to_cpu(header.nret);
	if (call.nargs > RTAS_MAX_CELLS || call.nret > RTAS_MAX_CELLS || !call.nret)
		return H_PARAMETER;
	results = args + call.nargs * sizeof(be32);
	if (!copy_from_domain(d, cell, args, call.nargs * sizeof(be32)) ||
	    !p2m_covers(&d->p2m, results, call.nret * sizeof(be32)))
		return H_PARAMETER;
	for (u32 i = 0; i < call.nargs; i++)
		call.arg[i] = be32_to_cpu(cell[i]);
	call.ret[0] = (u32)dispatch(v, be32_to_cpu(header.token), &call);
	for (u32 i = 0; i < call.nret; i++)
		cell[i] = cpu_to_be32(call.ret[i]);
	if (!copy_to_domain(d, results, cell, call.nret * sizeof(be32)))
		return H_PARAMETER;
	return H_SUCCESS;
}
