/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Describe failures in words: for xc_ppc_fault(), and on stderr. */
#ifndef XC_FAULT_H
#define XC_FAULT_H

/*
 * Record the line and set errno to error; if error is 0, errno stays and its text is
 * appended. The line begins with its subject and has no newline. Returns -1.
 */
__attribute__((format(printf, 2, 3))) int xc_fault(int error, const char *format, ...);

/*
 * Print "libxc: ", the text and a newline on stderr; %m is errno's text. Everything that
 * the library prints there goes through it. Keeps errno.
 */
__attribute__((format(printf, 1, 2))) void xc_say(const char *format, ...);

#endif /* XC_FAULT_H */
