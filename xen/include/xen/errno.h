/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux's generic error numbers: what the 2005 interface returns, negated. */
#ifndef XEN_ERRNO_H
#define XEN_ERRNO_H

#define EPERM  1
#define ENOENT 2
#define ESRCH  3
#define E2BIG  7
#define EAGAIN 11
#define ENOMEM 12
#define EACCES 13
#define EFAULT 14
#define EBUSY  16
#define EINVAL 22
#define ENOSPC 28
#define ENOSYS 38

#endif /* XEN_ERRNO_H */
