/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_SETUP_H
#define XEN_SETUP_H

#include <xen/boot_info.h>
#include <xen/domain.h>

struct boot_registers;

/* The hypervisor's C entry, called by the platform's start-up code on its stack. */
void start_xen(const struct boot_registers *r) __noreturn;

/* Builds and returns dom0 from the bundle; panics with the reason if it cannot. */
struct domain *dom0_build(const struct boot_info *info);

/* Version, build and compiler, as XENVER_compile_info returns them (version.c). */
const char *xen_banner(void);

/*
 * Prints on the console what the key of DOM0_PPC_DEBUG_KEY asks for. *progress is 0 at
 * first. 0; -EINVAL: unknown; -EAGAIN: the stay ended (xen/preempt.h), call again.
 */
int debug_key(u32 key, u64 *progress, u64 stay_end);

#endif /* XEN_SETUP_H */
