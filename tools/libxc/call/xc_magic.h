/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the PowerPC files of the library share beside xc_call.h.
 */
#ifndef XC_MAGIC_H
#define XC_MAGIC_H

#include <stdint.h>
#include <string.h>

#include "xc_call.h"

/* ---- xc_settings_ppc64.c: what the environment says ---- */

#define XC_SETTING_OFFSETS  1U		/* XC_HYPERCALL_MODE=offset */
#define XC_SETTING_BAD_MODE 2U		/* it is something unknown */
#define XC_SETTING_SIZE	    0xfffff000U /* bytes of a page that a call may use */

/* All of the above in one word, which is not 0. */
uint32_t xc_settings(void);
/* One line on stderr. Keeps errno. */
void xc_settings_complain(void);

/* ---- xc_magic_ppc64.c ---- */

/*
 * Another number in each process that makes calls, a child made by fork among
 * them: a call that was begun under another one is not this process's. Valid
 * inside a call.
 */
uint64_t xc_process_mark(void);

/* ---- xc_window_ppc64.c ---- */

/* The operation of a call, and the rest of its page for the answer. */
struct window {
	struct xc_call call;
	dom0_op_t *op;
	struct xc_magic buffer;
	size_t size;
};

int window_begin(struct window *w, int handle, u32 cmd);

/*
 * memcpy() for long answers of any alignment. The C library's takes more than twice
 * as many instructions when the two sides are not aligned alike; the blocks here are
 * copied in place, by unaligned vector loads and stores.
 */
static inline void copy_answer(void *to, const void *from, size_t size)
{
	enum { BLOCK = 128 };
	char *t = to;
	const char *f = from;

	for (; size >= BLOCK; size -= BLOCK, t += BLOCK, f += BLOCK)
		memcpy(t, f, BLOCK);
	if (size)
		memcpy(t, f, size);
}

/*
 * The next part of a list of frames, at most max of them, in w->buffer; w is for
 * DOM0_PPC_GETMEMLIST. How many there are, fewer than max (and than fit) at the
 * end of the list; or -1.
 */
long window_frames(struct window *w, unsigned long max);

#endif /* XC_MAGIC_H */
