// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The magic page.
 *
 * The hypervisor runs with address translation off: it needs the pseudo-physical
 * address of everything that it reads and writes, and the memory must stay there. The
 * library keeps a few pages whose addresses it has got from the driver once. The driver
 * pins them as long as the open file lives, and a mapping of that file keeps it alive
 * (osdep_anchor). So neither mlock's gaps nor a program that closes all its descriptors
 * can put another page behind an address.
 *
 * Each call in flight has its own page: threads share nothing. One word has a bit for
 * each idle page and is changed by compare-and-swap. No lock is ever held, so that there
 * is nothing to clean up when another thread forks.
 *
 * fork: the child does not have the pages (a copy would have another address), and the
 * state is wiped to zeros, the state of a process that has made no call yet. So a child
 * starts from the beginning, through any handle, and the library need not check at every
 * call which process it is in. For the same reason nothing depends on
 * xc_interface_open(): programs inherit handles over exec.
 *
 * In offset mode (xc_offset_ppc64.c) pages are neither translated nor pinned nor
 * anchored, and their hypercall address is 0. All else is the same.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "xc_magic.h"

/* Number of bits in a word. If more calls are in flight, the others wait. */
#define POOL_PAGES 64
#define POOL_FULL  POOL_PAGES
#define POOL_ERROR (POOL_PAGES + 1)

struct slot {
	unsigned char *page;
	unsigned long gpa; /* 0: offset mode */
	size_t size;
	size_t unused; /* pads to a power of two, which is faster to index */
};

struct pool {
	_Atomic uint64_t idle; /* pages that exist and that no call uses */
	_Atomic uint64_t made; /* pages that exist or are being created */
	_Atomic uint32_t waiting;
	_Atomic uint32_t turn;	   /* changes when a page is freed while a call waits */
	_Atomic uint32_t settings; /* xc_settings(); 0: not yet read */
	_Atomic uint64_t mark;	   /* xc_process_mark(); 0: no call yet */
	struct slot slot[POOL_PAGES];
};

_Static_assert(sizeof(struct pool) <= 4096, "the state must fit into the smallest page");
_Static_assert(sizeof(dom0_op_t) % XC_MAGIC_ALIGN == 0, "xc_dom0_begin() allocates one");

/*
 * Never reset: a child finds its parent's page wiped at the same address. Relaxed loads
 * suffice: everything read through the pointer depends on it, and the page is zeroed
 * before pool_install() publishes it.
 */
static struct pool *_Atomic the_pool;

static struct pool *pool_install(void)
{
	struct pool *none = NULL;
	struct pool *pool = osdep_page_alloc(OSDEP_FORK_WIPE);

	if (!pool)
		return NULL;
	if (!atomic_compare_exchange_strong(&the_pool, &none, pool)) {
		osdep_page_free(pool);
		pool = none;
	}
	return pool;
}

static void pool_wake(struct pool *pool)
{
	/* Order the freeing of the page before the load of `waiting`; see pool_wait(). */
	atomic_thread_fence(memory_order_seq_cst);
	if (unlikely(atomic_load_explicit(&pool->waiting, memory_order_relaxed))) {
		atomic_fetch_add(&pool->turn, 1);
		osdep_wake(&pool->turn);
	}
}

static void pool_wait(struct pool *pool)
{
	uint32_t turn = atomic_load(&pool->turn);

	atomic_fetch_add(&pool->waiting, 1);
	atomic_thread_fence(memory_order_seq_cst);
	if (!atomic_load(&pool->idle) && !~atomic_load(&pool->made))
		osdep_wait(&pool->turn, turn);
	atomic_fetch_sub(&pool->waiting, 1);
}

/* A process reads its environment only once. */
static uint32_t pool_settings(struct pool *pool)
{
	uint32_t settings = atomic_load(&pool->settings), none = 0;

	if (settings)
		return settings;
	settings = xc_settings();
	if (!atomic_compare_exchange_strong(&pool->settings, &none, settings))
		return none; /* another thread was first */
	if (settings & XC_SETTING_BAD_MODE)
		xc_settings_complain();
	return settings;
}

