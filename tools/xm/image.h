/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands before libxc's stream in a saved domain: a line with IMAGE_MAGIC, a line
 * with the length of what follows in decimal, and the settings as JSON.
 */
#ifndef XM_IMAGE_H
#define XM_IMAGE_H

#include <json-c/json.h>

#define IMAGE_MAGIC "xm saved domain 1"

/* Returns 0, or -1 with errno. */
int image_write(int fd, struct json_object *config);

/* The settings; not one byte behind them is read. NULL: said on stderr. */
struct json_object *image_read(int fd, const char *name);

#endif /* XM_IMAGE_H */
