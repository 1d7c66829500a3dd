/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Functions that libxc did not have in 2005; included by xc.h. xc_ppc_*() are for the
 * PowerPC hypervisor; on other machines they fail with ENOSYS.
 */
#ifndef XC_EXTENSIONS_H
#define XC_EXTENSIONS_H

#ifndef XC_H
#error "include xc.h"
#endif

/* ---- lists of frames, read in place ---- */

/* A list of frames that is being read; its content belongs to the library. */
typedef struct xc_pfn_list {
	unsigned long opaque[48];
} xc_pfn_list_t;

/**
 * xc_pfn_list_begin() - begin to read the machine frames of a domain in place
 * @list: memory of the caller, of any content
 *
 * For programs that look at each frame once: no array, no copy. The order is that of
 * xc_get_pfn_list(). From begin to end, a list occupies one of the process's 64 pages
 * for calls, so end it soon; several lists may be open. Two threads must not use a list
 * at the same time. A child made by fork cannot read its parent's lists (ESTALE); if it
 * ends them, the parent's are not affected.
 *
 * Returns 0, or -1 (ESRCH: no domain can have that number): then there is nothing
 * to end.
 */
int xc_pfn_list_begin(xc_pfn_list_t *list, int xc_handle, u32 domid);

/**
 * xc_pfn_list_next() - read the next part of the list
 * @pfns: out: machine frame numbers, valid until the next call for this list
 *
 * Returns the number of frames; 0 at the end; or -1 (ESRCH: no such domain), and then
 * the same part may be read again. EINVAL: the list was not begun.
 */
long xc_pfn_list_next(xc_pfn_list_t *list, const unsigned long **pfns);

/** xc_pfn_list_end() - free the list's page; harmless if repeated. Keeps errno. */
void xc_pfn_list_end(xc_pfn_list_t *list);

/* ---- building and moving domains ---- */

/* Write the memory while the domain runs, and again what it changes meanwhile. */
#define XC_PPC_SAVE_LIVE 1

/* Reports progress of saving or restoring: bytes of memory done, of total. */
typedef void (*xc_ppc_progress_t)(void *data, unsigned int round, u64 done, u64 total);

/**
 * xc_ppc_linux_build() - xc_linux_build() without what is not used, and without a line
 * on stderr
 */
int xc_ppc_linux_build(int xc_handle, u32 domid, const char *image_name,
		       const char *ramdisk_name, const char *cmdline, unsigned int vcpus);

/**
 * xc_ppc_linux_save() - write a domain to a file, pipe or socket
 * @flags: XC_PPC_SAVE_*
 * @progress: may be NULL
 *
 * Unlike xc_linux_save(), writes no count of frames before the stream, and prints
 * nothing. The domain is paused afterwards; after a failure it runs if it did before.
 */
int xc_ppc_linux_save(int xc_handle, int fd, u32 dom, unsigned int flags,
		      xc_ppc_progress_t progress, void *data);

/**
 * xc_ppc_linux_restore() - read what xc_ppc_linux_save() wrote
 * @dom: as for xc_linux_restore()
 * @nr_pfns: largest number of frames that it may have; 0: as many as it had
 * @progress: may be NULL
 *
 * Unlike xc_linux_restore(), leaves the domain's limit alone and the domain paused, and
 * prints nothing. After a failure the domain cannot run and the caller destroys it.
 */
int xc_ppc_linux_restore(int xc_handle, int io_fd, u32 dom, unsigned long nr_pfns,
			 xc_ppc_progress_t progress, void *data);

/**
 * xc_ppc_dumpcore() - xc_domain_dumpcore() to a descriptor
 * @fd: may be a pipe; after a failure a part has been written. SIGPIPE is the caller's.
 */
int xc_ppc_dumpcore(int xc_handle, u32 domid, int fd);

/**
 * xc_ppc_fault() - describe why building, saving or restoring failed
 *
 * Returns the message of the thread's last failure: one line without a newline, valid
 * until the next; never NULL.
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
 * xc_ppc_console_read() - read a domain's console output
 * @position: in: the first byte to read, counted from the first ever written; if it is
 *	no longer kept, reading begins with the oldest byte kept. Out: the next byte
 * @size: size of buffer; as much as fits is read
 *
 * Returns the number of bytes, 0 if there are no more, or -1. ESRCH: no such domain;
 * EINVAL: the domain owns the machine's console.
 */
long xc_ppc_console_read(int xc_handle, u32 domid, u64 *position, char *buffer,
			 size_t size);

/** xc_ppc_console_write() - send input; returns the number of bytes accepted, or -1 */
long xc_ppc_console_write(int xc_handle, u32 domid, const char *text, size_t size);

/**
 * xc_ppc_watch() - send a domain's events to a port
 * @port: allocated by xc_evtchn_alloc_unbound() for that domain
 * @events: XEN_PPC_WATCH_*; 0 ends the watch
 *
 * ESRCH: no such domain; EINVAL: another kind of port.
 */
int xc_ppc_watch(int xc_handle, u32 domid, int port, unsigned int events);

/**
 * xc_ppc_power_button() - ask a domain's kernel to shut down
 *
 * ESRCH: no such domain; EINVAL: it does not run; EAGAIN: its kernel does not listen
 * (yet).
 */
int xc_ppc_power_button(int xc_handle, u32 domid);

/**
 * xc_ppc_debug_key() - have the hypervisor print its state on its console
 * @key: a debug key of Xen: 'm' prints the owner of every chunk of memory, 'd' the
 *	domains
 *
 * EINVAL: no such key; ENOSYS: not the PowerPC hypervisor.
 */
int xc_ppc_debug_key(int xc_handle, int key);

#endif /* XC_EXTENSIONS_H */
