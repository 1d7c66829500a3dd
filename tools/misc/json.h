/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON text for the outside: output, the registry, saved domains. All of it is valid
 * UTF-8, although names of files and command lines may contain any byte.
 *
 * The rule is that of OPTU-8 (MirBSD): a byte that is not part of valid UTF-8 becomes a
 * character of a private range, U+EF80 for 0x80 to U+EFFF for 0xff. The bytes of a
 * genuine character of that range are treated the same way, so nothing is lost.
 */
#ifndef MISC_JSON_H
#define MISC_JSON_H

#include <json-c/json.h>
#include <stddef.h>

/* The text of an object, to be freed; NULL with errno. @flags: JSON_C_TO_STRING_*. */
char *json_text(struct json_object *object, int flags);

/* Print that text and a newline on stdout. Short memory ends the program. */
void json_print(struct json_object *object, int flags);

/*
 * The object that size bytes stand for, with the original bytes in its strings. Changes
 * @text. NULL: it is not one whole JSON text. Bytes that are not UTF-8 are accepted.
 */
struct json_object *json_parse(char *text, size_t size);

#endif /* MISC_JSON_H */
