// SPDX-License-Identifier: GPL-2.0
/*
 * This domain's end of xenstore (store.h). Programs find in
 * /sys/module/privcmd/parameters what a kernel with its own xenbus would keep.
 */
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include <asm/io.h>

#include "hypercall.h"
#include "show.h"
#include "store.h"
#include "window.h"

static struct {
	struct mutex lock; /* guards the members below */
	struct page *page;
	unsigned long mfn;
	unsigned long port;
} store = {
	.lock = __MUTEX_INITIALIZER(store.lock),
};

/* A kernel knows pseudo-physical addresses; xenstore maps by machine frame number. */
static long machine_frame(struct page *page, unsigned long *mfn)
{
	struct {
		dom0_op_t op;
		unsigned long mfn;
	} *call = kzalloc(sizeof(*call), GFP_KERNEL);
	const privcmd_hypercall_t hypercall = {
		.op = __HYPERVISOR_dom0_op,
		.arg = { virt_to_phys(call) },
	};
	dom0_ppc_getmemlist_t *list = &call->op.u.ppc_getmemlist;
	long err;

	if (!call)
		return -ENOMEM;
	call->op.cmd = DOM0_PPC_GETMEMLIST;
	call->op.interface_version = DOM0_INTERFACE_VERSION;
	list->domain = 0; /* only dom0 may make this call */
	list->start_pfn = page_to_phys(page) >> XEN_PPC_FRAME_SHIFT;
	list->max_pfns = 1;
	list->buffer = (void *)virt_to_phys(&call->mfn);
	err = xen_hypercall(&hypercall);
	if (!err && list->num_pfns != 1)
		err = -EINVAL;
	*mfn = call->mfn;
	kfree(call);
	return err;
}

static long make_page(void)
{
	struct page *page;
	long err;

	page = alloc_pages(GFP_KERNEL | __GFP_ZERO, get_order(FRAME_SIZE));
	if (!page)
		return -ENOMEM;
	err = machine_frame(page, &store.mfn);
	if (err)
		__free_pages(page, get_order(FRAME_SIZE));
	else
		store.page = page;
	return err;
}

long store_init_domain(unsigned long port)
{
	long result = 0;

	if (!port || port >= NR_EVENT_CHANNELS)
		return -EINVAL;
	mutex_lock(&store.lock);
	if (!store.page)
		result = make_page();
	if (!result) {
		store.port = port;
		result = store.mfn;
	}
	mutex_unlock(&store.lock);
	return result;
}

void store_exit(void)
{
	if (store.page)
		__free_pages(store.page, get_order(FRAME_SIZE));
}

SHOW_NUMBER(store_port, store.port, "event channel to xenstore, 0: not set up");
SHOW_NUMBER(store_mfn, store.mfn, "machine frame shared with xenstore");
