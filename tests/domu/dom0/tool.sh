#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xm as a tool of the base system: ended in the middle it leaves nothing, it follows links
# and writes to what is open, and its JSON is UTF-8.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

# ended SIGNAL CONDITION COMMAND...: end the command by the signal as soon as the condition
# is true; it must die of that signal, silently
ended() {
	signal=$1 condition=$2
	shift 2
	rm -f pid out
	(
		until [ -s pid ] && eval "$condition"; do
			[ ! -e over ] || exit 1
		done
		kill -s "$signal" "$(cat pid)"
	) &
	rc=0
	sh -c 'echo $$ >pid; exec "$@" 2>out' sh "$@" || rc=$?
	: >over
	wait $! || return 1
	rm over
	[ "$rc" = $((128 + $(kill -l "$signal"))) ] && [ ! -s out ]
}
# One file in the directory has something in it.
begun() { set -- dir/.xm-*; [ -s "$1" ]; }
empty() { [ -z "$(ls -A dir)" ]; }
# The registry has more entries than before.
entries() { set -- /run/xen/domains/*.json; echo $#; }
# The domain runs: it uses its CPU.
goes_on() {
	before=$(field kept 6)
	! state_has kept p || return 1
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(field kept 6)" = "$before" ] || return 0
		sleep 0.5
	done
	return 1
}
begins_as() { [ "$(head -c ${#2} "$1")" = "$2" ]; }
magic='xm saved domain 1'

start kept 128 domu-check,--busy
await kept 'domU kept'
mkdir dir
for number in HUP INT TERM; do
	check "xm save is ended by $number: the domain goes on, and no file is left" \
		"ended $number begun xm save kept dir/file" goes_on empty
	check "so is xm save --live by $number" \
		"ended $number begun xm save --live kept dir/file" goes_on empty
	check "so is xm dump-core by $number" \
		"ended $number begun xm dump-core kept dir/file" goes_on empty
done
check 'xm save to a pipe whose reader goes is silent, and the domain goes on' \
	'[ "$(xm save kept - 2>out | head -c 17)" = "$magic" ]' '[ ! -s out ]' goes_on

count=$(entries)
made() { [ "$(entries)" -gt "$count" ]; }
check 'xm create is ended: its name and memory are free at once' \
	'free=$(free_mib)' 'ended INT made xm create -q domu name=z memory=128' 'gone z' \
	'[ "$(free_mib)" = "$free" ]' 'xm create -q -p domu name=z memory=128'
check 'a saved domain is complete' 'xm save z dir/z' 'gone z'
check 'xm restore is ended: likewise' 'ended TERM made xm restore dir/z' 'gone z' \
	'[ "$(free_mib)" = "$free" ]' 'xm restore -p dir/z' 'xm destroy z'
rm -f dir/*

ln -s /proc/self/fd/1 out1
check 'a link to an open file: that is written' 'xm save -c kept out1 >dir/one' \
	'begins_as dir/one "$magic"' '[ -L out1 ]' '! state_has kept p'
check 'a descriptor is written from where it stands' \
	'{ echo first; xm dump-core kept /proc/self/fd/5 5>&1; } >dir/two' \
	'begins_as dir/two first' '[ "$(wc -c <dir/two)" -gt 134217728 ]'
rm -f dir/*
mount -t tmpfs none /mnt 2>/dev/null || { mkdir -p /mnt && mount -t tmpfs none /mnt; }
ln -s /mnt/there dir/link
check 'a link to a file that is not there, on another file system' \
	'xm save -c kept dir/link' '[ -L dir/link ]' 'begins_as /mnt/there "$magic"' \
	'[ "$(stat -c %a /mnt/there)" = 600 ]' '[ "$(ls -A /mnt)" = there ]'
rm -f dir/* /mnt/there
echo precious >dir/other
ln -s other dir/y.part
echo old >dir/y
check 'a prepared link is not written to, and an old mode is not kept' \
	'xm save -c kept dir/y' '[ "$(cat dir/other)" = precious ]' \
	'[ "$(stat -c %a dir/y)" = 600 ]'

check 'a command line that is not UTF-8' \
	'xm create -q -p domu name=j memory=128 "extra=x=$(printf "\351")"'
check 'JSON has a character of the private range instead' \
	'xm list --json j | grep -q "$(printf "x=\356\277\251\"")"' \
	'xm create -n domu name=n "extra=$(printf "\351")" | grep -q "$(printf "\"\356\277\251\"")"'
check 'output that cannot be written is a failure' '! xm list >/dev/full 2>out' \
	'[ "$(cat out)" = "xm: standard output: No space left on device" ]' \
	'! xen-info >/dev/full 2>out' '[ "$(wc -l <out)" = 1 ]' \
	'count=$(domains)' '! xen-create -m 64 >/dev/full 2>out' '[ "$(domains)" = "$count" ]'
check 'all memory is free' destroy_all

finish domu-tool
