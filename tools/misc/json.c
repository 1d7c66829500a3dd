// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <error.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

/* U+EF80 to U+EFFF are EE BE 80 to EE BF BF: the seven low bits are those of the byte. */
#define PRIVATE_SIZE 3

static bool is_private(const unsigned char *text)
{
	return text[0] == 0xee && (text[1] & 0xfe) == 0xbe && (text[2] & 0xc0) == 0x80;
}

/*
 * Length of the well-formed character at @text; 0 if there is none (Unicode, table 3-7).
 * A zero byte ends the text, and continues no character.
 */
static size_t character(const unsigned char *text)
{
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = text[0] < 0x80	 ? 1
			: text[0] < 0xc0 ? 0
			: text[0] < 0xe0 ? 2
			: text[0] < 0xf0 ? 3
			: text[0] < 0xf8 ? 4
					 : 0;
	unsigned int code = length > 1 ? text[0] & (0x7fU >> length) : text[0];

	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if (length && (code < least[length] || code > 0x10ffff ||
		       (code >= 0xd800 && code < 0xe000)))
		return 0;
	return length;
}

/* Bytes of 0x80 and above are in strings only, so the text can be converted as a whole.
 */
static char *encode(const char *plain)
{
	const unsigned char *from = (const unsigned char *)plain;
	size_t size = strlen(plain), length;
	unsigned char *text = NULL, *to;

	if (size < SIZE_MAX / PRIVATE_SIZE)
		text = malloc(size * PRIVATE_SIZE + 1);
	to = text;
	while (text && *from) {
		length = character(from);
		if (length && !is_private(from)) {
			to = mempcpy(to, from, length);
			from += length;
			continue;
		}
		*to++ = 0xee;
		*to++ = (unsigned char)(0xbe | (*from >> 6 & 1));
		*to++ = (unsigned char)(0x80 | (*from++ & 0x3f));
	}
	if (text)
		*to = 0;
	else
		errno = ENOMEM;
	return (char *)text;
}

char *json_text(struct json_object *object, int flags)
{
	const char *plain = json_object_to_json_string_ext(object, flags);

	if (plain)
		return encode(plain);
	errno = ENOMEM;
	return NULL;
}

void json_print(struct json_object *object, int flags)
{
	char *text = json_text(object, flags);

	if (text)
		puts(text);
	else
		error(EXIT_FAILURE, errno, "JSON");
	free(text);
}

/* Undo encode() in place; returns the new size. */
static size_t decode(char *text, size_t size)
{
	unsigned char *from = (unsigned char *)text, *to = from;
	const unsigned char *end = from + size;

	while (from < end) {
		if (end - from >= PRIVATE_SIZE && is_private(from)) {
			*to++ = (unsigned char)(0x80 | (from[1] & 1) << 6 |
						(from[2] & 0x3f));
			from += PRIVATE_SIZE;
		} else {
			*to++ = *from++;
		}
	}
	return (size_t)((char *)to - text);
}

struct json_object *json_parse(char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *object = NULL;

	size = decode(text, size);
	if (tokener && size <= INT_MAX)
		object = json_tokener_parse_ex(tokener, text, (int)size);
	if (object && json_tokener_get_parse_end(tokener) != size) {
		json_object_put(object);
		object = NULL;
	}
	if (tokener)
		json_tokener_free(tokener);
	return object;
}
