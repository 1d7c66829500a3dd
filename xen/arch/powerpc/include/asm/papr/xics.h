/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The virtual interrupt controller of a domain (PAPR, "XICS"): papr/xics.c. */
#ifndef ASM_XICS_H
#define ASM_XICS_H

#include <xen/types.h>

struct domain;
struct vcpu;

#define XICS_SOURCES	  16
#define XICS_FIRST_SOURCE 0x1000
#define XICS_IPI	  2
#define XICS_MASKED	  0xff /* the least favoured priority: never presented */

struct xics_vcpu {
	u8 cppr; /* only interrupts of a lower number than this are presented */
	u8 mfrr; /* priority of a pending inter-processor interrupt */
};

struct xics_source {
	u8 server;	   /* vCPU that it is sent to */
	u8 priority;	   /* in force */
	u8 saved_priority; /* what ibm,int-on brings back */
	bool pending;
	bool presented; /* taken by H_XIRR, not yet ended by H_EOI */
};

struct xics_domain {
	struct xics_source source[XICS_SOURCES];
};

void xics_vcpu_init(struct xics_vcpu *x);
void xics_domain_init(struct xics_domain *x);
/* Raises a source of the domain once, as an edge. */
void xics_raise(struct domain *d, u32 source);
/* Sets v->arch.interrupt_pending to what the controller's state says. */
void xics_update(struct vcpu *v);

/* The hypercalls of the presentation controller: gpr points at r0..r31. */
long h_cppr(struct vcpu *v, u64 *gpr);
long h_eoi(struct vcpu *v, u64 *gpr);
long h_ipi(struct vcpu *v, u64 *gpr);
long h_ipoll(struct vcpu *v, u64 *gpr);
long h_xirr(struct vcpu *v, u64 *gpr);

/* The source controller, for RTAS. NULL: no such source. */
struct xics_source *xics_source(struct domain *d, u32 number);

#endif /* ASM_XICS_H */
