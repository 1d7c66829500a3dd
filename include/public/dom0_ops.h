/* SPDX-License-Identifier: MIT */
/*
 * DOM0_OP (dom0_op_t *): the privileged domain controls the machine and the other
 * domains by these operations.
 *
 * Checks are made in this order: a caller without privilege gets -EPERM; an op that
 * cannot be read -EFAULT; another interface_version -EACCES; an unknown cmd -ENOSYS.
 * IN fields are read once, and only the copy is used; OUT fields are written into the
 * caller's op. The caller always supplies sizeof(dom0_op_t) bytes.
 *
 * Each command has a number, a payload type and a member of the union. Fields are marked
 * IN (read), OUT (written) or IN/OUT. Pointers are hypervisor addresses, see the header
 * of the architecture.
 *
 * Commands marked "not served" return -ENOSYS.
 */
#ifndef __XEN_PUBLIC_DOM0_OPS_H__
#define __XEN_PUBLIC_DOM0_OPS_H__

#include "xen.h"
#include "sched_ctl.h"

/* Changes whenever a structure or its meaning changes. */
#define DOM0_INTERFACE_VERSION 0xAAAA100EU

/*
 * List the machine frames of a domain, in any order. The buffer must have max_pfns
 * entries, which is not checked. There is no start index, so a list longer than the
 * buffer cannot be completed: see DOM0_PPC_GETMEMLIST.
 * Unknown domain: -EINVAL. Bad buffer: -EFAULT; num_pfns entries have been written.
 */
#define DOM0_GETMEMLIST 2
typedef struct {
	domid_t domain;	   /* IN */
	memory_t max_pfns; /* IN:  size of buffer, in entries */
	void *buffer;	   /* OUT: unsigned long[max_pfns] */
	memory_t num_pfns; /* OUT: entries written */
} dom0_getmemlist_t;

/* Set or get parameters of the whole scheduler. */
#define DOM0_SCHEDCTL 6
typedef struct sched_ctl_cmd dom0_schedctl_t;

/* Set or get a domain's scheduling parameters. */
#define DOM0_ADJUSTDOM 7
typedef struct sched_adjdom_cmd dom0_adjustdom_t;

/*
 * Create a domain. It is paused and has neither memory nor a CPU state to start from.
 * A number in use: -EINVAL. No number free, or no memory: -ENOMEM.
 */
#define DOM0_CREATEDOMAIN 8
typedef struct {
	u32 ssidref;	/* IN:     label for access control */
	domid_t domain; /* IN/OUT: number wanted (0 or reserved: any); number given */
} dom0_createdomain_t;

/* End a domain and free its memory. Unknown: -ESRCH; the caller: -EINVAL. */
#define DOM0_DESTROYDOMAIN 9
typedef struct {
	domid_t domain; /* IN */
} dom0_destroydomain_t;

/* Stop a domain's vCPUs. Unknown: -ESRCH; the caller: -EINVAL. */
#define DOM0_PAUSEDOMAIN 10
typedef struct {
	domid_t domain; /* IN */
} dom0_pausedomain_t;

/*
 * Let a domain run. Unknown: -ESRCH; the caller, or a domain that never got a CPU
 * state by DOM0_SETDOMAININFO: -EINVAL.
 */
#define DOM0_UNPAUSEDOMAIN 11
typedef struct {
	domid_t domain; /* IN */
} dom0_unpausedomain_t;

/*
 * Describe the domain with the lowest number that is not below the one asked for. A
 * caller walks all domains by asking for the last number + 1. None: -ESRCH.
 */
