// SPDX-License-Identifier: GPL-2.0-or-later
/* Parse values of configuration files: strings, numbers, lists of both. */
#include <error.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

const char *config_where(const struct config_text *text)
{
	static char where[512];

	if (text->line)
		snprintf(where, sizeof(where), "%s:%u", text->name, text->line);
	else
		snprintf(where, sizeof(where), "%s", text->name);
	return where;
}

static struct json_object *wrong(const struct config_text *text, const char *what)
{
	error(0, 0, "%s: %s", config_where(text), what);
	return NULL;
}

static bool at_end(const struct config_text *text)
{
	return text->at == text->end;
}

void config_skip(struct config_text *text, int lines)
{
	bool comment = false;

	for (; !at_end(text); text->at++) {
		char c = *text->at;

		if (c == '\n') {
			if (!lines)
				return;
			comment = false;
			text->line += text->line > 0;
		} else if (c == '#') {
			comment = true;
		} else if (!comment && c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

/* What a backslash before this character stands for, or -1. */
static int unescaped(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '\\':
	case '\'':
	case '"':
		return c;
	default:
		return -1;
	}
}

/* Append one quoted string to @out, which has room. */
static bool quoted(struct config_text *text, char *out, size_t *size)
{
	char quote = *text->at++;

	for (; !at_end(text) && *text->at != '\n'; text->at++) {
		int c = (unsigned char)*text->at;

		if (c == quote) {
			text->at++;
			return true;
		}
		if (c == '\\') {
			if (++text->at == text->end)
				break;
			c = unescaped(*text->at);
			if (c < 0)
				return wrong(text, "an unknown escape") != NULL;
		}
		out[(*size)++] = (char)c;
	}
	return wrong(text, "a string has no end on its line") != NULL;
}

/* Adjacent strings are joined. */
static struct json_object *string(struct config_text *text)
{
	char *out = malloc(text->end - text->at);
	struct json_object *made = NULL;
	size_t size = 0;

	if (!out)
		return wrong(text, strerror(ENOMEM));
	do {
		if (!quoted(text, out, &size))
			goto out;
		config_skip(text, 0);
	} while (!at_end(text) && (*text->at == '"' || *text->at == '\''));
	made = json_object_new_string_len(out, (int)size);
	if (!made)
		wrong(text, strerror(ENOMEM));
out:
	free(out);
	return made;
}

static bool in_number(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
}

static struct json_object *number(struct config_text *text)
{
	char digits[32], *end;
	size_t size = 0;
	int64_t integer;
	double real;

	if (*text->at == '-')
		digits[size++] = *text->at++;
	while (!at_end(text) && in_number(*text->at) && size < sizeof(digits) - 1)
		digits[size++] = *text->at++;
	digits[size] = 0;
	/* Refuse 010: some readers take it for eight, others for ten. */
	if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
		return wrong(text, "a number begins with 0");
	errno = 0;
	integer = strtoll(digits, &end, 0);
	if (end != digits && !*end && !errno)
		return json_object_new_int64(integer);
	real = strtod(digits, &end);
	if (end == digits || *end || errno || strpbrk(digits, "xXnN"))
		return wrong(text, "this is not a number");
	return json_object_new_double(real);
}

static struct json_object *list_end(struct config_text *text, unsigned int first,
				    struct json_object *made)
{
	error(0, 0, "%s: the list that begins in line %u lacks its end or a comma",
	      config_where(text), first);
	json_object_put(made);
	return NULL;
}

/* A string or number; NULL after an error. */
static struct json_object *scalar(struct config_text *text)
{
	if (at_end(text) || *text->at == '\n')
		return wrong(text, "a value is missing");
	switch (*text->at) {
	case '"':
	case '\'':
		return string(text);
	case '-':
	case '0' ... '9':
		return number(text);
	case '[':
		return wrong(text, "a list must not contain a list");
	default:
		return wrong(text, "not a value: strings are written in quotes");
	}
}

static struct json_object *list(struct config_text *text)
{
	struct json_object *made = json_object_new_array(), *item;
	unsigned int first = text->line;

	text->at++;
	for (;;) {
		config_skip(text, 1);
		if (at_end(text))
			return list_end(text, first, made);
		if (*text->at == ']') {
			text->at++;
			return made;
		}
		item = scalar(text);
		if (!item || json_object_array_add(made, item)) {
			json_object_put(item);
			json_object_put(made);
			return NULL;
		}
		config_skip(text, 1);
		if (at_end(text) || (*text->at != ',' && *text->at != ']'))
			return list_end(text, first, made);
		text->at += *text->at == ',';
	}
}

struct json_object *config_value(struct config_text *text)
{
	return !at_end(text) && *text->at == '[' ? list(text) : scalar(text);
}
