/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_COMPILER_H
#define XEN_COMPILER_H

#define likely(x)      __builtin_expect(!!(x), 1)
#define unlikely(x)    __builtin_expect(!!(x), 0)
#define __noreturn     __attribute__((noreturn))
#define __aligned(n)   __attribute__((aligned(n)))
#define __format(f, a) __attribute__((format(printf, f, a)))
#define __section(s)   __attribute__((section(s)))
#define barrier()      __asm__ __volatile__("" ::: "memory")
/* One access that the compiler neither repeats, splits nor drops. */
#define READ_ONCE(x)	 (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

#endif /* XEN_COMPILER_H */
