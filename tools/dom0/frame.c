/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frame.h"

#include <string.h>

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			       "0123456789+/";
static const char digits16[] = "0123456789abcdef";

/* The CRC-32 of Ethernet and zlib, bit by bit: lines are short. */
static uint32_t crc32_of(const char *text, size_t size)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < size; i++) {
		crc ^= (uint8_t)text[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static char *put_hex(char *out, uint32_t value)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		*out++ = digits16[value >> shift & 15];
	return out;
}

static int get_hex(const char *in, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 8; i++) {
		const char *digit = memchr(digits16, in[i], 16);

		if (!digit)
			return -1;
		*value = *value << 4 | (uint32_t)(digit - digits16);
	}
	return 0;
}

static char *put_base64(char *out, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i;
		uint32_t group = (uint32_t)data[i] << 16;

		group |= left > 1 ? (uint32_t)data[i + 1] << 8 : 0;
		group |= left > 2 ? data[i + 2] : 0;
		*out++ = digits64[group >> 18];
		*out++ = digits64[group >> 12 & 63];
		*out++ = left > 1 ? digits64[group >> 6 & 63] : '=';
		*out++ = left > 2 ? digits64[group & 63] : '=';
	}
	return out;
}

/* Decode four characters to up to three bytes; returns their number, or -1. */
static int get_group(const char in[4], uint8_t out[3])
{
	int bytes = in[3] != '=' ? 3 : in[2] != '=' ? 2 : 1;
	uint32_t group = 0;

	for (int i = 0; i < 4; i++) {
		const char *digit = i <= bytes ? memchr(digits64, in[i], 64) : digits64;

		if (!digit)
			return -1;
		group = group << 6 | (uint32_t)(digit - digits64);
	}
	out[0] = (uint8_t)(group >> 16);
	out[1] = (uint8_t)(group >> 8);
	out[2] = (uint8_t)group;
	return bytes;
}

size_t frame_encode(char line[FRAME_LINE_MAX], const struct frame *frame)
{
	char *out = line;

	*out++ = FRAME_MARK;
	*out++ = frame->kind;
	out = put_hex(out, frame->sequence);
	out = put_base64(out, frame->data, frame->size);
	out = put_hex(out, crc32_of(line + 1, (size_t)(out - line) - 1));
	*out++ = '\n';
	return (size_t)(out - line);
}

int frame_decode(const char *line, size_t size, struct frame *frame)
{
	const size_t head = 10, tail = 8;
	uint32_t crc;

	if (size < head + tail || size >= FRAME_LINE_MAX || (size - head - tail) % 4)
		return -1;
	if (line[0] != FRAME_MARK || get_hex(line + 2, &frame->sequence) ||
	    get_hex(line + size - tail, &crc) ||
	    crc != crc32_of(line + 1, size - tail - 1))
		return -1;
	frame->kind = line[1];
	frame->size = 0;
	for (size_t i = head; i < size - tail; i += 4) {
		uint8_t group[3];
		int bytes = get_group(line + i, group);

		/* Only the last group may be short. */
		if (bytes < 0 || (bytes < 3 && i + 4 != size - tail))
			return -1;
		memcpy(frame->data + frame->size, group, (size_t)bytes);
		frame->size += (size_t)bytes;
	}
	return 0;
}
