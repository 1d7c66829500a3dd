# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Functions that test scripts share.
#
#   check NAME CONDITION...   passes if all these shell commands succeed
#   finish NAME               print the sum; fails if a check has failed

passed=0 failed=0 status=0
ok() {
	passed=$((passed + 1))
	printf 'ok      %s\n' "$1"
}
# show FILE LINES: print the last LINES lines of FILE, if it exists
show() {
	[ ! -e "$1" ] || tail -n "$2" "$1" | awk -v file="$1" '{ print "        " file ": " $0 }'
}
not_ok() {
	failed=$((failed + 1))
	printf 'FAILED  %s\n' "$1"
	# Print the output of the last machine, as far as it is kept.
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
# has FILE TEXT: FILE has a line with this text; hasnt: it has none
has() { grep -qF -- "$2" "$1"; }
hasnt() { ! has "$1" "$2"; }
