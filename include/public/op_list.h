/* SPDX-License-Identifier: MIT */
/*
 * ONE LIST OF CALLS: which calls there are, and what memory of the caller each points to.
 * The tables of the hypervisor and of libxc are made from it. C only.
 *
 * Each line invokes a macro that the user passes. Columns that describe a pointer:
 *
 *   count, type   what it points to: count elements of that type. count is an expression
 *                 of other fields; its product with the size may overflow
 *   direction     what the hypervisor does with the memory: XEN_OP_*
 *
 * Meanings, NULL and errors: the headers that define the structures.
 */
#ifndef __XEN_PUBLIC_OP_LIST_H__
#define __XEN_PUBLIC_OP_LIST_H__

#include "xen.h"
#include "acm_ops.h"
#include "dom0_ops.h"
#include "event_channel.h"
#include "grant_table.h"
#include "physdev.h"
#include "version.h"

#define XEN_OP_IN    1 /* reads it */
#define XEN_OP_OUT   2 /* overwrites all of it, unless the call fails */
#define XEN_OP_INOUT 3 /* reads some of it, or overwrites only some of it */

/* As an argument's number: none is a pointer. */
#define XEN_OP_NO_POINTER 5

/* Words of a bitmap with that many bits. */
#define XEN_OP_WORDS(bits) ((bits) / 64 + !!((bits) % 64))

/*
 * Hypercalls that are served. One of
 *
 *   ANY(name, argument, count, type, direction)
 *   DOM0(...)   privileged: -EPERM for other domains
 *   TWO(...)    with argument, count, type and direction of a second pointer behind them
 *
 *   name       of __HYPERVISOR_name and, in the hypervisor, of its handler do_name
 *   argument   the argument that is a pointer, from 0; or XEN_OP_NO_POINTER
 *   count      arg[] are the call's arguments
 */
#define XEN_HYPERCALLS(ANY, DOM0, TWO)                                            \
	TWO(mmu_update, 0, (unsigned int)arg[1], mmu_update_t, XEN_OP_IN, 2, 1,   \
	    unsigned int, XEN_OP_OUT)                                             \
	ANY(sched_op, XEN_OP_NO_POINTER, 0, char, 0)                              \
	DOM0(dom0_op, 0, 1, dom0_op_t, XEN_OP_INOUT)                              \
	ANY(dom_mem_op, 1, (unsigned int)arg[2], unsigned long, XEN_OP_INOUT)     \
	ANY(multicall, 0, (unsigned int)arg[1], multicall_entry_t, XEN_OP_INOUT)  \
	ANY(set_timer_op, XEN_OP_NO_POINTER, 0, char, 0)                          \
	ANY(event_channel_op, 0, 1, evtchn_op_t, XEN_OP_INOUT)                    \
	ANY(xen_version, 1, XEN_OP_VERSION_SIZE(arg[0]), char, XEN_OP_OUT)        \
	DOM0(console_io, 2, (unsigned int)arg[1], char,                           \
	     arg[0] == CONSOLEIO_write ? XEN_OP_IN : XEN_OP_INOUT)                \
	ANY(grant_table_op, 1,                                                    \
	    (unsigned int)arg[2] * XEN_OP_GRANT_SIZE((unsigned int)arg[0]), char, \
	    XEN_OP_INOUT)                                                         \
	ANY(boot_vcpu, 1, 1, vcpu_guest_context_t, XEN_OP_IN)

/* Hypercalls of 2005 that answer -ENOSYS: CALL, with the columns of ANY. */
#define XEN_HYPERCALLS_NOT_SERVED(CALL)                    \
	CALL(physdev_op, 0, 1, physdev_op_t, XEN_OP_INOUT) \
	CALL(vm_assist, XEN_OP_NO_POINTER, 0, char, 0)     \
	CALL(acm_op, 0, 1, acm_op_t, XEN_OP_INOUT)

#define XEN_OP_VERSION_SIZE(cmd)                                     \
	((cmd) == XENVER_extraversion	? sizeof(xen_extraversion_t) \
	 : (cmd) == XENVER_compile_info ? sizeof(xen_compile_info_t) \
					: 0)

