/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers and return codes of PAPR's hypercalls: those that the hypervisor serves to its
 * domains (asm/papr/papr.h), and those that it makes itself as a partition
 * (platform/pseries). Source: PAPR, "Hypervisor Call Functions" and "Hypervisor Call
 * Return Codes"; the nested-HV calls: Linux, arch/powerpc/include/asm/hvcall.h.
 */
#ifndef ASM_HCALL_NUMBERS_H
#define ASM_HCALL_NUMBERS_H

/* Return codes. */
#define H_SUCCESS   0L
#define H_BUSY	    1L
#define H_HARDWARE  (-1L)
#define H_FUNCTION  (-2L)
#define H_PARAMETER (-4L)
#define H_RESOURCE  (-16L)
#define H_P2	    (-55L)
#define H_P3	    (-56L)
#define H_P4	    (-57L)

/* Function numbers. */
#define H_SET_SPRG0		  0x24
#define H_SET_DABR		  0x28
#define H_PAGE_INIT		  0x2c
#define H_GET_TERM_CHAR		  0x54
#define H_PUT_TERM_CHAR		  0x58
#define H_EOI			  0x64
#define H_CPPR			  0x68
#define H_IPI			  0x6c
#define H_IPOLL			  0x70
#define H_XIRR			  0x74
#define H_REGISTER_VPA		  0xdc
#define H_CEDE			  0xe0
#define H_VIO_SIGNAL		  0x104
#define H_SET_XDABR		  0x134
#define H_GET_CPU_CHARACTERISTICS 0x1c8
#define H_RANDOM		  0x300
#define H_SET_MODE		  0x31c
#define H_REGISTER_PROC_TBL	  0x37c
#define H_RTAS			  0xf000
#define H_SET_PARTITION_TABLE	  0xf800
#define H_ENTER_NESTED		  0xf804
#define H_TLB_INVALIDATE	  0xf808

#define H_SET_MODE_RESOURCE_AIL	  3
#define H_SET_MODE_RESOURCE_ILE	  4

#endif /* ASM_HCALL_NUMBERS_H */
