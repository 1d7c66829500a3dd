#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# churn.sh COUNT: create, build and destroy COUNT domains; no chunk is lost.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

count=$1
# Two at a time, so that a chunk that is freed is not the next one taken.
pair() {
	xm create -q -p domu name=a memory=64 kernel="$tests/domu/small" ramdisk=
	xm create -q -p domu name=b memory=128 kernel="$tests/domu/small" ramdisk=
	xm destroy a
	xm destroy b
}
check 'a pair of domains comes and goes' pair '[ "$(domains)" = 1 ]' '[ "$(free_mib)" = "$free_before" ]'
xen-debug-key m
frames() { xm dmesg | sed -n 's/.*heap: \([0-9]*\) bytes free.*/\1/p' | tail -1; }
before=$(frames)
for i in $(seq 2 2 "$count"); do
	pair || break
	[ $((i % 100)) != 0 ] || echo "$i domains"
done
xen-debug-key m
check "after $count all memory is free" "[ $i -ge $((count - 1)) ]" destroy_all
check 'and as much of the heap is free' "[ $(frames) = $before ]"

finish "domu-churn, $count domains"
