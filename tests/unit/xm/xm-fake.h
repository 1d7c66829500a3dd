/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hypervisor for xm's unit tests, in the place of libxc: what its processes, each
 * command being one, see of domains. It lies in memory that they share.
 */
#ifndef XM_FAKE_H
#define XM_FAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "xc.h"

#define FAKE_DOMAINS 32
#define FAKE_CONSOLE 65536

struct fake_domain {
	bool exists, built;
	u32 domid;
	xc_dominfo_t info;
	unsigned int max_kb;
	char kernel[128], ramdisk[128], cmdline[256];
	float weight;
	cpumap_t cpumap;
	/* Its console: what it has written, and what was typed. */
	char out[FAKE_CONSOLE], typed[FAKE_CONSOLE];
	size_t out_size, typed_size, room;
	unsigned int buttons; /* how often its power button was pressed */
	bool button_ends;     /* which makes it shut down */
	unsigned int deaf;    /* for so many times: EAGAIN */
};

struct fake_xen {
	struct fake_domain domain[FAKE_DOMAINS];
	u32 next_domid;
	unsigned long free_kb;
	/* The name of a function that fails, with an errno; it does it once if so wanted.
	 */
	char fail[64];
	int fail_errno;
	char fault[128];
	unsigned int events; /* counts what watchers are told of */
	unsigned int dumps, watched;
	u32 bvt[5], ctxallow;
	u64 sedf[5];
	int scheduler;
	char messages[64];
	bool cleared;
};

extern struct fake_xen *xen;

/* No domain but dom0, memory for a few, an empty $XM_RUN_DIR. */
void fake_set_up(void);
void fake_tear_down(void);

struct fake_domain *fake_find(u32 domid);
/* One that nobody has built. */
struct fake_domain *fake_new(u32 domid);
/* It writes to its console; it stops by itself, for SHUTDOWN_*. */
void fake_write(struct fake_domain *domain, const char *text);
void fake_stop(struct fake_domain *domain, unsigned int reason);

/* The directory that $XM_RUN_DIR and the like name, and a path in it. */
const char *fake_path(const char *name);

/* What the last command left. */
struct fake_result {
	int status;
	char out[1 << 16], err[8192];
};
extern struct fake_result result;

/* The program itself. */
int xm_main(int argc, char **argv);

/* xm with these words, and this on stdin (NULL: nothing); returns its status. */
int fake_xm(const char *input, const char *first, ...);
#define XM(...) fake_xm(NULL, __VA_ARGS__, (char *)NULL)

/* How many lines a text has. */
unsigned int fake_lines(const char *text);
/* The last command: this exit status, nothing on stdout, and a line on stderr with this.
 */
void fake_check_failure(int status, const char *message);
/* The last command: status 0, nothing on stderr, and exactly this on stdout. */
void fake_check_output(const char *text);
/* From now on a function fails. */
void fake_fail(const char *function, int number);
/* Whether there is such a fake_path(). */
bool fake_file_exists(const char *name);
/* A domain "x" of 128 MiB that runs; its number is 1. */
struct fake_domain *fake_create_x(void);

/* Wait until it is so, for some tens of seconds at most. */
#define EVENTUALLY(condition)                                                 \
	do {                                                                  \
		for (int tries_ = 0; tries_ < 4000 && !(condition); tries_++) \
			usleep(5000);                                         \
		CU_ASSERT(condition);                                         \
	} while (0)

#endif /* XM_FAKE_H */
