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
#include <xen/trace/perfc.h>
#include <xen/string.h>
#include <xen/trace/buffer.h>
#include <asm/memory.h>

struct dom0_op_entry {
	dom0_op_handler *handler;
	u32 in;	     /* leading bytes of the union member that the handler reads */
	u32 pointer; /* where in dom0_op_t an embedded pointer stands; 0: none */
};

#define HEADER_SIZE offsetof(dom0_op_t, u)
#define IN_SIZE(member, last)                 \
	(offsetof(dom0_op_t, u.member.last) + \
	 sizeof(((dom0_op_t *)NULL)->u.member.last) - HEADER_SIZE)

/* The table of the ops of 2005, and that of PowerPC's, which are numbered on from FIRST.
 */
#define FIRST			     0
#define INDEX(number)		     (DOM0_##number - FIRST)
#define OP_OUT(number, name, member) [INDEX(number)] = { op_##name, 0, 0 },
#define OP(number, name, member, last) \
	[INDEX(number)] = { op_##name, IN_SIZE(member, last), 0 },
#define OP_POINTER(number, name, member, last, field, ...)    \
	[INDEX(number)] = { op_##name, IN_SIZE(member, last), \
			    offsetof(dom0_op_t, u.member.field) },

/* Of a field that is a pointer, the pointer's own size is meant. */
/* NOLINTBEGIN(bugprone-sizeof-expression) */
static const struct dom0_op_entry dom0_op_table[] = { XEN_DOM0_OPS(OP_OUT, OP,
								   OP_POINTER) };
#undef FIRST
#define FIRST DOM0_PPC_FIRST
static const struct dom0_op_entry dom0_ppc_op_table[] = { XEN_DOM0_PPC_OPS(OP_OUT, OP,
									   OP_POINTER) };
/* NOLINTEND(bugprone-sizeof-expression) */

/* NULL: there is no such op. Counts the ops that there are. */
static const struct dom0_op_entry *find_op(u32 cmd)
{
	const struct dom0_op_entry *entry;

	if (cmd < ARRAY_SIZE(dom0_op_table)) {
		entry = &dom0_op_table[cmd];
		if (!entry->handler)
			return NULL;
		perfc_incra(dom0_ops, cmd);
		return entry;
	}
	cmd -= DOM0_PPC_FIRST;
	if (cmd >= ARRAY_SIZE(dom0_ppc_op_table))
		return NULL;
	entry = &dom0_ppc_op_table[cmd];
	if (!entry->handler)
		return NULL;
	perfc_incra(ppc_ops, cmd);
	return entry;
}

/* Not inline: it would have the untraced path save registers that only it needs. */
static __attribute__((noinline)) long run_traced(const struct dom0_op_entry *entry,
						 const struct caller *caller,
						 const dom0_op_t *op, dom0_op_t *reply)
{
	const struct vcpu *v = caller->vcpu;
	long ret;

	TRACE(TRC_DOM0OP_ENTER, v->domain->id, v->id, op->cmd);
	ret = entry->handler(caller, op, reply);
	TRACE(TRC_DOM0OP_LEAVE, v->domain->id, v->id, op->cmd, (u64)ret);
	return ret;
}

/* shared is the caller's op, or a copy of it: each byte of it is read at most once. */
static long run_op(const struct caller *caller, dom0_op_t *shared)
{
	const struct dom0_op_entry *entry;
	dom0_op_t op;

	memcpy(&op, shared, HEADER_SIZE);
	barrier(); /* the copy counts: shared is not read again */
	if (op.interface_version != DOM0_INTERFACE_VERSION)
		return -EACCES;
	entry = find_op(op.cmd);
	if (!entry)
		return -ENOSYS;
	memcpy(&op.u, &shared->u, entry->in);
	barrier();
	if (unlikely(caller->by_offsets)) {
		u64 *pointer = (u64 *)((u8 *)&op + entry->pointer);

		/* The op itself must lie in the one frame that the call may touch. */
		if (caller->base % FRAME_SIZE > FRAME_SIZE - sizeof(op))
			return -EFAULT;
		if (entry->pointer)
			*pointer = embedded_pointer(caller, *pointer);
	}
	if (trace_enabled(TRC_DOM0OP))
		return run_traced(entry, caller, &op, shared);
	return entry->handler(caller, &op, shared);
}

/* The op is not aligned, or crosses into a chunk that does not follow in the machine. */
static long run_copied(const struct caller *caller, u64 gpa)
{
	dom0_op_t copy;
	long ret;

	if (!copy_from_guest(caller, &copy, gpa, sizeof(copy)))
		return -EFAULT;
	perfc_incr(split_ops);
	ret = run_op(caller, &copy);
	if (!copy_to_guest(caller, gpa, &copy, sizeof(copy)))
		return -EFAULT;
	return ret;
}

/*
 * arg: the op's address. All 448 bytes must be the caller's memory, even if the op uses
 * fewer. Order of checks: abi.tsv, behaviour "dom0_op".
 */
long do_dom0_op(const struct caller *caller, const u64 *arg)
{
	u64 maddr;

	if (likely(arg[0] && IS_ALIGNED(arg[0], __alignof__(dom0_op_t)) &&
		   p2m_translate(&caller->domain->p2m, arg[0], sizeof(dom0_op_t),
				 &maddr)))
		return run_op(caller, maddr_to_ptr(maddr));
	return run_copied(caller, arg[0]);
}
