/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A domain of the whole hypervisor, for the targets that need one. */
#ifndef TESTS_FUZZ_DOMAIN_H
#define TESTS_FUZZ_DOMAIN_H

#include <xen/domain.h>

/* One of two chunks; the machine starts with the first. It is destroyed as any other. */
struct domain *target_domain(void);

#endif /* TESTS_FUZZ_DOMAIN_H */
