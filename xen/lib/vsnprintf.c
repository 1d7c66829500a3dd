// SPDX-License-Identifier: GPL-2.0-or-later
/* Formatted output (xen/lib.h says which conversions). */
#include <xen/lib.h>
#include <xen/string.h>

struct output {
	char *buf;
	size_t size;
	size_t len; /* characters that the whole text has so far */
};

struct spec {
	bool left, plus, space, alternate, zero;
	int width;
	int precision; /* -1: none given */
	int length;    /* bytes of the argument's type */
	char conversion;
};

static void put(struct output *out, char c)
{
	if (out->len + 1 < out->size)
		out->buf[out->len] = c;
	out->len++;
}

static void put_many(struct output *out, char c, int count)
{
	while (count-- > 0)
		put(out, c);
}

static void put_text(struct output *out, const char *text, int len)
{
	while (len-- > 0)
		put(out, *text++);
}

static const char *parse_flags(const char *fmt, struct spec *spec)
{
	for (;; fmt++) {
		switch (*fmt) {
		case '-':
			spec->left = true;
			break;
		case '+':
			spec->plus = true;
			break;
		case ' ':
			spec->space = true;
			break;
		case '#':
			spec->alternate = true;
			break;
		case '0':
			spec->zero = true;
			break;
		default:
			return fmt;
		}
	}
}

static const char *parse_number(const char *fmt, int *value)
{
	for (*value = 0; *fmt >= '0' && *fmt <= '9'; fmt++)
		if (*value < 100000)
			*value = *value * 10 + (*fmt - '0');
	return fmt;
}

static const char *parse_length(const char *fmt, struct spec *spec)
{
	spec->length = sizeof(int);
	switch (*fmt) {
	case 'h':
		spec->length = fmt[1] == 'h' ? 1 : 2;
		return fmt + (spec->length == 1 ? 2 : 1);
	case 'l':
		spec->length = sizeof(long);
		return fmt + (fmt[1] == 'l' ? 2 : 1);
	case 'z':
	case 't':
		spec->length = sizeof(long);
		return fmt + 1;
	default:
		return fmt;
	}
}

/* Writes the digits of value backwards, so that they end at end. Returns their start. */
static char *digits(char *end, u64 value, unsigned int base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	for (; value; value /= base)
		*--end = set[value % base];
	return end;
}

static void put_integer(struct output *out, const struct spec *spec, u64 value,
			const char *sign, unsigned int base)
{
	char buf[24], *end = buf + sizeof(buf);
	char *start = digits(end, value, base, spec->conversion == 'X');
	int count = (int)(end - start), sign_len = (int)strlen(sign);
	int zeros = (spec->precision < 0 ? 1 : spec->precision) - count;
	int pad;

	if (base == 8 && spec->alternate && zeros < 1)
		zeros = value ? 1 : (spec->precision == 0);
	zeros = max(zeros, 0);
	pad = spec->width - sign_len - zeros - count;
	if (spec->zero && !spec->left && spec->precision < 0 && pad > 0) {
		zeros += pad;
		pad = 0;
	}
	if (!spec->left)
		put_many(out, ' ', pad);
	put_text(out, sign, sign_len);
	put_many(out, '0', zeros);
	put_text(out, start, count);
	if (spec->left)
		put_many(out, ' ', pad);
}

static void put_string(struct output *out, const struct spec *spec, const char *text)
{
	int len;

	if (!text)
		text = "(null)";
	len = (int)(spec->precision < 0 ? strlen(text)
					: strnlen(text, (size_t)spec->precision));
	if (!spec->left)
		put_many(out, ' ', spec->width - len);
	put_text(out, text, len);
	if (spec->left)
		put_many(out, ' ', spec->width - len);
}

static u64 fetch_unsigned(va_list *args, int length)
{
	switch (length) {
	case 1:
		return (u8)va_arg(*args, unsigned int);
	case 2:
		return (u16)va_arg(*args, unsigned int);
	case sizeof(int):
		return va_arg(*args, unsigned int);
	default:
		return va_arg(*args, unsigned long);
	}
}

static s64 fetch_signed(va_list *args, int length)
{
	switch (length) {
	case 1:
		return (s8)va_arg(*args, int);
	case 2:
		return (s16)va_arg(*args, int);
	case sizeof(int):
		return va_arg(*args, int);
	default:
		return va_arg(*args, long);
	}
}

static void put_signed(struct output *out, const struct spec *spec, s64 value)
{
	const char *sign = "";

	if (value < 0)
		sign = "-";
	else if (spec->plus)
		sign = "+";
	else if (spec->space)
		sign = " ";
	put_integer(out, spec, value < 0 ? -(u64)value : (u64)value, sign, 10);
}

static void put_hex(struct output *out, const struct spec *spec, u64 value)
{
	const char *prefix = "";

	if (spec->alternate && value)
		prefix = spec->conversion == 'X' ? "0X" : "0x";
	put_integer(out, spec, value, prefix, 16);
}

static void put_pointer(struct output *out, struct spec *spec, const void *pointer)
{
	spec->alternate = true;
	spec->conversion = 'x';
	put_hex(out, spec, (uintptr_t)pointer);
}

static void convert(struct output *out, struct spec *spec, va_list *args)
{
	char c;

	switch (spec->conversion) {
	case 'd':
	case 'i':
		put_signed(out, spec, fetch_signed(args, spec->length));
		break;
	case 'u':
		put_integer(out, spec, fetch_unsigned(args, spec->length), "", 10);
		break;
	case 'o':
		put_integer(out, spec, fetch_unsigned(args, spec->length), "", 8);
		break;
	case 'x':
	case 'X':
		put_hex(out, spec, fetch_unsigned(args, spec->length));
		break;
	case 'p':
		put_pointer(out, spec, va_arg(*args, void *));
		break;
	case 's':
		put_string(out, spec, va_arg(*args, const char *));
		break;
	case 'c':
		c = (char)va_arg(*args, int);
		put_many(out, ' ', spec->left ? 0 : spec->width - 1);
		put(out, c);
		put_many(out, ' ', spec->left ? spec->width - 1 : 0);
		break;
	case '%':
		put(out, '%');
		break;
	default: /* -Wformat keeps this from happening; show it if it does */
		put(out, '%');
		put(out, spec->conversion);
		break;
	}
}

static const char *parse_spec(const char *fmt, struct spec *spec, va_list *args)
{
	*spec = (struct spec){ .precision = -1 };
	fmt = parse_flags(fmt, spec);
	if (*fmt == '*') {
		spec->width = va_arg(*args, int);
		if (spec->width < 0) {
			spec->left = true;
			spec->width = -spec->width;
		}
		fmt++;
	} else {
		fmt = parse_number(fmt, &spec->width);
	}
	if (*fmt == '.') {
		if (*++fmt == '*') {
			spec->precision = va_arg(*args, int);
			fmt++;
		} else {
			fmt = parse_number(fmt, &spec->precision);
		}
	}
	fmt = parse_length(fmt, spec);
	spec->conversion = *fmt;
	return *fmt ? fmt + 1 : fmt;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct output out = { .buf = buf, .size = size };
	struct spec spec;
	va_list copy;

	va_copy(copy, args);
	while (*fmt) {
		if (*fmt != '%') {
			put(&out, *fmt++);
			continue;
		}
		fmt = parse_spec(fmt + 1, &spec, &copy);
		if (spec.conversion)
			convert(&out, &spec, &copy);
	}
	va_end(copy);
	if (size)
		buf[min(out.len, size - 1)] = '\0';
	return (int)out.len;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
