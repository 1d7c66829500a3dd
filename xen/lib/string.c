// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The string functions of ISO C (xen/string.h). A flag in xen/module.mk keeps the
 * compiler from turning these loops into calls of the functions that they implement.
 */
#define XEN_STRING_NO_BUILTINS
#include <xen/string.h>
#include <xen/types.h>

/* Words move faster than bytes; unaligned ones are fine in cacheable real storage. */
struct word {
	u64 value;
} __attribute__((packed, may_alias));

static inline __attribute__((always_inline)) void copy_forward(u8 *dest, const u8 *src,
							       size_t n)
{
	for (; n >= 64; n -= 64, dest += 64, src += 64) {
		const struct word *from = (const struct word *)src;
		struct word *to = (struct word *)dest;
		u64 a = from[0].value, b = from[1].value;
		u64 c = from[2].value, d = from[3].value;
		u64 e = from[4].value, f = from[5].value;
		u64 g = from[6].value, h = from[7].value;

		to[0].value = a;
		to[1].value = b;
		to[2].value = c;
		to[3].value = d;
		to[4].value = e;
		to[5].value = f;
		to[6].value = g;
		to[7].value = h;
	}
	for (; n >= 8; n -= 8, dest += 8, src += 8)
		((struct word *)dest)->value = ((const struct word *)src)->value;
	while (n--)
		*dest++ = *src++;
}

void *memcpy(void *restrict dest, const void *restrict src, size_t n)
{
	copy_forward(dest, src, n);
	return dest;
}

void *memmove(void *dest, const void *src, size_t n)
{
	u8 *d = dest;
	const u8 *s = src;

	/* Forward is safe for bytes, and for words only if they do not overlap. */
	if ((uintptr_t)d - (uintptr_t)s >= n) {
		copy_forward(d, s, n);
	} else {
		/* From the end: what a word overwrites has been read. */
		for (; n >= 8; n -= 8)
			((struct word *)(d + n - 8))->value =
				((const struct word *)(s + n - 8))->value;
		while (n--)
			d[n] = s[n];
	}
	return dest;
}

void *memset(void *s, int c, size_t n)
{
	u64 pattern = (u8)c * 0x0101010101010101ULL;
	u8 *p = s;

	for (; n >= 32; n -= 32, p += 32) {
		((struct word *)p)[0].value = pattern;
		((struct word *)p)[1].value = pattern;
		((struct word *)p)[2].value = pattern;
		((struct word *)p)[3].value = pattern;
	}
	for (; n >= 8; n -= 8, p += 8)
		((struct word *)p)->value = pattern;
	while (n--)
		*p++ = (u8)c;
	return s;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *s, int c, size_t n)
{
	const u8 *p = s;

	for (; n; n--, p++)
		if (*p == (u8)c)
			return (void *)(uintptr_t)p;
	return NULL;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return (size_t)(p - s);
}

size_t strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	for (; *a && *a == *b; a++, b++)
		;
	return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++, b++)
		;
	return n ? (u8)*a - (u8)*b : 0;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)(uintptr_t)s;
		if (!*s)
			return NULL;
	}
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	for (;; s++) {
		if (*s == (char)c)
			last = s;
		if (!*s)
			return (char *)(uintptr_t)last;
	}
}

size_t strlcpy(char *restrict dest, const char *restrict src, size_t size)
{
	size_t len = strlen(src);

	if (size) {
		size_t n = len < size - 1 ? len : size - 1;

		memcpy(dest, src, n);
		dest[n] = '\0';
	}
	return len;
}
