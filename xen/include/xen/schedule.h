/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_SCHEDULE_H
#define XEN_SCHEDULE_H

#include <xen/domain.h>

/* Runs vCPUs for ever: picks one, enters it, handles its exit. */
void run_vcpus(void) __noreturn;

#endif /* XEN_SCHEDULE_H */
