// SPDX-License-Identifier: GPL-2.0-or-later
/* PAPR calls, RTAS, and the exits of a guest that are no calls. */
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <asm/cpu/nested.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/papr.h>
#include <asm/papr/xics.h>
#include <asm/processor.h>

#include "fuzz.h"

#define MOST_CELLS 24
#define TOKENS	   18

/* The calls, the frequent ones more than once. */
static const u32 number[] = {
	H_CEDE,
	H_CEDE,
	H_REGISTER_VPA,
	H_XIRR,
	H_EOI,
	H_XIRR,
	H_EOI,
	H_CPPR,
	H_IPI,
	H_IPOLL,
	H_GET_CPU_CHARACTERISTICS,
	H_RANDOM,
	H_SET_MODE,
	H_REGISTER_PROC_TBL,
	H_PUT_TERM_CHAR,
	H_GET_TERM_CHAR,
	H_VIO_SIGNAL,
	H_PAGE_INIT,
	H_SET_SPRG0,
	H_SET_DABR,
};

u64 do_papr(struct vcpu *v)
{
	u64 nr = one_in(30) ? draw_u64() >> draw(64) & 0xffff
			    : number[draw(ARRAY_SIZE(number))];
	u64 *gpr = v->arch.regs.gpr;

	for (u32 i = 4; i < 8; i++)
		gpr[i] = one_in(10) ? draw_u64() >> draw(64) : draw(4);
	switch (nr) {
	case H_REGISTER_VPA: {
		u64 at = some_address(v->domain, 4096) & ~(one_in(20) ? 0ULL : 4095ULL);
		const u8 length[2] = { (u8)draw(5), (u8)draw(256) };

		guest_write(v->domain, at + 4, length, sizeof(length));
		gpr[4] = (one_in(3) ? 5ULL : 1ULL + draw(3)) << 45;
		gpr[5] = draw(one_in(10) ? 40 : v->domain->nr_vcpus);
		gpr[6] = at;
		break;
	}
	case H_PAGE_INIT:
		gpr[4] = one_in(10) ? draw_u64() : (draw(4) << 14 | draw(4) << 22);
		gpr[5] = some_address(v->domain, 4096) & ~(one_in(5) ? 0ULL : 4095ULL);
		gpr[6] = some_address(v->domain, 4096) & ~(one_in(5) ? 0ULL : 4095ULL);
		break;
	case H_EOI:
		gpr[4] = draw(256) << 24 | (XICS_FIRST_SOURCE + draw(4));
		break;
	case H_CPPR:
		gpr[4] = one_in(2) ? 255 : draw(256);
		break;
	case H_IPI:
		gpr[5] = one_in(2) ? 255 : draw(256);
		break;
	case H_REGISTER_PROC_TBL:
		gpr[4] = one_in(10) ? draw(32) : 0x1d;
		gpr[5] = some_address(v->domain, 65536) & ~0xffffULL;
		gpr[6] = one_in(10);
		gpr[7] = draw(one_in(10) ? 64 : 5);
		break;
	case H_PUT_TERM_CHAR:
		gpr[4] = 0;
		gpr[5] = draw(20);
		break;
	default:
		break;
	}
	return guest_papr_call(v, nr);
}

/* Cells that most services take, by token. */
static const struct {
	u8 nargs, nret;
} cells[TOKENS] = { { 0, 8 }, { 2, 1 }, { 0, 1 }, { 1, 1 }, { 3, 1 }, { 1, 3 },
		    { 1, 1 }, { 1, 1 }, { 3, 1 }, { 0, 1 }, { 1, 2 }, { 6, 1 },
		    { 2, 2 }, { 1, 1 }, { 7, 1 }, { 3, 2 }, { 3, 2 }, { 1, 1 } };

/* Whether the service may end the domain, or leave dom0 without a vCPU. */
static bool ends(u32 token)
{
	return token == 1 || token == 2 || token == 9 || token == 13;
}

u64 do_rtas(struct vcpu *v)
{
	u64 at = some_address(v->domain, sizeof(be32) * MOST_CELLS);
	u32 token = (u32)draw(TOKENS), nargs = cells[token].nargs,
	    nret = cells[token].nret;
	be32 block[MOST_CELLS];

	while (ends(token) && (v->domain->privileged || !one_in(10)))
		token = (u32)draw(TOKENS);
	nargs = cells[token].nargs;
	nret = cells[token].nret;
	if (one_in(10)) {
		nargs = one_in(4) ? (u32)draw_u64() : (u32)draw(MOST_CELLS);
		nret = one_in(4) ? (u32)draw_u64() : (u32)draw(MOST_CELLS);
	}
	for (u32 i = 3; i < MOST_CELLS; i++)
		block[i] = cpu_to_be32(one_in(6) ? (u32)draw_u64() : (u32)draw(4));
	/* Sources of interrupts, priorities. */
	if (token >= 4 && token <= 7 && !one_in(10)) {
		block[3] = cpu_to_be32(XICS_FIRST_SOURCE + (u32)draw(4));
		block[5] = cpu_to_be32(one_in(3) ? XICS_MASKED : (u32)draw(256));
	}
	block[0] = cpu_to_be32(PAPR_RTAS_FIRST_TOKEN + token);
	block[1] = cpu_to_be32(nargs);
	block[2] = cpu_to_be32(nret);
	guest_write(v->domain, at, block, sizeof(block));
	v->arch.regs.gpr[4] = at;
	return guest_papr_call(v, H_RTAS);
}

u64 do_fault(struct vcpu *v)
{
	struct hv_guest_state *hv = &v->arch.hv;
	const struct domain *d = v->domain;

	hv->asdr = d->p2m.nr && !one_in(3) ? draw((u64)d->p2m.nr << CHUNK_SHIFT)
					   : draw_u64() >> draw(64);
	hv->hdar = draw_u64();
	hv->hdsisr = one_in(3) ? draw_u64() & UINT32_MAX : DSISR_PROTECTED | DSISR_STORE;
	hv->heir = one_in(2) ? 0 : draw_u64() & UINT32_MAX;
	v->arch.regs.nip = draw(CHUNK_SIZE) & ~3ULL;
	if (one_in(3))
		v->arch.regs.msr |= MSR_IR | MSR_DR;
	switch (draw(12)) {
	case 0:
		return EXIT_H_EMULATION;
	case 1:
		return EXIT_H_FACILITY;
	case 2:
		return EXIT_H_INSTRUCTION;
	case 3:
		return EXIT_H_EXTERNAL;
	case 4:
		return one_in(20) && !d->privileged ? EXIT_MACHINE_CHECK
						    : EXIT_HDECREMENTER;
	default:
		return EXIT_H_DATA;
	}
}
