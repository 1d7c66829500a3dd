// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dom0_op: how a privileged domain runs the machine.
 *
 * The op lies in a page that other threads of the caller can write to at any time. What
 * a handler acts on is therefore a private copy, made once; what it answers is written
 * to the caller's op field by field and never read back.
 */
#include <xen/dom0/ops.h>
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/memory/offsets.h>
#include <xen/trace/perfc.h>
#include <xen/string.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>

struct dom0_op_entry {
	long (*handler)(struct vcpu *v, const dom0_op_t *op, dom0_op_t *reply);
	u32 in;	     /* leading bytes of the union member that the handler reads */
	u32 pointer; /* where in them an embedded pointer stands, in dom0_op_t; 0: none */
};

#define HEADER_SIZE offsetof(dom0_op_t, u)

/* An op whose last IN field is that one; and an op without any. */
#define IN_SIZE(member, last_in)                 \
	(offsetof(dom0_op_t, u.member.last_in) + \
	 sizeof(((dom0_op_t *)NULL)->u.member.last_in) - HEADER_SIZE)
#define OP(fn, member, last_in)                 \
	{                                       \
		fn, IN_SIZE(member, last_in), 0 \
	}
#define OP_OUT(fn)       \
	{                \
		fn, 0, 0 \
	}
/* An op with that embedded pointer, which may be its last IN field. */
#define OP_POINTER(fn, member, last_in, field)                                    \
	{                                                                         \
		fn, IN_SIZE(member, last_in), offsetof(dom0_op_t, u.member.field) \
	}

/* Of a field that is a pointer, the pointer's own size is meant. */
/* NOLINTBEGIN(bugprone-sizeof-expression) */
static const struct dom0_op_entry dom0_op_table[] = {
	[DOM0_GETMEMLIST] = OP_POINTER(op_getmemlist, getmemlist, buffer, buffer),
	[DOM0_SCHEDCTL] = OP(op_schedctl, schedctl, u),
	[DOM0_ADJUSTDOM] = OP(op_adjustdom, adjustdom, u),
	[DOM0_CREATEDOMAIN] = OP(op_createdomain, createdomain, domain),
	[DOM0_DESTROYDOMAIN] = OP(op_destroydomain, destroydomain, domain),
	[DOM0_PAUSEDOMAIN] = OP(op_pausedomain, pausedomain, domain),
	[DOM0_UNPAUSEDOMAIN] = OP(op_unpausedomain, unpausedomain, domain),
	[DOM0_GETDOMAININFO] = OP(op_getdomaininfo, getdomaininfo, domain),
	[DOM0_SETDOMAININFO] = OP_POINTER(op_setdomaininfo, setdomaininfo, ctxt, ctxt),
	[DOM0_SETTIME] = OP(op_settime, settime, system_time),
	[DOM0_GETPAGEFRAMEINFO] = OP(op_getpageframeinfo, getpageframeinfo, domain),
	[DOM0_READCONSOLE] = OP_POINTER(op_readconsole, readconsole, count, buffer),
	[DOM0_PINCPUDOMAIN] = OP_POINTER(op_pincpudomain, pincpudomain, cpumap, cpumap),
	[DOM0_TBUFCONTROL] = OP(op_tbufcontrol, tbufcontrol, evt_mask),
	[DOM0_PHYSINFO] = OP_OUT(op_physinfo),
	[DOM0_SCHED_ID] = OP_OUT(op_sched_id),
	[DOM0_SHADOW_CONTROL] =
		OP_POINTER(op_shadow_control, shadow_control, pages, dirty_bitmap),
	[DOM0_SETDOMAINMAXMEM] = OP(op_setdomainmaxmem, setdomainmaxmem, max_memkb),
	[DOM0_GETPAGEFRAMEINFO2] =
		OP_POINTER(op_getpageframeinfo2, getpageframeinfo2, array, array),
	[DOM0_PERFCCONTROL] = OP_POINTER(op_perfccontrol, perfccontrol, desc, desc),
	[DOM0_GETVCPUCONTEXT] = OP_POINTER(op_getvcpucontext, getvcpucontext, ctxt, ctxt),
	[DOM0_GETDOMAININFOLIST] =
		OP_POINTER(op_getdomaininfolist, getdomaininfolist, buffer, buffer),
};

