/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What comes out of the machine: console bytes are cut into lines; frames become
 * the command's output and status, everything else goes to the boot log and says
 * how far the boot has come.
 */
#ifndef DOM0_OUTPUT_H
#define DOM0_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define OUTPUT_LINE_MAX	  4096
#define OUTPUT_LAST_LINES 12

/* How far it came, in the order of a boot. */
enum stage {
	STAGE_STARTED,	  /* QEMU runs, nothing heard yet */
	STAGE_FIRMWARE,	  /* something printed, but nobody known */
	STAGE_HYPERVISOR, /* a line of the hypervisor's */
	STAGE_KERNEL,	  /* dom0's kernel says its version */
	STAGE_INIT,	  /* dom0's init runs */
	STAGE_COMMAND,	  /* the command was started */
	STAGE_EXIT,	  /* the command ended, its status is known */
};

struct output {
	FILE *log;	    /* boot log, or NULL */
	bool verbose;	    /* boot log on stderr, too */
	bool progress;	    /* a line on stderr for each stage reached */
	const char *off_at; /* the line in which a machine without a power switch says
			       that it is off has this text; NULL: it has a switch */
	double started;	    /* monotonic time of the start, in seconds */
	enum stage stage;   /* the furthest reached */
	int status;	    /* of the command, once STAGE_EXIT is reached */
	uint32_t sequence;  /* of the next frame */
	bool reader_gone;   /* nobody reads the command's output any more */
	char damage[160];   /* what went wrong in the transport, or empty */
	char panic[160];    /* the line with which dom0 or the hypervisor gave up */
	bool off;	    /* that line has come */
	size_t used;	    /* bytes in line */
	char line[OUTPUT_LINE_MAX];
	unsigned int lines; /* log lines seen */
	char last[OUTPUT_LAST_LINES][256];
};

/* Take SIZE bytes from the console. */
void output_bytes(struct output *out, const char *bytes, size_t size);

/* The console ended: what stands in an unfinished line goes to the log. */
void output_end(struct output *out);

/* A line for the boot log that does not come from the console. */
void output_log(struct output *out, const char *line);

/* What STAGE means, for a sentence. */
const char *stage_text(enum stage stage);

/* The last lines of the log, indented, on stderr. */
void output_last_lines(const struct output *out);

/* Monotonic time in seconds. */
double now(void);

#endif
