/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the machine's output: console bytes are split into lines. Frames become the
 * command's output and status; all other lines go to the boot log and show how far
 * the boot has come.
 */
#ifndef DOM0_OUTPUT_H
#define DOM0_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define OUTPUT_LINE_MAX	  4096
#define OUTPUT_LAST_LINES 12

/* The stages of a run, in order. */
enum stage {
	STAGE_STARTED,	  /* QEMU runs, nothing was printed yet */
	STAGE_FIRMWARE,	  /* something was printed */
	STAGE_HYPERVISOR, /* the hypervisor printed a line */
	STAGE_KERNEL,	  /* dom0's kernel printed its version */
	STAGE_INIT,	  /* dom0's init runs */
	STAGE_COMMAND,	  /* the command was started */
	STAGE_EXIT,	  /* the command ended and its status is known */
};

struct output {
	FILE *log;	    /* boot log, or NULL */
	bool verbose;	    /* boot log on stderr, too */
	bool progress;	    /* a line on stderr for each stage reached */
	const char *off_at; /* a machine without a power switch prints this text when
			       it is off; NULL: the machine has a switch */
	double started;	    /* monotonic time of the start, in seconds */
	enum stage stage;   /* the furthest reached */
	int status;	    /* of the command, once STAGE_EXIT is reached */
	uint32_t sequence;  /* of the next frame */
	bool reader_gone;   /* the command's output has no reader any more */
	char damage[160];   /* what went wrong in the transport, or empty */
	char panic[160];    /* the panic line of dom0 or the hypervisor */
	bool off;	    /* the line with off_at was printed */
	size_t used;	    /* bytes in line */
	char line[OUTPUT_LINE_MAX];
	size_t begun; /* bytes in first: of a frame that may go on in a later line */
	char first[OUTPUT_LINE_MAX];
	unsigned int lines; /* log lines seen */
	char last[OUTPUT_LAST_LINES][256];
};

/* Take SIZE bytes from the console. */
void output_bytes(struct output *out, const char *bytes, size_t size);

/* The console ended: log the unfinished line. */
void output_end(struct output *out);

/* Log a line that does not come from the console. */
void output_log(struct output *out, const char *line);

/* STAGE as a clause for a message. */
const char *stage_text(enum stage stage);

/* Print the last lines of the log, indented, on stderr. */
void output_last_lines(const struct output *out);

/* Monotonic time in seconds. */
double now(void);

#endif