/* The PowerPC extensions, from DOM0_PPC_FIRST on (public/dom0_ops.h). */
static const struct dom0_op_entry dom0_ppc_op_table[] = {
	[DOM0_PPC_GETMEMLIST - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_getmemlist, ppc_getmemlist, buffer, buffer),
	[DOM0_PPC_READCONSOLE - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_readconsole, ppc_readconsole, buffer, buffer),
	[DOM0_PPC_DEBUG_KEY - DOM0_PPC_FIRST] = OP(op_ppc_debug_key, ppc_debug_key, key),
	[DOM0_PPC_PERFCCONTROL - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_perfccontrol, ppc_perfccontrol, desc, desc),
	[DOM0_PPC_SHADOW_CONTROL - DOM0_PPC_FIRST] = OP_POINTER(
		op_ppc_shadow_control, ppc_shadow_control, dirty_bitmap, dirty_bitmap),
	[DOM0_PPC_BUILDDOMAIN - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_builddomain, ppc_builddomain, cmdline, cmdline),
	[DOM0_PPC_CONSOLE_READ - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_console_read, ppc_console_read, buffer, buffer),
	[DOM0_PPC_CONSOLE_WRITE - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_console_write, ppc_console_write, buffer, buffer),
	[DOM0_PPC_WATCH - DOM0_PPC_FIRST] = OP(op_ppc_watch, ppc_watch, port),
	[DOM0_PPC_POWER_BUTTON - DOM0_PPC_FIRST] =
		OP(op_ppc_power_button, ppc_power_button, domain),
	[DOM0_PPC_GETDOMAINSTATE - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_getdomainstate, ppc_domainstate, buffer, buffer),
	[DOM0_PPC_SETDOMAINSTATE - DOM0_PPC_FIRST] =
		OP_POINTER(op_ppc_setdomainstate, ppc_domainstate, buffer, buffer),
};
/* NOLINTEND(bugprone-sizeof-expression) */

static const struct dom0_op_entry *find_op(u32 cmd)
{
	const struct dom0_op_entry *entry;

	if (cmd < ARRAY_SIZE(dom0_op_table))
		entry = &dom0_op_table[cmd];
	else if (cmd - DOM0_PPC_FIRST < ARRAY_SIZE(dom0_ppc_op_table))
		entry = &dom0_ppc_op_table[cmd - DOM0_PPC_FIRST];
	else
		return NULL;
	return entry->handler ? entry : NULL;
}

static void count_op(u32 cmd)
{
	if (cmd < DOM0_PPC_FIRST)
		perfc_incra(dom0_ops, cmd);
	else
		perfc_incra(ppc_ops, cmd - DOM0_PPC_FIRST);
}

/* Not inline: it would have the untraced path save registers that only it needs. */
static __attribute__((noinline)) long handle_traced(const struct dom0_op_entry *entry,
						    struct vcpu *v, const dom0_op_t *op,
						    dom0_op_t *reply)
{
	long ret;

	TRACE(TRC_DOM0OP_ENTER, v->domain->id, v->id, op->cmd);
	ret = entry->handler(v, op, reply);
	TRACE(TRC_DOM0OP_LEAVE, v->domain->id, v->id, op->cmd, (u64)ret);
	return ret;
}

/*
 * XEN_PPC_OFFSETS: makes the pointer in the private copy an address. False: the op at
 * gpa is not wholly in the one frame that it may use.
 */
static bool resolve_offset(const struct dom0_op_entry *entry, dom0_op_t *op, u64 gpa)
{
	u64 *pointer = (u64 *)((u8 *)op + entry->pointer);

	if (gpa % FRAME_SIZE > FRAME_SIZE - sizeof(*op))
		return false;
	if (entry->pointer)
		*pointer = embedded_pointer(gpa, *pointer);
	return true;
}

/*
 * shared is the caller's op, or a copy of it: each byte of it is read at most once. gpa
 * is where the caller has it.
 */
static long dispatch(struct vcpu *v, dom0_op_t *shared, u64 gpa)
{
	const struct dom0_op_entry *entry;
	dom0_op_t op;

	memcpy(&op, shared, HEADER_SIZE);
	barrier(); /* the copy counts: the compiler may not go back to what others write
		    */
	if (op.interface_version != DOM0_INTERFACE_VERSION)
		return -EACCES;
	entry = find_op(op.cmd);
	if (!entry)
		return -ENOSYS;
	count_op(op.cmd);
	memcpy(&op.u, &shared->u, entry->in);
	barrier();
	if (by_offsets() && !resolve_offset(entry, &op, gpa))
		return -EFAULT;
	if (trace_enabled(TRC_DOM0OP))
		return handle_traced(entry, v, &op, shared);
	return entry->handler(v, &op, shared);
}

/* The op is not aligned, or crosses into a chunk that does not follow in the machine. */
static long dispatch_copied(struct vcpu *v, u64 gpa)
{
	dom0_op_t copy;
	long ret;

	if (!copy_from_guest(v->domain, &copy, gpa, sizeof(copy)))
		return -EFAULT;
	perfc_incr(split_ops);
	ret = dispatch(v, &copy, gpa);
	if (!copy_to_guest(v->domain, gpa, &copy, sizeof(copy)))
		return -EFAULT;
	return ret;
}

/*
 * arg: the op's address. All 448 bytes must be the caller's memory, whatever the op uses
 * of them. Order of checks: abi.tsv, behaviour "dom0_op".
 */
long do_dom0_op(struct vcpu *v, const u64 *arg)
{
	u64 maddr;

	if (likely(arg[0] && IS_ALIGNED(arg[0], __alignof__(dom0_op_t)) &&
		   p2m_translate(&v->domain->p2m, arg[0], sizeof(dom0_op_t), &maddr)))
		return dispatch(v, maddr_to_ptr(maddr), arg[0]);
	return dispatch_copied(v, arg[0]);
}
