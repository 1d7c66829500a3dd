/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Declarations that the library's PowerPC files share, beside xc_call.h.
 */
#ifndef XC_MAGIC_H
#define XC_MAGIC_H

#include <stdint.h>
#include <string.h>

#include "xc_call.h"

/* ---- xc_settings_ppc64.c: settings of the environment ---- */

#define XC_SETTING_OFFSETS  1U		/* XC_HYPERCALL_MODE=offset */
#define XC_SETTING_BAD_MODE 2U		/* XC_HYPERCALL_MODE is unknown */
#define XC_SETTING_SIZE	    0xfffff000U /* bytes of a page that a call may use */

/* Return all settings in one word, which is not 0. */
uint32_t xc_settings(void);
/* Report XC_SETTING_BAD_MODE in a line on stderr. Keeps errno. */
void xc_settings_complain(void);

/* ---- xc_magic_ppc64.c ---- */

/*
 * A number that differs in each process that makes calls, in a child made by fork too.
 * A call begun under another number belongs to another process. Valid inside a call.
 */
uint64_t xc_process_mark(void);

/* ---- xc_window_ppc64.c ---- */

/* A call with an operation; the rest of its page holds the answer. */
struct window {
	struct xc_call call;
	dom0_op_t *op;
	struct xc_magic buffer;
	size_t size;
};

/* Begin a call with the operation cmd. Returns 0, or -1 with errno. */
int window_begin(struct window *w, int handle, u32 cmd);

/*
 * memcpy() for long answers of any alignment. The C library's takes more than twice as
 * many instructions if source and target are aligned differently. Here, blocks are copied
 * by inlined unaligned vector loads and stores.
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
 * Read the next part of a list of frames, at most max, into w->buffer; w was begun for
 * DOM0_PPC_GETMEMLIST. Returns the number of frames, or -1; at the end of the list it is
 * less than max and than the buffer can hold.
 */
long window_frames(struct window *w, unsigned long max);

#endif /* XC_MAGIC_H */