#define DOM0_GETDOMAININFO 12
typedef struct {
	domid_t domain;			/* IN/OUT: lowest number wanted; number found */
	u32 flags;			/* OUT: DOMFLAGS_*, CPU and reason of shutdown */
	memory_t tot_pages;		/* OUT: frames that it owns */
	memory_t max_pages;		/* OUT: frames that it may own */
	memory_t shared_info_frame;	/* OUT: machine frame of its shared_info_t */
	u64 cpu_time;			/* OUT: ns that it has run */
	u32 n_vcpu;			/* OUT: virtual CPUs */
	s32 vcpu_to_cpu[MAX_VIRT_CPUS]; /* OUT: CPU of each vCPU; -1: no such vCPU */
	cpumap_t cpumap[MAX_VIRT_CPUS]; /* OUT: CPUs that each may run on */
	u32 ssidref;			/* OUT: label for access control */
} dom0_getdomaininfo_t;

/* dom0_getdomaininfo_t.flags */
#define DOMFLAGS_DYING	       (1 << 0) /* destroyed; something still uses its memory */
#define DOMFLAGS_SHUTDOWN      (1 << 2) /* stopped by itself, for SHUTDOWN_* */
#define DOMFLAGS_PAUSED	       (1 << 3) /* stopped by DOM0_PAUSEDOMAIN */
#define DOMFLAGS_BLOCKED       (1 << 4) /* waits for an event */
#define DOMFLAGS_RUNNING       (1 << 5) /* on a CPU now */
#define DOMFLAGS_CPUMASK       255	/* the CPU that it ran on last ... */
#define DOMFLAGS_CPUSHIFT      8	/* ... in these bits */
#define DOMFLAGS_SHUTDOWNMASK  255	/* SHUTDOWN_* ... */
#define DOMFLAGS_SHUTDOWNSHIFT 16	/* ... in these */

/*
 * Set the state of a virtual CPU. Once one has a state, the domain can be unpaused.
 * Unknown: -ESRCH. No such vCPU, a domain that has a state already and is not paused, or
 * a context with memory that the domain does not own: -EINVAL. Context not readable:
 * -EFAULT. An error changes nothing.
 */
#define DOM0_SETDOMAININFO 13
typedef struct {
	domid_t domain;		    /* IN */
	u16 vcpu;		    /* IN */
	vcpu_guest_context_t *ctxt; /* IN */
} dom0_setdomaininfo_t;

/* Model-specific registers of x86. Not served. */
#define DOM0_MSR 15
typedef struct {
	u32 write;    /* IN:  non-zero: write in1 and in2 */
	u32 cpu_mask; /* IN */
	u32 msr;      /* IN */
	u32 in1;      /* IN:  lower half */
	u32 in2;      /* IN:  upper half */
	u32 out1;     /* OUT: lower half */
	u32 out2;     /* OUT: upper half */
} dom0_msr_t;

/* Debugging inside the hypervisor; never served by any version. */
#define DOM0_DEBUG 16
typedef struct {
	domid_t domain; /* IN */
	u8 opcode;	/* IN */
	u32 in1;	/* IN */
	u32 in2;	/* IN */
	u32 in3;	/* IN */
	u32 in4;	/* IN */
	u32 status;	/* OUT */
	u32 out1;	/* OUT */
	u32 out2;	/* OUT */
} dom0_debug_t;

/* Set the wall clock: it was secs.nsecs at system_time. Result: always 0. */
#define DOM0_SETTIME 17
typedef struct {
	u32 secs;	 /* IN: since 1970 */
	u32 nsecs;	 /* IN */
	u64 system_time; /* IN: ns since the machine was started */
} dom0_settime_t;

/*
 * Report how a domain uses a frame. This hypervisor does not know page tables, so every
 * frame of the domain is NOTAB. Not its frame, or no such domain: -EINVAL.
 */
#define DOM0_GETPAGEFRAMEINFO 18
typedef struct {
	memory_t pfn;	/* IN:  machine frame */
	domid_t domain; /* IN:  its owner */
	u32 type;	/* OUT: one of the following */
} dom0_getpageframeinfo_t;

