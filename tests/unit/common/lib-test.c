// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The hypervisor's string functions, printf and number parsing (xen/lib) against the
 * C library's. Buffers come from malloc, exactly as long as they need to be, so that
 * the address sanitizer sees every access beyond them.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/xen-lib-names.h"
#include <xen/string.h>
#include <xen/lib.h>
#define XEN_LIB_NAMES_END
#include "include/xen-lib-names.h"

#include "cunit-main.h"
#include "random.h"

#define ROUNDS 20000

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

/* A few values only, so that equal runs, repeated characters and ends are common. */
static void fill(uint8_t *buf, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf[i] = (uint8_t)("ab\xff\x80"[random_below(4)]);
}

static uint8_t *random_bytes(size_t len)
{
	uint8_t *buf = malloc(len ? len : 1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(buf);
	fill(buf, len);
	return buf;
}

/* A string of random length below max in a buffer that ends with its NUL. */
static char *random_string(size_t max)
{
	size_t len = random_below(max);
	char *s = malloc(len + 1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(s);
	fill((uint8_t *)s, len);
	s[len] = '\0';
	return s;
}

static void copying(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		size_t len = random_below(200), at = random_below(16);
		size_t size = at + len + random_below(16);
		uint8_t *src = random_bytes(len), *ours = random_bytes(size);
		uint8_t *theirs = malloc(size ? size : 1);

		CU_ASSERT_PTR_NOT_NULL_FATAL(theirs);
		memcpy(theirs, ours, size);
		CU_ASSERT_PTR_EQUAL(xen_memcpy(ours + at, src, len), ours + at);
		memcpy(theirs + at, src, len);
		CU_ASSERT_EQUAL(memcmp(ours, theirs, size), 0);

		CU_ASSERT_PTR_EQUAL(xen_memset(ours + at, (int)len - 300, len),
				    ours + at);
		memset(theirs + at, (int)len - 300, len);
		CU_ASSERT_EQUAL(memcmp(ours, theirs, size), 0);
		free(src);
		free(ours);
		free(theirs);
	}
}

/* Source and destination in one buffer, overlapping in either direction or not. */
static void moving(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		size_t size = 1 + random_below(200), len = random_below(size + 1);
		size_t from = random_below(size - len + 1),
		       to = random_below(size - len + 1);
		uint8_t *ours = random_bytes(size), *theirs = malloc(size);

		CU_ASSERT_PTR_NOT_NULL_FATAL(theirs);
		for (size_t i = 0; i < size; i++)
			ours[i] = (uint8_t)i;
		memcpy(theirs, ours, size);
		CU_ASSERT_PTR_EQUAL(xen_memmove(ours + to, ours + from, len), ours + to);
		memmove(theirs + to, theirs + from, len);
		CU_ASSERT_EQUAL(memcmp(ours, theirs, size), 0);
		free(ours);
		free(theirs);
	}
}

static void comparing_memory(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		size_t len = random_below(40);
		uint8_t *a = random_bytes(len), *b = random_bytes(len);
		int c = "ab\xff\x80z"[random_below(5)] + 256 * (int)random_below(2);

		if (random_below(2))
			memcpy(b, a, len);
		if (len && random_below(2))
			b[random_below(len)] ^= 0x80;
		CU_ASSERT_EQUAL(sign(xen_memcmp(a, b, len)), sign(memcmp(a, b, len)));
		CU_ASSERT_PTR_EQUAL(xen_memchr(a, c, len), memchr(a, c, len));
		free(a);
		free(b);
	}
}

static void comparing_strings(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		char *a = random_string(8), *b = random_string(8);
		size_t n = random_below(10);

		CU_ASSERT_EQUAL(sign(xen_strcmp(a, b)), sign(strcmp(a, b)));
		CU_ASSERT_EQUAL(sign(xen_strncmp(a, b, n)), sign(strncmp(a, b, n)));
		CU_ASSERT_EQUAL(xen_strcmp(a, a), 0);
		free(a);
		free(b);
	}
}

