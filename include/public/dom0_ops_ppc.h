/* SPDX-License-Identifier: MIT */
/*
 * EXTENSIONS of the PowerPC hypervisor to the operations of dom0_ops.h, which includes
 * this file: numbered from 0x1000. Answers of any length, fetched window by window
 * through a buffer of any size; and domains that know nothing of this hypervisor.
 */
#ifndef __XEN_PUBLIC_DOM0_OPS_PPC_H__
#define __XEN_PUBLIC_DOM0_OPS_PPC_H__

/*
 * The machine frames of a domain in the order of its pseudo-physical address
 * space, holes left out. To begin, start_pfn = 0; to go on, start_pfn =
 * next_pfn. The list is complete when num_pfns comes out less than max_pfns.
 * Unknown domain: -ESRCH. Bad buffer: -EFAULT, num_pfns and next_pfn telling how
 * far it got.
 */
#define DOM0_PPC_GETMEMLIST 0x1000
typedef struct {
	domid_t domain;	    /* IN */
	memory_t start_pfn; /* IN:  first pseudo-physical frame of the window */
	memory_t max_pfns;  /* IN:  room in buffer, in entries */
	void *buffer;	    /* OUT: unsigned long[max_pfns], machine frame numbers */
	memory_t num_pfns;  /* OUT: entries written */
	memory_t next_pfn;  /* OUT: start_pfn of the next window */
} dom0_ppc_getmemlist_t;

/*
 * Part of the console ring. Bytes are counted from the first one that was ever
 * printed, so a reader who keeps `position` misses nothing and gets nothing
 * twice as long as it was still kept. Bad buffer: -EFAULT.
 */
#define DOM0_PPC_READCONSOLE 0x1001
typedef struct {
	u32 clear;    /* IN:     non-zero: forget everything up to the end of what was
			 read */
	u32 count;    /* IN/OUT: room in buffer; bytes written */
	u64 position; /* IN/OUT: first byte wanted, the oldest kept being taken if it is
			 gone; the byte after the last one written */
	u64 end;      /* OUT:    the byte after the newest one */
	u64 start;    /* OUT:    the oldest byte kept */
	char *buffer; /* OUT:    char[count]; may be NULL if count is 0 */
} dom0_ppc_readconsole_t;

/*
 * Have the hypervisor print something about itself on the console:
 *   'm'  the chunk owner table
 *   'd'  the domains
 *   'C'  nothing: makes the hypervisor crash, to see its dump
 * Another key: -EINVAL.
 */
#define DOM0_PPC_DEBUG_KEY 0x1002
typedef struct {
	u32 key; /* IN */
} dom0_ppc_debug_key_t;

/*
 * DOM0_PERFCCONTROL for as many counters as the buffer has room for. A reset takes
 * effect with the window that holds the last counter. Errors as there.
 */
#define DOM0_PPC_PERFCCONTROL 0x1003
typedef struct {
	u32 op;			 /* IN:     DOM0_PERFCCONTROL_OP_* */
	u32 first;		 /* IN:     first counter of the window */
	u32 count;		 /* IN/OUT: room in desc; counters written */
	u32 nr_counters;	 /* OUT:    how many there are */
	dom0_perfc_desc_t *desc; /* OUT */
} dom0_ppc_perfccontrol_t;

/*
 * DOM0_SHADOW_CONTROL_OP_CLEAN and _PEEK for a window of the bitmap: bit 0 of the buffer
 * is frame `first`, which is a multiple of 64. CLEAN cleans the frames of the window
 * only, and the counters with the window that holds the last frame. Errors as there;
 * another op: -EINVAL.
 */
#define DOM0_PPC_SHADOW_CONTROL 0x1004
typedef struct {
	domid_t domain;		     /* IN */
	u32 op;			     /* IN:     DOM0_SHADOW_CONTROL_OP_* */
	memory_t first;		     /* IN:     first frame of the window */
	memory_t count;		     /* IN/OUT: frames of the window; those that exist */
	unsigned long *dirty_bitmap; /* OUT:    whole words, (count + 63) / 64 of them */
	memory_t pages;		     /* OUT:    frames that there are in all */
	dom0_shadow_control_stats_t stats; /* OUT: before they were cleared */
} dom0_ppc_shadow_control_t;

