/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What xen/module.mk would say of a build; xen_version must give it back. */
#ifndef COMPILE_H
#define COMPILE_H

#define XEN_COMPILER \
	"a compiler with a name that is longer than the sixty-three it has room for"
#define XEN_COMPILE_BY	     "builder"
#define XEN_COMPILE_DOMAIN   "example.org"
#define XEN_COMPILE_DATE     "Sat Aug 13 15:47:53 2005"
#define XEN_COMPILE_REVISION "abcdef"

#endif /* COMPILE_H */
