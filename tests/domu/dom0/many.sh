#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# many.sh COUNT SECONDS MIB: COUNT domains at a time check that nothing disturbs them; so
# does dom0.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

count=$1 seconds=$2 mib=$3
seeds=$(seq 1 "$count")

for i in $seeds; do
	check "domain $i is created" "check_start d$i $i $seconds $mib"
done
check 'dom0 lists them all' "[ \$(domains) = $((count + 1)) ]"
"$tests/domu-check" --time "$seconds" --seed 99 --memory 16 >dom0.out || true
check 'dom0 is not disturbed' 'grep -q "^domu-check: 99 ok " dom0.out'
cat dom0.out
for i in $seeds; do
	await "d$i" 'domu-check ended with' || true
	check "domain $i has computed the right sum" "[ \"\$(sum d$i $i)\" = \"$(reference "$i")\" ]"
	text "d$i" | grep -a '^domu-check' || true
done
check 'each of them has got time' 'xm list | awk "NR > 2 && \$6 < 1 { exit 1 }"'
check 'all are destroyed, and all memory is free' destroy_all

finish "domu-many, $count domains"
