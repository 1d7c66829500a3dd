// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers and sizes in text. */
#include <limits.h>
#include <xen/lib.h>

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return INT_MAX;
}

/* Passes over "0x" if a hexadecimal digit follows, and settles base 0. */
static const char *number_start(const char *text, int *base)
{
	bool prefix = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
		      digit_value(text[2]) < 16;

	if ((*base == 0 || *base == 16) && prefix) {
		*base = 16;
		return text + 2;
	}
	if (*base == 0)
		*base = text[0] == '0' ? 8 : 10;
	return text;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

unsigned long strtoul(const char *text, char **end, int base)
{
	const char *p = text;
	unsigned long value = 0;
	bool negative = false, any = false, overflow = false;

	while (is_blank(*p))
		p++;
	if (*p == '-' || *p == '+')
		negative = *p++ == '-';
	for (p = number_start(p, &base); digit_value(*p) < base; p++) {
		any = true;
		overflow |= __builtin_mul_overflow(value, (unsigned long)base, &value);
		overflow |= __builtin_add_overflow(value, (unsigned long)digit_value(*p),
						   &value);
	}
	if (end)
		*end = (char *)(uintptr_t)(any ? p : text);
	if (overflow)
		return ULONG_MAX;
	return negative ? -value : value;
}

u64 parse_size(const char *text, const char **end)
{
	static const char suffixes[] = "KMGT";
	char *rest;
	u64 value = strtoul(text, &rest, 0);

	for (unsigned int i = 0; i < sizeof(suffixes) - 1; i++) {
		if (*rest != suffixes[i] && *rest != suffixes[i] + ('a' - 'A'))
			continue;
		rest++;
		if (value > UINT64_MAX >> (10 * (i + 1)))
			value = UINT64_MAX;
		else
			value <<= 10 * (i + 1);
		break;
	}
	if (end)
		*end = rest;
	return value;
}
