#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whole boots: sizes of machine and dom0, all firmwares, arguments, power-off and reboot.
# Two runs with --icount are the same to the byte; for bare metal tests/soak checks that,
# since it needs another QEMU.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# On a machine with 1 GiB: chunks that are never free, and the largest dom0. On bare metal
# the firmware owns a chunk, and the bundle is in a chunk that becomes free when dom0 has
# been built.
# shellcheck disable=SC2034 # in a condition
taken=1 most=896
if bare_metal; then
	# shellcheck disable=SC2034 # in a condition
	taken=2 most=768
fi

# The checks of a boot with a dom0 of MIB.
look='uname -r; cat /proc/meminfo; dmesg | grep Memory:; xen-pfnlist --json 0; xen-info; nproc'
# sized NAME MIB: dom0 had this size in the last run, by the hypervisor's message, its
# list of frames, Linux's memory map, and Linux's free memory
sized() {
	local name=$1 kib=$(($2 * 1024))
	check "$name: the machine runs and ends" 'status_is 0' '[ ! -s err ]' \
		'has out "$(cat "$O/kernel/release")"' 'says "(XEN) domain 0: powers off the machine"'
	check "$name: dom0 has $2 MiB" "says 'domain 0: $2 MiB in $(($2 / 64)) chunks'" \
		"grep '^{' out | jq -e '.count == $(($2 * 16))' >json" \
		"grep -q 'Memory: [0-9]*K/${kib}K available' out" \
		"awk '\$1 == \"MemTotal:\" { exit !(\$2 <= $kib && \$2 > $kib - 65536 - $kib / 128) }' out" \
		"grep -qE '^ +0 +$2 MiB +1 ' out"
}

dom0 --memory 1G --xen-append dom0_mem=300M -- sh -c "$look"
sized '1 GiB, dom0_mem=300M, rounded up' 320
check 'xen-info knows the machine' 'grep -q "^memory  *1024 MiB" out' \
	'grep -q "^free  *$(((16 - 5 - taken) * 64)) MiB" out'
dom0 --memory 4G --smp 2 -- sh -c "$look"
sized '4 GiB, two CPUs, dom0 by default a quarter' 1024
firmware=()
bare_metal || firmware=(--firmware slof)
# A bundle of one chunk, as said above: --no-guests.
dom0 --memory 1G "${firmware[@]}" --no-guests --xen-append dom0_mem=100G -- sh -c "$look"
sized "${firmware[1]:-skiboot}, 1 GiB, dom0_mem=100G" $most
check 'less memory than was asked for is reported' "says 'dom0_mem: only $most MiB are free'"
dom0 --memory 64G -- sh -c "$look"
sized '64 GiB' 16384
check 'its memory is all there' 'grep -q "^memory  *65536 MiB" out' \
	'grep -q "^free  *$(((1024 - 256 - taken) * 64)) MiB" out'

if on pseries; then
	dom0 --cpu POWER10 -- sh -c "$look; grep -c '^cpu.*POWER10' /proc/cpuinfo"
	sized 'POWER10, 2 GiB' 512
	check 'dom0 knows that it is one' '[ "$(tail -n 1 out)" = 1 ]'

	for n in 1 2; do
		dom0 --icount -- sh -c "$look; dmesg; xen-create; xen-pfnlist 1; xen-debug-key m
			sleep 5; xen-debug-key d; cat /proc/interrupts"
		mv console "log$n"
		mv out "out$n"
	done
	cp log2 console
	cp out2 out
	sized '2 GiB, dom0 by default 512 MiB' 512
	check 'with --icount two runs are the same' '[ -s out1 ]' 'cmp out1 out2' 'cmp log1 log2'
else
	dom0 -- sh -c "$look; grep '^cpu' /proc/cpuinfo; date +%s"
	sized '2 GiB, dom0 by default 512 MiB' 512
	check "dom0 knows the machine's processor" "grep -q '^cpu.*POWER${MACHINE#powernv}' out"
	check 'and what time it is' \
		'now=$(date +%s) && [ "$(tail -n 1 out)" -le $now ] && [ "$(tail -n 1 out)" -gt $((now - 60)) ]'
fi

# --- the hypervisor's arguments

bundle bundle test=off
for case in 64M:panic 127M:128 128M:128 129M:192 200M:256 0x10000000:256 1048576K:$most 1G:$most; do
	machine bundle -append "dom0_mem=${case%:*}"
	if [ "${case#*:}" = panic ]; then
		check "dom0_mem=${case%:*}: too small" 'says "would get 64 MiB"'
		continue
	fi
	check "dom0_mem=${case%:*}: ${case#*:} MiB" 'status_is 0' \
		"says 'domain 0: ${case#*:} MiB in $((${case#*:} / 64)) chunks'" \
		"says 'guest: memory $(printf %016x $((${case#*:} << 20)))'"
done
machine bundle -append 'loglvl=all other=words dom0_mem=192M'
check 'arguments are found among others' 'says "domain 0: 192 MiB"' 'status_is 0'
machine bundle -append 'xdom0_mem=192M dom0_memory=192M'
check 'similar words are not taken for arguments' 'says "domain 0: 512 MiB"'

bundle papr test=papr
machine papr -append loglvl=debug
check 'loglvl=debug shows a call that is not provided' 'says "(XEN) domain 0: PAPR call effc"'
check "PAPR calls with wrong arguments: $(count console '^guest: ok ') answers are right" \
	'status_is 0' 'says "guest: papr done"' 'silent "guest: FAILED"' 'silent panic' \
	'[ "$(count console "^guest: ok ")" -ge 60 ]'
machine papr -append loglvl=info
check 'loglvl=info does not' 'silent "is not provided"' 'says "(XEN) domain 0: 512 MiB"'
machine bundle -append loglvl=warning
check 'loglvl=warning leaves the version' '[ "$(count console "^(XEN)")" = 1 ]' \
	'says "guest: memory"'
machine bundle -append 'loglvl=warning dom0_mem=100G'
check 'and warnings' 'says "(XEN) dom0_mem: only"' 'silent "(XEN) platform"'
machine bundle -append 'loglvl=error dom0_mem=100G'
check 'loglvl=error drops them' 'silent "(XEN) dom0_mem"' 'says "guest: memory"'
machine bundle -append loglvl=errors
check 'an unknown level is reported' 'says "(XEN) loglvl: not one of"' 'says "guest: memory"'
if on pseries; then
	cpu=POWER10
	machine bundle
	check 'a POWER10 works too' 'status_is 0' 'says "guest: memory"'
	cpu=$CPU
fi

# --- reboot

dom0 -- reboot -f
check 'reboot of dom0 reboots the machine' 'says "(XEN) domain 0: reboots the machine"' \
	'status_is 125' 'has err "powered off without a status"'
bundle reboot test=reboot
# It reboots for ever, until the time limit, which may come in the middle of a line.
limit=5
! bare_metal || limit=15
machine reboot -action reboot=reset
check 'after a reboot everything is as at first' '[ "$(count console "reboots the machine")" -ge 2 ]' \
	'status_is 124' '[ "$(sed '"'\$d'"' console | grep "guest: memory" | sort -u | wc -l)" = 1 ]' \
	'[ "$(count console "(XEN) Xen 3.0")" -ge 3 ]' 'silent panic'

finish "boot, $MACHINE"
