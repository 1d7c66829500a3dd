/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libxc: control of the hypervisor from domain 0.
 *
 * The interface is that of August 2005: programs written for it build
 * unchanged. Unless a function says otherwise:
 *
 *  - xc_handle comes from xc_interface_open(), or is an open descriptor of
 *    privcmd that the process inherited. It may have been opened before a
 *    fork; any number of handles may be open.
 *  - the result is 0 (or a count) on success and -1 with errno on failure.
 *    errno comes from the hypervisor (ESRCH: no such domain, EACCES: library
 *    and hypervisor disagree about the interface, EPERM: not privileged) or
 *    from the ioctl (EBADF, ENOTTY: not a privcmd handle).
 *  - pointers are to ordinary memory of the caller. No locking is needed.
 *  - every function may be called by several threads at once.
 */
#ifndef XC_H
#define XC_H

#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h> /* enum __ptrace_request */

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#include <xen/xen.h>
#include <xen/dom0_ops.h>
#include <xen/version.h>
#include <xen/event_channel.h>
#include <xen/grant_table.h>
#include <xen/sched_ctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Frames: the unit in which the hypervisor counts and lists memory. It may
 * differ from the page size of the kernel.
 */
#ifdef __powerpc64__
#define XC_PAGE_SHIFT 16
#else
#define XC_PAGE_SHIFT 12
#endif
#define XC_PAGE_SIZE (1UL << XC_PAGE_SHIFT)
#define XC_PAGE_MASK (~(XC_PAGE_SIZE - 1))

/*
 * Barriers for memory shared with the hypervisor or with another domain. All
 * of it is cacheable, so that lwsync orders loads with loads and stores with
 * stores (Power ISA, Book II, "Memory Barrier Instructions").
 */
#if defined(__powerpc64__)
#define mb()  __asm__ __volatile__("sync" : : : "memory")
#define rmb() __asm__ __volatile__("lwsync" : : : "memory")
#define wmb() __asm__ __volatile__("lwsync" : : : "memory")
#elif defined(__x86_64__)
#define mb()  __asm__ __volatile__("mfence" : : : "memory")
#define rmb() __asm__ __volatile__("lfence" : : : "memory")
#define wmb() __asm__ __volatile__("" : : : "memory")
#else
#error "libxc knows powerpc64 and x86_64"
#endif

/* ---- the interface itself ---- */

/**
 * xc_interface_open() - open the privileged command interface
 *
 * The descriptor is inherited by exec: programs pass its number to helpers on
 * their command line. Returns it, or -1 with errno and a line on stderr.
 */
int xc_interface_open(void);

/** xc_interface_close() - close a handle. Returns the result of close(2). */
int xc_interface_close(int xc_handle);

/* ---- domains ---- */

typedef struct {
	u32 domid;
	u32 ssidref;
	unsigned int dying : 1, crashed : 1, shutdown : 1, paused : 1, blocked : 1,
		running : 1;
	unsigned int shutdown_reason; /* SHUTDOWN_*, valid if shutdown or crashed */
	unsigned long nr_pages;	      /* frames that the domain owns */
	unsigned long shared_info_frame;
	u64 cpu_time;		 /* nanoseconds, sum of all its vCPUs */
	unsigned long max_memkb; /* LONG_MAX: no limit, or one that is larger */
	unsigned int vcpus;
	s32 vcpu_to_cpu[MAX_VIRT_CPUS]; /* -1: no such vCPU */
	cpumap_t cpumap[MAX_VIRT_CPUS];
} xc_dominfo_t;

typedef dom0_getdomaininfo_t xc_domaininfo_t;

/**
 * xc_domain_create() - create an empty, paused domain
 * @ssidref: security label of the domain, 0 without a policy
 * @pdomid: in: the desired number, 0 for any; out: the domain's number
 *
 * EINVAL: the number is in use; ENOMEM: no number or no memory is left.
 */
int xc_domain_create(int xc_handle, u32 ssidref, u32 *pdomid);

/** xc_domain_pause() - stop a domain's vCPUs; does not nest. EINVAL: the caller's. */
int xc_domain_pause(int xc_handle, u32 domid);

/** xc_domain_unpause() - let them run again. EINVAL: the caller's, or never built. */
int xc_domain_unpause(int xc_handle, u32 domid);

/** xc_domain_destroy() - end a domain and free its memory. EINVAL: the caller's. */
int xc_domain_destroy(int xc_handle, u32 domid);

