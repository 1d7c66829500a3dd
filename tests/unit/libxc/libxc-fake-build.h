/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxc's fake hypervisor: domains that are built, and their consoles. */
#ifndef LIBXC_FAKE_BUILD_H
#define LIBXC_FAKE_BUILD_H

#include "libxc-fake.h"

struct fake_build {
	unsigned int builds;	       /* domains that have been built */
	dom0_ppc_builddomain_t built;  /* the last one */
	char cmdline[4096];	       /* its */
	char typed[FAKE_CONSOLE];      /* by DOM0_PPC_CONSOLE_WRITE */
	size_t typed_size, typed_room; /* bytes in it, and its capacity */
	dom0_ppc_watch_t watch;	       /* the last one */
	unsigned int pressed;	       /* the last domain whose button was pressed */
};

extern struct fake_build fake_build;

void fake_build_reset(void);
long fake_build_op(dom0_op_t *op);

#endif /* LIBXC_FAKE_BUILD_H */
