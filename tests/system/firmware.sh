#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Faulty firmware of bare metal: an OPAL that is busy or returns errors, and device trees in
# which nodes are missing or in odd places. The hypervisor goes on if it can; otherwise a
# message names the fault. opal-shim.c simulates the faults.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bare_metal || { echo "firmware.sh: MACHINE has to be a powernv" >&2; exit 1; }
printf '%s' test=off >cmdline
"$mkcpio" bundle file vmlinux 644 "$guest" file cmdline 644 cmdline file xen 644 "$xen"
xen=$O/tests/system/opal-shim

# shim WORDS [ARGUMENT]...: run a machine whose firmware has the faults WORDS
shim() {
	local words=$1
	shift
	machine bundle -append "shim=$words $*"
}
# runs NAME WORDS [CONDITION]...: the hypervisor and its guest must run to the end anyway
runs() {
	local name=$1 words=$2
	shift 2
	shim "$words" loglvl=debug
	check "$name" 'status_is 0' 'says "(XEN) platform powernv"' \
		'says "guest: memory 0000000020000000"' \
		'says "(XEN) domain 0: powers off the machine"' 'silent panic' "$@"
}
# stops NAME WORDS MESSAGE: the hypervisor must print MESSAGE and switch the machine off
stops() {
	shim "$2"
	check "$1" 'status_is 0' "says '(XEN) panic: $3'" 'says "(XEN) the machine stops here"' \
		'silent "guest: "'
}
free_chunks() { sed -n 's/.*platform powernv, [0-9]* chunks of 64 MiB, \([0-9]*\) free.*/\1/p' console; }

runs 'a firmware that is as it should be, with something between' none
# shellcheck disable=SC2034 # in conditions
sound=$(free_chunks)
check 'it has enough free chunks' '[ "$sound" -ge 12 ]'

# --- OPAL

runs 'every call is busy five times' busy
runs 'the console takes one character at a time' partial
runs 'both' busy,partial
runs 'no input, no clock, no events' deaf
limit=30
shim mute
check 'a console that is busy for ever does not stop the machine' 'status_is 0' \
	'silent "(XEN)"' 'silent "guest: "'
shim broken
check 'nor does a console that reports an error' 'status_is 0' 'silent "(XEN)"'
limit=20
stops 'interrupts cannot be made little-endian' big 'OPAL_REINIT_CPUS: -7: interrupts would not be'
limit=6
shim on
check 'a machine that cannot be switched off reports it' 'status_is 124' \
	'says "(XEN) powernv: the firmware does not power off: -6"'
limit=20
runs 'OPAL is named in the device tree only' bare

# --- the device tree

stops 'no device tree' r3 'no device tree at hand-over (r3 is 0)'
stops 'a device tree that is none' magic 'no device tree at hand-over (r3 is 22000000)'
stops 'no memory' memory 'device tree: it names no memory'
stops 'no CPU' cpus 'device tree: it names no CPU'
stops 'a CPU without a timebase' timebase 'device tree: it does not say how fast the timebase runs'
runs 'no arguments' arguments
runs 'reservations in the memreserve map only' reserved '[ "$(free_chunks)" = "$sound" ]'
# Whole chunks of RAM: 1; 4 to 11, one of them with the bundle; 13 to 15.
runs 'memory with holes' holes '[ "$(free_chunks)" = 11 ]' 'says "12 chunks of 64 MiB"'
runs 'memory in nodes that overlap' nodes '[ "$(free_chunks)" = "$sound" ]' \
	'says "16 chunks of 64 MiB"'
# Two chunks on both sides of 256 MiB; the other reservations are in chunks that are not free.
runs 'reservations that overlap' overlap '[ "$(free_chunks)" = $((sound - 2)) ]'
stops 'a reservation where the hypervisor runs' image \
	'the firmware reserves 410000 to 410001, where the hypervisor runs'

# --- the bundle

# In the hypervisor's own chunk, so that the bundle's former chunk is free.
runs 'it lies at an odd address below the hypervisor' odd '[ "$(free_chunks)" = $((sound + 1)) ]'
runs 'it lies right behind the hypervisor' behind '[ "$(free_chunks)" = $((sound + 1)) ]'
stops 'it lies where the hypervisor runs' over 'the bundle, at 400000, lies where the hypervisor runs'
stops 'it lies where there is no memory' outside \
	'device tree: the initrd, which is to be the bundle, is not in memory'
stops 'it ends before it begins' short 'no bundle: hand one over as the initrd'

finish "firmware, $MACHINE"
