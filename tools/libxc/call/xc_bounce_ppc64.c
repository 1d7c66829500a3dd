// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * dom0 operations that programs make by themselves, with pointers to their own
 * memory in them. A table says where those are; what they point to is shown to the
 * hypervisor through the magic page. An operation that is not in the table is
 * refused: an untranslated pointer would have the hypervisor write wherever it
 * happens to point. The other hypercalls: xc_hypercall_ppc64.c.
 *
 * Sizes, directions and the meaning of NULL: include/public/dom0_ops.h.
 */
#include <errno.h>
#include <stdint.h>

#include "xc_bounce_ppc64.h"
#include "xc_call.h"
#include "xc_private.h"

/* The one pointer that an operation may have. */
struct op_pointer {
	bool known;
	enum xc_dir dir;
	size_t offset; /* in dom0_op_t; 0: none */
	size_t (*size)(const dom0_op_t *op);
};

static size_t getmemlist_size(const dom0_op_t *op)
{
	return elements(op->u.getmemlist.max_pfns, sizeof(unsigned long));
}

static size_t context_size(const dom0_op_t *op)
{
	(void)op;
	return sizeof(vcpu_guest_context_t);
}

static size_t readconsole_size(const dom0_op_t *op)
{
	return op->u.readconsole.count;
}

static size_t cpumap_size(const dom0_op_t *op)
{
	(void)op;
	return sizeof(cpumap_t);
}

static size_t bitmap_size(u64 bits)
{
	return elements(bits / 64 + !!(bits % 64), sizeof(u64));
}

static size_t dirty_bitmap_size(const dom0_op_t *op)
{
	return bitmap_size(op->u.shadow_control.pages);
}

static size_t pageframes_size(const dom0_op_t *op)
{
	return elements(op->u.getpageframeinfo2.num, sizeof(unsigned long));
}

/* dom0_op_bounced() has put the number of counters there. */
static size_t perfc_size(const dom0_op_t *op)
{
	return elements(op->u.perfccontrol.nr_counters, sizeof(dom0_perfc_desc_t));
}

static size_t microcode_size(const dom0_op_t *op)
{
	return op->u.microcode.length;
}

static size_t infolist_size(const dom0_op_t *op)
{
	return elements(op->u.getdomaininfolist.max_domains,
			sizeof(dom0_getdomaininfo_t));
}

static size_t ppc_getmemlist_size(const dom0_op_t *op)
{
	return elements(op->u.ppc_getmemlist.max_pfns, sizeof(unsigned long));
}

static size_t ppc_readconsole_size(const dom0_op_t *op)
{
	return op->u.ppc_readconsole.count;
}

static size_t ppc_perfc_size(const dom0_op_t *op)
{
	return elements(op->u.ppc_perfccontrol.count, sizeof(dom0_perfc_desc_t));
}

static size_t ppc_dirty_bitmap_size(const dom0_op_t *op)
{
	return bitmap_size(op->u.ppc_shadow_control.count);
}

static size_t cmdline_size(const dom0_op_t *op)
{
	return op->u.ppc_builddomain.cmdline_size;
}

static size_t console_read_size(const dom0_op_t *op)
{
	return op->u.ppc_console_read.count;
}

static size_t console_write_size(const dom0_op_t *op)
{
	return op->u.ppc_console_write.count;
}

static size_t domainstate_size(const dom0_op_t *op)
{
	return op->u.ppc_domainstate.size;
}

#define PLAIN                 \
	{                     \
		.known = true \
	}
#define POINTER(member, direction, size_fn)                           \
	{                                                             \
		.known = true, .offset = offsetof(dom0_op_t, member), \
		.dir = (direction), .size = (size_fn)                 \
	}

/*
 * Lists are XC_INOUT although the hypervisor only writes them: it writes as
 * many elements as it has, and the caller's others are to stay.
 */