/*
 * What is left to do for a Linux domain whose images lie in its memory already: makes
 * its virtual CPUs, writes the device tree and the RTAS entry code, and lets the first
 * vCPU begin at `entry`, with the device tree in r3. It stays paused.
 *
 * All addresses are the domain's, and everything named lies in its memory; fdt takes
 * XEN_PPC_FDT_SIZE bytes, rtas XEN_PPC_RTAS_SIZE below 4 GiB, and no two overlap.
 *
 * Unknown domain: -ESRCH. Oneself, one that has been built, too many vCPUs, or none, an
 * address that does not fit: -EINVAL. Bad command line: -EFAULT; -ENOSPC: it has no end
 * in cmdline_size bytes, or the device tree has no room. -ENOMEM. Nothing is changed
 * then.
 */
#define DOM0_PPC_BUILDDOMAIN 0x1005
#define XEN_PPC_FDT_SIZE     0x10000
#define XEN_PPC_RTAS_SIZE    0x1000
typedef struct {
	domid_t domain;	     /* IN */
	u16 vcpus;	     /* IN: 1 to MAX_VIRT_CPUS */
	u32 cmdline_size;    /* IN: with the NUL at its end */
	u64 entry;	     /* IN: of the kernel */
	u64 fdt;	     /* IN: where the device tree is to be, a multiple of 8 */
	u64 rtas;	     /* IN: where the RTAS code is to be, a multiple of 8 */
	u64 initrd_start;    /* IN */
	u64 initrd_end;	     /* IN: the byte after it; equal: there is none */
	const char *cmdline; /* IN */
} dom0_ppc_builddomain_t;

/*
 * What a domain has written to its console, of which the newest bytes are kept. They are
 * counted from the first that it ever wrote, so a reader who keeps `position` misses
 * nothing and gets nothing twice as long as it was still kept. Unknown domain: -ESRCH;
 * the one whose console is the machine's: -EINVAL. Bad buffer: -EFAULT.
 */
#define DOM0_PPC_CONSOLE_READ 0x1006
typedef struct {
	domid_t domain; /* IN */
	u32 count;	/* IN/OUT: room in buffer; bytes written */
	u64 position;	/* IN/OUT: first byte wanted, the oldest kept being taken if it is
			   gone; the byte after the last one written */
	u64 end;	/* OUT:    the byte after the newest one */
	u64 start;	/* OUT:    the oldest byte kept */
	char *buffer;	/* OUT:    char[count]; may be NULL if count is 0 */
} dom0_ppc_console_read_t;

/* Typed characters for a domain's console. Errors as for DOM0_PPC_CONSOLE_READ. */
#define DOM0_PPC_CONSOLE_WRITE 0x1007
typedef struct {
	domid_t domain;	    /* IN */
	u32 count;	    /* IN/OUT: characters; those for which there was room */
	const char *buffer; /* IN:     char[count]; may be NULL if count is 0 */
} dom0_ppc_console_write_t;

/*
 * Have an event sent to a port of the caller when something happens to a domain. The
 * port is one of EVTCHNOP_alloc_unbound with that domain as `dom`, and is told until
 * it is closed or asked to be told nothing; asking again replaces what it was told of.
 * Of more than XEN_PPC_WATCHERS ports of a domain the one that came first is
 * forgotten. Unknown domain: -ESRCH. Another kind of port, or other bits: -EINVAL.
 */
#define DOM0_PPC_WATCH		  0x1008
#define XEN_PPC_WATCH_CONSOLE_OUT 1 /* it has written to its console */
#define XEN_PPC_WATCH_CONSOLE_IN  2 /* its console has room for typed characters again */
#define XEN_PPC_WATCH_STATE	  4 /* it shut down, or is dying, or is gone */
#define XEN_PPC_WATCHERS	  8
typedef struct {
	domid_t domain; /* IN */
	u16 events;	/* IN: XEN_PPC_WATCH_*; 0: of nothing any more */
	u32 port;	/* IN */
} dom0_ppc_watch_t;

/*
 * Press the domain's power button: Linux shuts down then, as if by its `poweroff`; one
 * that is paused, when it goes on. Unknown domain: -ESRCH; oneself, or one that has not
 * been built or has ended: -EINVAL; one whose kernel does not listen (yet): -EAGAIN.
 */
#define DOM0_PPC_POWER_BUTTON 0x100b
typedef struct {
	domid_t domain; /* IN */
} dom0_ppc_power_button_t;

/*
 * Get and set the state of a domain: the records that arch-powerpc.h describes. Only of a
 * domain that does not run are all of them of one moment. Setting makes the vCPUs that
 * are missing, none of which has been started, and lets the domain's time go on from the
 * saved one, rounded up to a multiple of XEN_PPC_TIMEBASE_STEP ticks more than the
 * machine's.
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
