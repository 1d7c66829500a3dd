# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
#   await PID SECONDS COMMAND...   wait until COMMAND succeeds, for at most SECONDS of the
#                                  clock of the process PID (tools/dom0/run-clock.h); fails
#                                  at once if PID has ended
#
# The build directory is $O.
await() {
	local pid=$1 seconds=$2
	shift 2
	# shellcheck disable=SC2016 # the inner shell expands it
	"$O/host/limit" --with "$pid" "$seconds" bash -c '
		while ! "${@:2}" 2>/dev/null; do
			# COMMAND may succeed by what PID did last.
			kill -0 "$1" 2>/dev/null || { "${@:2}" 2>/dev/null; exit; }
			sleep 0.05
		done' bash "$pid" "$@"
}
