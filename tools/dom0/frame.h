/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a command's output travels from dom0 to the build machine: as text lines
 * on the console, between whatever else is printed there. One frame is one line:
 *
 *   SOH kind(1) sequence(8 hex) data(base64) crc(8 hex) LF
 *
 * The CRC-32 covers everything between SOH and itself. Frames are numbered from
 * 0 over all kinds, so that a lost line shows.
 */
#ifndef DOM0_FRAME_H
#define DOM0_FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FRAME_MARK     '\001'
#define FRAME_DATA_MAX 132
/* Longest line, with mark and newline; no terminating null is written. */
#define FRAME_LINE_MAX (1 + 1 + 8 + FRAME_DATA_MAX / 3 * 4 + 8 + 1)

enum frame_kind {
	FRAME_BEGIN = 'b',  /* the command is about to run; no data */
	FRAME_STDOUT = 'o', /* data it wrote to its standard output */
	FRAME_STDERR = 'e', /* data it wrote to its standard error */
	FRAME_EXIT = 'x',   /* it ended; data is the status in decimal */
};

struct frame {
	char kind;
	uint32_t sequence;
	size_t size; /* bytes in data, at most FRAME_DATA_MAX */
	uint8_t data[FRAME_DATA_MAX];
};

/* Write FRAME as a line with its newline; returns the bytes written to LINE. */
size_t frame_encode(char line[FRAME_LINE_MAX], const struct frame *frame);

/*
 * Read the line of SIZE bytes that starts with FRAME_MARK and is given without
 * its newline. Returns 0, or -1 if it is damaged in any way.
 */
int frame_decode(const char *line, size_t size, struct frame *frame);

#endif
