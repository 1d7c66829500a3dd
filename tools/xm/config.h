/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The settings of a domain: a JSON object with one member per key, as it is kept in the
 * registry and in saved domains. docs/man/xm.cfg.5 says what each key means.
 *
 * Functions that return an int say what is wrong on stderr, and return -1 then.
 */
#ifndef XM_CONFIG_H
#define XM_CONFIG_H

#include <json-c/json.h>
#include <stddef.h>

/* Files and JSON texts that are longer are no settings. */
#define CONFIG_SIZE_MAX (1U << 20)

/* What becomes of a domain that has stopped by itself. */
enum action {
	ACTION_DESTROY,
	ACTION_RESTART,
	ACTION_PRESERVE,
	ACTION_COREDUMP_DESTROY,
	ACTION_COREDUMP_RESTART,
	ACTION_RENAME_RESTART,
};

/* Settings with nothing but defaults. */
struct json_object *config_new(void);

/*
 * Set a key. @where: what the error begins with, FILE:LINE or an option. @value is the
 * object's from now on. A key that is not known is warned about and left out.
 */
int config_set(struct json_object *config, const char *where, const char *key,
	       struct json_object *value);

/* The settings of a text in the form of xm.cfg(5); @name is for errors. */
int config_read_text(struct json_object *config, const char *name, const char *text,
		     size_t size);

/* Of a file; one without a '/' that is not there is looked for in /etc/xen. */
int config_read_file(struct json_object *config, const char *path);

/* Set a key to what stands on the command line, where strings need no quotes. */
int config_assign(struct json_object *config, const char *where, const char *key,
		  const char *text);

/* Whether a key that is known takes a string. */
int config_is_string(const char *key);

/* Make paths absolute, and see that what has no default is there. */
int config_finish(struct json_object *config);

/* Settings of hostile JSON, checked as if they had been read; NULL if they are none. */
struct json_object *config_from_json(const char *where, struct json_object *from);

/* A setting; "" and 0 if there is none. The string is the object's. */
const char *config_string(struct json_object *config, const char *key);
unsigned long config_number(struct json_object *config, const char *key);
double config_weight(struct json_object *config);
enum action config_action(struct json_object *config, const char *key);

/* The kernel's command line, to be freed; NULL: no memory. */
char *config_cmdline(struct json_object *config);

/* Whether a domain may have this name. Says why not if it may not. */
int config_check_name(const char *where, const char *name);

/* config-value.c: the value at *at, which is moved behind it; NULL after an error. */
struct config_text {
	const char *name; /* for errors: of a file, or NULL: they name no line */
	const char *at, *end;
	unsigned int line;
};
struct json_object *config_value(struct config_text *text);
/* Move over blanks and comments; over ends of lines too if wanted. */
void config_skip(struct config_text *text, int lines);
/* FILE:LINE of the text, valid until the next. */
const char *config_where(const struct config_text *text);

#endif /* XM_CONFIG_H */
