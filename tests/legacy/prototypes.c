// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every function of the library of 2005 still has its type: programs pass pointers to
 * them around, and modern compilers refuse wrong types. Compiling this file is the test;
 * with WRONG defined, each line must fail.
 */
#include "xc_private.h"

/* NOLINTBEGIN(bugprone-macro-parentheses): a type in them is another type. */
#ifdef WRONG
/* A type that no function has. */
#define FUNCTION(name, result, arguments)                             \
	extern struct wrong *(*const name##_of_2005)(struct wrong *); \
	struct wrong *(*const name##_of_2005)(struct wrong *) = name;
#else
#define FUNCTION(name, result, arguments)               \
	extern result(*const name##_of_2005) arguments; \
	result(*const name##_of_2005) arguments = name;
#endif
/* NOLINTEND(bugprone-macro-parentheses) */

FUNCTION(xc_interface_open, int, (void))
FUNCTION(xc_interface_close, int, (int xc_handle))
FUNCTION(xc_ptrace, long,
	 (enum __ptrace_request request, u32 domid, long addr, long data))
FUNCTION(xc_ptrace_core, long,
	 (enum __ptrace_request request, u32 domid, long addr, long data))
FUNCTION(xc_waitdomain, int, (int domain, int *status, int options))
FUNCTION(xc_waitdomain_core, int, (int domain, int *status, int options))
FUNCTION(xc_domain_create, int, (int xc_handle, u32 ssidref, u32 *pdomid))
FUNCTION(xc_domain_dumpcore, int, (int xc_handle, u32 domid, const char *corename))
FUNCTION(xc_domain_pause, int, (int xc_handle, u32 domid))
FUNCTION(xc_domain_unpause, int, (int xc_handle, u32 domid))
FUNCTION(xc_domain_destroy, int, (int xc_handle, u32 domid))
FUNCTION(xc_domain_pincpu, int, (int xc_handle, u32 domid, int vcpu, cpumap_t *cpumap))
FUNCTION(xc_domain_getinfo, int,
	 (int xc_handle, u32 first_domid, unsigned int max_doms, xc_dominfo_t *info))
FUNCTION(xc_domain_getinfolist, int,
	 (int xc_handle, u32 first_domain, unsigned int max_domains,
	  xc_domaininfo_t *info))
FUNCTION(xc_domain_get_vcpu_context, int,
	 (int xc_handle, u32 domid, u32 vcpu, vcpu_guest_context_t *ctxt))
FUNCTION(xc_domain_setcpuweight, int, (int xc_handle, u32 domid, float weight))
FUNCTION(xc_domain_get_cpu_usage, long long, (int xc_handle, domid_t domid, int vcpu))
FUNCTION(xc_shadow_control, int,
	 (int xc_handle, u32 domid, unsigned int sop, unsigned long *dirty_bitmap,
	  unsigned long pages, xc_shadow_control_stats_t *stats))
FUNCTION(xc_linux_save, int, (int xc_handle, int fd, u32 dom))
FUNCTION(xc_linux_restore, int,
	 (int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
	  unsigned int store_evtchn, unsigned long *store_mfn))
FUNCTION(xc_linux_build, int,
	 (int xc_handle, u32 domid, const char *image_name, const char *ramdisk_name,
	  const char *cmdline, unsigned int control_evtchn, unsigned long flags,
	  unsigned int vcpus, unsigned int store_evtchn, unsigned long *store_mfn))
FUNCTION(xc_vmx_build, int,
	 (int xc_handle, u32 domid, int memsize, const char *image_name,
	  struct mem_map *memmap, const char *ramdisk_name, const char *cmdline,
	  unsigned int control_evtchn, unsigned long flags, unsigned int vcpus,
	  unsigned int store_evtchn, unsigned long *store_mfn))
FUNCTION(xc_bvtsched_global_set, int, (int xc_handle, unsigned long ctx_allow))
FUNCTION(xc_bvtsched_domain_set, int,
	 (int xc_handle, u32 domid, u32 mcuadv, int warpback, s32 warpvalue,
	  long long warpl, long long warpu))
FUNCTION(xc_bvtsched_global_get, int, (int xc_handle, unsigned long *ctx_allow))
FUNCTION(xc_bvtsched_domain_get, int,
	 (int xc_handle, u32 domid, u32 *mcuadv, int *warpback, s32 *warpvalue,
	  long long *warpl, long long *warpu))
FUNCTION(xc_sedf_domain_set, int,
	 (int xc_handle, u32 domid, u64 period, u64 slice, u64 latency, u16 extratime,
	  u16 weight))
FUNCTION(xc_sedf_domain_get, int,
	 (int xc_handle, u32 domid, u64 *period, u64 *slice, u64 *latency, u16 *extratime,
	  u16 *weight))
FUNCTION(xc_evtchn_alloc_unbound, int, (int xc_handle, u32 dom, int *port))
FUNCTION(xc_evtchn_bind_interdomain, int,
	 (int xc_handle, u32 dom1, u32 dom2, int *port1, int *port2))
FUNCTION(xc_evtchn_bind_virq, int, (int xc_handle, int virq, int *port))
FUNCTION(xc_evtchn_close, int, (int xc_handle, u32 dom, int port))
FUNCTION(xc_evtchn_send, int, (int xc_handle, int local_port))
FUNCTION(xc_evtchn_status, int,
	 (int xc_handle, u32 dom, int port, xc_evtchn_status_t *status))
FUNCTION(xc_physdev_pci_access_modify, int,
	 (int xc_handle, u32 domid, int bus, int dev, int func, int enable))
FUNCTION(xc_readconsolering, int,
	 (int xc_handle, char **pbuffer, unsigned int *pnr_chars, int clear))
FUNCTION(xc_physinfo, int, (int xc_handle, xc_physinfo_t *info))
FUNCTION(xc_sched_id, int, (int xc_handle, int *sched_id))
FUNCTION(xc_domain_setmaxmem, int, (int xc_handle, u32 domid, unsigned int max_memkb))
FUNCTION(xc_domain_memory_increase_reservation, int,
	 (int xc_handle, u32 domid, unsigned int mem_kb))
FUNCTION(xc_perfc_control, int, (int xc_handle, u32 op, xc_perfc_desc_t *desc))
FUNCTION(xc_msr_read, long long, (int xc_handle, int cpu_mask, int msr))
FUNCTION(xc_msr_write, int,
	 (int xc_handle, int cpu_mask, int msr, unsigned int low, unsigned int high))
FUNCTION(xc_map_foreign_range, void *,
	 (int xc_handle, u32 dom, int size, int prot, unsigned long mfn))
FUNCTION(xc_map_foreign_batch, void *,
	 (int xc_handle, u32 dom, int prot, unsigned long *arr, int num))
FUNCTION(xc_get_pfn_list, int,
	 (int xc_handle, u32 domid, unsigned long *pfn_buf, unsigned long max_pfns))
FUNCTION(xc_ia64_get_pfn_list, int,
	 (int xc_handle, u32 domid, unsigned long *pfn_buf, unsigned int start_page,
	  unsigned int nr_pages))
FUNCTION(xc_grant_interface_open, int, (void))
FUNCTION(xc_grant_interface_close, int, (int xc_handle))
FUNCTION(xc_gnttab_map_grant_ref, int,
	 (int xc_handle, memory_t host_virt_addr, u32 dom, u16 ref, u16 flags,
	  s16 *handle, memory_t *dev_bus_addr))
FUNCTION(xc_gnttab_unmap_grant_ref, int,
	 (int xc_handle, memory_t host_virt_addr, memory_t dev_bus_addr, u16 handle,
	  s16 *status))
FUNCTION(xc_gnttab_setup_table, int,
	 (int xc_handle, u32 dom, u16 nr_frames, s16 *status, memory_t **frame_list))
FUNCTION(xc_gnttab_dump_table, int, (int xc_handle, u32 dom, s16 *status))
FUNCTION(xc_get_tot_pages, long, (int xc_handle, u32 domid))
FUNCTION(xc_dom0_op, int, (int xc_handle, dom0_op_t *op))
FUNCTION(xc_init_store, long, (int xc_handle, int remote_port))
FUNCTION(do_privcmd, int, (int xc_handle, unsigned int cmd, unsigned long data))
FUNCTION(do_xen_hypercall, int, (int xc_handle, privcmd_hypercall_t *hypercall))
FUNCTION(do_dom0_op, int, (int xc_handle, dom0_op_t *op))
FUNCTION(do_dom_mem_op, int,
	 (int xc_handle, unsigned int memop, unsigned int *extent_list,
	  unsigned int nr_extents, unsigned int extent_order, domid_t domid))
FUNCTION(do_mmuext_op, int,
	 (int xc_handle, struct mmuext_op *op, unsigned int nr_ops, domid_t dom))
FUNCTION(get_pfn_type_batch, int, (int xc_handle, u32 dom, int num, unsigned long *arr))
FUNCTION(get_pfn_type, unsigned int, (int xc_handle, unsigned long mfn, u32 dom))
FUNCTION(pin_table, int,
	 (int xc_handle, unsigned int type, unsigned long mfn, domid_t dom))
FUNCTION(xc_get_m2p_start_mfn, unsigned long, (int xc_handle))
