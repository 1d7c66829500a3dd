#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The life of a domain, from its creation to each kind of end.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

# refused TEXT ARGUMENT...: xm create must fail with one line with TEXT and leave nothing
refused() {
	wanted=$1
	shift
	! xm create -q domu name=refused memory=128 "$@" >out 2>&1 || return 1
	if ! grep -qF -- "$wanted" out || [ "$(wc -l <out)" != 1 ] || [ "$(domains)" != 1 ] ||
		[ "$(free_mib)" != "$free_before" ]; then
		cat out
		return 1
	fi
}
# header FILE OFFSET OCTAL: copy the kernel to FILE with the byte at OFFSET changed
header() {
	head -c 65536 /boot/vmlinux >"$1"
	# shellcheck disable=SC2059 # an escape sequence
	printf "\\$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
head -c 30000000 /boot/vmlinux >truncated
header x86 18 076
header big-endian 5 2
header other-class 4 1
head -c 100000 /dev/zero >zeros
head -c 1000000 /boot/vmlinux | gzip -1 | head -c 100000 >truncated.gz
check 'a truncated kernel is refused' 'refused truncated kernel=/tmp/truncated'
check 'a kernel for another machine' 'refused "not for 64-bit PowerPC" kernel=/tmp/x86'
check 'a kernel of the other byte order' 'refused big-endian kernel=/tmp/big-endian'
check 'a 32-bit kernel' 'refused 64-bit kernel=/tmp/other-class'
check 'a file that is not a kernel' 'refused ELF kernel=/tmp/zeros'
check 'a truncated gzip file' 'refused truncated kernel=/tmp/truncated.gz'
check 'a missing file' 'refused "No such file" kernel=/tmp/nothing'
check 'too little memory' 'refused MiB memory=64 ramdisk=/boot/vmlinux'
check 'more memory than there is' 'refused MiB memory=100000'
check 'a number that is none' 'refused "not a number" memory=12x' \
	"refused 'memory must be a number' memory=\"'12x'\""
check 'no CPU, or too many' 'refused vcpus vcpus=0' 'refused vcpus vcpus=33'
rm -f truncated x86 big-endian other-class zeros truncated.gz

# As other systems and programs write it: a byte order mark, CR LF, numbers in quotes.
printf '\357\273\277%s\r\n' 'kernel = "/boot/vmlinux"' >quoted
printf '%s\r\n' 'name = "quoted"' "memory = '64'" 'vcpus = " 2 " # two' 'cpu_weight = "1.5"' >>quoted
check 'numbers may be in quotes' 'xm create -q -p quoted memory=\"128\" ramdisk=/boot/domu.cpio' \
	'[ "$(field quoted 3)" = 128 ]' '[ "$(field quoted 4)" = 2 ]' 'xm destroy quoted'
rm -f quoted

# A kernel of a few KiB.
tiny() {
	tiny=$1
	shift
	xm create -q name="$tiny" memory=64 kernel="$tests/domu/small" "$@"
}
tiny sleeper extra=test=suspend
check 'who suspends unasked has powered off' 'await_gone sleeper' \
	'grep -q "sleeper: stopped: on_poweroff = destroy" /var/log/xen/sleeper.log'

start one 128 '' vcpus=2
check 'a domain with two CPUs has a shell' 'await one "login:"'
type_in one 'grep -c ^processor /proc/cpuinfo | sed s/^/cpus:/'
check 'it has both' 'await one cpus:2'
type_in one 'taskset 1 sleep 0; taskset 2 sleep 0; awk "/IPI$|Local timer interrupts for timer/ && (\$2 < 1 || \$3 < 1) { exit 1 }" /proc/interrupts; echo both:$?'
check 'and both are interrupted' 'await one both:0'

# The domain's clock must lack the time for which it was paused, whatever asking for it
# takes, so it is paused for longer than that.
here() { cut -d. -f1 /proc/uptime; }
# uptime MARK: print the domain's uptime in seconds
uptime() {
	type_in one "echo $1: \$(cut -d. -f1 /proc/uptime)"
	await one "$1: " && text one | sed -n "s/^$1: \([0-9]*\)\$/\1/p" | tail -1
}
before=$(here) first=$(uptime A) asked=$(here)
xm pause one
paused=$(here)
cpu=$(field one 6)
check 'what it does not read does not keep a script' \
	'! yes "" | head -n 300 | timeout 60 xm console one >/dev/null 2>out' \
	'grep -q "does not read: 44 bytes of input are lost" out' '[ "$(wc -l <out)" = 1 ]'
sleep $((8 + 3 * (asked - before)))
check 'paused it gets no time' 'state_has one p' '[ "$(field one 6)" = "$cpu" ]'
paused=$(($(here) - paused))
xm unpause one
second=$(uptime B) after=$(here)
echo "$((after - before)) s, of which $paused s paused; by its clock $((second - first)) s"
check 'and its clock stands still' "[ $((second - first + paused)) -le $((after - before + 2)) ]"

check 'its power button shuts it down' 'xm shutdown one' 'await one "powers off"' \
	'await_state one s'
check 'a domain that has shut down has no power button' '! xm shutdown one 2>out' \
	'[ "$(wc -l <out)" = 1 ]'
check 'it can be destroyed' 'xm destroy one' 'gone one'

xm create -q domu name=two memory=128 on_reboot=restart on_crash=coredump-destroy \
	extra='console=hvc0 quiet domu.name=two'
id=$(xm domid two)
await two 'login:'
type_in two reboot
check 'a domain that reboots is started again' 'await_other two "$id"' 'await two "login:"'
type_in two 'echo c >/proc/sysrq-trigger'
check 'a domain that crashes leaves a core' 'await_gone two' \
	'[ "$(od -An -tx4 -N4 /var/xen/dump/two* | tr -d " ")" = f00febed ]' \
	'[ "$(cat /var/xen/dump/two* | wc -c)" -gt 134217728 ]'
rm -f /var/xen/dump/two*

# panics NAME FLAG SECONDS: a domain with panic=SECONDS panics, then shows that flag
panics() {
	xm create -q domu name="$1" memory=128 on_reboot=preserve on_crash=preserve \
		extra="console=hvc0 quiet domu.name=$1 panic=$3"
	await "$1" 'login:'
	type_in "$1" 'echo c >/proc/sysrq-trigger'
	await_state "$1" "$2" 90
}
check 'a kernel that panics and restarts by itself has rebooted' 'panics five s 5' \
	'! state_has five c'
check 'one that does not has crashed' 'panics never c 0'
xm destroy five
xm destroy never

start clock 128 ''
await clock 'login:'
type_in clock 'echo "nvram:$(dmesg | grep -ci "nvram.*\(room\|fail\)")"'
check 'a kernel finds room in its NVRAM' 'await clock nvram:0'
type_in clock 'date -u -s "2031-02-03 04:05:06" >/dev/null && hwclock -u -w; echo set:$?'
check 'a domain sets its clock' 'await clock set:0'
type_in clock 'date -u -s "2001-01-01 00:00:00" >/dev/null; hwclock -u -s; echo year:$(date -u +%Y)'
check 'which has that time' 'await clock year:2031'
check "and dom0's has not" '[ "$(hwclock -u -r | grep -c 2031)" = 0 ]'
now=$(date -u '+%Y-%m-%d %H:%M:%S')
check "dom0 sets the machine's" 'date -u -s "2032-03-04 05:06:07" >/dev/null' \
	'hwclock -u -w' 'date -u -s "$now" >/dev/null' 'hwclock -u -r | grep -q 2032' \
	'hwclock -u -w' '[ "$(hwclock -u -r | grep -c 2032)" = 0 ]'
xm destroy clock

start three 128 domu-check,--busy
await three 'domU three'
check 'a domain is destroyed while it runs' 'xm destroy three' 'gone three'
check 'all memory is free' destroy_all

finish domu-life
