/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libxc has beyond the functions of 2005; included by xc.h. xc_ppc_*() are for the
 * PowerPC hypervisor; on other machines: ENOSYS.
 */
#ifndef XC_EXTENSIONS_H
#define XC_EXTENSIONS_H

#ifndef XC_H
#error "include xc.h"
#endif

/* ---- lists of frames, read where they arrive ---- */

/* A list of frames that is being read; its content is the library's business. */
typedef struct xc_pfn_list {
	unsigned long opaque[48];
} xc_pfn_list_t;

/**
 * xc_pfn_list_begin() - read the machine frames of a domain where they arrive
 * @list: memory of the caller, of any content
 *
 * For programs that look at each frame once: no array, no copy. The frames come
 * as xc_get_pfn_list() has them. From begin to end a list keeps one of the 64 pages
 * that a process has for calls, so end it soon; several may be open. Threads
 * may have lists of their own, or hand one on; not use one at the same time. A
 * child made by fork cannot go on with its parent's lists (ESTALE), and may end
 * them, which ends them for the child only.
 *
 * Returns 0, or -1 (ESRCH: no domain can have that number): then there is nothing
 * to end.
 */
int xc_pfn_list_begin(xc_pfn_list_t *list, int xc_handle, u32 domid);

/**
 * xc_pfn_list_next() - the next part of the list
 * @pfns: out: machine frame numbers, to be read until the next call for this list
 *
 * Returns how many there are; 0 at the end; or -1 (ESRCH: no such domain), and the
 * same part may be asked for again. EINVAL: the list was not begun.
 */
long xc_pfn_list_next(xc_pfn_list_t *list, const unsigned long **pfns);

/** xc_pfn_list_end() - give back what the list has; again does nothing. Keeps errno. */
void xc_pfn_list_end(xc_pfn_list_t *list);

/* ---- building and moving domains ---- */

/* The memory is written while the domain runs, and again what it changes meanwhile. */
#define XC_PPC_SAVE_LIVE 1

/* How far saving or restoring is: bytes of memory moved, of how many. */
typedef void (*xc_ppc_progress_t)(void *data, unsigned int round, u64 done, u64 total);

/** xc_ppc_linux_save() - xc_linux_save() with flags, XC_PPC_SAVE_*, and progress, or NULL
 */
int xc_ppc_linux_save(int xc_handle, int fd, u32 dom, unsigned int flags,
		      xc_ppc_progress_t progress, void *data);

/** xc_ppc_linux_restore() - xc_linux_restore() that tells how far it is, or NULL */
int xc_ppc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
			 xc_ppc_progress_t progress, void *data);

/**
 * xc_ppc_fault() - why building, saving or restoring failed, in words
 *
 * Of the thread's last one: a line without its end, valid until the next; never NULL.
 */
const char *xc_ppc_fault(void);

/**
 * xc_ppc_get_domain_state() - what is in a domain besides memory and registers
 * @state: room for its records (arch-powerpc.h), size bytes; NULL if size is 0
 *
 * Returns their length, or -1. More than size: nothing has been written. ENOSPC: more
 * than a page of the kernel holds beside the operation.
 */
long xc_ppc_get_domain_state(int xc_handle, u32 domid, void *state, size_t size);

/** xc_ppc_set_domain_state() - the same of a new domain, whose vCPUs are made by it */
int xc_ppc_set_domain_state(int xc_handle, u32 domid, const void *state, size_t size);

/** xc_ppc_domain_is_built() - 1: a vCPU of it has registers; 0; or -1 */
int xc_ppc_domain_is_built(int xc_handle, u32 domid);

/* ---- a domain's console and power button ---- */

/**
 * xc_ppc_console_read() - what a domain has written to its console
 * @position: in: the byte to begin with, counted from the first it ever wrote; the
 *	oldest that is kept if that one is gone; out: where to go on
 * @size: room in buffer; what is read is as much as fits
 *
 * Returns the number of bytes, 0 if there are no more, or -1. ESRCH: no such domain;
 * EINVAL: its console is the machine's.
 */
long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size);

/** xc_ppc_console_write() - type; returns how many characters it had room for, or -1 */
long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size);

/**
 * xc_ppc_watch() - have a port told what happens to a domain
 * @port: of xc_evtchn_alloc_unbound() with that domain
 * @events: XEN_PPC_WATCH_*; 0: nothing any more
 *
 * ESRCH: no such domain; EINVAL: another port.
 */
int xc_ppc_watch(int xc_handle, u32 domid, int port, unsigned int events);

/**
 * xc_ppc_power_button() - ask a domain's kernel to shut down
 *
 * ESRCH: no such domain; EINVAL: it does not run; EAGAIN: it does not listen (yet).
 */
int xc_ppc_power_button(int xc_handle, u32 domid);

/**
 * xc_ppc_debug_key() - as if a debug key had been struck on Xen's console
 * @key: 'm' the owner of every chunk of memory, 'd' the domains
 *
 * The answer goes to the hypervisor's console. EINVAL: no such key; ENOSYS: not
 * the PowerPC hypervisor.
 */
int xc_ppc_debug_key(int xc_handle, int key);

#endif /* XC_EXTENSIONS_H */
