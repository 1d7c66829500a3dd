#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Failures while the machine runs: the hypervisor crashes, dom0's kernel panics, a guest
# leaves its memory. The messages must distinguish them and help to find the cause.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"${cross}nm" -n "$xen" >symbols
# function ADDRESS: print the hypervisor's function that contains this address
function_at() {
	awk -v at="$1" '$2 ~ /[tT]/ && ($1 "") <= (at "") { name = $3 } END { print name }' symbols
}
# register N: print its value in the dump after "domain 0 vCPU 0", in hexadecimal
register() {
	awk -v n="$1" '/^\(XEN\) domain 0 vCPU 0: nip/ { on = 1 }
		on && $2 ~ /^r[0-9]+$/ { r = substr($2, 2) + 0; if (n >= r && n < r + 4) { print $(3 + n - r); exit } }' console
}

# --- the hypervisor

dom0 --xen-append loglvl=info -- sh -c 'xen-create >/dev/null; xen-debug-key C; echo still here'
check 'a crash of the hypervisor ends the run' 'status_is 125' '! has out "still here"' \
	'has err "panic: exception 700 in the hypervisor; the command was running"'
check 'the exception is named' 'says "(XEN) debug key C: the hypervisor is made to crash"' \
	'says "(XEN) panic: exception 700 in the hypervisor"'
nip=$(sed -n 's/^(XEN)   nip \([0-9a-f]*\) msr .*/\1/p' console | head -n 1)
# shellcheck disable=SC2034 # in a condition
msr=$(sed -n 's/^(XEN)   nip .* msr \([0-9a-f]*\) lr .*/\1/p' console | head -n 1)
where=$(function_at "$nip")
check "the address is in $where" '[ "$where" = debug_key ]' \
	'"${cross}objdump" -d --start-address="0x$nip" --stop-address="$((0x$nip + 4))" "$xen" | grep -qw trap'
check 'translation was off' '[ $((0x$msr & 0x30)) = 0 ]' '[ $((0x$msr >> 63 & 1)) = 1 ]'
check 'all 32 registers are there' \
	'[ "$(sed "/domain 0 vCPU/,\$d" console | grep -cE "^\(XEN\)   r[0-9]+ +([0-9a-f]{16} ?){4}$")" = 8 ]'
calls=$(sed -n 's/^(XEN)   called from \([0-9a-f]*\)$/\1/p' console |
	while read -r address; do function_at "$address"; done | tr '\n' ' ')
check "the calls that led there: $calls" '[[ $calls = *op_ppc_debug_key*vcpu_exit*run_vcpus*start_xen*_start* ]]'
check "dom0's registers: it was in dom0_op" '[ "$(register 3)" = ffffffffffff0007 ]' \
	'says "(XEN) domain 0 vCPU 0: nip c0"' \
	'[ "$(grep -cE "^\(XEN\)   r[0-9]+ +([0-9a-f]{16} ?){4}$" console)" = 16 ]'
check 'the machine ends with its last words' '[ "$(tail -n 1 console)" = "(XEN) the machine stops here" ]'

dom0 --xen-append loglvl=error -- xen-debug-key C
check 'all of it comes with loglvl=error as well' 'status_is 125' \
	'[ "$(grep -cE "^\(XEN\)   r[0-9]+ +([0-9a-f]{16} ?){4}$" console)" = 16 ]' \
	'says "(XEN) domain 0 vCPU 0: nip c0"'

# --- dom0's kernel

dom0 -- sh -c 'echo c >/proc/sysrq-trigger; echo still here'
check 'a panic of dom0 ends the run' 'status_is 125' '! has out "still here"' \
	'has err "Kernel panic - not syncing: sysrq triggered crash; the command was running"'
check 'and the machine, which reboots' 'says "(XEN) domain 0: reboots the machine"' \
	'silent "(XEN) panic"' 'says "NIP ["'
dom0 --append panic=0 --timeout 20 -- sh -c 'echo c >/proc/sysrq-trigger'
check 'a dom0 that hangs after its panic is stopped' 'status_is 125' 'has err "the machine hangs"'
dom0 --append 'rdinit=/no/such/file' -- true
check 'a dom0 without an init is reported' 'status_is 125' 'has err "Kernel panic - not syncing"'

# --- a guest that leaves its memory (guest.c)

bundle load test=load
machine load
check 'reading beyond memory is the guest'\''s own interrupt' 'status_is 0' \
	'says "guest: interrupt 0000000000000300 dar 0000000020000000"' 'silent "read beyond"' \
	'silent panic' 'silent crashed' 'says "(XEN) domain 0: powers off the machine"'
bundle jump test=jump
machine jump
check 'executing there as well' 'status_is 0' \
	'says "guest: interrupt 0000000000000400"' 'says "srr0 0000000020000000"' \
	'silent panic' 'silent crashed'
bundle illegal test=illegal
machine illegal -append loglvl=debug
check "what is no instruction is the guest's own interrupt" 'status_is 0' \
	'says "guest: interrupt 0000000000000700"' 'silent panic' 'silent crashed'
check 'a message for those who look for it says what it was' \
	'says "(XEN) domain 0: illegal instruction 00c0ffee at 1"'
dom0 --xen-append loglvl=debug --add "$O/tests/system/illegal" -- ./illegal
check 'the same of a program of dom0, by its own page tables' 'status_is 132' \
	'says "(XEN) domain 0: illegal instruction 00c0ffee at 1000"' 'silent "(XEN) panic"'
bundle fault test=fault
machine fault
check 'a handler that makes its own fault costs the domain' 'status_is 0' \
	'says "(XEN) domain 0 vCPU 0 crashed: real address 20000000 is not its memory (nip 300)"' \
	'says "(XEN) domain 0 vCPU 0: nip 0000000000000300"' \
	'says "(XEN) domain 0: has crashed, powering off"' 'silent panic'

finish "failure, $MACHINE"
