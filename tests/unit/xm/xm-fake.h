/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fake hypervisor for xm's unit tests, in place of libxc. Each command is a process;
 * they all share the memory that holds the fake.
 */
#ifndef XM_FAKE_H
#define XM_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "xc.h"

#define FAKE_DOMAINS 32
#define FAKE_CONSOLE 65536

struct fake_domain {
	bool exists, built;
	bool logging; /* of the frames that are written to */
	u32 domid;
	xc_dominfo_t info;
	unsigned int max_kb;
	char kernel[128], ramdisk[128], cmdline[256];
	float weight;
	cpumap_t cpumap;
	/* The domain's console: its output and its input. */
	char out[FAKE_CONSOLE], typed[FAKE_CONSOLE];
	size_t out_size, typed_size, room;
	bool reads_nothing;   /* it takes no input */
	unsigned int buttons; /* number of times the power button was pressed */
	bool button_ends;     /* the button shuts it down */
	unsigned int deaf;    /* the next `deaf` presses fail with EAGAIN */
};

struct fake_xen {
	struct fake_domain domain[FAKE_DOMAINS];
	u32 next_domid;
	unsigned long free_kb;
	/* The name of a function that fails with an errno, once or always. */
	char fail[64];
	int fail_errno;
	char fault[128];
	/* The name of a function that takes so long; how often it has begun to. */
	char slow[64];
	unsigned int slow_ms, slowed;
	/* The name of a function that stays in the middle until this is empty. */
	char stall[64];
	bool stalled;	     /* one does */
	unsigned int events; /* number of events sent to watchers */
	unsigned int dumps, watched;
	u32 bvt[5], ctxallow;
	u64 sedf[5];
	int scheduler;
	char messages[64];
	unsigned long list_size; /* frames of a list; 0: two */
	bool cleared;
};

extern struct fake_xen *xen;

/* Only dom0, memory for a few domains, an empty $XM_RUN_DIR. */
void fake_set_up(void);
void fake_tear_down(void);

struct fake_domain *fake_find(u32 domid);
/* A new domain that has not been built. */
struct fake_domain *fake_new(u32 domid);
/* Write to the domain's console; stop the domain, for SHUTDOWN_*. */
void fake_write(struct fake_domain *domain, const char *text);
void fake_stop(struct fake_domain *domain, unsigned int reason);

/* The directory that $XM_RUN_DIR and the like name, and a path in it. */
const char *fake_path(const char *name);

/* The result of the last command. */
struct fake_result {
	int status;
	char out[1 << 16], err[8192];
};
extern struct fake_result result;

/* xm's main(). */
int xm_main(int argc, char **argv);

/* Run xm with these words and this stdin (NULL: empty); returns its status. */
int fake_xm(const char *input, const char *first, ...);
#define XM(...) fake_xm(NULL, __VA_ARGS__, (char *)NULL)

/*
 * Start xm with this stdin and stdout (-1: those of the test) and these words; the last
 * one is NULL. fake_end() waits for it, puts its stderr into result.err and returns its
 * wait status. One at a time.
 */
pid_t fake_start(int in, int out, const char *first, ...);
int fake_end(pid_t child);
#define START(in, out, ...) fake_start(in, out, __VA_ARGS__, (char *)NULL)
/* Called in the process of each xm before it begins, unless it is NULL. */
extern void (*fake_before)(void);

/* Number of lines of a text. */
unsigned int fake_lines(const char *text);
/* Check the last command: this status, no stdout, one line on stderr with this. */
void fake_check_failure(int status, const char *message);
/* Check the last command: status 0, nothing on stderr, exactly this on stdout. */
void fake_check_output(const char *text);
/* Make a function fail from now on. */
void fake_fail(const char *function, int number);
/* Make destruction or a core dump (the library's function) slow; NULL: none. */
void fake_slow(const char *function, unsigned int ms);
/* Whether the file fake_path(name) exists. */
bool fake_file_exists(const char *name);
/* Write a text to the file fake_path(name). */
void fake_write_file(const char *name, const char *text);
/* Whether the domain exists and runs; whether it has this name. */
bool fake_runs(u32 domid);
bool fake_is_called(u32 domid, const char *name);
/* Stop a watched domain; returns once its monitor has ended, or watches another. */
void fake_stop_for_good(struct fake_domain *domain, unsigned int reason);
/* Create a running domain "x" of 128 MiB; its number is 1. */
struct fake_domain *fake_create_x(void);

/* Wait until the condition holds, for some tens of seconds at most. */
#define EVENTUALLY(condition)                                                      \
	do {                                                                       \
		bool seen_ = condition;                                            \
		for (int tries_ = 0; tries_ < 4000 && !seen_; tries_++) {          \
			usleep(5000);                                              \
			seen_ = condition;                                         \
		}                                                                  \
		CU_assertImplementation(seen_, __LINE__, #condition, __FILE__, "", \
					CU_FALSE);                                 \
	} while (0)

#endif /* XM_FAKE_H */
