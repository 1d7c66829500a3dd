/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PAPR calls that the hypervisor answers for its domains. */
#ifndef ASM_PAPR_H
#define ASM_PAPR_H

#include <xen/types.h>
#include <asm/hcall_numbers.h>
#include <asm/papr/domain_irq.h>

struct domain;
struct vcpu;

/* Interrupt sources that are no device's; vty.h has the one before them. */
#define PAPR_EVENT_IRQ (DOMAIN_IRQ_FIRST + 1) /* of event channels */
#define PAPR_EPOW_IRQ  (DOMAIN_IRQ_FIRST + 2) /* of the power button */

/* The domain's RTAS. */
#define PAPR_RTAS_SIZE	      20 /* bytes of entry code */
#define PAPR_RTAS_RESERVED    4096
#define PAPR_RTAS_FIRST_TOKEN 0x2000

/* 0 or -ENOMEM. Undone by papr_domain_destroy(), which also bears a half-made one. */
int papr_domain_create(struct domain *d);
void papr_domain_destroy(struct domain *d);
/* Forgets a build of d that has begun and has not ended (arch_domain_build()). */
void papr_build_forget(struct domain *d);
/* Prepares how d ends (papr/rtas_power.c); its kernel gets that command line. */
void papr_power_create(struct domain *d);
void papr_power_build(struct domain *d, const char *cmdline);
/* A kernel has come up in d: what one before it said of its failure is no matter. */
void papr_kernel_starts(struct domain *d);
/* Answers call r3 of the vCPU: results go into its registers. */
void papr_hypercall(struct vcpu *v);
/*
 * Whether a partition table entry's dword 1 could be put in force for d: guest radix,
 * base and size of a process table in d's memory.
 */
bool papr_process_table_ok(const struct domain *d, u64 dword);
/* H_PAGE_INIT: gpr points at r0..r31. */
long h_page_init(struct vcpu *v, u64 *gpr);
/* H_RTAS: runs the call whose argument block lies at gpr[4]. */
long h_rtas(struct vcpu *v, u64 *gpr);
/* The device tree's name of an RTAS token; NULL after the last. */
const char *papr_rtas_name(u32 token);
/* The code that a guest enters to make an RTAS call: PAPR_RTAS_SIZE bytes. */
void papr_rtas_code(u8 *code);

#endif /* ASM_PAPR_H */
