#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# save.sh ROUNDS UNITS: a domain computes while it is saved and restored repeatedly, paused
# or live; its result is right.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

rounds=$1 units=$2
file=/tmp/saved

start mover 128 "domu-check,--work,$units,--seed,7,--memory,16" vcpus=2
check 'a domain computes' 'await mover "domu-check: unit" 120'
for i in $(seq 1 "$rounds"); do
	live=''
	[ $((i % 2)) = 1 ] || live=--live
	! state_has mover s || text mover | tail -3 # it should not have ended yet
	check "round $i: it is saved ${live:-paused}" "xm save $live mover $file" 'gone mover' \
		'[ "$(free_mib)" = "$free_before" ]'
	check "round $i: it is restored" "xm restore $file" '! gone mover'
done
await mover 'domu-check ended with' 300 || true
text mover | grep -a '^domu-check' | tail -2 || true
wanted=$("$tests/domu-check" --work "$units" --seed 7 --memory 16 |
	sed -n 's/^domu-check: 7 ok \([0-9a-f]\{16\}\) .*/\1/p')
check 'it has computed the right sum' "[ \"\$(sum mover 7)\" = \"$wanted\" ]"
xm destroy mover

cp "$file" damaged
size=$(wc -c <damaged)
printf X | dd of=damaged bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
check 'a damaged file is refused' '! xm restore damaged 2>out' '[ "$(wc -l <out)" = 1 ]' \
	'[ "$(domains)" = 1 ]' '[ "$(free_mib)" = "$free_before" ]'
head -c $((size / 2)) "$file" >damaged
check 'so is a truncated file' '! xm restore damaged 2>out' '[ "$(wc -l <out)" = 1 ]' \
	'[ "$(domains)" = 1 ]' '[ "$(free_mib)" = "$free_before" ]'
head -c $((size - 1)) "$file" >damaged
check 'even if only one byte is missing' '! xm restore damaged 2>out' '[ "$(domains)" = 1 ]'
check 'and a file that is not a saved domain' '! xm restore /boot/domu.cpio 2>out' '[ "$(wc -l <out)" = 1 ]'
check 'all memory is free' destroy_all

finish "domu-save, $rounds rounds"
