/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xm: declarations that its commands share. */
#ifndef XM_H
#define XM_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "common.h" /* of tools/misc, as the next two */
#include "io.h"
#include "streams.h"
#include "xc.h"

/* A domain without a name is shown as this and its number. */
#define UNNAMED		     "Domain-"

#define FRAMES_TO_MB(frames) ((frames) >> (20 - XC_PAGE_SHIFT))

/* A command. run() is like main(), with "xm NAME" in argv[0]. */
struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
};

extern const struct command commands[]; /* ends with a NULL name */

int xm_console(int argc, char **argv);
int xm_create(int argc, char **argv);
int xm_destroy(int argc, char **argv);
int xm_dmesg(int argc, char **argv);
int xm_domid(int argc, char **argv);
int xm_domname(int argc, char **argv);
int xm_dump_core(int argc, char **argv);
int xm_info(int argc, char **argv);
int xm_list(int argc, char **argv);
int xm_mem_max(int argc, char **argv);
int xm_mem_set(int argc, char **argv);
int xm_pause(int argc, char **argv);
int xm_pfn_list(int argc, char **argv);
int xm_reboot(int argc, char **argv);
int xm_rename(int argc, char **argv);
int xm_restore(int argc, char **argv);
int xm_save(int argc, char **argv);
int xm_sched_bvt(int argc, char **argv);
int xm_sched_bvt_ctxallow(int argc, char **argv);
int xm_sched_sedf(int argc, char **argv);
int xm_shutdown(int argc, char **argv);
int xm_top(int argc, char **argv);
int xm_unpause(int argc, char **argv);
int xm_vcpu_list(int argc, char **argv);
int xm_vcpu_pin(int argc, char **argv);

/* ---- command lines ---- */

/*
 * The words of a command line that are not options: domains, files, values. Each is a
 * string of argv. A command takes from `min` to `max` words.
 */
struct words {
	char **word;
	unsigned int count, min, max;
};

/* Handle the words of a command line; other parsers call it for keys they do not know. */
error_t parse_words(int key, char *arg, struct argp_state *state, struct words *words);

/* Parse a command line that has words only; @args_doc and @doc as in struct argp. */
struct words only_words(int argc, char **argv, const char *args_doc, const char *doc,
			unsigned int min, unsigned int max);

/* A word as a number; a wrong one ends the program with EXIT_USAGE. */
unsigned long word_number(const char *word, const char *what, unsigned long min,
			  unsigned long max);

/* ---- domains ---- */

/* Read a domain's state; false with errno, ESRCH if it does not exist. */
bool domain_look(int handle, uint32_t domid, xc_dominfo_t *info);

/*
 * Find a domain by name or number. If there is none, both print a line on stderr;
 * domain_find() returns false, domain_wanted() ends the program.
 */
bool domain_find(int handle, const char *text, xc_dominfo_t *info);
void domain_wanted(int handle, const char *text, xc_dominfo_t *info);

/* All domains in ascending order, to be freed; a failure ends the program. */
xc_dominfo_t *domain_all(int handle, size_t *count);

/* The domains that the words name, all if there are no words; otherwise the same. */
xc_dominfo_t *domain_chosen(int handle, const struct words *words, size_t *count);

/* The letters rbpscd, each replaced by '-' if the state does not apply. */
struct flags {
	char text[7];
};
struct flags domain_flags(const xc_dominfo_t *info);

/* Whether the domain has ended, even if it still exists. */
bool domain_has_stopped(const xc_dominfo_t *info);

/*
 * Print a table of domains to the stream that table_begin() returns; table_end() writes
 * it to stdout. In between the registry is locked, so that each domain has its name, and
 * nothing waits for the reader of stdout. Entries of domains that are gone are removed.
 */
FILE *table_begin(int handle);
void table_end(void);

/* ---- time ---- */

/* Seconds since the machine started, sleep included: this clock cannot be set. */
double clock_seconds(void);

/* ---- files ---- */

/* xm's directories, without a final '/': $XM_RUN_DIR and so on, or the default. */
const char *run_dir(void);
const char *log_dir(void);
const char *dump_dir(void);

/* Like `mkdir -p`. Returns 0, or -1 with errno. */
int make_directories(const char *path);

#endif /* XM_H */
