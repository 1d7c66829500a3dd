# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What scripts that test have in common.
#
#   check NAME CONDITION...   passes if all of these shell commands succeed
#   finish NAME               the sum; fails if anything did

passed=0 failed=0 status=0
ok() {
	passed=$((passed + 1))
	printf 'ok      %s\n' "$1"
}
# show FILE LINES: the last of them, if there is such a file
show() {
	[ ! -e "$1" ] || tail -n "$2" "$1" | awk -v file="$1" '{ print "        " file ": " $0 }'
}
not_ok() {
	failed=$((failed + 1))
	printf 'FAILED  %s\n' "$1"
	# What the last machine said, as far as it was looked at.
	show console 15
	show err 5
}
check() {
	local name=$1 condition
	shift
	for condition; do
		if ! eval "$condition"; then
			not_ok "$name: $condition"
			return
		fi
	done
	ok "$name"
}
finish() {
	trap - ERR
	printf '== %s: %d passed, %d failed\n' "$1" "$passed" "$failed"
	[ "$failed" = 0 ]
}

status_is() { [ "$status" = "$1" ]; }
# has FILE TEXT: a line with this text; hasnt: none
has() { grep -qF -- "$2" "$1"; }
hasnt() { ! has "$1" "$2"; }