/**
 * xc_domain_getinfo() - describe the domains from a number upwards
 * @first_domid: smallest number of interest; the domain need not exist, so
 *	compare info[0].domid when asking for one domain
 * @max_doms: number of elements of info
 * @info: out: the domains found, in ascending order; the rest is zeroed
 *
 * Returns the number of domains found, or -1 (ESRCH) if there is none. For a
 * domain that has crashed, crashed is set instead of shutdown.
 */
int xc_domain_getinfo(int xc_handle, u32 first_domid, unsigned int max_doms,
		      xc_dominfo_t *info);

/**
 * xc_domain_getinfolist() - the same, in the hypervisor's own format
 *
 * Returns the number of domains found, which may be 0, or -1. Further elements
 * of info are not changed.
 */
int xc_domain_getinfolist(int xc_handle, u32 first_domain, unsigned int max_domains,
			  xc_domaininfo_t *info);

typedef dom0_shadow_control_stats_t xc_shadow_control_stats_t;

/**
 * xc_shadow_control() - track which frames a domain writes
 * @sop: DOM0_SHADOW_CONTROL_OP_*
 * @dirty_bitmap: _OP_CLEAN and _OP_PEEK: out: bit n for frame n; ordinary memory
 * @pages: size of dirty_bitmap in bits
 * @stats: out, on success; may be NULL
 *
 * Returns the number of frames that the domain has, or -1. EINVAL: they do not fit
 * into the bitmap, and none has been cleaned; ESRCH: no such domain.
 */
int xc_shadow_control(int xc_handle, u32 domid, unsigned int sop,
		      unsigned long *dirty_bitmap, unsigned long pages,
		      xc_shadow_control_stats_t *stats);

/* ---- building and moving domains ---- */

/**
 * xc_linux_build() - load a Linux kernel into a domain, ready to be unpaused
 * @image_name: an ELF file, vmlinux, or the same compressed by gzip
 * @ramdisk_name: the initial RAM disk or initramfs; NULL or empty: none
 * @cmdline: the kernel's command line, or NULL
 * @control_evtchn, @flags, @store_evtchn: for paravirtual domains; not used
 * @vcpus: number of virtual CPUs
 * @store_mfn: out: 0, there is no page shared with xenstore; may be NULL
 *
 * The domain must have its memory (xc_domain_memory_increase_reservation()) and must
 * never have run. Returns 0, or -1 with errno and a line on stderr, the text of
 * xc_ppc_fault(). ENOEXEC: not a kernel for this machine; ENOMEM: the domain's memory is
 * too small; EINVAL: the domain has been built already, or a wrong number of CPUs; E2BIG:
 * the command line is longer than Linux's limit, 2047 characters; ESRCH; the errors of
 * open() and read(). After a failure, building may be tried again.
 */
int xc_linux_build(int xc_handle, u32 domid, const char *image_name,
		   const char *ramdisk_name, const char *cmdline,
		   unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		   unsigned int store_evtchn, unsigned long *store_mfn);

/**
 * xc_linux_save() - write a domain to a file, pipe or socket
 * @fd: gets its number of frames as unsigned long, then what xc_ppc_linux_save() writes
 *
 * The domain is paused afterwards; after a failure it runs if it did before. Returns 0,
 * or -1 with errno and a line on stderr. EINVAL: no vCPU could run, or it has shut down.
 */
int xc_linux_save(int xc_handle, int fd, u32 dom);

/**
 * xc_linux_restore() - restore the state of a saved domain and let it run
 * @io_fd: is read from after the unsigned long to the end of the stream
 * @dom: a new domain, without memory or vCPU contexts
 * @nr_pfns: that unsigned long; becomes the domain's limit, in frames. 0: it may have as
 *	many as it had, and its limit stays
 * @store_evtchn, @store_mfn: as for xc_linux_build()
 *
 * Returns 0, or -1 with errno and a line on stderr; then the domain is destroyed, unless
 * it was not new (EINVAL). EBADMSG: damaged; EPROTO: not such a stream, or of another
 * version or machine; ENODATA: truncated; ENOMEM.
 */
int xc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
		     unsigned int store_evtchn, unsigned long *store_mfn);

