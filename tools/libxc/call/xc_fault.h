/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why something failed, in words: what xc_ppc_fault() tells. */
#ifndef XC_FAULT_H
#define XC_FAULT_H

/*
 * Note the line, which begins with what it is about and has no end of its own, and set
 * errno. With 0 for error, errno stays, and its text is appended. Returns -1.
 */
__attribute__((format(printf, 2, 3))) int xc_fault(int error, const char *format, ...);

#endif /* XC_FAULT_H */
