/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function per dom0 op. op is a private copy of the op's IN fields and of nothing
 * else; OUT fields are written to *reply, which may be the caller's own memory and is
 * never read. v is the calling vCPU, in whose domain's memory the embedded pointers
 * lie. All return 0 or a negative error (public/dom0_ops.h).
 */
#ifndef XEN_DOM0_OPS_H
#define XEN_DOM0_OPS_H

#include <xen/domain.h>

#define DOM0_PPC_FIRST 0x1000 /* first of the PowerPC extensions */

/* dom0/domain.c */
long op_createdomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_destroydomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_pausedomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_unpausedomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_setdomainmaxmem(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_getdomaininfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_getdomaininfolist(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/memlist.c */
long op_getmemlist(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_getmemlist(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/machine.c */
long op_physinfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_sched_id(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_readconsole(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_readconsole(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_debug_key(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/frames.c */
long op_getpageframeinfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_getpageframeinfo2(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/shadow.c */
long op_shadow_control(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_shadow_control(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/console.c */
long op_ppc_console_read(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_console_write(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_watch(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/build.c */
long op_ppc_builddomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_power_button(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/state.c */
long op_ppc_getdomainstate(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_setdomainstate(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* dom0/vcpu.c */
long op_setdomaininfo(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_getvcpucontext(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_pincpudomain(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* sched/params.c */
long op_schedctl(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_adjustdom(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* wallclock.c */
long op_settime(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* trace.c */
long op_tbufcontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

/* perfc.c */
long op_perfccontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
long op_ppc_perfccontrol(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);

#endif /* XEN_DOM0_OPS_H */
