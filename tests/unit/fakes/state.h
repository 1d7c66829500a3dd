/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A domain's state as a structure, and as the records of public/arch-powerpc.h: by a way
 * of the tests' own, beside that of the hypervisor.
 */
#ifndef TESTS_UNIT_STATE_H
#define TESTS_UNIT_STATE_H

#include <stdbool.h>

#include <xen/domain.h>
#include <asm/papr/nvram.h>
#include <asm/papr/xics.h>

struct state {
	u64 timebase;
	u32 nr_vcpus;
	struct {
		u32 flags; /* XEN_PPC_VCPU_* */
		u8 cppr, mfrr;
	} vcpu[MAX_VIRT_CPUS];
	struct xics_source source[XICS_SOURCES];
	u32 power_button;
	u64 clock_offset;
	u8 nvram[NVRAM_SIZE];
	u32 patience, failed;
	u64 failure_left;
};

/* One that a domain of so many vCPUs can be in, with much in it that is random. */
struct state some_state(u32 vcpus);
bool same_state(const struct state *a, const struct state *b);

/* A record at `to`. Returns its end. */
u8 *put_record(u8 *to, u32 type, u16 version, u16 flags, const void *payload, u32 length);

/* All that it takes, more than enough room; and how much it is. */
#define STATE_ROOM 2048
u32 state_records(const struct state *state, u8 *records);
/* Where the payload of the record of that type begins; NULL: there is none. */
u8 *find_record(u8 *records, u32 size, u32 type, u32 *length);
/* What the records say, and nothing else: false. */
bool state_of(u8 *records, u32 size, struct state *state);

/* By DOM0_PPC_GETDOMAINSTATE and DOM0_PPC_SETDOMAINSTATE, through BUF_GPA. */
struct state get_state(const struct domain *d);
long set_records(const struct domain *d, const void *records, u32 size);
long set_state(const struct domain *d, const struct state *state);
/* What the last of these answered. */
extern dom0_ppc_domainstate_t state_answer;

#endif /* TESTS_UNIT_STATE_H */
