// SPDX-License-Identifier: GPL-2.0-or-later
#include "value.h"

#include <string.h>

#include "decode.h"

static const struct value unknown;
static const struct value untranslated = { .known = MSR_IR | MSR_DR };

static struct value constant(uint64_t v)
{
	return (struct value){ .known = ~0ul, .ones = v };
}

static struct value zeros(const struct value *v)
{
	return (struct value){ .known = v->known, .ones = v->known & ~v->ones };
}

static struct value value_and(struct value a, struct value b)
{
	struct value a0 = zeros(&a), b0 = zeros(&b);

	return (struct value){ .known = (a.known & b.known) | a0.ones | b0.ones,
			       .ones = a.ones & b.ones };
}

static struct value value_not(struct value a)
{
	return zeros(&a);
}

static struct value value_or(struct value a, struct value b)
{
	return value_not(value_and(value_not(a), value_not(b)));
}

static struct value value_xor(struct value a, struct value b)
{
	uint64_t known = a.known & b.known;

	return (struct value){ .known = known, .ones = (a.ones ^ b.ones) & known };
}

static uint64_t rotate64(uint64_t v, unsigned int n)
{
	return n ? v << n | v >> (64 - n) : v;
}

static struct value rotate(struct value v, unsigned int n)
{
	return (struct value){ .known = rotate64(v.known, n),
			       .ones = rotate64(v.ones, n) };
}

/* The low word twice: the operand that the rl* instructions on words rotate. */
static struct value doubled(struct value v)
{
	return (struct value){ .known = (v.known & 0xffffffff) * 0x100000001ul,
			       .ones = (v.ones & 0xffffffff) * 0x100000001ul };
}

/* Bits mb to me in the books' numbering, 0 being the most significant; may wrap. */
static uint64_t mask(unsigned int mb, unsigned int me)
{
	uint64_t from = ~0ul >> (mb & 63), to = ~0ul << (~me & 63);

	return mb <= me ? from & to : from | to;
}

static struct value add(struct value a, uint64_t b)
{
	return a.known == ~0ul ? constant(a.ones + b) : unknown;
}

static struct value insert(struct value into, struct value v, uint64_t m)
{
	return value_or(value_and(into, constant(~m)), value_and(v, constant(m)));
}

/* Opcode 30: rotations of doublewords. */
static struct value step_rotate64(const struct registers *r, uint32_t w)
{
	struct value v = r->gpr[op_rt(w)];
	unsigned int sh = op_rb(w) | (w & 2) << 4;
	unsigned int m = (w >> 6 & 31) | (w & 0x20);

	switch (w >> 2 & 7) {
	case 0: /* rldicl */
		return value_and(rotate(v, sh), constant(mask(m, 63)));
	case 1: /* rldicr */
		return value_and(rotate(v, sh), constant(mask(0, m)));
	case 2: /* rldic */
		return value_and(rotate(v, sh), constant(mask(m, 63 - sh)));
	case 3: /* rldimi */
		return insert(r->gpr[op_ra(w)], rotate(v, sh), mask(m, 63 - sh));
	case 4: /* rldcl, rldcr, distinguished by bit 1; the amount is in a register */
		return value_and(unknown, constant(w & 2 ? mask(0, m) : mask(m, 63)));
	}
	return unknown;
}

/* Opcodes 20, 21, 23: rotations of words. */
static struct value step_rotate32(const struct registers *r, uint32_t w)
{
	struct value v = doubled(r->gpr[op_rt(w)]);
	uint64_t m = mask((w >> 6 & 31) + 32, (w >> 1 & 31) + 32);

	switch (op_primary(w)) {
	case 20: /* rlwimi */
		return insert(r->gpr[op_ra(w)], rotate(v, op_rb(w)), m);
	case 21: /* rlwinm */
		return value_and(rotate(v, op_rb(w)), constant(m));
	}
	return value_and(unknown, constant(m)); /* rlwnm */
}

static struct value special_register(const struct registers *r, uint32_t w, bool handler)
{
	switch (op_spr(w)) {
	case SPR_SRR1:
		return handler ? untranslated : r->srr1;
	case SPR_HSRR1:
		return r->hsrr1;
	}
	return unknown;
}

/* An instruction that is not decoded: it may write the registers that it names. */
static void forget_named(struct registers *r, uint32_t w)
{
	r->gpr[op_rt(w)] = unknown;
	r->gpr[op_ra(w)] = unknown;
}

static void forget_from(struct registers *r, unsigned int first)
{
	for (unsigned int i = first; i < 32; i++)
		r->gpr[i] = unknown;
}

