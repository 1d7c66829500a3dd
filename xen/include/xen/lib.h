/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small helpers that everything uses: printing, assertions, arithmetic. */
#ifndef XEN_LIB_H
#define XEN_LIB_H

#include <stdarg.h>
#include <xen/compiler.h>
#include <xen/types.h>

#define ARRAY_SIZE(a)			(sizeof(a) / sizeof((a)[0]))
#define min(a, b)			((a) < (b) ? (a) : (b))
#define max(a, b)			((a) > (b) ? (a) : (b))
#define ROUND_UP(x, n)			(((x) + (n)-1) & ~((__typeof__(x))(n)-1))
#define ROUND_DOWN(x, n)		((x) & ~((__typeof__(x))(n)-1))
#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))
#define IS_ALIGNED(x, n)		(((x) & ((__typeof__(x))(n)-1)) == 0)

#define KB(n)				((u64)(n) << 10)
#define MB(n)				((u64)(n) << 20)
#define GB(n)				((u64)(n) << 30)

/*
 * Formatted output as in ISO C, conversions d i u x X o c s p %, flags - + 0 # and
 * space, width and precision, lengths hh h l ll z t. No floating point. Returns the
 * length that the whole text has; at most size bytes, NUL included, are written.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args) __format(3, 0);
int snprintf(char *buf, size_t size, const char *fmt, ...) __format(3, 4);

/*
 * Number in text: base 0 understands 0x and a leading 0. *end is the first character
 * not used. Too large a number gives ULONG_MAX.
 */
unsigned long strtoul(const char *text, char **end, int base);
/* A size with an optional suffix K, M, G, T (powers of 1024), as in "dom0_mem=1G". */
u64 parse_size(const char *text, const char **end);

enum loglevel {
	LOG_ERR,
	LOG_WARNING,
	LOG_INFO,
	LOG_DEBUG,
};

/*
 * A message for whoever runs the machine: kept in the console ring and sent to the
 * console, each line after "(XEN) ". Messages above the level of loglvl= are dropped.
 */
void printk(enum loglevel level, const char *fmt, ...) __format(2, 3);

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif
#define pr_err(fmt, ...)   printk(LOG_ERR, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)  printk(LOG_WARNING, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)  printk(LOG_INFO, pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...) printk(LOG_DEBUG, pr_fmt(fmt), ##__VA_ARGS__)

/* The hypervisor cannot go on: says why, dumps what it knows, stops the machine. */
void panic(const char *fmt, ...) __format(1, 2) __noreturn;

#define BUG() panic("bug at %s:%d", __FILE__, __LINE__)
#define BUG_ON(condition)                                                          \
	do {                                                                       \
		if (unlikely(condition))                                           \
			panic("bug at %s:%d: %s", __FILE__, __LINE__, #condition); \
	} while (0)

#endif /* XEN_LIB_H */
