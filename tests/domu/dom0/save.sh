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
check 'a domain computes' 'await mover "domu-check: unit"'
for i in $(seq 1 "$rounds"); do
	live=''
	[ $((i % 2)) = 1 ] || live=--live
	! state_has mover s || text mover | tail -3 # it should not have ended yet
	check "round $i: it is saved ${live:-paused}" "xm save $live mover $file" 'gone mover' \
		'[ "$(free_mib)" = "$free_before" ]'
	check "round $i: it is restored" "xm restore $file" '! gone mover'
done
await mover 'domu-check ended with' || true
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
# dom0's files lie in its memory: three of this size do not fit beside what else is there.
rm -f damaged "$file"
# await_text FILE TEXT: wait until the file has a line with the text
await_text() { wait_for 60 shell grep -qF "$2" "$1"; }
# foreign FILE: write FILE with settings that name another kernel, and restart it
foreign() {
	magic=$(head -n 1 "$1") size=$(head -n 2 "$1" | tail -n 1)
	first=$((${#magic} + ${#size} + 3))
	settings=$(tail -c +"$first" "$1" | head -c "$size" |
		sed 's/"kernel":"[^"]*"/"kernel":"\/tmp\/foreign"/; s/"preserve"/"restart"/g')
	printf '%s\n%d\n%s' "$magic" "${#settings}" "$settings"
	tail -c +"$((first + size))" "$1"
}
start shell 128 ''
await shell 'login:'
xm save shell "$file"
foreign "$file" >damaged
cp /boot/vmlinux foreign
log=/var/log/xen/shell.log
check 'a file may name any kernel' 'xm restore damaged' \
	'xm list --json shell | grep -qF "\"/tmp/foreign\""'
check 'but it is not started' '! xm reboot shell 2>out' '[ "$(wc -l <out)" = 1 ]' \
	'type_in shell reboot' 'await_gone shell' \
	'await_text "$log" "restored without --config: not started again"'
rm -f damaged foreign
check 'it is started again from a configuration of this host' \
	'xm restore --config domu "$file"' 'id=$(xm domid shell)' 'xm reboot -w -t 60 shell' \
	'await_other shell "$id"' 'xm list --json shell | grep -qF "\"/boot/vmlinux\""' \
	'await shell "login:"'
rm -f "$file"
check 'all memory is free' destroy_all

finish "domu-save, $rounds rounds"
