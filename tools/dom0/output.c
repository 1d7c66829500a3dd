/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "frame.h"
#include "io.h"

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

const char *stage_text(enum stage stage)
{
	static const char *const texts[] = {
		[STAGE_STARTED] = "QEMU was started, the machine printed nothing",
		[STAGE_FIRMWARE] = "the firmware ran",
		[STAGE_HYPERVISOR] = "the hypervisor was started",
		[STAGE_KERNEL] = "dom0's kernel was started",
		[STAGE_INIT] = "dom0's init was started",
		[STAGE_COMMAND] = "the command was running",
		[STAGE_EXIT] = "the command ended",
	};

	return texts[stage];
}

static void reach(struct output *out, enum stage stage)
{
	static const char *const texts[] = {
		[STAGE_HYPERVISOR] = "hypervisor",
		[STAGE_KERNEL] = "dom0's kernel",
		[STAGE_INIT] = "dom0's user space",
	};

	if (stage <= out->stage)
		return;
	out->stage = stage;
	if (out->progress && stage < sizeof(texts) / sizeof(texts[0]) && texts[stage])
		fprintf(stderr, "  %5.1f s  %s\n", now() - out->started, texts[stage]);
}

static void damaged(struct output *out, const char *what, uint32_t number)
{
	if (!*out->damage)
		snprintf(out->damage, sizeof(out->damage), "%s (frame %u)", what, number);
}

void output_log(struct output *out, const char *line)
{
	char *last = out->last[out->lines++ % OUTPUT_LAST_LINES];

	snprintf(last, sizeof(out->last[0]), "%.255s", line);
	if (out->log) {
		fprintf(out->log, "%s\n", line);
		fflush(out->log);
	}
	if (out->verbose)
		fprintf(stderr, "%s\n", line);
}

void output_last_lines(const struct output *out)
{
	unsigned int count =
		out->lines < OUTPUT_LAST_LINES ? out->lines : OUTPUT_LAST_LINES;

	for (unsigned int i = out->lines - count; i < out->lines; i++)
		fprintf(stderr, "    %s\n", out->last[i % OUTPUT_LAST_LINES]);
}

/* LINE without the time that the kernel prints before it. */
static const char *without_time(const char *line)
{
	const char *end = *line == '[' ? strstr(line, "] ") : NULL;

	return end ? end + 2 : line;
}

static void text_line(struct output *out, const char *line)
{
	if (!*line)
		return;
	reach(out, STAGE_FIRMWARE);
	if (!strncmp(line, "(XEN)", 5))
		reach(out, STAGE_HYPERVISOR);
	else if (strstr(line, "Linux version "))
		reach(out, STAGE_KERNEL);
	else if (!strncmp(line, "dom0: init", 10))
		reach(out, STAGE_INIT);
	if (!*out->panic && (strstr(line, "Kernel panic - not syncing") ||
			     !strncmp(line, "(XEN) panic", 11)))
		snprintf(out->panic, sizeof(out->panic), "%.150s", without_time(line));
	if (out->off_at && strstr(line, out->off_at))
		out->off = true;
	output_log(out, line);
}

/* Write all of DATA to FD at once, without buffering. */
static void pass_on(struct output *out, int fd, const uint8_t *data, size_t size)
{
	if (write_all(fd, data, size) == 0)
		return;
	if (errno == EPIPE)
		out->reader_gone = true;
	else
		snprintf(out->damage, sizeof(out->damage),
			 "cannot write the command's output: %s", strerror(errno));
}

static void take_frame(struct output *out, const struct frame *frame)
{
	char text[16];

	switch (frame->kind) {
	case FRAME_BEGIN:
		reach(out, STAGE_COMMAND);
		break;
	case FRAME_STDOUT:
	case FRAME_STDERR:
		pass_on(out, frame->kind == FRAME_STDOUT ? 1 : 2, frame->data,
			frame->size);
		break;
	case FRAME_EXIT:
		snprintf(text, sizeof(text), "%.*s", (int)frame->size,
			 (const char *)frame->data);
		out->status = atoi(text);
		reach(out, STAGE_EXIT);
		break;
	default:
		damaged(out, "a frame of unknown kind", frame->sequence);
	}
}

/* Take what LINE has, a frame from its mark on. False: it is no whole frame. */
static bool frame_line(struct output *out, const char *line, size_t size)
{
	struct frame frame;

	if (frame_decode(line, size, &frame))
		return false;
	if (frame.sequence != out->sequence)
		damaged(out, "a missing frame", out->sequence);
	out->sequence = frame.sequence + 1;
	take_frame(out, &frame);
	return true;
}

/* The frame that has begun does not go on. */
static void give_up(struct output *out)
{
	if (!out->begun)
		return;
	damaged(out, "a damaged frame", out->sequence);
	out->first[out->begun] = '\0';
	output_log(out, out->first);
	out->begun = 0;
}

/*
 * The hypervisor holds back what it and others print while dom0 is in the middle of a
 * line, but not for ever: dom0's terminal driver waits up to two seconds before it tries
 * again. So any lines may stand between the halves of a frame. True: the line is one of
 * these, or the other half.
 */
static bool goes_on(struct output *out)
{
	if (!out->begun)
		return false;
	if (out->begun + out->used < sizeof(out->first)) {
		memcpy(out->first + out->begun, out->line, out->used);
		if (frame_line(out, out->first, out->begun + out->used)) {
			out->begun = 0;
			return true;
		}
	}
	if (memchr(out->line, FRAME_MARK, out->used)) {
		give_up(out);
		return false;
	}
	text_line(out, out->line);
	return true;
}

/* Find a message of skiboot by its time: "[   23.457292723,4] ", to the nanosecond. */
static char *firmware_message(char *line)
{
	for (char *p = strchr(line, '['); p; p = strchr(p + 1, '[')) {
		const char *q = p + 1 + strspn(p + 1, " ");

		q += strspn(q, "0123456789");
		if (*q == '.' && strspn(q + 1, "0123456789") == 9 && q[10] == ',' &&
		    q[11] && !strncmp(q + 12, "] ", 2))
			return p;
	}
	return NULL;
}

/*
 * The firmware of bare metal writes whole lines to the same terminal, but may start in
 * the middle of another line. That line continues after the firmware's.
 */
static bool take_interruption(struct output *out)
{
	char *message = firmware_message(out->line);

	if (!message)
		return false;
	text_line(out, message);
	out->used = (size_t)(message - out->line);
	return true;
}

static void take_line(struct output *out)
{
	char *mark;

	out->line[out->used] = '\0';
	if (take_interruption(out))
		return;
	if (goes_on(out)) {
		out->used = 0;
		return;
	}
	mark = memchr(out->line, FRAME_MARK, out->used);
	if (mark) {
		/* Text without a newline may precede the frame. */
		size_t size = out->used - (size_t)(mark - out->line);

		if (!frame_line(out, mark, size)) {
			memcpy(out->first, mark, size);
			out->begun = size;
		}
		*mark = '\0';
	}
	text_line(out, out->line);
	out->used = 0;
}

void output_bytes(struct output *out, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == '\r' || bytes[i] == '\0')
			continue;
		if (bytes[i] != '\n')
			out->line[out->used++] = bytes[i];
		if (bytes[i] == '\n' || out->used == OUTPUT_LINE_MAX - 1)
			take_line(out);
	}
}

void output_end(struct output *out)
{
	if (out->used)
		take_line(out);
	give_up(out);
}
