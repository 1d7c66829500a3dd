/* SPDX-License-Identifier: MIT */
/*
 * ACM_OP (acm_op_t *): load and read the access-control policy. Not served by
 * this hypervisor. The includer must have typedefed u8..s64.
 */
#ifndef __XEN_PUBLIC_ACM_OPS_H__
#define __XEN_PUBLIC_ACM_OPS_H__

#include "xen.h"
#include "sched_ctl.h"

/* Another version gives -EACCES. */
#define ACM_INTERFACE_VERSION 0xAAAA0003U

/* Load a policy: struct acm_policy_buffer and the data that follows it. */
#define ACM_SETPOLICY 4
typedef struct acm_setpolicy {
	void *pushcache;    /* IN */
	u16 pushcache_size; /* IN: bytes */
} acm_setpolicy_t;

/* Read the policy back. */
#define ACM_GETPOLICY 5
typedef struct acm_getpolicy {
	void *pullcache;    /* OUT */
	u16 pullcache_size; /* IN: bytes */
} acm_getpolicy_t;

/* Read the statistics: struct acm_stats_buffer and the data that follows it. */
#define ACM_DUMPSTATS 6
typedef struct acm_dumpstats {
	void *pullcache;    /* OUT */
	u16 pullcache_size; /* IN: bytes */
} acm_dumpstats_t;

typedef struct acm_op {
	u32 cmd;	       /* IN: ACM_SETPOLICY, ACM_GETPOLICY or ACM_DUMPSTATS */
	u32 interface_version; /* IN: ACM_INTERFACE_VERSION */
	union {
		acm_setpolicy_t setpolicy;
		acm_getpolicy_t getpolicy;
		acm_dumpstats_t dumpstats;
	} u;
} acm_op_t;

#endif /* __XEN_PUBLIC_ACM_OPS_H__ */
