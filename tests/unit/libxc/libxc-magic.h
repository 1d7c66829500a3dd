/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of libxc's PowerPC half, for any page size of the kernel. */
#ifndef LIBXC_MAGIC_H
#define LIBXC_MAGIC_H

#include <CUnit/CUnit.h>

extern CU_TestInfo libxc_magic_tests[];	    /* the page: libxc-magic.c */
extern CU_TestInfo libxc_bounce_tests[];    /* callers' pointers: libxc-bounce.c */
extern CU_TestInfo libxc_hypercall_tests[]; /* the same: libxc-hypercall.c */
extern CU_TestInfo libxc_window_tests[];    /* piece by piece: libxc-window.c */
extern CU_TestInfo libxc_process_tests[];   /* fork, exec, threads: libxc-process.c */
extern CU_TestInfo libxc_print_tests[];	    /* registers: libxc-print.c */

extern CU_TestInfo libxc_build_tests[];	  /* domains: libxc-build.c */
extern CU_TestInfo libxc_refused_tests[]; /* none: libxc-refused.c */
extern CU_TestInfo libxc_console_tests[]; /* theirs: libxc-console.c */

extern CU_TestInfo libxc_in_place_tests[]; /* lists of frames: libxc-in-place.c */
extern CU_TestInfo libxc_settings_tests[]; /* the environment: libxc-settings.c */

extern CU_TestInfo libxc_state_tests[];	  /* beside memory: libxc-state.c */
extern CU_TestInfo libxc_save_tests[];	  /* libxc-save.c */
extern CU_TestInfo libxc_restore_tests[]; /* libxc-restore.c */
extern CU_TestInfo libxc_stream_tests[];  /* streams that are wrong: libxc-stream.c */

/* So many pages that stay pinned, unless the library goes by offsets. */
#define PINNED(nr) (fake.by_offsets ? 0U : (nr))

/* What main() does: all of them, on a kernel with pages of that size. */
int libxc_ppc64_main(int argc, char **argv, const char *name, unsigned long page_size);

/* For a program that was run by exec: its handle is argv[2]. */
int libxc_after_exec(const char *fd);

#endif /* LIBXC_MAGIC_H */