/* A request of grant_table_op, by command; 0: there is no such command. */
#define XEN_OP_GRANT_SIZE(cmd)                                                  \
	((cmd) == GNTTABOP_map_grant_ref     ? sizeof(gnttab_map_grant_ref_t)   \
	 : (cmd) == GNTTABOP_unmap_grant_ref ? sizeof(gnttab_unmap_grant_ref_t) \
	 : (cmd) == GNTTABOP_setup_table     ? sizeof(gnttab_setup_table_t)     \
	 : (cmd) == GNTTABOP_dump_table	     ? sizeof(gnttab_dump_table_t)      \
	 : (cmd) == GNTTABOP_donate	     ? sizeof(gnttab_donate_t)          \
					     : 0)

/*
 * Pointers in the structures that arguments point to, but for dom0_op:
 * POINTER(name, structure, condition, field, count, type, direction).
 *
 *   name        of the hypercall
 *   structure   type of what its argument points to; s points to it
 *   condition   whether the field is a pointer, by arg[] and *s
 */
#define XEN_HYPERCALL_POINTERS(POINTER)                                                 \
	POINTER(grant_table_op, gnttab_setup_table_t,                                   \
		(unsigned int)arg[0] == GNTTABOP_setup_table, frame_list, s->nr_frames, \
		unsigned long, XEN_OP_INOUT)                                            \
	POINTER(physdev_op, physdev_op_t, s->cmd == PHYSDEVOP_SET_IOBITMAP,             \
		u.set_iobitmap.bitmap,                                                  \
		s->u.set_iobitmap.nr_ports / 8 + !!(s->u.set_iobitmap.nr_ports % 8),    \
		char, XEN_OP_IN)                                                        \
	POINTER(acm_op, acm_op_t, s->cmd == ACM_SETPOLICY, u.setpolicy.pushcache,       \
		s->u.setpolicy.pushcache_size, char, XEN_OP_IN)                         \
	POINTER(acm_op, acm_op_t, s->cmd == ACM_GETPOLICY, u.getpolicy.pullcache,       \
		s->u.getpolicy.pullcache_size, char, XEN_OP_INOUT)                      \
	POINTER(acm_op, acm_op_t, s->cmd == ACM_DUMPSTATS, u.dumpstats.pullcache,       \
		s->u.dumpstats.pullcache_size, char, XEN_OP_INOUT)

/*
 * dom0 ops of 2005 that are served, by number. One of
 *
 *   OUT(NUMBER, name, member)                  nothing in it is IN
 *   OP(NUMBER, name, member, last)
 *   POINTER(NUMBER, name, member, last, field, count, type, direction)
 *
 *   NUMBER   of DOM0_NUMBER
 *   name     in the hypervisor, of its handler op_name
 *   member   of dom0_op_t.u
 *   last     the last field of the member that is IN
 *   field    the one field that is a pointer
 *   count    op points to the member
 *
 * Lists are INOUT although the hypervisor only writes them: it writes as many elements as
 * it has, and the caller's others stay.
 */
#define XEN_DOM0_OPS(OUT, OP, POINTER)                                                   \
	POINTER(GETMEMLIST, getmemlist, getmemlist, buffer, buffer, op->max_pfns,        \
		unsigned long, XEN_OP_INOUT)                                             \
	OP(SCHEDCTL, schedctl, schedctl, u)                                              \
	OP(ADJUSTDOM, adjustdom, adjustdom, u)                                           \
	OP(CREATEDOMAIN, createdomain, createdomain, domain)                             \
	OP(DESTROYDOMAIN, destroydomain, destroydomain, domain)                          \
	OP(PAUSEDOMAIN, pausedomain, pausedomain, domain)                                \
	OP(UNPAUSEDOMAIN, unpausedomain, unpausedomain, domain)                          \
	OP(GETDOMAININFO, getdomaininfo, getdomaininfo, domain)                          \
	POINTER(SETDOMAININFO, setdomaininfo, setdomaininfo, ctxt, ctxt, 1,              \
		vcpu_guest_context_t, XEN_OP_IN)                                         \
	OP(SETTIME, settime, settime, system_time)                                       \
	OP(GETPAGEFRAMEINFO, getpageframeinfo, getpageframeinfo, domain)                 \
	POINTER(READCONSOLE, readconsole, readconsole, count, buffer, op->count, char,   \
		XEN_OP_INOUT)                                                            \
	POINTER(PINCPUDOMAIN, pincpudomain, pincpudomain, cpumap, cpumap, 1, cpumap_t,   \
		XEN_OP_IN)                                                               \
	OP(TBUFCONTROL, tbufcontrol, tbufcontrol, evt_mask)                              \
	OUT(PHYSINFO, physinfo, physinfo)                                                \
	OUT(SCHED_ID, sched_id, sched_id)                                                \
	POINTER(SHADOW_CONTROL, shadow_control, shadow_control, pages, dirty_bitmap,     \
		XEN_OP_WORDS(op->pages), u64, XEN_OP_INOUT)                              \
	OP(SETDOMAINMAXMEM, setdomainmaxmem, setdomainmaxmem, max_memkb)                 \
	POINTER(GETPAGEFRAMEINFO2, getpageframeinfo2, getpageframeinfo2, array, array,   \
		op->num, unsigned long, XEN_OP_INOUT)                                    \
	/* nr_counters is OUT: an op without a buffer has brought it */                  \
	POINTER(PERFCCONTROL, perfccontrol, perfccontrol, desc, desc, op->nr_counters,   \
		dom0_perfc_desc_t, XEN_OP_INOUT)                                         \
	POINTER(GETVCPUCONTEXT, getvcpucontext, getvcpucontext, ctxt, ctxt, 1,           \
		vcpu_guest_context_t, XEN_OP_OUT)                                        \
	POINTER(GETDOMAININFOLIST, getdomaininfolist, getdomaininfolist, buffer, buffer, \
		op->max_domains, dom0_getdomaininfo_t, XEN_OP_INOUT)

