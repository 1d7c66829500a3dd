/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The start of a saved domain, before libxc's stream: a line with IMAGE_MAGIC, a line
 * with the length of the settings in decimal, and the settings as JSON.
 */
#ifndef XM_IMAGE_H
#define XM_IMAGE_H

#include <json-c/json.h>

#define IMAGE_MAGIC "xm saved domain 1"

/* Write it. Returns 0, or -1 with errno. */
int image_write(int fd, struct json_object *config);

/* Read the settings and no byte after them; NULL after a message on stderr. */
struct json_object *image_read(int fd, const char *name);

#endif /* XM_IMAGE_H */