struct mem_map; /* for x86's full virtualisation: ENOSYS */
int xc_vmx_build(int xc_handle, u32 domid, int memsize, const char *image_name,
		 struct mem_map *memmap, const char *ramdisk_name, const char *cmdline,
		 unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
		 unsigned int store_evtchn, unsigned long *store_mfn);

/* ---- debugging ---- */
/*
 * A core file: this header, the contexts of the vCPUs, the machine frame number of each
 * page as an unsigned long, and from the next multiple of XC_PAGE_SIZE on the pages.
 * Offsets are from the start of the file; all in the byte order of the machine.
 */
typedef struct xc_core_header {
	unsigned int xch_magic;
	unsigned int xch_nr_vcpus;
	unsigned int xch_nr_pages;
	unsigned int xch_ctxt_offset;
	unsigned int xch_index_offset;
	unsigned int xch_pages_offset;
} xc_core_header_t;

#define XC_CORE_MAGIC 0xF00FEBED

/**
 * xc_domain_dumpcore() - write registers and memory of a domain to a file
 * @corename: is created or overwritten, and removed if the dump fails
 *
 * The domain is paused meanwhile. Returns 0, or -1 with errno and a line on stderr:
 * EINVAL: the caller's; EFBIG: more than the header describes; EAGAIN: memory changed.
 */
int xc_domain_dumpcore(int xc_handle, u32 domid, const char *corename);

/**
 * xc_waitdomain() - wait until a domain does not run any more
 * @status: out: DOMFLAGS_* that it stopped with: paused, shut down or dying
 * @options: WNOHANG: look once and do not wait
 *
 * A domain that vanishes meanwhile is reported as dying. ESRCH: no such domain.
 */
int xc_waitdomain(int domain, int *status, int options);

/* For debuggers of x86 domains and their core files: ENOSYS. */
int xc_waitdomain_core(int domain, int *status, int options);
long xc_ptrace(enum __ptrace_request request, u32 domid, long addr, long data);
long xc_ptrace_core(enum __ptrace_request request, u32 domid, long addr, long data);

/* ---- virtual CPUs ---- */
/**
 * xc_domain_pincpu() - set the CPUs that a virtual CPU may run on
 * @cpumap: bit n for CPU n
 *
 * ESRCH: no such domain; EINVAL: no such vCPU, or the caller's; EFAULT: cpumap is NULL.
 */
int xc_domain_pincpu(int xc_handle, u32 domid, int vcpu, cpumap_t *cpumap);

/**
 * xc_domain_get_vcpu_context() - read the registers of a virtual CPU
 * @ctxt: out; NULL: only check that the vCPU exists
 *
 * Registers are of one moment only if the domain is paused. ESRCH: no such domain;
 * EINVAL: no such vCPU.
 */
int xc_domain_get_vcpu_context(int xc_handle, u32 domid, u32 vcpu,
			       vcpu_guest_context_t *ctxt);

/** print_ctx() - print registers, for xenctx; on PowerPC only */
void print_ctx(vcpu_guest_context_t *ctx);

/** xc_domain_get_cpu_usage() - nanoseconds that a virtual CPU has run, or -1 */
long long xc_domain_get_cpu_usage(int xc_handle, domid_t domid, int vcpu);

/* ---- scheduling ---- */
/**
 * xc_domain_setcpuweight() - set the share of a domain; a new domain has 1
 * @weight: at most 10; 0 or less does not change the share
 *
 * Succeeds without an effect unless the scheduler is BVT. EINVAL: above 10, which BVT
 * cannot express.
 */
int xc_domain_setcpuweight(int xc_handle, u32 domid, float weight);

/*
 * Parameters of the two schedulers, described in xen/sched_ctl.h. EINVAL: the other
 * scheduler is in use, or a value is out of range; ESRCH: no such domain. Results are
 * written on success only.
 */

/** xc_bvtsched_global_set() - set the least time between two switches, in microseconds */
int xc_bvtsched_global_set(int xc_handle, unsigned long ctx_allow);
int xc_bvtsched_global_get(int xc_handle, unsigned long *ctx_allow);

/** xc_bvtsched_domain_set() - set a domain's parameters; mcuadv must not be 0 */
int xc_bvtsched_domain_set(int xc_handle, u32 domid, u32 mcuadv, int warpback,
			   s32 warpvalue, long long warpl, long long warpu);
int xc_bvtsched_domain_get(int xc_handle, u32 domid, u32 *mcuadv, int *warpback,
			   s32 *warpvalue, long long *warpl, long long *warpu);