static const struct op_pointer op_2005[] = {
	[DOM0_GETMEMLIST] = POINTER(u.getmemlist.buffer, XC_INOUT, getmemlist_size),
	[DOM0_SCHEDCTL] = PLAIN,
	[DOM0_ADJUSTDOM] = PLAIN,
	[DOM0_CREATEDOMAIN] = PLAIN,
	[DOM0_DESTROYDOMAIN] = PLAIN,
	[DOM0_PAUSEDOMAIN] = PLAIN,
	[DOM0_UNPAUSEDOMAIN] = PLAIN,
	[DOM0_GETDOMAININFO] = PLAIN,
	[DOM0_SETDOMAININFO] = POINTER(u.setdomaininfo.ctxt, XC_IN, context_size),
	[DOM0_MSR] = PLAIN,
	[DOM0_DEBUG] = PLAIN,
	[DOM0_SETTIME] = PLAIN,
	[DOM0_GETPAGEFRAMEINFO] = PLAIN,
	[DOM0_READCONSOLE] = POINTER(u.readconsole.buffer, XC_INOUT, readconsole_size),
	[DOM0_PINCPUDOMAIN] = POINTER(u.pincpudomain.cpumap, XC_IN, cpumap_size),
	[DOM0_TBUFCONTROL] = PLAIN,
	[DOM0_PHYSINFO] = PLAIN,
	[DOM0_SCHED_ID] = PLAIN,
	[DOM0_SHADOW_CONTROL] =
		POINTER(u.shadow_control.dirty_bitmap, XC_INOUT, dirty_bitmap_size),
	[DOM0_SETDOMAINMAXMEM] = PLAIN,
	[DOM0_GETPAGEFRAMEINFO2] =
		POINTER(u.getpageframeinfo2.array, XC_INOUT, pageframes_size),
	[DOM0_ADD_MEMTYPE] = PLAIN,
	[DOM0_DEL_MEMTYPE] = PLAIN,
	[DOM0_READ_MEMTYPE] = PLAIN,
	[DOM0_PERFCCONTROL] = POINTER(u.perfccontrol.desc, XC_INOUT, perfc_size),
	[DOM0_MICROCODE] = POINTER(u.microcode.data, XC_IN, microcode_size),
	[DOM0_IOPORT_PERMISSION] = PLAIN,
	[DOM0_GETVCPUCONTEXT] = POINTER(u.getvcpucontext.ctxt, XC_OUT, context_size),
	[DOM0_GETDOMAININFOLIST] =
		POINTER(u.getdomaininfolist.buffer, XC_INOUT, infolist_size),
	[DOM0_PLATFORM_QUIRK] = PLAIN,
};

static const struct op_pointer op_ppc[] = {
	[DOM0_PPC_GETMEMLIST - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_getmemlist.buffer, XC_INOUT, ppc_getmemlist_size),
	[DOM0_PPC_READCONSOLE - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_readconsole.buffer, XC_INOUT, ppc_readconsole_size),
	[DOM0_PPC_DEBUG_KEY - DOM0_PPC_GETMEMLIST] = PLAIN,
	[DOM0_PPC_PERFCCONTROL - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_perfccontrol.desc, XC_INOUT, ppc_perfc_size),
	[DOM0_PPC_SHADOW_CONTROL - DOM0_PPC_GETMEMLIST] = POINTER(
		u.ppc_shadow_control.dirty_bitmap, XC_INOUT, ppc_dirty_bitmap_size),
	[DOM0_PPC_BUILDDOMAIN - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_builddomain.cmdline, XC_IN, cmdline_size),
	[DOM0_PPC_CONSOLE_READ - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_console_read.buffer, XC_INOUT, console_read_size),
	[DOM0_PPC_CONSOLE_WRITE - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_console_write.buffer, XC_IN, console_write_size),
	[DOM0_PPC_WATCH - DOM0_PPC_GETMEMLIST] = PLAIN,
	[DOM0_PPC_POWER_BUTTON - DOM0_PPC_GETMEMLIST] = PLAIN,
	[DOM0_PPC_GETDOMAINSTATE - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_domainstate.buffer, XC_INOUT, domainstate_size),
	[DOM0_PPC_SETDOMAINSTATE - DOM0_PPC_GETMEMLIST] =
		POINTER(u.ppc_domainstate.buffer, XC_IN, domainstate_size),
};

#define NR(table) (sizeof(table) / sizeof((table)[0]))

/* NULL with errno if the operation is unknown. */
static const struct op_pointer *op_pointer(u32 cmd)
{
	u32 ppc = cmd - DOM0_PPC_GETMEMLIST;

	if (cmd < NR(op_2005) && op_2005[cmd].known)
		return &op_2005[cmd];
	if (ppc < NR(op_ppc) && op_ppc[ppc].known)
		return &op_ppc[ppc];
	errno = ENOSYS;
	return NULL;
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

/*
 * Show what the operation points to and put its hypercall address there. A
 * buffer of no bytes is shown too: an address of 0 would mean that there is none.
 */
static int pointer_show(struct xc_call *call, dom0_op_t *op, const struct op_pointer *p)
{
	unsigned long *pointer = pointer_in(op, p);

	if (op->cmd == DOM0_PERFCCONTROL && *pointer && perfc_count(call, op) < 0)
		return -1;
	return xc_bounce(call, (void *)*pointer, p->size(op), p->dir, pointer);
}

int dom0_op_bounced(int handle, dom0_op_t *op)
{
	const struct op_pointer *p = op_pointer(op->cmd);
	struct xc_call call;
	unsigned long theirs = 0, shown = 0;
	struct xc_magic magic;
	dom0_op_t *copy;
	int rc = -1;

	if (!p || xc_call_begin(&call, handle) < 0)
		return -1;
	magic = magicalloc_raw(&call, sizeof(*copy));
	copy = magic.ptr;
	if (!copy)
		goto out;
	*copy = *op;
	call.op = magic.addr;
	if (p->offset) {
		theirs = *pointer_in(op, p);
		if (pointer_show(&call, copy, p) < 0)
			goto out;
		shown = *pointer_in(copy, p);
	}
	rc = op_issue(&call);
	xc_call_return(&call, rc < 0);
	/* READCONSOLE moves the pointer: move the caller's by as much. */
	if (p->offset)
		*pointer_in(copy, p) += theirs - shown;
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
