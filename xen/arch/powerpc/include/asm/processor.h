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

/* Where exception vectors begin: that of the system reset. */
#define VECTORS_BASE 0x100

/* SRR1 after a program or storage interrupt (book III, 7.5.9, 7.5.5). */
#define SRR1_MASK	0x783f0000 /* status bits; the rest is the old MSR */
#define SRR1_ILLEGAL	0x80000
#define SRR1_PRIVILEGED 0x40000
#define DSISR_NOHPTE	0x40000000
#define DSISR_PROTECTED 0x08000000
#define DSISR_STORE	0x02000000
#define DSISR_SET_RC	0x00040000 /* could not set reference or change bit */

/* Performance monitor, MMCR0: counters stand still while MSR[HV] is 1 and MSR[PR] 0. */
#define MMCR0_FCH 0x1
/* Processor stop control: guests must not execute `stop` (book III, 3.3.2). */
#define PSSCR_EC 0x100000

/* Logical partitioning control register. */
#define LPCR_AIL       0x01800000
#define LPCR_AIL_SHIFT 23
#define LPCR_ILE       0x02000000
/* Those that only a hypervisor with MSR[HV] sets (book III, 2.2). */
#define LPCR_DPFD_MEDIUM 0x0040000000000000 /* how far the CPU reads ahead by default */
#define LPCR_UPRT	 0x400000 /* the process table tells how a process is translated */
#define LPCR_HR		 0x100000 /* the host uses radix trees */
#define LPCR_PECEDH	 0x008000 /* doorbells of the hypervisor end `stop` */
#define LPCR_PECE	 0x007000 /* DEC, external interrupts and others end `stop` */
#define LPCR_GTSE	 0x000400 /* guests may use tlbie for themselves */
#define LPCR_HEIC	 0x000010 /* no external interrupt while MSR[HV] is 1 */
#define LPCR_HDICE	 0x000001 /* HDEC interrupts */

/* Processor version register. */
#define PVR_VERSION(pvr) ((pvr) >> 16)
#define PVR_POWER9	 0x4e
#define PVR_POWER10	 0x80
/* A CPU in compatibility mode: the version of the architecture (PAPR). */
#define PVR_LOGICAL	0xf00
#define PVR_LOGICAL_V31 0x0f000006

/* Special purpose registers. */
#define SPR_DSISR  18
#define SPR_DAR	   19
#define SPR_DEC	   22
#define SPR_SRR0   26
#define SPR_SRR1   27
#define SPR_CFAR   28
#define SPR_PIDR   48
#define SPR_DPDES  176
#define SPR_DAWR0  180
#define SPR_CIABR  187
#define SPR_DAWRX0 188
#define SPR_HFSCR  190
#define SPR_TB	   268
#define SPR_SPRG0  272
#define SPR_TBU40  286 /* upper 40 bits of the timebase: written */
#define SPR_PVR	   287
#define SPR_HSPRG0 304
#define SPR_HSPRG1 305
#define SPR_HDSISR 306
#define SPR_HDAR   307
#define SPR_SPURR  308
#define SPR_PURR   309
#define SPR_HDEC   310
#define SPR_HSRR0  314
#define SPR_HSRR1  315
#define SPR_LPCR   318
#define SPR_LPIDR  319
#define SPR_HMER   336
#define SPR_PCR	   338
#define SPR_HEIR   339
#define SPR_AMOR   349
#define SPR_PTCR   464
#define SPR_MMCR0  795
#define SPR_ASDR   816
#define SPR_IC	   848
#define SPR_VTB	   849
#define SPR_PSSCR  855
#define SPR_PPR	   896
#define SPR_PIR	   1023

#ifndef __ASSEMBLY__
#include <xen/types.h>

/* Whether a CPU with that PVR implements version 3.1 of the Power ISA. */
static inline bool pvr_isa_v31(u32 pvr)
{
	if (PVR_VERSION(pvr) == PVR_LOGICAL)
		return pvr >= PVR_LOGICAL_V31;
	return PVR_VERSION(pvr) >= PVR_POWER10;
}

#define mfspr(spr)                                                             \
	({                                                                     \
		u64 value_;                                                    \
		__asm__ __volatile__("mfspr %0,%1" : "=r"(value_) : "i"(spr)); \
		value_;                                                        \
	})
/*
 * The same for a register that not every CPU has: 0 if it is missing. In privileged state
 * reading a missing register does nothing (book III, 4.4.5).
 */
#define mfspr_optional(spr)                                                    \
	({                                                                     \
		u64 value_ = 0;                                                \
		__asm__ __volatile__("mfspr %0,%1" : "+r"(value_) : "i"(spr)); \
		value_;                                                        \
	})
#define mfmsr()                                                  \
	({                                                       \
		u64 value_;                                      \
		__asm__ __volatile__("mfmsr %0" : "=r"(value_)); \
		value_;                                          \
	})
/* A conditioned random number, or RANDOM_FAILED (darn; book I, 3.3.9). Not privileged. */
#define RANDOM_FAILED (~0ULL)
#define random_number()                                                            \
	({                                                                         \
		u64 value_;                                                        \
		__asm__ __volatile__(".machine push; .machine power9; darn %0,1; " \
				     ".machine pop"                                \
				     : "=r"(value_));                              \
		value_;                                                            \
	})
#define mtspr(spr, value) __asm__ __volatile__("mtspr %0,%1" : : "i"(spr), "r"(value))

#endif
#endif /* ASM_PROCESSOR_H */
