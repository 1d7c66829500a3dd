// SPDX-License-Identifier: GPL-2.0-or-later
/* The hypervisor's boot arguments. */
#include <xen/boot_info.h>
#include <xen/lib.h>
#include <xen/string.h>

const char *cmdline_find(const char *cmdline, const char *name)
{
	size_t len = strlen(name);

	while (*cmdline) {
		if (!strncmp(cmdline, name, len) && cmdline[len] == '=')
			return cmdline + len + 1;
		while (*cmdline && *cmdline != ' ')
			cmdline++;
		while (*cmdline == ' ')
			cmdline++;
	}
	return NULL;
}
