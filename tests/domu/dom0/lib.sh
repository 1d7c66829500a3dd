# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# Functions for the tests in dom0 of other domains; each sources this first and ends with
# `finish NAME`. Besides check.sh:
#
#   start NAME MIB RUN [KEY=VALUE]...  create a domain that runs RUN, a program and its
#                                      arguments separated by commas; if RUN is empty, a
#                                      shell on its console
#   await NAME TEXT [SECONDS]          wait until its console has a line with the text
#   wait_for SECONDS NAME COMMAND...   wait until the command succeeds; gives up when dom0
#                                      and the domain have been idle for SECONDS
#   text NAME                          print its console's output
#   check_start NAME SEED SECONDS MIB  create a domain that checks that nothing disturbs it
#   sum NAME SEED                      print the sum that it has computed
#   reference SEED                     print the right sum
set -eu

tests=/usr/lib/xen-tests
# shellcheck source-path=SCRIPTDIR source=../../lib/check.sh
. "$tests/domu/check.sh"
cd /tmp

start() {
	who=$1 mib=$2 run=$3
	shift 3
	xm create -q domu name="$who" memory="$mib" on_poweroff=preserve on_reboot=preserve \
		on_crash=preserve "$@" \
		extra="console=hvc0 quiet domu.name=$who ${run:+domu.run=}$run"
}

text() { xm console "$1" </dev/null 2>/dev/null | tr -d '\r'; }

# idle_time: print for how long dom0 was idle since its boot, in hundredths of a second
idle_time() {
	read -r _ idle </proc/uptime
	part=${idle#*.}
	echo $((${idle%.*} * 100 + ${part#0}))
}
# ran NAME: print the domain's processor time in tenths of a second; 0 if there is none
ran() { xm list "$1" 2>/dev/null | awk 'NR == 2 { t = $6 * 10 } END { print int(t) }'; }

# A busy host makes everything slower but idling, so only time in which nothing happens is
# counted: dom0 sleeps through most of the half second, and the domain gets no time. A
# domain that is busy for ever ends with the time limit of the whole run.
wait_for() {
	tries=$(($1 * 2)) whose=$2 ran=0
	shift 2
	until "$@"; do
		idle=$(idle_time)
		sleep 0.5
		idle=$(($(idle_time) - idle)) before=$ran ran=$(ran "$whose")
		[ "$idle" -lt 30 ] || [ "$((ran - before))" -gt 0 ] || tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
	done
}

shows() { text "$1" | grep -qF -- "$2"; }
await() { wait_for "${3:-60}" "$1" shows "$1" "$2"; }

check_start() {
	start "$1" "$4" "domu-check,--time,$3,--seed,$2,--memory,$(($4 / 4))"
}
sum() { text "$1" | sed -n "s/^domu-check: $2 ok \([0-9a-f]\{16\}\) .*/\1/p"; }

[ -x "$tests/domu-check" ] || exit 1
reference() {
	"$tests/domu-check" --work 8 --memory 4 --seed "$1" |
		sed -n "s/^domu-check: $1 ok \([0-9a-f]\{16\}\) .*/\1/p"
}

# field NAME N: print field N of the domain's line in the list.
field() { xm list "$1" | awk -v n="$2" 'NR == 2 { print $n }'; }
state_has() { field "$1" 5 | grep -q "$2"; }
# await_state NAME FLAG [SECONDS]: wait until the domain has this flag
await_state() { wait_for "${3:-60}" "$1" state_has "$1" "$2"; }
gone() { ! xm domid "$1" >/dev/null 2>&1; }
await_gone() { wait_for "${2:-60}" "$1" gone "$1"; }
# await_other NAME ID: wait until another domain has the name, and set other to its number
is_other() { other=$(xm domid "$1" 2>/dev/null) && [ "$other" != "$2" ]; }
await_other() { wait_for 60 "$1" is_other "$1" "$2"; }
# type_in NAME COMMAND: type the command on the domain's console
type_in() { printf '%s\n' "$2" | xm console "$1" >/dev/null; }

free_mib() { xm info | sed -n 's/^free_memory *: *//p'; }
domains() { xm list | awk 'NR > 1' | wc -l; }

# Destroy all; no domain is left, and as much memory is free as when this was sourced.
free_before=$(free_mib)
destroy_all() {
	xm list | awk 'NR > 1 && $2 != 0 { print $2 }' | while read -r id; do
		xm destroy "$id"
	done
	[ "$(domains)" = 1 ] && [ "$(free_mib)" = "$free_before" ]
}
