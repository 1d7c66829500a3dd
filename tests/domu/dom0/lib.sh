# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# What the tests in dom0 of other domains have in common; each sources this first and
# ends with `finish NAME`. Besides check.sh:
#
#   start NAME MIB RUN [KEY=VALUE]...  creates a domain; RUN, program,argument..., is
#                                      what it runs, or empty: a shell on its console
#   await NAME TEXT [SECONDS]          until its console has a line with that text
#   text NAME                          what its console has
#   check_start NAME SEED SECONDS MIB  a domain that sees whether it is left alone
#   sum NAME SEED                      what it has computed
#   reference SEED                     what it has to
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

await() {
	tries=$((${3:-60} * 2))
	until text "$1" | grep -qF -- "$2"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.5
	done
}

check_start() {
	start "$1" "$4" "domu-check,--time,$3,--seed,$2,--memory,$(($4 / 4))"
}
sum() { text "$1" | sed -n "s/^domu-check: $2 ok \([0-9a-f]\{16\}\) .*/\1/p"; }

[ -x "$tests/domu-check" ] || exit 1
reference() {
	"$tests/domu-check" --work 8 --memory 4 --seed "$1" |
		sed -n "s/^domu-check: $1 ok \([0-9a-f]\{16\}\) .*/\1/p"
}

# Of the list: field N of the domain's line.
field() { xm list "$1" | awk -v n="$2" 'NR == 2 { print $n }'; }
state_has() { field "$1" 5 | grep -q "$2"; }
# state NAME FLAG [SECONDS]: until it has that flag
await_state() {
	tries=$((${3:-60} * 2))
	until state_has "$1" "$2"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.5
	done
}
gone() { ! xm domid "$1" >/dev/null 2>&1; }
await_gone() {
	tries=$((${2:-60} * 2))
	until gone "$1"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.5
	done
}
# type NAME COMMAND: on its console
type_in() { printf '%s\n' "$2" | xm console "$1" >/dev/null; }

free_mib() { xm info | sed -n 's/^free_memory *: *//p'; }
domains() { xm list | awk 'NR > 1' | wc -l; }

# No domain is left, and all memory is free as it was when this was sourced.
free_before=$(free_mib)
destroy_all() {
	xm list | awk 'NR > 1 && $2 != 0 { print $2 }' | while read -r id; do
		xm destroy "$id"
	done
	[ "$(domains)" = 1 ] && [ "$(free_mib)" = "$free_before" ]
}
