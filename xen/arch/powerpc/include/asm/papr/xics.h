/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual interrupt controller of a domain (PAPR, "XICS"): papr/xics.c. Devices raise
 * its sources by asm/papr/domain_irq.h.
 */
#ifndef ASM_XICS_H
#define ASM_XICS_H

#include <xen/types.h>
#include <asm/papr/domain_irq.h>

struct domain;
struct vcpu;
struct xics_vcpu;

#define XICS_FIRST_SOURCE DOMAIN_IRQ_FIRST
#define XICS_SOURCES	  16 /* that every domain has, raised by a device or not */
#define XICS_IPI	  2
#define XICS_MASKED	  0xff /* the least favoured priority: never presented */

struct xics_source {
	u8 server;	   /* vCPU that it is sent to */
	u8 priority;	   /* in force */
	u8 saved_priority; /* what ibm,int-on brings back */
	bool pending;
	bool presented; /* taken by H_XIRR, not yet ended by H_EOI */
};

/* 0 or -ENOMEM. destroy also bears a domain without. */
int xics_domain_create(struct domain *d);
void xics_domain_destroy(struct domain *d);
void xics_vcpu_init(struct xics_vcpu *x);
/* Sets v->arch.interrupt_pending to what the controller's state says. */
void xics_update(struct vcpu *v);

/*
 * The state of a source, for RTAS and for saved domains. False: there is no source of
 * that number, or, to be set, no such vCPU.
 */
bool xics_get_source(const struct domain *d, u32 number, struct xics_source *source);
bool xics_set_source(struct domain *d, u32 number, const struct xics_source *source);

/* The hypercalls of the presentation controller: gpr points at r0..r31. */
long h_cppr(struct vcpu *v, u64 *gpr);
long h_eoi(struct vcpu *v, u64 *gpr);
long h_ipi(struct vcpu *v, u64 *gpr);
long h_ipoll(struct vcpu *v, u64 *gpr);
long h_xirr(struct vcpu *v, u64 *gpr);

#endif /* ASM_XICS_H */