static int slot_pin(struct slot *slot, int handle)
{
	size_t size = osdep_page_size();
	void *page = osdep_page_alloc(OSDEP_FORK_HOLE);
	unsigned long gpa;

	if (!page)
		return -1;
	if (osdep_translate(handle, page, &gpa) < 0)
		goto free;
	if (!gpa || gpa % size) {
		errno = EIO; /* not the address of a page */
		goto release;
	}
	if (osdep_anchor(handle) < 0)
		goto release;
	slot->page = page;
	slot->gpa = gpa;
	return 0;
release:
	osdep_release(handle, page);
free:
	osdep_page_free(page);
	return -1;
}

static int slot_fill(struct pool *pool, struct slot *slot, int handle)
{
	uint32_t settings = pool_settings(pool);
	uint64_t unmarked = 0;

	*slot = (struct slot){ .size = settings & XC_SETTING_SIZE };
	if (settings & XC_SETTING_OFFSETS)
		slot->page = osdep_page_alloc(OSDEP_FORK_HOLE);
	else if (slot_pin(slot, handle) < 0)
		return -1;
	if (!slot->page)
		return -1;
	/* The marks of parent and child differ: the child's first call is later. */
	atomic_compare_exchange_strong(&pool->mark, &unmarked, osdep_now());
	return 0;
}

/* Create a page; returns its number, POOL_FULL, or POOL_ERROR with errno. */
static unsigned int slot_make(struct pool *pool, int handle)
{
	uint64_t made = atomic_load_explicit(&pool->made, memory_order_relaxed);
	unsigned int number;

	do {
		if (!~made)
			return POOL_FULL;
		number = __builtin_ctzll(~made);
	} while (
		!atomic_compare_exchange_weak(&pool->made, &made, made | 1ULL << number));

	if (slot_fill(pool, &pool->slot[number], handle) < 0) {
		atomic_fetch_and(&pool->made, ~(1ULL << number));
		pool_wake(pool);
		return POOL_ERROR;
	}
	return number;
}

/* Take an idle page; returns its number, or POOL_FULL. */
static inline unsigned int slot_take_idle(struct pool *pool)
{
	uint64_t idle = atomic_load_explicit(&pool->idle, memory_order_relaxed);

	while (likely(idle)) {
		unsigned int number = __builtin_ctzll(idle);

		if (likely(atomic_compare_exchange_weak_explicit(
			    &pool->idle, &idle, idle & (idle - 1), memory_order_acquire,
			    memory_order_relaxed)))
			return number;
	}
	return POOL_FULL;
}

/* If no page is idle, create one or wait for one. Returns its number, or POOL_ERROR. */
static unsigned int slot_take_slow(struct pool *pool, int handle)
{
	unsigned int number = slot_make(pool, handle);

	while (number == POOL_FULL) {
		pool_wait(pool);
		number = slot_take_idle(pool);
	}
	return number;
}

static inline int call_init(struct xc_call *call, int handle, unsigned int number,
			    const struct slot *slot)
{
	call->handle = handle;
	call->slot = number;
	call->page = slot->page;
	call->gpa = slot->gpa;
	call->size = slot->size;
	call->used = 0;
	call->nr_buffers = 0;
	return 0;
}

__attribute__((noinline, cold)) static int call_begin_slow(struct xc_call *call,
							   int handle)
{
	struct pool *pool = atomic_load_explicit(&the_pool, memory_order_relaxed);
	unsigned int number;

	if (!pool) {
		pool = pool_install();
		if (!pool)
			return -1;
	}
	number = slot_take_slow(pool, handle);
	if (number == POOL_ERROR)
		return -1;
	return call_init(call, handle, number, &pool->slot[number]);
}

static inline int call_begin(struct xc_call *call, int handle)
{
	struct pool *pool = atomic_load_explicit(&the_pool, memory_order_relaxed);

	if (likely(pool)) {
		unsigned int number = slot_take_idle(pool);

		if (likely(number != POOL_FULL))
			return call_init(call, handle, number, &pool->slot[number]);
	}
	return call_begin_slow(call, handle);
}