/** xc_sedf_domain_set() - times in ns; slice at most period; either period or weight */
int xc_sedf_domain_set(int xc_handle, u32 domid, u64 period, u64 slice, u64 latency,
		       u16 extratime, u16 weight);
int xc_sedf_domain_get(int xc_handle, u32 domid, u64 *period, u64 *slice, u64 *latency,
		       u16 *extratime, u16 *weight);

/* ---- memory ---- */

/** xc_domain_setmaxmem() - limit what a domain may own, in KiB */
int xc_domain_setmaxmem(int xc_handle, u32 domid, unsigned int max_memkb);

/**
 * xc_domain_memory_increase_reservation() - give a domain more memory
 * @mem_kb: in KiB, rounded up to whole frames; the hypervisor may round up
 *	further to its unit of allocation
 *
 * ENOMEM: there is less memory, and the domain keeps what it has got of it.
 */
int xc_domain_memory_increase_reservation(int xc_handle, u32 domid, unsigned int mem_kb);

/**
 * xc_get_pfn_list() - list the machine frames of a domain
 * @pfn_buf: out: machine frame numbers
 * @max_pfns: number of elements of pfn_buf
 *
 * On PowerPC they are in pseudo-physical order, without holes. The list is
 * read in parts: if the domain's memory changes meanwhile, some parts may be
 * out of date. Returns the number of frames written; the list is complete if
 * that is less than max_pfns. ESRCH (x86: EINVAL): no such domain.
 */
int xc_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
		    unsigned long max_pfns);

/** xc_ia64_get_pfn_list() - for ia64 only: always fails (ENOSYS) */
int xc_ia64_get_pfn_list(int xc_handle, u32 domid, unsigned long *pfn_buf,
			 unsigned int start_page, unsigned int nr_pages);

/**
 * xc_map_foreign_range() - map consecutive machine frames of a domain
 * @size: in bytes, rounded up to whole frames
 * @prot: PROT_* of mmap()
 * @mfn: the first machine frame
 *
 * The memory is shared. Unmap it with munmap(); a child does not inherit it. Returns NULL
 * with errno if a frame cannot be mapped. ESRCH: no such domain; EINVAL: size is 0.
 */
void *xc_map_foreign_range(int xc_handle, u32 dom, int size, int prot, unsigned long mfn);

/**
 * xc_map_foreign_batch() - map frames of a domain
 * @arr: in: num machine frames; out: 0xF0000000 is ORed into those that could not be
 *	mapped, which is not a failure. Otherwise like xc_map_foreign_range().
 */
void *xc_map_foreign_batch(int xc_handle, u32 dom, int prot, unsigned long *arr, int num);

/** xc_get_tot_pages() - return the number of frames that a domain owns, or -1 */
long xc_get_tot_pages(int xc_handle, u32 domid);

/* ---- event channels ---- */

/*
 * Domains may be DOMID_SELF. Results are written on success only. A NULL port means 0 as
 * input and no output. Errors: xen/event_channel.h.
 */

/** xc_evtchn_alloc_unbound() - allocate a port that dom may bind; *port in: 0 for any */
int xc_evtchn_alloc_unbound(int xc_handle, u32 dom, int *port);

/** xc_evtchn_bind_interdomain() - connect two ports; in: 0 to allocate one */
int xc_evtchn_bind_interdomain(int xc_handle, u32 dom1, u32 dom2, int *port1, int *port2);

/** xc_evtchn_bind_virq() - allocate a port for a virtual interrupt, VIRQ_* */
int xc_evtchn_bind_virq(int xc_handle, int virq, int *port);

/** xc_evtchn_close() - close a port; its partner becomes unbound */
int xc_evtchn_close(int xc_handle, u32 dom, int port);

/** xc_evtchn_send() - send an event through a connected port */
int xc_evtchn_send(int xc_handle, int local_port);

typedef evtchn_status_t xc_evtchn_status_t;

/** xc_evtchn_status() - report a port's state */
int xc_evtchn_status(int xc_handle, u32 dom, int port, xc_evtchn_status_t *status);

/**
 * xc_init_store() - let the kernel of domain 0 talk to xenstore
 * @remote_port: dom0's end of a channel to the store
 *
 * Returns the machine frame that both share, for the store to map, or -1.
 */
long xc_init_store(int xc_handle, int remote_port);

/* ---- grant tables ---- */

