/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The string functions of ISO C that the hypervisor and libfdt use. */
#ifndef XEN_STRING_H
#define XEN_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dest, const void *restrict src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
/* Copies at most size - 1 characters and always ends with NUL; returns strlen(src). */
size_t strlcpy(char *restrict dest, const char *restrict src, size_t size);

/* Freestanding code gets no builtins by itself: short moves of known length inline. */
#ifndef XEN_STRING_NO_BUILTINS
#define memcpy(dest, src, n) __builtin_memcpy(dest, src, n)
#define memset(s, c, n)	     __builtin_memset(s, c, n)
#endif

#endif /* XEN_STRING_H */
