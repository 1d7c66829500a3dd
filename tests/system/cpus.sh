#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The machine's CPUs: all are started, or as many as maxcpus= allows; a panic on one of them
# ends them all.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for n in 1 2 4; do
	dom0 --smp $n -- nproc
	check "$n CPUs: all are up, dom0 runs" 'status_is 0' "says '(XEN) $n of $n CPUs are up'" \
		'[ "$(cat out)" = 1 ]'
done
if on pseries; then
	dom0 --smp 3 --firmware slof -- nproc
	check '3 CPUs, from SLOF' 'status_is 0' 'says "(XEN) 3 of 3 CPUs are up"'
	dom0 --smp 2 --icount -- nproc
	check '2 CPUs that take turns' 'status_is 0' 'says "(XEN) 2 of 2 CPUs are up"'
fi

bundle bundle test=off
for case in 1:1 3:3 4:4 5:4; do
	machine bundle -smp 4 -append "maxcpus=${case%:*}"
	check "maxcpus=${case%:*} of 4 CPUs: ${case#*:} are up" 'status_is 0' \
		"says '(XEN) ${case#*:} of 4 CPUs are up'" 'says "guest: memory"'
done
for word in 0 all -1 2x; do
	machine bundle -smp 2 -append "maxcpus=$word"
	check "maxcpus=$word is reported" 'says "(XEN) maxcpus: not a number of CPUs"' \
		'says "(XEN) 2 of 2 CPUs are up"' 'says "guest: memory"'
done

# --- the reset button reaches all CPUs at once: one of them reports, the others halt

reset_by_button --smp 4 -- sh -c 'echo here; while :; do :; done'
check 'of 4 CPUs that are reset, one prints its state and ends the machine' 'status_is 125' \
	'[ "$(count console "^(XEN) panic: ")" = 1 ]' \
	'[ "$(count console "^(XEN)   on CPU [0-3] of 4")" = 1 ]' \
	'[ "$(count console "^(XEN) domain 0 vCPU 0: nip ")" = 1 ]' \
	'[ "$(count console "^(XEN) the machine stops here")" = 1 ]' '[ "$(cat out)" = here ]'

finish "cpus, $MACHINE"
