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

void cmdline_end(struct boot_info *info, size_t len)
{
	const size_t room = sizeof(info->cmdline) - 1;

	if (len > room) {
		pr_warn("the hypervisor's arguments are longer than %zu characters: "
			"the rest is not used\n",
			room);
		/* What is cut in the middle would be misread. */
		for (len = room; len && info->cmdline[len - 1] != ' '; len--)
			;
	}
	info->cmdline[len] = '\0';
}
