/* SPDX-License-Identifier: MIT */
/*
 * XEN_VERSION (int cmd, void *arg): identify the hypervisor. Open to every domain. An
 * unknown command gives -ENOSYS, a bad arg -EFAULT.
 */
#ifndef __XEN_PUBLIC_VERSION_H__
#define __XEN_PUBLIC_VERSION_H__

/* No arg. Result: major << 16 | minor. */
#define XENVER_version 0

/* arg: xen_extraversion_t, OUT: text that follows the two numbers, zero-terminated. */
#define XENVER_extraversion 1
typedef char xen_extraversion_t[16];

/* arg: xen_compile_info_t, OUT; each string is zero-terminated. */
#define XENVER_compile_info 2
typedef struct xen_compile_info {
	char compiler[64];
	char compile_by[16];
	char compile_domain[32];
	char compile_date[32];
} xen_compile_info_t;

#endif /* __XEN_PUBLIC_VERSION_H__ */
