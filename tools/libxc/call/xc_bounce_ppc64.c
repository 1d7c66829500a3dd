// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * dom0 operations that programs make by themselves, with pointers to their own
 * memory in them. What those point to is shown to the hypervisor through the magic
 * page. Where they are comes from the list of operations (public/op_list.h). An
 * operation that is not in the list is refused: an untranslated pointer would have
 * the hypervisor write wherever it happens to point. The other hypercalls:
 * xc_hypercall_ppc64.c.
 */
#include <errno.h>
#include <stdint.h>

#include "xc_bounce_ppc64.h"
#include "xc_call.h"
#include "xc_private.h"

/* The one pointer that an operation may have. */
struct op_pointer {
	size_t offset; /* in dom0_op_t; 0: none */
	size_t size;   /* bytes that it points to */
	enum xc_dir dir;
};

#define PLAIN(number, ...)  \
	case DOM0_##number: \
		return true;
#define POINTER(number, name, member, last, field, count, type, direction) \
	case DOM0_##number: {                                              \
		const __typeof__(copy->u.member) *op = &copy->u.member;    \
                                                                           \
		p->offset = offsetof(dom0_op_t, u.member.field);           \
		p->size = op ? elements(count, sizeof(type)) : 0;          \
		p->dir = direction;                                        \
		return true;                                               \
	}

/* False with errno if the operation is unknown. */
static bool op_pointer(const dom0_op_t *copy, struct op_pointer *p)
{
	p->offset = 0;
	switch (copy->cmd) {
		XEN_DOM0_OPS(PLAIN, PLAIN, POINTER)
		XEN_DOM0_OPS_NOT_SERVED(PLAIN, PLAIN, POINTER)
		XEN_DOM0_PPC_OPS(PLAIN, PLAIN, POINTER)
	default:
		errno = ENOSYS;
		return false;
	}
}

static unsigned long *pointer_in(dom0_op_t *op, const struct op_pointer *p)
{
	return (unsigned long *)((char *)op + p->offset);
}

static int op_issue(const struct xc_call *call)
{
	privcmd_hypercall_t hypercall = { .op = __HYPERVISOR_dom0_op,
					  .arg = { call->op } };

	return xc_call_issue(call, &hypercall);
}

/*
 * The length of the list of counters is not passed: the hypervisor writes as
 * many as it has. Ask, so that it cannot write past the end of the page.
 */
static int perfc_count(struct xc_call *call, dom0_op_t *op)
{
	dom0_perfc_desc_t *desc = op->u.perfccontrol.desc;
	u32 sub = op->u.perfccontrol.op;
	int rc;

	op->u.perfccontrol.op = DOM0_PERFCCONTROL_OP_QUERY;
	op->u.perfccontrol.desc = NULL;
	rc = op_issue(call);
	op->u.perfccontrol.op = sub;
	op->u.perfccontrol.desc = desc;
	return rc;
}

int dom0_op_bounced(int handle, dom0_op_t *op)
{
	unsigned long *pointer, theirs = 0, shown = 0;
	struct op_pointer p;
	struct xc_call call;
	struct xc_magic magic;
	dom0_op_t *copy;
	int rc = -1;

	if (!op_pointer(op, &p) || xc_call_begin(&call, handle) < 0)
		return -1;
	magic = magicalloc_raw(&call, sizeof(*copy));
	copy = magic.ptr;
	if (!copy)
		goto out;
	*copy = *op;
	call.op = magic.addr;
	pointer = pointer_in(copy, &p);
	if (p.offset) {
		theirs = *pointer;
		if (copy->cmd == DOM0_PERFCCONTROL && theirs &&
		    (perfc_count(&call, copy) < 0 || !op_pointer(copy, &p)))
			goto out;
		/*
		 * A buffer of no bytes is shown too: an address of 0 would mean that
		 * there is none.
		 */
		if (xc_bounce(&call, (void *)theirs, p.size, p.dir, pointer) < 0)
			goto out;
		shown = *pointer;
	}
	rc = op_issue(&call);
	xc_call_return(&call, rc < 0);
	/* READCONSOLE moves the pointer: move the caller's by as much. */
	if (p.offset)
		*pointer += theirs - shown;
	*op = *copy;
out:
	xc_call_end(&call);
	return rc;
}

int xc_dom0_op(int xc_handle, dom0_op_t *op)
{
	int rc;

	op->interface_version = DOM0_INTERFACE_VERSION;
	rc = dom0_op_bounced(xc_handle, op);
	if (rc < 0 && errno == EACCES)
		xc_dom0_explain();
	return rc;
}