/* The type, in bits 28 to 30; bit 31: pinned. Signed ints, as in 2005. */
#define NOTAB	      0
#define L1TAB	      0x10000000
#define L2TAB	      0x20000000
#define L3TAB	      0x30000000
#define L4TAB	      0x40000000
#define LPINTAB	      (-0x7FFFFFFF - 1) /* 8 in bits 28..31 */
#define XTAB	      (-0x10000000)	/* 15 in bits 28..31: no such frame */
#define LTAB_MASK     XTAB		/* bits 28..31 */
#define LTABTYPE_MASK 0x70000000

/*
 * Read the newest bytes of the console ring. They are put at the END of the buffer:
 * on return `buffer` points to the first of them and `count` is their number. Bad
 * buffer: -EFAULT. To read more than fits: DOM0_PPC_READCONSOLE.
 */
#define DOM0_READCONSOLE 19
typedef struct {
	u32 clear;    /* IN:     non-zero: empty the ring afterwards */
	char *buffer; /* IN/OUT: char[count] */
	u32 count;    /* IN/OUT: size of buffer; bytes written */
} dom0_readconsole_t;

/*
 * Set the CPUs that a virtual CPU may run on. Unknown: -ESRCH. No such vCPU, or the
 * caller: -EINVAL. Bad cpumap: -EFAULT.
 */
#define DOM0_PINCPUDOMAIN 20
typedef struct {
	domid_t domain;	  /* IN */
	u16 vcpu;	  /* IN */
	cpumap_t *cpumap; /* IN: one cpumap_t */
} dom0_pincpudomain_t;

/*
 * Control trace buffers, see trace.h: one per CPU, consecutive in memory, to be mapped as
 * frames of domain 0. -EINVAL: there are none (tbuf_size=0), or op is unknown. A SET
 * reads only the field that it sets.
 */
#define DOM0_TBUFCONTROL 21
typedef struct {
#define DOM0_TBUF_GET_INFO     0 /* get address and size of the buffers, and the masks */
#define DOM0_TBUF_SET_CPU_MASK 1 /* trace only on these CPUs */
#define DOM0_TBUF_SET_EVT_MASK 2 /* trace only these events */
	u8 op;			 /* IN:     one of the above */
	unsigned long cpu_mask;	 /* IN/OUT: bit n for CPU n */
	u32 evt_mask;		 /* IN/OUT: classes and subclasses, TRC_* */
	memory_t mach_addr;	 /* OUT:    machine address of the first struct t_buf */
	u32 size;		 /* OUT:    bytes per CPU, whole frames */
} dom0_tbufcontrol_t;

/* Describe the machine's CPUs and memory. Result: always 0. */
#define DOM0_PHYSINFO 22
typedef struct {
	u32 threads_per_core; /* OUT */
	u32 cores_per_socket; /* OUT */
	u32 sockets_per_node; /* OUT */
	u32 nr_nodes;	      /* OUT */
	u32 cpu_khz;	      /* OUT: frequency of the CPUs; not of the timebase */
	memory_t total_pages; /* OUT: frames that domains can own, free or not */
	memory_t free_pages;  /* OUT: frames that no domain owns */
} dom0_physinfo_t;

/* Report the scheduler in use. Result: always 0. */
#define DOM0_SCHED_ID 24
typedef struct {
	u32 sched_id; /* OUT: SCHED_* */
} dom0_sched_id_t;

/* Track the frames that a domain writes. Unknown: -ESRCH. Not possible now: -EINVAL. */
#define DOM0_SHADOW_CONTROL			25

#define DOM0_SHADOW_CONTROL_OP_OFF		0
#define DOM0_SHADOW_CONTROL_OP_ENABLE_TEST	1 /* x86 only: -ENOSYS */
#define DOM0_SHADOW_CONTROL_OP_ENABLE_LOGDIRTY	2
#define DOM0_SHADOW_CONTROL_OP_ENABLE_TRANSLATE 3  /* x86 only: -ENOSYS */
#define DOM0_SHADOW_CONTROL_OP_FLUSH		10 /* clear bitmap; return statistics */
#define DOM0_SHADOW_CONTROL_OP_CLEAN		11 /* get the bitmap and clear it */
#define DOM0_SHADOW_CONTROL_OP_PEEK		12 /* get the bitmap */