static void searching_strings(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		char *s = random_string(40);
		size_t n = random_below(60);
		/* NOLINTNEXTLINE(bugprone-signed-char-misuse): negative ones too */
		int c = "ab\xff\x80z"[random_below(5)];

		CU_ASSERT_EQUAL(xen_strlen(s), strlen(s));
		CU_ASSERT_EQUAL(xen_strnlen(s, n), strnlen(s, n));
		CU_ASSERT_PTR_EQUAL(xen_strchr(s, c), strchr(s, c));
		CU_ASSERT_PTR_EQUAL(xen_strrchr(s, c), strrchr(s, c));
		CU_ASSERT_PTR_EQUAL(xen_strchr(s, 0), strchr(s, 0));
		CU_ASSERT_PTR_EQUAL(xen_strrchr(s, 0), strrchr(s, 0));
		free(s);
	}
}

/* strnlen and strncmp end at their limit even if there is no NUL behind it. */
static void limits_of_strings(void)
{
	for (size_t len = 0; len < 40; len++) {
		char *a = (char *)random_bytes(len), *b = malloc(len ? len : 1);

		CU_ASSERT_PTR_NOT_NULL_FATAL(b);
		memcpy(b, a, len);
		CU_ASSERT_EQUAL(xen_strnlen(a, len), len);
		CU_ASSERT_EQUAL(xen_strncmp(a, b, len), 0);
		free(a);
		free(b);
	}
}

/* There is no strlcpy in every C library: snprintf says what it should do. */
static void bounded_copy(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		char *s = random_string(20);
		size_t size = random_below(30);
		char *ours = (char *)random_bytes(size),
		     *theirs = malloc(size ? size : 1);

		CU_ASSERT_PTR_NOT_NULL_FATAL(theirs);
		memcpy(theirs, ours, size);
		CU_ASSERT_EQUAL(xen_strlcpy(ours, s, size), strlen(s));
		snprintf(theirs, size, "%s", s);
		CU_ASSERT_EQUAL(memcmp(ours, theirs, size ? strlen(theirs) + 1 : 0), 0);
		free(s);
		free(ours);
		free(theirs);
	}
}

static char *random_number_text(void)
{
	static const char set[] = "0123456789abfxXzZ+- \t\n";
	static const char *const starts[] = { "",
					      "0x",
					      "0X",
					      "0",
					      "-",
					      "+",
					      " \t-0x",
					      "0xg",
					      "184467440737095516",
					      "ffffffffffffff",
					      "-184467440737095516",
					      "177777777777777777777" };
	char text[64];
	size_t len;

	len = (size_t)snprintf(text, sizeof(text), "%s",
			       starts[random_below(ARRAY_SIZE(starts))]);
	for (size_t n = random_below(8); n; n--)
		text[len++] = set[random_below(sizeof(set) - 1)];
	text[len] = '\0';
	return strdup(text);
}

static void parsing_numbers(void)
{
	for (int round = 0; round < 5 * ROUNDS; round++) {
		static const int common[] = { 0, 8, 10, 16 };
		char *text = random_number_text(), *our_end, *their_end;
		int base = random_below(2) ? common[random_below(4)]
					   : 2 + (int)random_below(35);
		unsigned long ours = xen_strtoul(text, &our_end, base);
		unsigned long theirs = strtoul(text, &their_end, base);

		CU_ASSERT_EQUAL(ours, theirs);
		CU_ASSERT_PTR_EQUAL(our_end, their_end);
		if (ours != theirs || our_end != their_end)
			printf("strtoul(\"%s\", %d): %lu, %td\n", text, base, ours,
			       our_end - text);
		CU_ASSERT_EQUAL(xen_strtoul(text, NULL, base), theirs);
		free(text);
	}
}

