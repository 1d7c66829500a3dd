/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fields and classes of Power instructions (Power ISA 3.1, Book I to III).
 * Bit 0 of the books is the most significant; shifts here count from the least.
 */
#ifndef TESTS_STATIC_DECODE_H
#define TESTS_STATIC_DECODE_H

#include <stdbool.h>
#include <stdint.h>

static inline unsigned int op_primary(uint32_t w)
{
	return w >> 26;
}

static inline unsigned int op_rt(uint32_t w)
{
	return w >> 21 & 31;
}

static inline unsigned int op_ra(uint32_t w)
{
	return w >> 16 & 31;
}

static inline unsigned int op_rb(uint32_t w)
{
	return w >> 11 & 31;
}

/* Extended opcode of X, XL, XFX and XO forms. */
static inline unsigned int op_extended(uint32_t w)
{
	return w >> 1 & 0x3ff;
}

/* The SPR number, whose halves are swapped in the instruction. */
static inline unsigned int op_spr(uint32_t w)
{
	return (w >> 16 & 31) | (w >> 11 & 31) << 5;
}

/* Instructions that can change MSR (Book III, "Machine State Register"). */
enum msr_insn {
	NOT_MSR,
	MSR_EE_RI,    /* mtmsrd with L = 1: EE and RI alone */
	MSR_WHOLE,    /* mtmsr, mtmsrd with L = 0 */
	MSR_RFID,     /* from SRR1 */
	MSR_HRFID,    /* from HSRR1 */
	MSR_FORBIDDEN /* rfscv, urfid, rfi, rfci, rfmci, scv: not needed here */
};

enum msr_insn decode_msr(uint32_t w);

/** decode_msr_strict() - the same for a word read in the byte order of other code */
enum msr_insn decode_msr_strict(uint32_t w);

/** decode_vector() - whether @w uses floating-point, vector or VSX registers */
bool decode_vector(uint32_t w);

/**
 * decode_branch() - get the target of a direct branch
 * Returns false if @w is not a direct branch.
 */
bool decode_branch(uint32_t w, uint64_t address, uint64_t *target);

/* How control goes on after an instruction. */
enum flow { FLOW_ON, FLOW_CALL, FLOW_AWAY };

enum flow decode_flow(uint32_t w);

#endif
