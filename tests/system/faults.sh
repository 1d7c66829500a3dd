#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Faults that bare metal reports while dom0 runs: machine checks, maintenance interrupts, a
# system reset. QEMU's machine has no faults, so a debugger acts for the CPU: where the
# hypervisor is about to enter dom0, with all of dom0's registers in the CPU, execution goes
# on at the exception's vector instead.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bare_metal || { echo "faults.sh: MACHINE has to be a powernv" >&2; exit 1; }

# The place where dom0 is entered: the only hrfid of enter.S.
enter="*0x$("${cross}objdump" -d "$xen" | awk '/\thrfid/ { sub(":", "", $1); print $1 }')"
check 'there is one place at which guests are entered' '[[ $enter =~ ^[*]0x[0-9a-f]+$ ]]'

busy=(sh -c 'echo here; i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; echo done')
# started OPTION...: start a dom0 that prints "here", is busy for a while and then ends
started() {
	: >out
	"$top/tools/dom0/run" "${machine_of_run[@]}" --log log --timeout 60 "$@" -- "${busy[@]}" \
		>out 2>err </dev/null &
	run=$!
	await "$run" 60 grep -q here out || true
}
ended() {
	status=0
	wait "$run" || status=$?
	without_firmware <log >console
}

# debugged PLACE LINE...: while dom0 is busy, gdb executes the lines when PLACE has been
# reached for the tenth time, and lets the machine go on.
debugged() {
	local place=$1
	shift
	{
		printf 'set confirm off\nset architecture powerpc:common64\nset endian little\n'
		printf 'target remote %s/gdb\nhbreak %s\nignore 1 9\ncontinue\ndelete\n' "$work" "$place"
		printf '%s\n' "$@" detach quit
	} >commands
	rm -f gdb
	started --qemu-arg -gdb --qemu-arg "unix:$work/gdb,server=on,wait=off"
	"$O/host/limit" --with "$run" 60 gdb-multiarch -nx -batch -x commands "$xen" >gdb.out 2>&1 </dev/null || true
	ended
}
# The CPU's state after an exception in dom0: the old nip and msr in a pair of registers
# (they are in HSRR0/1 here), and the hypervisor's MSR.
by_srr=('set $srr0 = $hsrr0' 'set $srr1 = $hsrr1')
own_msr='set $msr = 0x9000000000000001'

# machine_check NAME SRR1 DSISR MESSAGE: cause one; the hypervisor must print MESSAGE
machine_check() {
	debugged "$enter" "${by_srr[@]}" "set \$srr1 = \$srr1 | $2" "set \$dsisr = $3" \
		'set $dar = 0x12345678' "$own_msr" 'set $pc = 0x200'
	check "$1" 'status_is 125' "says '(XEN) machine check: $4'" \
		"says '(XEN) domain 0 vCPU 0 crashed: machine check: ${4%%,*}'" \
		'says "dar 12345678"' 'says "(XEN) domain 0: has crashed, powering off"' 'silent "(XEN) panic"'
}
machine_check 'a memory error ends dom0, which caused it' 0x200000 0x8000 \
	'memory error, in a load or store'
machine_check 'so does a memory error in a fetch' 0x40000 0 'memory error, in a fetch'
machine_check 'an unknown cause is reported as unknown' 0x200000 0 \
	'cause unknown, in a load or store'

debugged vcpu_exit 'set $srr0 = $pc' 'set $srr1 = $msr' "$own_msr" 'set $pc = 0x200'
check 'a machine check in the hypervisor ends it' 'status_is 125' \
	'says "(XEN) panic: exception 200 in the hypervisor"' 'says "(XEN) the machine stops here"'

debugged "$enter" 'set $hmer = 0x0800000000000000' "$own_msr" 'set $pc = 0xe60'
check 'a maintenance interrupt is reported, repaired by the firmware, and dom0 goes on' 'status_is 0' \
	'has out done' 'says "(XEN) maintenance interrupt, hmer 800000000000000"' 'silent "(XEN) panic"'

# --- the system's reset button

reset_by_button -- "${busy[@]}"
# Either of the two may have had the CPU.
reset() {
	says '(XEN) panic: system reset, while domain 0 ran' ||
		says '(XEN) panic: exception 100 in the hypervisor'
}
check 'a system reset prints the state of the machine and ends it' 'status_is 125' \
	reset 'says "(XEN) domain 0 vCPU 0: nip "' \
	'says "(XEN) the machine stops here"'

finish "faults, $MACHINE"
