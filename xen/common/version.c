// SPDX-License-Identifier: GPL-2.0-or-later
/* xen_version: what this hypervisor says of itself. */
#include <xen/errno.h>
#include <xen/memory/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/setup.h>
#include <xen/string.h>
#include <public/version.h>
#include <compile.h> /* made by xen/module.mk: XEN_COMPILE_* */

#define XEN_VERSION    3 /* of the interface: Xen 3.0, August 2005 */
#define XEN_SUBVERSION 0
#define EXTRAVERSION   "-ppc64-rm"

_Static_assert(sizeof(EXTRAVERSION) <= sizeof(xen_extraversion_t), "extraversion");

static long version_extra(const struct caller *caller, u64 gpa)
{
	static const xen_extraversion_t extra = EXTRAVERSION;

	return copy_to_guest(caller, gpa, extra, sizeof(extra)) ? 0 : -EFAULT;
}

/* Its large frame is not to be the null hypercall's: XENVER_version measures that. */
static __attribute__((noinline)) long version_compile_info(const struct caller *caller,
							   u64 gpa)
{
	xen_compile_info_t info = { 0 };

	strlcpy(info.compiler, XEN_COMPILER, sizeof(info.compiler));
	strlcpy(info.compile_by, XEN_COMPILE_BY, sizeof(info.compile_by));
	strlcpy(info.compile_domain, XEN_COMPILE_DOMAIN, sizeof(info.compile_domain));
	strlcpy(info.compile_date, XEN_COMPILE_DATE, sizeof(info.compile_date));
	return copy_to_guest(caller, gpa, &info, sizeof(info)) ? 0 : -EFAULT;
}

/* arg: command, buffer. Contract: abi.tsv, behaviour "xen_version". */
long do_xen_version(const struct caller *caller, const u64 *arg)
{
	switch (arg[0]) {
	case XENVER_version:
		return XEN_VERSION << 16 | XEN_SUBVERSION;
	case XENVER_extraversion:
		return version_extra(caller, arg[1]);
	case XENVER_compile_info:
		return version_compile_info(caller, arg[1]);
	default:
		return -ENOSYS;
	}
}

const char *xen_banner(void)
{
	return "Xen 3.0" EXTRAVERSION " (" XEN_COMPILE_REVISION ") " XEN_COMPILER;
}
