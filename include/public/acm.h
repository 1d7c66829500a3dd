/* SPDX-License-Identifier: MIT */
/*
 * Access control between domains: policies and their binary form. This hypervisor
 * serves none of it; the header is for programs that build policies. Policy buffers
 * are in network byte order. The includer must have typedefed u8..s64.
 */
#ifndef __XEN_PUBLIC_ACM_H__
#define __XEN_PUBLIC_ACM_H__

typedef u32 ssidref_t;	  /* a domain's label: index into the tables of a policy */
typedef u16 domaintype_t; /* a type of a policy */

/* Labels of domains that were given none. */
#define ACM_DEFAULT_SSID       0x0
#define ACM_DEFAULT_LOCAL_SSID 0x0

/* Results inside the hypervisor. */
#define ACM_OK		       0
#define ACM_UNDEF	       (-1)
#define ACM_INIT_SSID_ERROR    (-2)
#define ACM_INIT_SOID_ERROR    (-3)
#define ACM_ERROR	       (-4)
#define ACM_ACCESS_PERMITTED   0
#define ACM_ACCESS_DENIED      (-111)
#define ACM_NULL_POINTER_ERROR (-200)

/* Policies. */
#define ACM_MAX_POLICY					    3
#define ACM_NULL_POLICY					    0
#define ACM_CHINESE_WALL_POLICY				    1
#define ACM_SIMPLE_TYPE_ENFORCEMENT_POLICY		    2
#define ACM_CHINESE_WALL_AND_SIMPLE_TYPE_ENFORCEMENT_POLICY 3

#define ACM_POLICY_NAME(X)                                                              \
	((X) == ACM_NULL_POLICY			     ? "NULL policy"                    \
	 : (X) == ACM_CHINESE_WALL_POLICY	     ? "CHINESE WALL policy"            \
	 : (X) == ACM_SIMPLE_TYPE_ENFORCEMENT_POLICY ? "SIMPLE TYPE ENFORCEMENT policy" \
	 : (X) == ACM_CHINESE_WALL_AND_SIMPLE_TYPE_ENFORCEMENT_POLICY                   \
		 ? "CHINESE WALL AND SIMPLE TYPE "                                      \
		   "ENFORCEMENT policy"                                                 \
		 : "UNDEFINED policy")

/* Versions of the binary form, and the magic number in its header. */
#define ACM_POLICY_VERSION 1
#define ACM_CHWALL_VERSION 1
#define ACM_STE_VERSION	   1
#define ACM_MAGIC	   0x0001DEBC

/* Header of a policy; the offsets of its two parts are in bytes from here. */
struct acm_policy_buffer {
	u32 policy_version; /* ACM_POLICY_VERSION */
	u32 magic;	    /* ACM_MAGIC */
	u32 len;	    /* total bytes */
	u32 primary_policy_code;
	u32 primary_buffer_offset;
	u32 secondary_policy_code;
	u32 secondary_buffer_offset;
};

/* Chinese wall: no two types of a conflict set may run at the same time. */
struct acm_chwall_policy_buffer {
	u32 policy_version; /* ACM_CHWALL_VERSION */
	u32 policy_code;    /* ACM_CHINESE_WALL_POLICY */
	u32 chwall_max_types;
	u32 chwall_max_ssidrefs;
	u32 chwall_max_conflictsets;
	u32 chwall_ssid_offset;
	u32 chwall_conflict_sets_offset;
	u32 chwall_running_types_offset;
	u32 chwall_conflict_aggregate_offset;
};

/* Simple type enforcement: domains with a type in common may communicate. */
struct acm_ste_policy_buffer {
	u32 policy_version; /* ACM_STE_VERSION */
	u32 policy_code;    /* ACM_SIMPLE_TYPE_ENFORCEMENT_POLICY */
	u32 ste_max_types;
	u32 ste_max_ssidrefs;
	u32 ste_ssid_offset;
};

/* Header of the statistics, in the layout of a policy's header. */
struct acm_stats_buffer {
	u32 magic; /* ACM_MAGIC */
	u32 len;   /* total bytes */
	u32 primary_policy_code;
	u32 primary_stats_offset;
	u32 secondary_policy_code;
	u32 secondary_stats_offset;
};

/* Numbers of decisions about event channels (ec) and grant tables (gt). */
struct acm_ste_stats_buffer {
	u32 ec_eval_count; /* decisions computed */
	u32 gt_eval_count;
	u32 ec_denied_count; /* refusals */
	u32 gt_denied_count;
	u32 ec_cachehit_count; /* decisions found in the cache */
	u32 gt_cachehit_count;
};

#endif /* __XEN_PUBLIC_ACM_H__ */