int xc_call_begin(struct xc_call *call, int handle)
{
	return call_begin(call, handle);
}

int xc_call_begin_grant(struct xc_call *call, int handle)
{
	struct pool *pool = atomic_load_explicit(&the_pool, memory_order_relaxed);
	unsigned int number = pool ? slot_take_idle(pool) : POOL_FULL;
	int privcmd, rc, saved;

	if (number != POOL_FULL)
		return call_init(call, handle, number, &pool->slot[number]);
	/* A new page may be needed; its anchor keeps the file open after the close. */
	privcmd = osdep_open();
	if (privcmd < 0)
		return -1;
	rc = call_begin(call, privcmd);
	saved = errno;
	osdep_close(privcmd);
	errno = saved;
	call->handle = handle;
	return rc;
}

/*
 * Allocate the operation at the start of the page without magicalloc(): every call pays
 * for this, and here the size is known.
 */
dom0_op_t *xc_dom0_begin(struct xc_call *call, int handle, u32 cmd)
{
	typedef u64 block __attribute__((vector_size(XC_MAGIC_ALIGN), may_alias));
	block *to;
	dom0_op_t *op;

	if (unlikely(call_begin(call, handle) < 0))
		return NULL;
	to = (block *)call->page;
	op = (dom0_op_t *)call->page;
#pragma GCC unroll 28
	for (size_t i = 0; i < sizeof(*op) / sizeof(*to); i++)
		to[i] = (block){ 0 };
	op->cmd = cmd;
	op->interface_version = DOM0_INTERFACE_VERSION;
	call->used = sizeof(*op);
	call->op = call->gpa;
	return op;
}

uint64_t xc_process_mark(void)
{
	const struct pool *pool = atomic_load_explicit(&the_pool, memory_order_relaxed);

	return atomic_load_explicit(&pool->mark, memory_order_relaxed);
}

void xc_call_end(struct xc_call *call)
{
	struct pool *pool = atomic_load_explicit(&the_pool, memory_order_relaxed);

	atomic_fetch_or_explicit(&pool->idle, 1ULL << call->slot, memory_order_release);
	pool_wake(pool);
}

__attribute__((noinline, cold)) static struct xc_magic no_space(void)
{
	errno = ENOSPC;
	return (struct xc_magic){ NULL, 0 };
}

struct xc_magic magicalloc_raw(struct xc_call *call, size_t size)
{
	struct xc_magic magic = { call->page + call->used, call->gpa + call->used };

	/* The page is a multiple of the alignment, so rounding up cannot pass its end. */
	if (unlikely(size > xc_call_room(call)))
		return no_space();
	call->used += (size + XC_MAGIC_ALIGN - 1) & ~(size_t)(XC_MAGIC_ALIGN - 1);
	return magic;
}

struct xc_magic magicalloc(struct xc_call *call, size_t size)
{
	struct xc_magic magic = magicalloc_raw(call, size);

	if (likely(magic.ptr))
		memset(magic.ptr, 0, size);
	return magic;
}

int xc_bounce(struct xc_call *call, void *user, size_t size, enum xc_dir dir,
	      unsigned long *addr)
{
	struct xc_magic magic;

	if (!user) {
		*addr = 0;
		return 0;
	}
	if (call->nr_buffers == XC_CALL_BUFFERS) {
		errno = ENOSPC;
		return -1;
	}
	/* Zero an output buffer: the hypervisor may leave parts of it unwritten. */
	magic = dir & XC_IN ? magicalloc_raw(call, size) : magicalloc(call, size);
	if (!magic.ptr)
		return -1;
	if (dir & XC_IN)
		memcpy(magic.ptr, user, size);
	call->buffer[call->nr_buffers++] =
		(struct xc_buffer){ user, magic.ptr, size, dir };
	*addr = magic.addr;
	return 0;
}

void xc_call_return(struct xc_call *call, bool failed)
{
	for (unsigned int i = 0; i < call->nr_buffers; i++) {
		const struct xc_buffer *b = &call->buffer[i];

		if (b->dir == XC_INOUT || (b->dir == XC_OUT && !failed))
			memcpy(b->user, b->usable, b->size);
	}
}
