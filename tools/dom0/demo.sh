#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What `make run` shows, run in dom0: a second domain is created, and the machine
# frames of both are listed. With --color it is set off for a terminal.
set -eu

bold='' plain=''
if [ "${1:-}" = --color ]; then
	bold=$(printf '\033[1;32m')
	plain=$(printf '\033[0m')
fi

# show TITLE COMMAND...: the command as one would type it, and its output
show() {
	printf '\n%s%s%s\n' "$bold" "$1" "$plain"
	shift
	printf 'dom0# %s\n' "$*"
	"$@"
}

show 'An unmodified Debian kernel, as dom0:' uname -a

printf '\n%sA second domain, of 256 MiB:%s\n' "$bold" "$plain"
printf 'dom0# xen-create --memory 256\n'
domid=$(xen-create --memory 256)
printf '%s\n' "$domid"

show 'The machine frames of dom0:' xen-pfnlist 0
show "The machine frames of domain $domid:" xen-pfnlist "$domid"
