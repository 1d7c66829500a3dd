#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Bare metal for an idle and for a loaded hour of virtual time: the machine is not reset,
# dom0's clocks are right, and idling costs the host little.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=../system/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system/lib.sh"

# Debian 12's firmware resets the machine if it is not called for 60 s; the firmware of the
# QEMU that --icount needs has no such watchdog. An instruction takes 128 ns: with more, a
# loaded hour would consist of little but timer interrupts.
virtual_time=(--icount=7 --qemu-arg -bios --qemu-arg /usr/share/qemu/skiboot.lid
	--qemu-arg -device --qemu-arg "ipmi-bmc-sim,id=bmc0"
	--qemu-arg -device --qemu-arg "isa-ipmi-bt,bmc=bmc0,irq=10")

# hour COMMAND...: run COMMAND in dom0 and print dom0's clocks before and after it: seconds
# since the boot, idle seconds, and the time of day
cat >hour <<'END_OF_SCRIPT'
#!/bin/sh
clocks() { echo "$1 $(cat /proc/uptime) $(date +%s)"; }
clocks before
"$@"
clocks after
dmesg | grep -iE 'stall|lockup|hung task|clocksource.*unstable'
exit 0
END_OF_SCRIPT
cat >load <<'END_OF_SCRIPT'
#!/bin/sh
timeout 3600 sh -c 'while :; do :; done' &
timeout 3600 sh -c 'while :; do :; done' &
timeout 3600 md5sum /dev/zero &
timeout 3600 sh -c 'while xen-info >/dev/null; do sleep 10; done' &
wait
END_OF_SCRIPT
chmod +x hour load

# timed ARGS...: dom0 ARGS, and set used to the run's processor time on the host in seconds
timed() {
	TIMEFORMAT='%U %S'
	{ time dom0 "$@"; } 2>used
	used=$(awk '{ print int($1 + $2) }' used)
}
# grown N: print the increase of field N of hour's clocks
grown() { awk -v n="$1" '$1 == "before" { t = $n } $1 == "after" { printf "%d", $n - t }' out; }
# an_hour NAME: check that the last run took an hour
an_hour() {
	local seconds
	seconds=$(grown 2)
	check "$1: the machine runs and ends" 'status_is 0' '[ ! -s err ]' \
		'says "(XEN) domain 0: powers off the machine"' 'silent "(XEN) panic"'
	check "$1: it was not reset" '[ "$(count console "(XEN) Xen 3.0")" = 1 ]' \
		'[ "$(count log "OPAL .* starting")" = 1 ]'
	check "$1: $seconds s have passed by dom0's clock" \
		"[ $seconds -ge 3600 ]" "[ $seconds -lt 3660 ]"
	check "$1: as many by the time of day" "[ \$(($(grown 4) - seconds)) -le 1 ]" \
		"[ \$((seconds - $(grown 4))) -le 1 ]"
	check "$1: dom0's kernel prints no complaint" '[ "$(wc -l <out)" = 2 ]'
}

# Check that the watchdog works at all. The firmware enters an image in big-endian mode:
# this one is a branch to itself.
printf '.globl _start\n_start: .long 0x00000048\n' >silent.s
"${cross}as" -o silent.o silent.s
"${cross}ld" -Ttext=0x400000 -e _start -o silent silent.o
dom0 "${virtual_time[@]}" --timeout 300 --qemu-arg -kernel --qemu-arg silent -- true
check 'a machine that never calls the firmware is reset by the watchdog' 'status_is 125' \
	'has err "powered off without a status; the firmware ran"'

timed "${virtual_time[@]}" --timeout 900 --add hour -- ./hour sleep 3600
an_hour idle
idle=$(grown 3) idle_used=$used
check "idle: dom0 was idle for $idle s of it" '[ "$idle" -ge 3500 ]'

timed "${virtual_time[@]}" --timeout 3000 --add hour --add load -- ./hour ./load
an_hour loaded
idle=$(grown 3)
check "loaded: dom0 was idle for $idle s of it" '[ "$idle" -lt 100 ]'
check "the host worked for $used s, and for $idle_used s of the idle hour" \
	'[ $((idle_used * 5)) -lt "$used" ]'

finish "hours, $MACHINE"