/* dom0 ops of 2005 that answer -ENOSYS: name is not of a handler. */
#define XEN_DOM0_OPS_NOT_SERVED(OUT, OP, POINTER)                                 \
	OP(MSR, msr, msr, in2)                                                    \
	OP(DEBUG, debug, debug, in4)                                              \
	OP(ADD_MEMTYPE, add_memtype, add_memtype, type)                           \
	OP(DEL_MEMTYPE, del_memtype, del_memtype, reg)                            \
	OP(READ_MEMTYPE, read_memtype, read_memtype, reg)                         \
	POINTER(MICROCODE, microcode, microcode, length, data, op->length, char,  \
		XEN_OP_IN)                                                        \
	OP(IOPORT_PERMISSION, ioport_permission, ioport_permission, allow_access) \
	OP(PLATFORM_QUIRK, platform_quirk, platform_quirk, quirk_id)

/* dom0 ops of PowerPC, from DOM0_PPC_GETMEMLIST on. */
#define XEN_DOM0_PPC_OPS(OUT, OP, POINTER)                                               \
	POINTER(PPC_GETMEMLIST, ppc_getmemlist, ppc_getmemlist, buffer, buffer,          \
		op->max_pfns, unsigned long, XEN_OP_INOUT)                               \
	POINTER(PPC_READCONSOLE, ppc_readconsole, ppc_readconsole, buffer, buffer,       \
		op->count, char, XEN_OP_INOUT)                                           \
	OP(PPC_DEBUG_KEY, ppc_debug_key, ppc_debug_key, key)                             \
	POINTER(PPC_PERFCCONTROL, ppc_perfccontrol, ppc_perfccontrol, desc, desc,        \
		op->count, dom0_perfc_desc_t, XEN_OP_INOUT)                              \
	POINTER(PPC_SHADOW_CONTROL, ppc_shadow_control, ppc_shadow_control,              \
		dirty_bitmap, dirty_bitmap, XEN_OP_WORDS(op->count), u64, XEN_OP_INOUT)  \
	POINTER(PPC_BUILDDOMAIN, ppc_builddomain, ppc_builddomain, cmdline, cmdline,     \
		op->cmdline_size, char, XEN_OP_IN)                                       \
	POINTER(PPC_CONSOLE_READ, ppc_console_read, ppc_console_read, buffer, buffer,    \
		op->count, char, XEN_OP_INOUT)                                           \
	POINTER(PPC_CONSOLE_WRITE, ppc_console_write, ppc_console_write, buffer, buffer, \
		op->count, char, XEN_OP_IN)                                              \
	OP(PPC_WATCH, ppc_watch, ppc_watch, port)                                        \
	OP(PPC_POWER_BUTTON, ppc_power_button, ppc_power_button, domain)                 \
	POINTER(PPC_GETDOMAINSTATE, ppc_getdomainstate, ppc_domainstate, buffer, buffer, \
		op->size, char, XEN_OP_INOUT)                                            \
	POINTER(PPC_SETDOMAINSTATE, ppc_setdomainstate, ppc_domainstate, buffer, buffer, \
		op->size, char, XEN_OP_IN)

#endif /* __XEN_PUBLIC_OP_LIST_H__ */