/* Opcode 31. */
static void step_31(struct registers *r, uint32_t w, bool handler)
{
	struct value s = r->gpr[op_rt(w)], b = r->gpr[op_rb(w)];
	struct value *a = &r->gpr[op_ra(w)];

	switch (op_extended(w)) {
	case 28:
		*a = value_and(s, b);
		break;
	case 60: /* andc */
		*a = value_and(s, value_not(b));
		break;
	case 124: /* nor */
		*a = value_not(value_or(s, b));
		break;
	case 284: /* eqv */
		*a = value_not(value_xor(s, b));
		break;
	case 316:
		*a = value_xor(s, b);
		break;
	case 412: /* orc */
		*a = value_or(s, value_not(b));
		break;
	case 444: /* or, mr */
		*a = value_or(s, b);
		break;
	case 476: /* nand */
		*a = value_not(value_and(s, b));
		break;
	case 83: /* mfmsr: the hypervisor's MSR, as this test proves */
		r->gpr[op_rt(w)] = untranslated;
		break;
	case 339: /* mfspr */
		r->gpr[op_rt(w)] = special_register(r, w, handler);
		break;
	case 467: /* mtspr */
		if (op_spr(w) == SPR_SRR1)
			r->srr1 = s;
		else if (op_spr(w) == SPR_HSRR1)
			r->hsrr1 = s;
		break;
	case 0: /* cmp, tw, cmpl, td, mtmsrd: no register is written */
	case 4:
	case 32:
	case 68:
	case 178:
		break;
	case 533: /* lswx, lswi: any number of registers */
	case 597:
		forget_from(r, 0);
		break;
	default:
		forget_named(r, w);
	}
}

/* Immediate operands of opcodes 24 to 29. */
static void step_immediate(struct registers *r, uint32_t w)
{
	uint64_t low = w & 0xffff, high = low << 16;
	struct value s = r->gpr[op_rt(w)];
	struct value *a = &r->gpr[op_ra(w)];

	switch (op_primary(w)) {
	case 24:
		*a = value_or(s, constant(low));
		break;
	case 25:
		*a = value_or(s, constant(high));
		break;
	case 26:
		*a = value_xor(s, constant(low));
		break;
	case 27:
		*a = value_xor(s, constant(high));
		break;
	case 28:
		*a = value_and(s, constant(low));
		break;
	case 29:
		*a = value_and(s, constant(high));
		break;
	}
}

static void step_add(struct registers *r, uint32_t w)
{
	uint64_t immediate = (uint64_t)(int64_t)(int16_t)w;
	struct value a = op_ra(w) ? r->gpr[op_ra(w)] : constant(0);

	if (op_primary(w) == 15)
		immediate <<= 16;
	r->gpr[op_rt(w)] = add(a, immediate);
}

/* A function keeps r1, r2, r13 to r31 (64-bit ELF V2 ABI). */
static void step_call(struct registers *r)
{
	r->gpr[0] = unknown;
	for (int i = 3; i <= 12; i++)
		r->gpr[i] = unknown;
	r->srr1 = unknown;
	r->hsrr1 = unknown;
}

static void step_other(struct registers *r, uint32_t w)
{
	switch (op_primary(w)) {
	case 2: /* tdi, twi, cmpli, cmpi */
	case 3:
	case 10:
	case 11:
		break;
	case 16: /* branches and sc: see decode_flow() */
	case 17:
	case 18:
		break;
	case 19: /* of these, addpcis alone writes a register */
		if ((w >> 1 & 31) == 2)
			r->gpr[op_rt(w)] = unknown;
		break;
	case 36: /* stores: with update, the base register changes */
	case 37:
	case 38:
	case 39:
	case 44:
	case 45:
	case 47:
	case 62:
		r->gpr[op_ra(w)] = unknown;
		break;
	case 46: /* lmw */
		forget_from(r, op_rt(w));
		r->gpr[op_ra(w)] = unknown;
		break;
	case 56: /* lq: a pair */
		r->gpr[op_rt(w) | 1] = unknown;
		forget_named(r, w);
		break;
	default:
		forget_named(r, w);
	}
}

void registers_step(struct registers *r, uint32_t w, bool handler)
{
	switch (op_primary(w)) {
	case 14:
	case 15:
		step_add(r, w);
		break;
	case 20:
	case 21:
	case 23:
		r->gpr[op_ra(w)] = step_rotate32(r, w);
		break;
	case 24:
	case 25:
	case 26:
	case 27:
	case 28:
	case 29:
		step_immediate(r, w);
		break;
	case 30:
		r->gpr[op_ra(w)] = step_rotate64(r, w);
		break;
	case 31:
		step_31(r, w, handler);
		break;
	default:
		step_other(r, w);
	}
	switch (decode_flow(w)) {
	case FLOW_ON:
		break;
	case FLOW_CALL:
		step_call(r);
		break;
	case FLOW_AWAY:
		registers_forget(r);
		break;
	}
}

void registers_forget(struct registers *r)
{
	memset(r, 0, sizeof(*r));
}

bool value_translates(const struct value *v)
{
	uint64_t bits = MSR_IR | MSR_DR;

	return (v->known & bits) != bits || (v->ones & bits) != 0;
}
