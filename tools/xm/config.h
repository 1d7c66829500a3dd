/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The settings of a domain: a JSON object with one member per key. The registry and saved
 * domains keep it in this form. docs/man/xm.cfg.5 says what each key means.
 *
 * Functions that return an int return 0, or -1 after a message on stderr.
 */
#ifndef XM_CONFIG_H
#define XM_CONFIG_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/* Longest file or JSON text that is accepted, in bytes. */
#define CONFIG_SIZE_MAX (1U << 20)
/* The same as JSON, where a byte takes six at most, with the rest of an entry. */
#define CONFIG_JSON_MAX (8UL * CONFIG_SIZE_MAX)

/* What to do with a domain that has stopped by itself. */
enum action {
	ACTION_DESTROY,
	ACTION_RESTART,
	ACTION_PRESERVE,
	ACTION_COREDUMP_DESTROY,
	ACTION_COREDUMP_RESTART,
	ACTION_RENAME_RESTART,
};

/* New settings, with the defaults only. Free them with json_object_put(). */
struct json_object *config_new(void);

/*
 * Set a key. @where begins an error message: FILE:LINE or an option. Takes over @value.
 * An unknown key is left out with a warning.
 */
int config_set(struct json_object *config, const char *where, const char *key,
	       struct json_object *value);

/* Give a key its default again. An unknown key causes a warning. */
void config_unset(struct json_object *config, const char *where, const char *key);

/* Read settings from a text in the form of xm.cfg(5); @name begins error messages. */
int config_read_text(struct json_object *config, const char *name, const char *text,
		     size_t size);

/* Read a file. A name without '/' that does not exist is looked for in /etc/xen. */
int config_read_file(struct json_object *config, const char *path);

/* Set a key from the command line, where strings need no quotes. */
int config_assign(struct json_object *config, const char *where, const char *key,
		  const char *text);

/* Whether this is a known key that takes a string. */
int config_is_string(const char *key);

/* Whether this is a known key that takes a number. */
bool config_is_number(const char *key);

/* Make paths absolute and check that name and kernel are set. */
int config_finish(struct json_object *config);

/* Settings from hostile JSON, checked as in a file; NULL after a message. */
struct json_object *config_from_json(const char *where, struct json_object *from);

/* A setting, "" or 0 if it is not set. The object owns the string. */
const char *config_string(struct json_object *config, const char *key);
unsigned long config_number(struct json_object *config, const char *key);
double config_weight(struct json_object *config);
enum action config_action(struct json_object *config, const char *key);

/* The kernel's command line, to be freed; NULL if memory is short. */
char *config_cmdline(struct json_object *config);

/* Check that a domain may have this name. */
int config_check_name(const char *where, const char *name);

/* config-value.c: a text that is being parsed. */
struct config_text {
	const char *name; /* begins error messages */
	const char *at, *end;
	unsigned int line; /* 0: error messages name no line */
};
/* Parse the value at `at` and move past it; NULL after an error. */
struct json_object *config_value(struct config_text *text);
/*
 * The number in a string, as int() and float() of Python take it: with blanks around it,
 * a sign, and zeros before it. Also hexadecimal. NULL if it is none.
 */
struct json_object *config_quoted_number(const char *string);
/* Move past a word; false if the text goes on with something else. */
bool config_word(struct config_text *text, const char *word);
/* Skip blanks and comments, and if `lines` is set ends of lines too. */
void config_skip(struct config_text *text, int lines);
/* FILE:LINE for an error message, valid until the next call. */
const char *config_where(const struct config_text *text);

#endif /* XM_CONFIG_H */
