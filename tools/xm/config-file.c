// SPDX-License-Identifier: GPL-2.0-or-later
/* Read settings: from files of lines `key = value`, and from the command line. */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "xm.h"

#define CONFIG_DIR "/etc/xen"
/* U+FEFF in UTF-8 */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static bool in_key(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

static int wrong(const struct config_text *text, const char *what)
{
	error(0, 0, "%s: %s", config_where(text), what);
	return -1;
}

/* Set a key from a text that a person or a program wrote: numbers may be in quotes. */
static int set(struct json_object *config, const char *where, const char *key,
	       struct json_object *value)
{
	struct json_object *number = NULL;

	if (config_is_number(key) && json_object_is_type(value, json_type_string))
		number = config_quoted_number(json_object_get_string(value));
	/* What is not a number stays a string, and is refused with the key's name. */
	if (number) {
		json_object_put(value);
		value = number;
	}
	return config_set(config, where, key, value);
}

/* Read `key = value`, from the key's first character to the end of the line. */
static int assignment(struct config_text *text, struct json_object *config)
{
	char key[64], where[512];
	size_t size = 0;
	struct json_object *value = NULL;
	bool none;

	while (text->at < text->end && in_key(*text->at) && size < sizeof(key) - 1)
		key[size++] = *text->at++;
	key[size] = 0;
	snprintf(where, sizeof(where), "%s", config_where(text));
	config_skip(text, 0);
	if (!size || text->at == text->end || *text->at != '=')
		return wrong(text, "not of the form key = value");
	text->at++;
	config_skip(text, 0);
	none = config_word(text, "None");
	if (!none)
		value = config_value(text);
	if (!none && !value)
		return -1;
	config_skip(text, 0);
	if (text->at < text->end && *text->at != '\n' && *text->at != ';') {
		json_object_put(value);
		return wrong(text, "there is something after the value");
	}
	text->at += text->at < text->end && *text->at == ';';
	if (value)
		return set(config, where, key, value);
	config_unset(config, where, key);
	return 0;
}

int config_read_text(struct json_object *config, const char *name, const char *data,
		     size_t size)
{
	struct config_text text = { name, data, data + size, 1 };

	if (memchr(data, 0, size)) {
		error(0, 0, "%s: not a text file", name);
		return -1;
	}
	/* Editors of other systems begin a text with a byte order mark. */
	if (size >= strlen(BYTE_ORDER_MARK) &&
	    !memcmp(data, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)))
		text.at += strlen(BYTE_ORDER_MARK);
	for (;;) {
		config_skip(&text, 1);
		if (text.at == text.end)
			return 0;
		if (assignment(&text, config) < 0)
			return -1;
	}
}

static int open_config(const char *path)
{
	char in_etc[PATH_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && !strchr(path, '/')) {
		snprintf(in_etc, sizeof(in_etc), CONFIG_DIR "/%s", path);
		fd = open(in_etc, O_RDONLY | O_CLOEXEC);
	}
	return fd;
}

int config_read_file(struct json_object *config, const char *path)
{
	int fd = open_config(path), rc = -1;
	char *data = malloc(CONFIG_SIZE_MAX + 1);
	ssize_t size = -1;

	if (fd >= 0 && data)
		size = read_all(fd, data, CONFIG_SIZE_MAX + 1);
	if (size < 0)
		error(0, errno, "%s", path);
	else if (size > CONFIG_SIZE_MAX)
		error(0, 0, "%s: too long to be a configuration", path);
	else
		rc = config_read_text(config, path, data, size);
	free(data);
	if (fd >= 0)
		close(fd);
	return rc;
}

int config_assign(struct json_object *config, const char *where, const char *key,
		  const char *data)
{
	/* Line 0: errors name no line, for there is only one. */
	struct config_text text = { where, data, data + strlen(data), 0 };
	struct json_object *value;

	config_skip(&text, 0);
	/* Anything that does not look like another value is a string without quotes. */
	if (text.at == text.end || !strchr("\"'[-0123456789", *text.at) ||
	    config_is_string(key))
		return set(config, where, key, json_object_new_string(data));
	value = config_value(&text);
	if (!value)
		return -1;
	config_skip(&text, 0);
	if (text.at != text.end) {
		json_object_put(value);
		return wrong(&text, "there is something after the value");
	}
	return set(config, where, key, value);
}
