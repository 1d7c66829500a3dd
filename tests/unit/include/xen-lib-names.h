/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Included before everything else when sources of the hypervisor are compiled for a
 * unit test: its own string functions, printf and strtoul get names that do not
 * stand in the way of the C library's, which CUnit and the sanitizers need.
 *
 * A test that wants both includes this, then the hypervisor's headers, and then this
 * again with XEN_LIB_NAMES_END defined.
 */
#ifndef XEN_LIB_NAMES_END

/* Calls are to be calls, so that the sanitizer sees what they do. */
#define XEN_STRING_NO_BUILTINS

#define memcpy	  xen_memcpy
#define memmove	  xen_memmove
#define memset	  xen_memset
#define memcmp	  xen_memcmp
#define memchr	  xen_memchr
#define strlen	  xen_strlen
#define strnlen	  xen_strnlen
#define strcmp	  xen_strcmp
#define strncmp	  xen_strncmp
#define strchr	  xen_strchr
#define strrchr	  xen_strrchr
#define strlcpy	  xen_strlcpy
#define strtoul	  xen_strtoul
#define snprintf  xen_snprintf
#define vsnprintf xen_vsnprintf

#else

#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strnlen
#undef strcmp
#undef strncmp
#undef strchr
#undef strrchr
#undef strlcpy
#undef strtoul
#undef snprintf
#undef vsnprintf

#endif
