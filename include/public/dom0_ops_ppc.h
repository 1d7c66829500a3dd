/* SPDX-License-Identifier: MIT */
/*
 * EXTENSIONS of the PowerPC hypervisor to the operations of dom0_ops.h, which includes
 * this file. They are numbered from 0x1000 and serve answers of any length, read window
 * by window through a buffer of any size, and domains with unmodified kernels.
 */
#ifndef __XEN_PUBLIC_DOM0_OPS_PPC_H__
#define __XEN_PUBLIC_DOM0_OPS_PPC_H__

/*
 * List the machine frames of a domain in the order of its pseudo-physical address
 * space, without holes. Begin with start_pfn = 0; go on with start_pfn = next_pfn.
 * The list is complete when num_pfns is less than max_pfns.
 * Unknown domain: -ESRCH. Bad buffer: -EFAULT; num_pfns entries have been written and
 * next_pfn is where to go on.
 */
#define DOM0_PPC_GETMEMLIST 0x1000
typedef struct {
	domid_t domain;	    /* IN */
	memory_t start_pfn; /* IN:  first pseudo-physical frame of the window */
	memory_t max_pfns;  /* IN:  size of buffer, in entries */
	void *buffer;	    /* OUT: unsigned long[max_pfns], machine frame numbers */
	memory_t num_pfns;  /* OUT: entries written */
	memory_t next_pfn;  /* OUT: start_pfn of the next window */
} dom0_ppc_getmemlist_t;

/*
 * Read part of the console ring. Bytes are counted from the first ever printed, so a
 * reader that passes `position` back gets each byte once, unless the ring has
 * overwritten it. At most 65,536 at once. Bad buffer: -EFAULT.
 */
#define DOM0_PPC_READCONSOLE 0x1001
typedef struct {
	u32 clear;    /* IN:     non-zero: discard all bytes up to the end of this part */
	u32 count;    /* IN/OUT: size of buffer; bytes written */
	u64 position; /* IN/OUT: first byte wanted, or the oldest kept if that is gone;
			 the byte after the last one written */
	u64 end;      /* OUT:    the byte after the newest one */
	u64 start;    /* OUT:    the oldest byte kept */
	char *buffer; /* OUT:    char[count]; may be NULL if count is 0 */
} dom0_ppc_readconsole_t;

/*
 * Have the hypervisor print its state on the console:
 *   'm'  the chunk owner table
 *   'd'  the domains
 *   'C'  its dump: the hypervisor crashes
 * Another key: -EINVAL.
 */
#define DOM0_PPC_DEBUG_KEY 0x1002
typedef struct {
	u32 key; /* IN */
} dom0_ppc_debug_key_t;

/*
 * DOM0_PERFCCONTROL for a window of counters. A reset takes effect with the window that
 * holds the last counter. Errors as for DOM0_PERFCCONTROL.
 */
#define DOM0_PPC_PERFCCONTROL 0x1003
typedef struct {
	u32 op;			 /* IN:     DOM0_PERFCCONTROL_OP_* */
	u32 first;		 /* IN:     first counter of the window */
	u32 count;		 /* IN/OUT: size of desc, in entries; counters written */
	u32 nr_counters;	 /* OUT:    number of counters */
	dom0_perfc_desc_t *desc; /* OUT */
} dom0_ppc_perfccontrol_t;

/*
 * DOM0_SHADOW_CONTROL_OP_CLEAN and _PEEK for a window of the bitmap: bit 0 of the buffer
 * is frame `first`, which is a multiple of 64. CLEAN cleans the frames of the window
 * only; it clears the counters with the window that holds the last frame. Errors as for
 * DOM0_SHADOW_CONTROL; another op: -EINVAL.
 */
#define DOM0_PPC_SHADOW_CONTROL 0x1004
typedef struct {
	domid_t domain;		     /* IN */
	u32 op;			     /* IN:     DOM0_SHADOW_CONTROL_OP_* */
	memory_t first;		     /* IN:     first frame of the window */
	memory_t count;		     /* IN/OUT: frames of the window; those that exist */
	unsigned long *dirty_bitmap; /* OUT:    whole words, (count + 63) / 64 of them */
	memory_t pages;		     /* OUT:    total frames of the domain */
	dom0_shadow_control_stats_t stats; /* OUT: before they were cleared */
} dom0_ppc_shadow_control_t;

/*
 * Finish a Linux domain whose images have been loaded into its memory: create its virtual
 * CPUs, write the device tree and the RTAS entry code, and let the first vCPU start at
 * `entry`, with the device tree's address in r3. The domain stays paused.
 *
 * All addresses are the domain's and must lie in its memory. fdt needs XEN_PPC_FDT_SIZE
 * bytes; rtas needs XEN_PPC_RTAS_SIZE bytes below 4 GiB. No two areas may overlap.
 *
 * Unknown domain: -ESRCH. The caller's domain, a domain that has been built, too many
 * vCPUs or none, or an address that does not fit: -EINVAL. Bad command line: -EFAULT. It
 * has no end within cmdline_size bytes, or the device tree is full: -ENOSPC. -ENOMEM. An
 * error changes nothing.
 */
#define DOM0_PPC_BUILDDOMAIN 0x1005
#define XEN_PPC_FDT_SIZE     0x10000
#define XEN_PPC_RTAS_SIZE    0x1000
/*
 * Builders put both at the end of the domain's memory, or at this address if it has more:
 * kernels that take memory from the end of their image upwards do not come there.
 */
