/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a domain's share of the CPU is described by (public/sched_ctl.h). */
#ifndef XEN_SCHED_PARAMS_H
#define XEN_SCHED_PARAMS_H

#include <xen/types.h>
#include <public/xen.h>
#include <public/sched_ctl.h>

struct sched_params {
	struct bvt_adjdom bvt;
	struct sedf_adjdom sedf;
};

/* Applies sched=. */
void scheduler_init(const char *cmdline);
/* SCHED_*: the policy in use. */
u32 scheduler_id(void);
/* The parameters that a domain starts with. */
void sched_params_init(struct sched_params *params, bool privileged);

#endif /* XEN_SCHED_PARAMS_H */
