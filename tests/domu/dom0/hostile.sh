#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# hostile.sh SECONDS: a domain tries everything that is forbidden, another makes calls all
# the time, a third loops with its interrupts off. Their neighbour and dom0 are not
# disturbed, but for the time that the others use.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

seconds=$1
# hostile NAME CLASS [MIB]: start a hostile domain
hostile() {
	xm create -q domu name="$1" memory="${3:-64}" kernel=/boot/hostile ramdisk= on_poweroff=preserve \
		on_crash=preserve extra="hostile=$2"
}

check_start neighbour 5 "$seconds" 128
await neighbour 'domU neighbour' || true
check 'a hostile domain has made all its attempts' 'hostile all all' \
	'await all "hostile: done, 0 failed"'
text all | grep -a 'hostile: '
check 'attempts of each class' '[ "$(text all | grep -c "hostile: .* tried [1-9]")" = 8 ]'
check 'it can switch itself off' 'await_state all s'

# Each lets the other use a frame, so both have grants to map.
check 'all calls that take long are served' 'hostile long-1 long 256' \
	'hostile long-2 long 256' 'await long-1 "hostile: done, 0 failed" 300' \
	'await long-2 "hostile: done, 0 failed" 300'
text long-1 | grep -a 'hostile: '
check 'grants among them' \
	'[ "$(text long-2 | sed -n "s/.*long tried \([0-9]*\) .*/\1/p")" = 385 ]'

# Its messages are kernel messages, which `quiet` would hide.
xm create -q domu name=module memory=128 on_poweroff=preserve on_crash=preserve \
	extra='console=hvc0 domu.name=module domu.run=insmod,/lib/modules/hostile.ko'
check 'so has a module in its Linux' 'await module "hostile: done, 0 failed"'
text module | grep -a 'hostile: ' | tail -12

hostile hammer hammer
hostile loop loop
sleep 3
a=$(xm list --json loop | sed -n 's/.*"cpu_time": *\([0-9]*\).*/\1/p' | head -1)
check 'the domain that never yields runs' '[ "$a" -ge 0 ]' '! gone loop'
"$tests/domu-check" --time 4 --seed 3 --memory 4 >out || true
check 'and dom0 gets its time beside it' 'grep -q "^domu-check: 3 ok" out'
await neighbour 'domu-check ended with' || true
check 'the neighbour was not disturbed' '[ "$(sum neighbour 5)" = "$(reference 5)" ]'
text neighbour | grep -a '^domu-check' || true
check 'the domain that makes calls still runs' '! state_has hammer s' '! state_has hammer c'
check 'all are destroyed, and all memory is free' destroy_all

finish domu-hostile