#define XEN_PPC_FIRMWARE_END 0x10000000
typedef struct {
	domid_t domain;	     /* IN */
	u16 vcpus;	     /* IN: 1 to MAX_VIRT_CPUS */
	u32 cmdline_size;    /* IN: bytes, with the final NUL */
	u64 entry;	     /* IN: of the kernel */
	u64 fdt;	     /* IN: address for the device tree, a multiple of 8 */
	u64 rtas;	     /* IN: address for the RTAS code, a multiple of 8 */
	u64 initrd_start;    /* IN */
	u64 initrd_end;	     /* IN: the byte after it; equal to initrd_start: no initrd */
	const char *cmdline; /* IN */
} dom0_ppc_builddomain_t;

/*
 * Read a domain's console output. The newest bytes of it are kept. Bytes are counted
 * from the first ever written, so a reader that passes `position` back gets each byte
 * once, unless it has been overwritten. Unknown domain: -ESRCH; the domain that owns the
 * machine's console: -EINVAL. Bad buffer: -EFAULT.
 */
#define DOM0_PPC_CONSOLE_READ 0x1006
typedef struct {
	domid_t domain; /* IN */
	u32 count;	/* IN/OUT: size of buffer; bytes written */
	u64 position;	/* IN/OUT: first byte wanted, or the oldest kept if that is gone;
			   the byte after the last one written */
	u64 end;	/* OUT:    the byte after the newest one */
	u64 start;	/* OUT:    the oldest byte kept */
	char *buffer;	/* OUT:    char[count]; may be NULL if count is 0 */
} dom0_ppc_console_read_t;

/* Send input to a domain's console. Errors as for DOM0_PPC_CONSOLE_READ. */
#define DOM0_PPC_CONSOLE_WRITE 0x1007
typedef struct {
	domid_t domain;	    /* IN */
	u32 count;	    /* IN/OUT: characters; characters accepted */
	const char *buffer; /* IN:     char[count]; may be NULL if count is 0 */
} dom0_ppc_console_write_t;

/*
 * Send events of a domain to a port of the caller, which EVTCHNOP_alloc_unbound has
 * allocated with that domain as `dom`. The watch ends when the port is closed or
 * `events` is 0; another call replaces the set of events. If a domain has more than
 * XEN_PPC_WATCHERS watches, the oldest ends. Unknown domain: -ESRCH. Another kind of
 * port, or other bits: -EINVAL.
 */
#define DOM0_PPC_WATCH		  0x1008
#define XEN_PPC_WATCH_CONSOLE_OUT 1 /* it has written to its console */
#define XEN_PPC_WATCH_CONSOLE_IN  2 /* its console has room for typed characters again */
#define XEN_PPC_WATCH_STATE	  4 /* it has shut down, is dying, or is gone */
#define XEN_PPC_WATCHERS	  8
typedef struct {
	domid_t domain; /* IN */
	u16 events;	/* IN: XEN_PPC_WATCH_*; 0: end the watch */
	u32 port;	/* IN */
} dom0_ppc_watch_t;

/*
 * Press the domain's power button: Linux then shuts down as by `poweroff`; a paused
 * domain does so when it runs again. Unknown domain: -ESRCH; the caller's domain, or one
 * that has not been built or has ended: -EINVAL; its kernel does not listen (yet):
 * -EAGAIN.
 */
#define DOM0_PPC_POWER_BUTTON 0x100b
typedef struct {
	domid_t domain; /* IN */
} dom0_ppc_power_button_t;

/*
 * Get and set the state of a domain: the records that arch-powerpc.h describes. All of
 * them are of one moment only if the domain does not run. Setting makes the missing vCPUs
 * and starts none of them. The domain's time goes on from the saved one, rounded up to a
 * multiple of XEN_PPC_TIMEBASE_STEP ticks more than the machine's.
 *
 * Unknown domain: -ESRCH. Getting: no room, `size` tells the length: -ENOSPC. Setting:
 * oneself, a domain that runs or has been given a vCPU context, no or more than
 * XEN_PPC_STATE_MAX bytes, or a state that is refused: -EINVAL. -ENOMEM. Bad buffer:
 * -EFAULT. Then nothing is changed.
 *
 * 0x1009 and 0x100a were these ops with one structure of fixed size as the state. An op
 * keeps its exact meaning, so they are -ENOSYS for good: a caller that knows only those
 * gets no records into a buffer that is too small for them.
 */
#define DOM0_PPC_GETDOMAINSTATE 0x100c
#define DOM0_PPC_SETDOMAINSTATE 0x100d
#define XEN_PPC_TIMEBASE_STEP	0x1000000
typedef struct {
	domid_t domain; /* IN */
	u32 size;	/* IN:  room in buffer, or bytes of the state
			   OUT: getting: bytes of the state */
	void *buffer;	/* OUT, or IN */
	u32 record;	/* OUT: setting, -EINVAL: type of the record that was refused; 0:
			   none */
	u32 why;	/* OUT: XEN_PPC_REFUSED_*; 0: not for what the state says */
} dom0_ppc_domainstate_t;
#define XEN_PPC_REFUSED_TYPE	1 /* not known, and not optional */
#define XEN_PPC_REFUSED_VERSION 2 /* likewise, of a type that is known */
#define XEN_PPC_REFUSED_TWICE	3
#define XEN_PPC_REFUSED_MISSING 4
#define XEN_PPC_REFUSED_VALUE	5 /* no domain can be in that state; a wrong length */

#endif /* __XEN_PUBLIC_DOM0_OPS_PPC_H__ */
