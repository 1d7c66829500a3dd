/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers and bits of the Power ISA 3.0 that the hypervisor names. */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

/* Machine state register (Power ISA book III, 4.2.1). */
#define MSR_SF	0x8000000000000000
#define MSR_HV	0x1000000000000000
#define MSR_VEC 0x2000000
#define MSR_VSX 0x800000
#define MSR_EE	0x8000
#define MSR_PR	0x4000
#define MSR_FP	0x2000
#define MSR_ME	0x1000
#define MSR_FE0 0x800
#define MSR_SE	0x400
#define MSR_BE	0x200
#define MSR_FE1 0x100
#define MSR_IR	0x20
#define MSR_DR	0x10
#define MSR_PMM 0x4
#define MSR_RI	0x2
#define MSR_LE	0x1

/* SRR1 after a program or storage interrupt (book III, 7.5.9, 7.5.5). */
#define SRR1_MASK	0x783f0000 /* status bits; the rest is the old MSR */
#define SRR1_ILLEGAL	0x80000
#define SRR1_PRIVILEGED 0x40000
#define DSISR_NOHPTE	0x40000000
#define DSISR_PROTECTED 0x08000000
#define DSISR_STORE	0x02000000
#define DSISR_SET_RC	0x00040000 /* could not set reference or change bit */

/* Logical partitioning control register. */
#define LPCR_AIL       0x01800000
#define LPCR_AIL_SHIFT 23
#define LPCR_ILE       0x02000000

/* Special purpose registers. */
#define SPR_DSISR 18
#define SPR_DAR	  19
#define SPR_DEC	  22
#define SPR_SRR0  26
#define SPR_SRR1  27
#define SPR_TB	  268
#define SPR_PVR	  287

#ifndef __ASSEMBLY__
#include <xen/types.h>

#define mfspr(spr)                                                             \
	({                                                                     \
		u64 value_;                                                    \
		__asm__ __volatile__("mfspr %0,%1" : "=r"(value_) : "i"(spr)); \
		value_;                                                        \
	})
#define mtspr(spr, value) __asm__ __volatile__("mtspr %0,%1" : : "i"(spr), "r"(value))

#endif
#endif /* ASM_PROCESSOR_H */
