#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What `make run` shows, run in dom0: it creates a second Linux domain, lists the machine
# frames of both, and shuts the second down. --color highlights titles for a terminal.
set -eu

bold='' plain=''
if [ "${1:-}" = --color ]; then
	bold=$(printf '\033[1;32m')
	plain=$(printf '\033[0m')
fi

# show TITLE COMMAND...: print the command as one would type it, then its output
show() {
	printf '\n%s%s%s\n' "$bold" "$1" "$plain"
	shift
	printf 'dom0# %s\n' "$*"
	"$@"
}

show 'An unmodified Debian kernel, as dom0:' uname -a

show 'A second Linux domain, of 128 MiB:' xm create domu memory=128 extra='console=hvc0 quiet'

# Wait until it has booted, which takes some seconds.
tries=0
until xm console domu </dev/null | grep -q 'login:'; do
	tries=$((tries + 1))
	[ "$tries" -lt 600 ] || exit 1
	sleep 1
done
printf '\n%sIts console:%s\ndom0# xm console domu\n' "$bold" "$plain"
xm console domu </dev/null | grep -E '^domU|login:'

show 'Both of them:' xm list
show 'The machine frames of dom0:' xen-pfnlist 0
show 'The machine frames of domain 1:' xen-pfnlist 1
show 'Its power button is pressed:' xm shutdown --wait domu
