/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Describe failures in words, for xc_ppc_fault(). */
#ifndef XC_FAULT_H
#define XC_FAULT_H

/*
 * Record the line and set errno to error; if error is 0, errno stays and its text is
 * appended. The line begins with its subject and has no newline. Returns -1.
 */
__attribute__((format(printf, 2, 3))) int xc_fault(int error, const char *format, ...);

#endif /* XC_FAULT_H */
