// SPDX-License-Identifier: GPL-2.0-or-later
#include "decode.h"

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Opcode 19 with these extended opcodes: returns from interrupts. */
#define XO_RFID	 18
#define XO_RFMCI 38
#define XO_RFI	 50
#define XO_RFCI	 51
#define XO_RFSCV 82
#define XO_HRFID 274
#define XO_URFID 306
/* Opcode 31. */
#define XO_MTMSR  146
#define XO_MTMSRD 178
#define MTMSRD_L  (1u << 16)

static enum msr_insn decode_return(uint32_t w)
{
	switch (op_extended(w)) {
	case XO_RFID:
		return MSR_RFID;
	case XO_HRFID:
		return MSR_HRFID;
	case XO_RFMCI:
	case XO_RFI:
	case XO_RFCI:
	case XO_RFSCV:
	case XO_URFID:
		return MSR_FORBIDDEN;
	}
	return NOT_MSR;
}

/*
 * Reserved bits are ignored, as a processor may do. mtmsr with L = 1 would be harmless
 * too, but is not needed.
 */
enum msr_insn decode_msr(uint32_t w)
{
	switch (op_primary(w)) {
	case 17: /* sc, scv: distinguished by bits 30 and 31 */
		return (w & 3) == 1 ? MSR_FORBIDDEN : NOT_MSR;
	case 19:
		return decode_return(w);
	case 31:
		if (op_extended(w) == XO_MTMSR)
			return MSR_WHOLE;
		if (op_extended(w) == XO_MTMSRD)
			return (w & MTMSRD_L) ? MSR_EE_RI : MSR_WHOLE;
	}
	return NOT_MSR;
}

/*
 * For code read in the other byte order: reserved bits must be as an assembler leaves
 * them, or every second oris would look like an mtmsrd.
 */
enum msr_insn decode_msr_strict(uint32_t w)
{
	enum msr_insn kind = decode_msr(w);

	if (op_primary(w) == 31 && (w & 0x001ef801))
		return NOT_MSR;
	if (op_primary(w) == 19 && (w & 0x03fff801))
		return NOT_MSR;
	if (op_primary(w) == 17 && (w & 0x03fff01c))
		return NOT_MSR;
	return kind;
}

/* Opcode 31: loads, stores and moves of floating-point, vector, VSX registers. */
static const uint16_t vector_31[] = {
	/* lvsl lvebx lvsr lvehx lvewx lvx stvebx stvehx stvewx stvx lvxl stvxl */
	6,
	7,
	38,
	39,
	71,
	103,
	135,
	167,
	199,
	231,
	359,
	487,
	/* lxsiwzx lxsiwax stxsiwx lxvx lxvl lxvll lxvdsx lxvwsx stxvx stxvl stxvll */
	12,
	76,
	140,
	268,
	269,
	301,
	332,
	364,
	396,
	397,
	429,
	/* lxsspx lxsdx stxsspx stxsdx lxvw4x lxsibzx lxvh8x lxsihzx lxvd2x lxvb16x */
	524,
	588,
	652,
	716,
	780,
	781,
	812,
	813,
	844,
	876,
	/* stxvw4x stxsibx stxvh8x stxsihx stxvd2x stxvb16x */
	908,
	909,
	940,
	941,
	972,
	1004,
	/* POWER10: lxvrbx lxvrhx lxvrwx lxvrdx stxvrbx stxvrhx stxvrwx stxvrdx */
	13,
	45,
	77,
	109,
	141,
	173,
	205,
	237,
	/* POWER10: lxvpx stxvpx, xxmfacc and its like */
	333,
	461,
	177,
	/* mfvsrd mfvsrwz mtvsrd mtvsrwa mtvsrwz mfvsrld mtvsrws mtvsrdd */
	51,
	115,
	179,
	211,
	243,
	307,
	403,
	435,
	/* lfsx lfsux lfdx lfdux stfsx stfsux stfdx stfdux */
	535,
	567,
	599,
	631,
	663,
	695,
	727,
	759,
	/* lfdpx lfiwax lfiwzx stfdpx stfiwx */
	791,
	855,
	887,
	919,
	983,
};

/* maddhd, maddhdu and maddld share the vector opcode but use GPRs. */
static bool is_integer_madd(uint32_t w)
{
	unsigned int xo = w & 0x3f;

	return xo == 48 || xo == 49 || xo == 51;
}

bool decode_vector(uint32_t w)
{
	switch (op_primary(w)) {
	case 1: /* prefixed instructions: not on POWER9, and many are VSX */
		return true;
	case 4:
		return !is_integer_madd(w);
	case 6:	 /* lxvp, stxvp */
	case 48: /* lfs .. stfdu: 48 to 55 */
	case 49:
	case 50:
	case 51:
	case 52:
	case 53:
	case 54:
	case 55:
	case 57: /* lfdp, lxsd, lxssp */
	case 59: /* single precision, decimal */
	case 60: /* VSX */
	case 61: /* stfdp, stxsd, lxv, stxv */
	case 63: /* double precision */
		return true;
	case 31:
		for (size_t i = 0; i < ARRAY_SIZE(vector_31); i++)
			if (op_extended(w) == vector_31[i])
				return true;
	}
	return false;
}

bool decode_branch(uint32_t w, uint64_t address, uint64_t *target)
{
	int64_t displacement;

	switch (op_primary(w)) {
	case 18:
		displacement = (int32_t)((w & 0x03fffffc) << 6) >> 6;
		break;
	case 16:
		displacement = (int16_t)(w & 0xfffc);
		break;
	default:
		return false;
	}
	*target = (w & 2 ? 0 : address) + (uint64_t)displacement;
	return true;
}

/* BO = 1z1zz: the branch does not depend on CR and CTR. */
static bool always(uint32_t w)
{
	return (op_rt(w) & 0x14) == 0x14;
}

enum flow decode_flow(uint32_t w)
{
	bool link = w & 1;

	switch (op_primary(w)) {
	case 17: /* sc */
		return FLOW_CALL;
	case 18:
		return link ? FLOW_CALL : FLOW_AWAY;
	case 16:
		return link ? FLOW_CALL : always(w) ? FLOW_AWAY : FLOW_ON;
	case 19:
		switch (op_extended(w)) {
		case 16:  /* bclr */
		case 528: /* bcctr */
		case 560: /* bctar */
			return link ? FLOW_CALL : always(w) ? FLOW_AWAY : FLOW_ON;
		}
		return decode_return(w) == NOT_MSR ? FLOW_ON : FLOW_AWAY;
	}
	return FLOW_ON;
}
