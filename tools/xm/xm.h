/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xm: what its commands have in common. */
#ifndef XM_H
#define XM_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common.h" /* of tools/misc */
#include "xc.h"

/* What domains without a name are called, with their number behind it. */
#define UNNAMED		     "Domain-"

#define MB_TO_KB	     1024UL
#define MEMORY_MAX_MB	     (UINT32_MAX / MB_TO_KB - 63)

#define FRAMES_TO_MB(frames) ((frames) >> (20 - XC_PAGE_SHIFT))

/* A command: main() of its own, whose argv[0] is "xm NAME". */
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
 * The words of a command line that are no options: domains, files, values. Each is a
 * string of argv; `max` is how many a command takes, at least `min`.
 */
struct words {
	char **word;
	unsigned int count, min, max;
};

/* The argp_parser() of commands that have only words, and what others call for theirs. */
error_t parse_words(int key, char *arg, struct argp_state *state, struct words *words);

/* A command line with nothing but words; @args_doc and @doc as of argp. */
struct words only_words(int argc, char **argv, const char *args_doc, const char *doc,
			unsigned int min, unsigned int max);

/* A number among them, or an error and EXIT_USAGE. */
unsigned long word_number(const char *word, const char *what, unsigned long min,
			  unsigned long max);

/* ---- domains ---- */

/* What is known of a domain; false and errno otherwise, ESRCH if there is none. */
bool domain_look(int handle, uint32_t domid, xc_dominfo_t *info);

/*
 * The domain of a name or number. domain_wanted() ends the program with a line on stderr
 * if there is none; domain_find() says so and returns false.
 */
bool domain_find(int handle, const char *text, xc_dominfo_t *info);
void domain_wanted(int handle, const char *text, xc_dominfo_t *info);

/* All of them in ascending order, to be freed; failure ends the program. */
xc_dominfo_t *domain_all(int handle, size_t *count);

/* Six letters or '-': rbpscd, as `xm list` has them. */
struct flags {
	char text[7];
};
struct flags domain_flags(const xc_dominfo_t *info);

/* It does not run any more, whether or not it is still there. */
bool domain_has_stopped(const xc_dominfo_t *info);

/* Domains own whole chunks: KiB for so many MiB, rounded up to them. */
unsigned int chunks_kb(unsigned int mb);

/* ---- files ---- */

/* All of a file, at most size bytes; or -1 with errno. */
ssize_t read_all(int fd, void *data, size_t size);
/* 0, or -1 with errno. */
int write_all(int fd, const void *data, size_t size);

/* Where things are, without a '/' at the end: $XM_RUN_DIR and so on, or the default. */
const char *run_dir(void);
const char *log_dir(void);
const char *dump_dir(void);

/* As `mkdir -p`; 0, or -1 with errno. */
int make_directories(const char *path);

/* Say that stdout could not be written, if so: what a command returns in the end. */
int end_output(void);

#endif /* XM_H */
