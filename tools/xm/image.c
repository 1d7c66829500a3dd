// SPDX-License-Identifier: GPL-2.0-or-later
/* The beginning of a saved domain. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"
#include "config.h"
#include "image.h"
#include "xm.h"

int image_write(int fd, struct json_object *config)
{
	const char *text = json_object_to_json_string_ext(config, JSON_C_TO_STRING_PLAIN);
	char header[64];
	int size = snprintf(header, sizeof(header), IMAGE_MAGIC "\n%zu\n", strlen(text));

	return write_all(fd, header, size) < 0 ? -1 : write_all(fd, text, strlen(text));
}

/* Read byte by byte, since a pipe cannot be put back. False if the line is too long. */
static bool read_line(int fd, char *line, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (read_all(fd, &line[i], 1) != 1)
			return false;
		if (line[i] == '\n') {
			line[i] = 0;
			return true;
		}
	}
	return false;
}

static struct json_object *parse(const char *name, const char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *from, *config = NULL;

	from = tokener ? json_tokener_parse_ex(tokener, text, (int)size) : NULL;
	if (from && json_tokener_get_parse_end(tokener) == size)
		config = config_from_json(name, from);
	else
		error(0, 0, "%s: its settings are damaged", name);
	json_object_put(from);
	if (tokener)
		json_tokener_free(tokener);
	return config;
}

struct json_object *image_read(int fd, const char *name)
{
	char line[32];
	struct json_object *config = NULL;
	unsigned long size;
	char *text;

	if (!read_line(fd, line, sizeof(line)) || strcmp(line, IMAGE_MAGIC)) {
		error(0, 0, "%s: not a saved domain", name);
		return NULL;
	}
	if (!read_line(fd, line, sizeof(line)) ||
	    !number_in(line, 2, CONFIG_SIZE_MAX, &size)) {
		error(0, 0, "%s: its settings are damaged", name);
		return NULL;
	}
	text = malloc(size);
	if (!text)
		error(0, errno, "%s", name);
	else if (read_all(fd, text, size) != (ssize_t)size)
		error(0, 0, "%s: its settings are damaged", name);
	else
		config = parse(name, text, size);
	free(text);
	return config;
}
