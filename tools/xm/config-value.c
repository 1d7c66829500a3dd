// SPDX-License-Identifier: GPL-2.0-or-later
/* Parse values of configuration files: strings, numbers, truth values, lists of them. */
#include <error.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

/* Longest number, with its zero byte. */
#define NUMBER_SIZE 32

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

/* A number from its digits, with at most one sign; NULL if it is not one. */
static struct json_object *parse_digits(const char *digits)
{
	const char *unsigned_part = digits + (*digits == '-' || *digits == '+');
	bool hexadecimal = !strncasecmp(unsigned_part, "0x", 2);
	int64_t integer;
	double real;
	char *end;

	errno = 0;
	integer = strtoll(digits, &end, hexadecimal ? 16 : 10);
	if (end != digits && !*end && !errno)
		return json_object_new_int64(integer);
	errno = 0;
	real = strtod(digits, &end);
	if (end == digits || *end || errno || strpbrk(digits, "xXnN"))
		return NULL;
	return json_object_new_double(real);
}

struct json_object *config_quoted_number(const char *string)
{
	static const char blanks[] = " \t\n\v\f\r";
	char digits[NUMBER_SIZE];
	size_t size;

	string += strspn(string, blanks);
	size = strlen(string);
	while (size && strchr(blanks, string[size - 1]))
		size--;
	if (size >= sizeof(digits))
		return NULL;
	memcpy(digits, string, size);
	digits[size] = 0;
	return parse_digits(digits);
}

static struct json_object *number(struct config_text *text)
{
	char digits[NUMBER_SIZE];
	size_t size = 0;
	struct json_object *made;

	if (*text->at == '-')
		digits[size++] = *text->at++;
	while (!at_end(text) && in_number(*text->at) && size < sizeof(digits) - 1)
		digits[size++] = *text->at++;
	digits[size] = 0;
	/* Refuse 010: some readers take it for eight, others for ten. */
	if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
		return wrong(text, "a number begins with 0");
	made = parse_digits(digits);
	return made ? made : wrong(text, "this is not a number");
}

bool config_word(struct config_text *text, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(text->end - text->at) < size || memcmp(text->at, word, size) != 0 ||
	    (text->at + size < text->end && in_number(text->at[size])))
		return false;
	text->at += size;
	return true;
}

static struct json_object *list_end(struct config_text *text, unsigned int first,
				    struct json_object *made)
{
	error(0, 0, "%s: the list that begins in line %u lacks its end or a comma",
	      config_where(text), first);
	json_object_put(made);
	return NULL;
}

/* A string, number or truth value; NULL after an error. */
static struct json_object *scalar(struct config_text *text)
{
	if (at_end(text) || *text->at == '\n')
		return wrong(text, "a value is missing");
	if (config_word(text, "True"))
		return json_object_new_boolean(1);
	if (config_word(text, "False"))
		return json_object_new_boolean(0);
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
