/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of libxc's PowerPC half, for any page size of the kernel. */
#ifndef LIBXC_MAGIC_H
#define LIBXC_MAGIC_H

#include <CUnit/CUnit.h>

extern CU_TestInfo libxc_magic_tests[];	    /* the page: libxc-magic.c */
extern CU_TestInfo libxc_bounce_tests[];    /* callers' pointers: libxc-bounce.c */
extern CU_TestInfo libxc_hypercall_tests[]; /* hypercalls: libxc-hypercall.c */
extern CU_TestInfo libxc_window_tests[];    /* answers in windows: libxc-window.c */
extern CU_TestInfo libxc_process_tests[];   /* fork, exec, threads: libxc-process.c */
extern CU_TestInfo libxc_print_tests[];	    /* registers: libxc-print.c */

extern CU_TestInfo libxc_build_tests[];	  /* domains: libxc-build.c */
extern CU_TestInfo libxc_refused_tests[]; /* refused kernels: libxc-refused.c */
extern CU_TestInfo libxc_console_tests[]; /* consoles: libxc-console.c */

extern CU_TestInfo libxc_in_place_tests[]; /* lists of frames: libxc-in-place.c */
extern CU_TestInfo libxc_settings_tests[]; /* the environment: libxc-settings.c */

extern CU_TestInfo libxc_state_tests[];	  /* states of domains: libxc-state.c */
extern CU_TestInfo libxc_save_tests[];	  /* libxc-save.c */
extern CU_TestInfo libxc_restore_tests[]; /* libxc-restore.c */
extern CU_TestInfo libxc_2005_tests[];	  /* xc_save, xc_restore: libxc-2005.c */
extern CU_TestInfo libxc_stream_tests[];  /* wrong streams: libxc-stream.c */

/* nr pinned pages, or none in offset mode. */
#define PINNED(nr) (fake.by_offsets ? 0U : (nr))

/* main() of the tests: run all, on a kernel with pages of this size. */
int libxc_ppc64_main(int argc, char **argv, const char *name, unsigned long page_size);

/* Runs in a program started by exec, whose handle is argv[2]. */
int libxc_after_exec(const char *fd);

#endif /* LIBXC_MAGIC_H */