typedef struct dom0_shadow_control {
	u32 fault_count;
	u32 dirty_count;
	u32 dirty_net_count;
	u32 dirty_block_count;
} dom0_shadow_control_stats_t;

typedef struct {
	domid_t domain;			   /* IN */
	u32 op;				   /* IN:     one of the above */
	unsigned long *dirty_bitmap;	   /* OUT:    bit n for frame n; may be NULL */
	memory_t pages;			   /* IN/OUT: size in bits; bits written */
	dom0_shadow_control_stats_t stats; /* OUT */
} dom0_shadow_control_t;

/* Limit the memory that a domain may own. Unknown: -ESRCH. */
#define DOM0_SETDOMAINMAXMEM 28
typedef struct {
	domid_t domain;	    /* IN */
	memory_t max_memkb; /* IN: KiB, rounded down to whole frames */
} dom0_setdomainmaxmem_t;

/*
 * DOM0_GETPAGEFRAMEINFO for up to 1024 frames; a frame that is not the domain's gets
 * XTAB. Unknown: -ESRCH. More: -E2BIG. Bad array: -EINVAL.
 */
#define DOM0_GETPAGEFRAMEINFO2 29
typedef struct {
	domid_t domain;	      /* IN */
	memory_t num;	      /* IN */
	unsigned long *array; /* IN/OUT: frames; types ORed into bits 28..31 */
} dom0_getpageframeinfo2_t;

/* Memory type ranges of x86. Not served. */
#define DOM0_ADD_MEMTYPE 31
typedef struct {
	memory_t pfn;	  /* IN */
	memory_t nr_pfns; /* IN */
	u32 type;	  /* IN */
	u32 handle;	  /* OUT */
	u32 reg;	  /* OUT */
} dom0_add_memtype_t;

#define DOM0_DEL_MEMTYPE 32
typedef struct {
	u32 handle; /* IN */
	u32 reg;    /* IN */
} dom0_del_memtype_t;

#define DOM0_READ_MEMTYPE 33
typedef struct {
	u32 reg;	  /* IN */
	memory_t pfn;	  /* OUT */
	memory_t nr_pfns; /* OUT */
	u32 type;	  /* OUT */
} dom0_read_memtype_t;

/*
 * Read performance counters. The caller does not pass the size of the array: it must
 * have an entry for each counter, whose number a call with desc = NULL returns. In
 * windows: DOM0_PPC_PERFCCONTROL. Bad buffer: -EFAULT, and nothing is reset.
 */
#define DOM0_PERFCCONTROL	   34

#define DOM0_PERFCCONTROL_OP_RESET 1 /* read, then set to zero */
#define DOM0_PERFCCONTROL_OP_QUERY 2 /* read */

typedef struct {
	u8 name[80];  /* zero-terminated */
	u32 nr_vals;  /* values of this counter */
	u32 vals[64]; /* the values, for instance one per CPU */
} dom0_perfc_desc_t;

typedef struct {
	u32 op;			 /* IN:  one of the above; else -EINVAL */
	u32 nr_counters;	 /* OUT: number of counters */
	dom0_perfc_desc_t *desc; /* OUT: all counters; may be NULL */
} dom0_perfccontrol_t;

/* Load microcode into an x86 CPU. Not served. */
#define DOM0_MICROCODE 35
typedef struct {
	void *data; /* IN: bytes */
	u32 length; /* IN */
} dom0_microcode_t;

/* I/O ports of x86. Not served. */
#define DOM0_IOPORT_PERMISSION 36
typedef struct {
	domid_t domain;	  /* IN */
	u16 first_port;	  /* IN */
	u16 nr_ports;	  /* IN */
	u16 allow_access; /* IN: non-zero: allow */
} dom0_ioport_permission_t;

