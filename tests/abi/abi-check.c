// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compiling this file is the test: the public headers against the facts in abi.tsv,
 * which gen-asserts.awk has turned into abi-asserts.h. It makes no code.
 *
 * It is compiled for every use of the headers (check-abi):
 *
 *   ABI_TYPES_HEADER   what to include for u8..s64, such as <xen/types.h>; without
 *                      it they are typedefed here
 *   ABI_NO_IOCTL       there is no _IOC, as in the hypervisor: leave out the
 *                      numbers of privcmd
 *   ABI_HAVE_ATOMIC    the types header defines atomic_t
 *
 * The include path has include/ and the directory of abi-asserts.h. The kernel
 * module links it in as an object without code: linux-privcmd/Kbuild. (There the types
 * header is named by way of a file of the module's own: in gnu11 `linux` is a macro,
 * which a name given on the command line would not survive.)
 */
#ifdef ABI_TYPES_HEADER
#include ABI_TYPES_HEADER
#else
typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef signed short s16;
typedef unsigned int u32;
typedef signed int s32;
typedef unsigned long long u64;
typedef signed long long s64;
#endif

#ifndef ABI_HAVE_ATOMIC
typedef struct {
	int counter;
} atomic_t;
#endif

#if defined(__KERNEL__)
#include <linux/ioctl.h>
#elif !defined(ABI_NO_IOCTL)
#include <asm/ioctl.h>
#endif

#include <public/xen.h>
#include <public/dom0_ops.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include <public/physdev.h>
#include <public/trace.h>
#include <public/version.h>
#include <public/acm.h>
#include <public/acm_ops.h>
#include <public/io/blkif.h>
#include <public/io/domain_controller.h>
#include <public/linux/evtchn.h>
#include <public/linux/privcmd.h>

#ifdef __cplusplus
#define ABI_ASSERT(condition, text) static_assert(condition, text)
#else
#define ABI_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* Sign and zero extension distinguish -1 and 0xffffffff. */
#define ABI_VALUE(name, value)                                                \
	ABI_ASSERT((unsigned long long)(name) == (unsigned long long)(value), \
		   #name " is not " #value);

/* The size of a type or of an expression. */
#define ABI_SIZE(what, size) \
	ABI_ASSERT(sizeof(what) == (size), "sizeof(" #what ") is not " #size);

#define ABI_OFFSET(type, member, offset)                         \
	ABI_ASSERT(__builtin_offsetof(type, member) == (offset), \
		   #type "." #member " is not at " #offset);

#define ABI_MEMBER_SIZE(type, member, size)               \
	ABI_ASSERT(sizeof(((type *)0)->member) == (size), \
		   "sizeof(" #type "." #member ") is not " #size);

#ifdef __cplusplus
/* C++ cannot compare types this way; the C compiler has checked them. */
#define ABI_SAME_TYPE(name, type)
#define ABI_MEMBER_TYPE(type, member, member_type)
#else
#define ABI_SAME_TYPE(name, type) \
	ABI_ASSERT(__builtin_types_compatible_p(name, type), #name " is not " #type);

#define ABI_MEMBER_TYPE(type, member, member_type)                               \
	ABI_ASSERT(__builtin_types_compatible_p(__typeof__(((type *)0)->member), \
						member_type),                    \
		   #type "." #member " is not " #member_type);
#endif

#if defined(ABI_NO_IOCTL)
#define ABI_IOCTL(name, powerpc, x86)
#define ABI_IOCTL_SIZE(name, size)
#else
#if defined(__powerpc64__)
#define ABI_IOCTL(name, powerpc, x86) ABI_VALUE(name, powerpc)
#else
#define ABI_IOCTL(name, powerpc, x86) ABI_VALUE(name, x86)
#endif
#define ABI_IOCTL_SIZE(name, size) ABI_SIZE(name, size)
#endif

#include <abi-asserts.h>
