#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# stays.sh: what makes the hypervisor work longest, for the row longest_stay of the
# benchmark: domains that try everything that takes long, and everything that is forbidden;
# a domain of 2 GiB that is created, listed, saved and destroyed; one that is saved while it
# runs; every hypercall as dom0 may make it, with the largest arguments.
# shellcheck source-path=SCRIPTDIR/../domu/dom0 source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

# hostile NAME MIB CLASS: start a hostile domain
hostile() {
	xm create -q domu name="$1" memory="$2" kernel=/boot/hostile ramdisk= \
		on_poweroff=preserve on_crash=preserve extra="hostile=$3"
}
# done_all NAME: wait until it has made all its attempts
done_all() {
	await "$1" 'hostile: done, 0 failed' 1000 && return
	text "$1" | tail -n 20
	exit 1
}

hostile long-1 256 long
hostile long-2 256 long
done_all long-1
done_all long-2
xm destroy long-1 long-2

xm create -q --paused domu name=large memory=2048 vcpus=32
xm pfn-list large >/dev/null
xen-debug-key m
xen-debug-key d
xm dmesg >/dev/null
xm save large /tmp/large
xm restore --paused /tmp/large
xm destroy large
rm /tmp/large

start idle 128 '' vcpus=4
await idle 'domU idle'
xm save --live idle /tmp/idle
xm restore /tmp/idle
xm save idle /tmp/idle
xm restore /tmp/idle
xm destroy idle

hostile all 64 all
done_all all
xm destroy all

# Its cases destroy every domain that they find.
[ "$(domains)" = 1 ] || {
	xm list
	tail -n 20 /var/log/xen/*.log
	exit 1
}
/usr/lib/xen-tests/contract-test >/tmp/contract || {
	tail -n 40 /tmp/contract
	exit 1
}
echo "stays: done"