/*
 * Get the state of the first virtual CPU that is up and not below the one asked for.
 * Unknown: -ESRCH. None: -EINVAL. Bad ctxt: -EINVAL.
 */
#define DOM0_GETVCPUCONTEXT 37
typedef struct {
	domid_t domain;		    /* IN */
	u16 vcpu;		    /* IN */
	vcpu_guest_context_t *ctxt; /* OUT: may be NULL */
	u64 cpu_time;		    /* OUT: ns that it has run */
} dom0_getvcpucontext_t;

/*
 * DOM0_GETDOMAININFO for all domains from first_domain on, in the order of their
 * numbers. It is not an error if there is none. Bad buffer: -EINVAL.
 */
#define DOM0_GETDOMAININFOLIST 38
typedef struct {
	domid_t first_domain;	      /* IN */
	memory_t max_domains;	      /* IN:  size of buffer, in entries */
	dom0_getdomaininfo_t *buffer; /* OUT: dom0_getdomaininfo_t[max_domains] */
	memory_t num_domains;	      /* OUT: entries written */
} dom0_getdomaininfolist_t;

/* Report a fault of the machine to the hypervisor. Not served. */
#define DOM0_PLATFORM_QUIRK 39
#define QUIRK_NOIRQBALANCING                                      \
	1 /* x86: the interrupt controller cannot be reprogrammed \
	   */
typedef struct {
	int quirk_id; /* IN */
} dom0_platform_quirk_t;

/* Extensions of this hypervisor, DOM0_PPC_*. */
#include "dom0_ops_ppc.h"

typedef struct {
	u32 cmd;	       /* IN: DOM0_* */
	u32 interface_version; /* IN: DOM0_INTERFACE_VERSION */
	union {
		dom0_createdomain_t createdomain;
		dom0_pausedomain_t pausedomain;
		dom0_unpausedomain_t unpausedomain;
		dom0_destroydomain_t destroydomain;
		dom0_getmemlist_t getmemlist;
		dom0_schedctl_t schedctl;
		dom0_adjustdom_t adjustdom;
		dom0_setdomaininfo_t setdomaininfo;
		dom0_getdomaininfo_t getdomaininfo;
		dom0_getpageframeinfo_t getpageframeinfo;
		dom0_msr_t msr;
		dom0_debug_t debug;
		dom0_settime_t settime;
		dom0_readconsole_t readconsole;
		dom0_pincpudomain_t pincpudomain;
		dom0_tbufcontrol_t tbufcontrol;
		dom0_physinfo_t physinfo;
		dom0_sched_id_t sched_id;
		dom0_shadow_control_t shadow_control;
		dom0_setdomainmaxmem_t setdomainmaxmem;
		dom0_getpageframeinfo2_t getpageframeinfo2;
		dom0_add_memtype_t add_memtype;
		dom0_del_memtype_t del_memtype;
		dom0_read_memtype_t read_memtype;
		dom0_perfccontrol_t perfccontrol;
		dom0_microcode_t microcode;
		dom0_ioport_permission_t ioport_permission;
		dom0_getvcpucontext_t getvcpucontext;
		dom0_getdomaininfolist_t getdomaininfolist;
		dom0_platform_quirk_t platform_quirk;
		dom0_ppc_getmemlist_t ppc_getmemlist;
		dom0_ppc_readconsole_t ppc_readconsole;
		dom0_ppc_debug_key_t ppc_debug_key;
		dom0_ppc_perfccontrol_t ppc_perfccontrol;
		dom0_ppc_shadow_control_t ppc_shadow_control;
		dom0_ppc_builddomain_t ppc_builddomain;
		dom0_ppc_console_read_t ppc_console_read;
		dom0_ppc_console_write_t ppc_console_write;
		dom0_ppc_watch_t ppc_watch;
		dom0_ppc_domainstate_t ppc_domainstate;
		dom0_ppc_power_button_t ppc_power_button;
	} u;
} dom0_op_t;

#endif /* __XEN_PUBLIC_DOM0_OPS_H__ */