static void parsing_sizes(void)
{
	static const struct {
		const char *text;
		u64 size;
		size_t used;
	} cases[] = {
		{ "0", 0, 1 },
		{ "4096", 4096, 4 },
		{ "0x10k", 16 << 10, 5 },
		{ "16K", 16 << 10, 3 },
		{ "512M", 512ULL << 20, 4 },
		{ "512m foo", 512ULL << 20, 4 },
		{ "3G", 3ULL << 30, 2 },
		{ "2T", 2ULL << 40, 2 },
		{ "1GB", 1ULL << 30, 2 },
		{ "", 0, 0 },
		{ "G", 0, 1 },
		{ "12x", 12, 2 },
		{ "16777215T", 16777215ULL << 40, 9 },
		{ "16777216T", UINT64_MAX, 9 },
		{ "18446744073709551615", UINT64_MAX, 20 },
		{ "18446744073709551616", UINT64_MAX, 20 },
		{ "18446744073709551615K", UINT64_MAX, 21 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *end;

		CU_ASSERT_EQUAL(parse_size(cases[i].text, &end), cases[i].size);
		CU_ASSERT_EQUAL((size_t)(end - cases[i].text), cases[i].used);
		CU_ASSERT_EQUAL(parse_size(cases[i].text, NULL), cases[i].size);
	}
}

/* The same through both, into buffers that are as long as they say. */
static void check_format(size_t size, const char *fmt, ...)
{
	uint8_t *ours = random_bytes(size), *theirs = malloc(size ? size : 1);
	va_list our_args, their_args;
	int our_len, their_len;

	CU_ASSERT_PTR_NOT_NULL_FATAL(theirs);
	memcpy(theirs, ours, size);
	va_start(our_args, fmt);
	va_copy(their_args, our_args);
	our_len = xen_vsnprintf((char *)ours, size, fmt, our_args);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	their_len = vsnprintf((char *)theirs, size, fmt, their_args);
#pragma GCC diagnostic pop
	va_end(their_args);
	va_end(our_args);
	CU_ASSERT_EQUAL(our_len, their_len);
	CU_ASSERT_EQUAL(memcmp(ours, theirs, size), 0);
	if (size && (our_len != their_len || memcmp(ours, theirs, size)))
		printf("\"%s\": \"%s\", not \"%s\"\n", fmt, (char *)ours, (char *)theirs);
	free(ours);
	free(theirs);
}

/* Appends a random choice of the flags in set. */
static char *add_flags(char *p, const char *set)
{
	for (; *set; set++)
		if (!random_below(4))
			*p++ = *set;
	return p;
}

/* A conversion of an integer: flags, width, precision, length, letter. */
static void integer_spec(char *p, const char **length)
{
	static const char *const lengths[] = { "hh", "h", "", "l", "ll", "z", "t" };
	char letter = "diuxXo"[random_below(6)];

	*p++ = '[';
	*p++ = '%';
	/* '#' has a meaning for x, X and o only; what else it does is not defined. */
	p = add_flags(p, strchr("xXo", letter) ? "-+ 0#" : "-+ 0");
	if (random_below(2))
		p += sprintf(p, "%d", (int)random_below(30));
	if (random_below(2))
		p += sprintf(p, random_below(8) ? ".%d" : ".", (int)random_below(30));
	*length = lengths[random_below(ARRAY_SIZE(lengths))];
	sprintf(p, "%s%c]", *length, letter);
}

/* Numbers of every size, and those at the borders of the types. */
static uint64_t random_number(void)
{
	uint64_t x = random_u64() >> random_below(64);

	switch (random_below(4)) {
	case 0:
		return x;
	case 1:
		return -x;
	case 2:
		return (1ULL << random_below(64)) - random_below(2);
	default:
		return random_below(3);
	}
}

static void printing_integers(void)
{
	char fmt[64];

	for (int round = 0; round < 10 * ROUNDS; round++) {
		size_t size = random_below(3) ? 64 : random_below(40);
		uint64_t value = random_number();
		const char *length;

		integer_spec(fmt, &length);
		if (*length == 'h' || !*length)
			check_format(size, fmt, (int)value);
		else
			check_format(size, fmt, (long)value);
	}
}

static void printing_text(void)
{
	char fmt[64], *p;

	for (int round = 0; round < 2 * ROUNDS; round++) {
		size_t size = random_below(3) ? 128 : random_below(40);
		char *s = random_string(30);

		p = add_flags(stpcpy(fmt, "<%"), "-");
		if (random_below(2))
			p += sprintf(p, "%d", (int)random_below(40));
		if (random_below(2)) {
			strcpy(p, "c%%>");
			check_format(size, fmt, "ab\xff\x80z"[random_below(5)]);
		} else {
			if (random_below(2))
				p += sprintf(p, ".%d", (int)random_below(40));
			strcpy(p, "s%%>");
			check_format(size, fmt, s);
		}
		free(s);
	}
}

/* A precision keeps printf from looking for a NUL that is not there. */
static void printing_unterminated_text(void)
{
	for (int len = 0; len < 20; len++) {
		char *s = (char *)random_bytes((size_t)len);

		check_format(64, "%.*s|", len, s);
		free(s);
	}
}

static void printing_by_argument(void)
{
	for (int width = -12; width <= 12; width++)
		for (int precision = -3; precision <= 12; precision++) {
			check_format(64, "%*d|%.*d", width, 123, precision, -45);
			check_format(64, "%*.*x|%-*u", width, precision, 0xbeef, width,
				     7);
			check_format(64, "%*s|%.*s|%*c", width, "text", precision, "more",
				     width, 'c');
			check_format(64, "%0*d|%#0*lx", width, -99, width, 99L);
		}
}

static void printing_pointers(void)
{
	for (int round = 0; round < 1000; round++) {
		void *p = (void *)(uintptr_t)(random_u64() | 1);

		check_format(64, "%p", p);
		check_format(64, "%30p|%-30p|", p, p);
	}
}

static void printing_long_lines(void)
{
	char *text = malloc(5000);

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	memset(text, 'x', 4999);
	text[4999] = '\0';
	for (size_t size = 0; size < 10; size++)
		check_format(size, "%s %d", text, 1);
	check_format(5002, "%s %d", text, 1);
	check_format(5000, "%5000d", 1);
	check_format(100, "no conversion, 100%%");
	check_format(1, "");
	check_format(0, "x");
	check_format(64, "%d %s %x %lu %c%c", -1, "and", 0xabcd, ~0UL, 'o', 'n');
	free(text);
}

/* Not by the standard, but so that a message with a mistake is still a message. */
static void printing_nothing(void)
{
	const char *volatile nothing = NULL; /* the compiler is not to know */
	char buf[32];

	CU_ASSERT_EQUAL(xen_snprintf(buf, sizeof(buf), "%s", nothing), 6);
	CU_ASSERT_STRING_EQUAL(buf, "(null)");
	CU_ASSERT_EQUAL(xen_snprintf(NULL, 0, "%d", 12345), 5);
}

int main(void)
{
	CU_TestInfo strings[] = {
		{ "copying", copying },
		{ "moving", moving },
		{ "comparing memory", comparing_memory },
		{ "comparing strings", comparing_strings },
		{ "searching strings", searching_strings },
		{ "limits of strings", limits_of_strings },
		{ "bounded copy", bounded_copy },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo numbers[] = {
		{ "strtoul", parsing_numbers },
		{ "sizes", parsing_sizes },
		CU_TEST_INFO_NULL,
	};
	CU_TestInfo printing[] = {
		{ "integers", printing_integers },
		{ "text", printing_text },
		{ "text without end", printing_unterminated_text },
		{ "width and precision as arguments", printing_by_argument },
		{ "pointers", printing_pointers },
		{ "long lines", printing_long_lines },
		{ "nothing", printing_nothing },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "string", .pTests = strings },
		{ .pName = "number", .pTests = numbers },
		{ .pName = "printf", .pTests = printing },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-lib", suites);
}
