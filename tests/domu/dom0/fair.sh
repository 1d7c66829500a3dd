#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Busy domains get the time that the scheduler's parameters promise; dom0 stays usable.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

start a 128 domu-check,--busy
start b 128 domu-check,--busy
await a 'domU a'
await b 'domU b'
sleep 2

# time_of NAME: print the milliseconds that it has run
time_of() { xm list --json "$1" | sed -n 's/.*"cpu_time": *\([0-9]*\)\.\([0-9]\{3\}\).*/\1\2/p' | head -1; }
# share SECONDS: set part to a's share of the time of a and b, in thousandths
share() {
	a=$(time_of a) b=$(time_of b)
	sleep "$1"
	a=$(($(time_of a) - a)) b=$(($(time_of b) - b))
	echo "a ran $a ms, b $b ms"
	part=$((a * 1000 / (a + b)))
}
near() { [ "$part" -gt $(($1 - 25)) ] && [ "$part" -lt $(($1 + 25)) ]; }

share 5
check 'equal domains get equal time' 'near 500'
case $(xm info | sed -n 's/^xen_scheduler *: *//p') in
bvt)
	xm sched-bvt a 10 0 0 0 0
	xm sched-bvt b 30 0 0 0 0
	share 5
	check 'a weight of three gets three times as much' 'near 750'
	;;
sedf)
	xm sched-sedf a -p 100 -s 30 -l 0 -e 0 -w 0
	xm sched-sedf b -p 100 -s 10 -l 0 -e 0 -w 0
	share 5
	check 'a slice of three gets three times as much' 'near 750'
	;;
esac
a=$(time_of Domain-0)
"$tests/domu-check" --time 3 --seed 3 --memory 4 >out
b=$(time_of Domain-0)
check 'dom0 gets its time beside them' 'grep -q "^domu-check: 3 ok" out' "[ $((b - a)) -gt 700 ]"
check 'all are destroyed, and all memory is free' destroy_all

finish domu-fair
