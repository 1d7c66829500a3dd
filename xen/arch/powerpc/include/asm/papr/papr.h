/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PAPR calls that the hypervisor answers for its domains, and makes itself. */
#ifndef ASM_PAPR_H
#define ASM_PAPR_H

#include <xen/types.h>
#include <asm/papr/xics.h>

struct domain;
struct vcpu;

/* Return codes (PAPR, "Hypervisor Call Return Codes"). */
#define H_SUCCESS   0L
#define H_BUSY	    1L
#define H_HARDWARE  (-1L)
#define H_FUNCTION  (-2L)
#define H_PARAMETER (-4L)
#define H_P2	    (-55L)
#define H_P3	    (-56L)
#define H_P4	    (-57L)

/* Function numbers. */
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

/* The domain's console and its RTAS. */
#define PAPR_VTY_UNIT	      0x30000000
#define PAPR_VTY_IRQ	      XICS_FIRST_SOURCE
#define PAPR_EVENT_IRQ	      (XICS_FIRST_SOURCE + 1) /* of event channels */
#define PAPR_EPOW_IRQ	      (XICS_FIRST_SOURCE + 2) /* of the power button */
#define PAPR_RTAS_SIZE	      20		      /* bytes of entry code */
#define PAPR_RTAS_RESERVED    4096
#define PAPR_RTAS_FIRST_TOKEN 0x2000

/* Answers call r3 of the vCPU: results go into its registers. */
void papr_hypercall(struct vcpu *v);
/*
 * Whether a partition table entry's dword 1 could be put in force for d: guest radix,
 * base and size of a process table in d's memory.
 */
bool papr_process_table_ok(const struct domain *d, u64 dword);
/* Characters have arrived for the domain's console: raises its interrupt. */
void papr_console_input(struct domain *d);
/* Asks the domain to shut down. False: it does not listen. */
bool papr_power_button(struct domain *d);
/* H_RTAS: runs the call whose argument block lies at gpr[4]. */
long h_rtas(struct vcpu *v, u64 *gpr);
/* The device tree's name of an RTAS token; NULL after the last. */
const char *papr_rtas_name(u32 token);
/* The code that a guest enters to make an RTAS call: PAPR_RTAS_SIZE bytes. */
void papr_rtas_code(u8 *code);

#endif /* ASM_PAPR_H */