/** xc_grant_interface_open() - like xc_interface_open(), for the functions below */
int xc_grant_interface_open(void);
int xc_grant_interface_close(int xc_handle);

/*
 * Each returns 0 if the request reached the hypervisor; its result is a GNTST_*. On
 * failure nothing is written. ESRCH: a domain number of more than 16 bits.
 */

/**
 * xc_gnttab_map_grant_ref() - map a frame that a domain grants
 * @host_virt_addr: address in a mapping of xc_handle (mmap()); 0: not in this process
 * @flags: GNTMAP_*
 * @handle: out: identifies the mapping; negative: GNTST_*
 * @dev_bus_addr: out: for GNTMAP_device_map
 */
int xc_gnttab_map_grant_ref(int xc_handle, memory_t host_virt_addr, u32 dom, u16 ref,
			    u16 flags, s16 *handle, memory_t *dev_bus_addr);

/** xc_gnttab_unmap_grant_ref() - unmap a grant; addresses of 0 are ignored */
int xc_gnttab_unmap_grant_ref(int xc_handle, memory_t host_virt_addr,
			      memory_t dev_bus_addr, u16 handle, s16 *status);

/**
 * xc_gnttab_setup_table() - create the grant table of a domain
 * @frame_list: *frame_list is an array of the caller with nr_frames elements, or NULL:
 *	then one is allocated, which the caller frees. Out, if *status is not negative:
 *	the frames of the table
 */
int xc_gnttab_setup_table(int xc_handle, u32 dom, u16 nr_frames, s16 *status,
			  memory_t **frame_list);

/** xc_gnttab_dump_table() - print a table on the hypervisor's console */
int xc_gnttab_dump_table(int xc_handle, u32 dom, s16 *status);

/* ---- the machine ---- */

typedef dom0_physinfo_t xc_physinfo_t;

/** xc_physinfo() - report CPUs and memory of the machine (in frames) */
int xc_physinfo(int xc_handle, xc_physinfo_t *info);

/** xc_sched_id() - report the scheduler in use: SCHED_BVT or SCHED_SEDF */
int xc_sched_id(int xc_handle, int *sched_id);

/**
 * xc_readconsolering() - read the newest messages of the hypervisor
 * @pbuffer: in: a buffer; out: the start of the text in it, which is not terminated
 * @pnr_chars: in: size of the buffer; out: length of the text
 * @clear: non-zero: clear the messages
 */
int xc_readconsolering(int xc_handle, char **pbuffer, unsigned int *pnr_chars, int clear);

typedef dom0_perfc_desc_t xc_perfc_desc_t;

/**
 * xc_perfc_control() - read the performance counters of the hypervisor
 * @op: DOM0_PERFCCONTROL_OP_QUERY or _RESET, which sets them to zero after reading
 * @desc: out: all counters; NULL: only return their number
 *
 * desc is ordinary memory, locked or not. A long list is read in parts: a reset loses
 * what is counted between two of them. Returns the number of counters, or -1. EINVAL:
 * another op.
 */
int xc_perfc_control(int xc_handle, u32 op, xc_perfc_desc_t *desc);

/**
 * xc_msr_read() - read a model-specific register of x86; -1 on failure
 *
 * ENOSYS: another machine. A register may hold -1: set errno to 0 before.
 */
long long xc_msr_read(int xc_handle, int cpu_mask, int msr);

/** xc_msr_write() - write one on each CPU of the mask. ENOSYS: another machine. */
int xc_msr_write(int xc_handle, int cpu_mask, int msr, unsigned int low,
		 unsigned int high);

/** xc_physdev_pci_access_modify() - always fails (ENOSYS), as in 2005 */
int xc_physdev_pci_access_modify(int xc_handle, u32 domid, int bus, int dev, int func,
				 int enable);

/**
 * xc_dom0_op() - perform any dom0 operation
 * @op: cmd and arguments; the library sets interface_version. The answer is
 *	written back, even on failure.
 *
 * Pointers in the operation are to memory of the caller, as everywhere. On
 * PowerPC the operation and all memory that it points to must fit into one
 * page of the kernel (ENOSPC). The library refuses an operation that it does
 * not know (ENOSYS), since it cannot know where its pointers are.
 */
int xc_dom0_op(int xc_handle, dom0_op_t *op);

#include "xc_extensions.h"

#ifdef __cplusplus
}
#endif

#endif /* XC_H */
