/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frames carry a command's output from dom0 to the build machine: as text lines
 * on the console, mixed with everything else printed there. One frame is one line:
 *
 *   SOH kind(1) sequence(8 hex) data(base64) crc(8 hex) LF
 *
 * The CRC-32 covers everything between SOH and itself. Frames of all kinds are
 * numbered together from 0, so that a lost line shows.
 */
#ifndef DOM0_FRAME_H
#define DOM0_FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FRAME_MARK     '\001'
#define FRAME_DATA_MAX 132
/* Longest line, with mark and newline, without a terminating null. */
#define FRAME_LINE_MAX (1 + 1 + 8 + FRAME_DATA_MAX / 3 * 4 + 8 + 1)

enum frame_kind {
	FRAME_BEGIN = 'b',  /* the command starts; no data */
	FRAME_STDOUT = 'o', /* data that the command wrote to stdout */
	FRAME_STDERR = 'e', /* data that the command wrote to stderr */
	FRAME_EXIT = 'x',   /* the command ended; data is its status in decimal */
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
 * Decode a line of SIZE bytes, from FRAME_MARK up to but without its newline.
 * Returns 0, or -1 if it is damaged in any way.
 */
int frame_decode(const char *line, size_t size, struct frame *frame);

#endif
