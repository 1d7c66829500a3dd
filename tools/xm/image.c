// SPDX-License-Identifier: GPL-2.0-or-later
/* The beginning of a saved domain. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "image.h"
#include "json.h"
#include "xm.h"

int image_write(int fd, struct json_object *config)
{
	char *text = json_text(config, JSON_C_TO_STRING_PLAIN), header[64];
	int rc;

	if (!text)
		return -1;
	snprintf(header, sizeof(header), IMAGE_MAGIC "\n%zu\n", strlen(text));
	rc = write_all(fd, header, strlen(header));
	if (rc == 0)
		rc = write_all(fd, text, strlen(text));
	free(text);
	return rc;
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

static struct json_object *parse(const char *name, char *text, size_t size)
{
	struct json_object *from = json_parse(text, size), *config = NULL;

	if (from)
		config = config_from_json(name, from);
	else
		error(0, 0, "%s: its settings are damaged", name);
	json_object_put(from);
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
	    !number_in(line, 2, CONFIG_JSON_MAX, &size)) {
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
