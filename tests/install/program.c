/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program for dom0, in C and C++, built against the files of make install. install.sh
 * makes the two lists: every header of the interface, every function.
 */
#include <stdio.h>

#include <xc.h>
#include <xc_private.h>

/* xen/trace.h leaves this type to the program. */
typedef struct {
	int counter;
} atomic_t;

#include "headers.inc"

static void *const functions[] = {
#include "functions.inc"
};

int main(void)
{
	int handle = xc_interface_open();
	xc_physinfo_t info;

	if (handle < 0 || xc_physinfo(handle, &info) < 0)
		return 1;
	printf("%lu pages, %zu functions\n", (unsigned long)info.total_pages,
	       sizeof(functions) / sizeof(functions[0]));
	return xc_interface_close(handle);
}
