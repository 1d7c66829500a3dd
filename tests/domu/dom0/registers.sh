#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# registers.sh: domains write a pattern to every SPR and SLB entry that they may. A new
# domain finds none of it, and each keeps its own, also when it is saved and restored.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

all=1056 # SPRs and SLB entries
least=45 # SPRs that keep a pattern

writer() {
	xm create -q domu name="$1" memory=64 kernel=/boot/hostile ramdisk= on_poweroff=preserve \
		on_crash=preserve extra="hostile=registers$2"
	await "$1" 'registers kept' 120 || true
}
# found_nothing NAME: its registers were 0 when it started
found_nothing() { text "$1" | grep -q "at the start tried $all .* FAILED 0\$"; }
# writes NAME: it could write registers
writes() { [ "$(text "$1" | sed -n 's/.*hold a pattern: //p')" -ge "$least" ]; }
# keeps NAME: it has been away twice more, and its registers have been right each time
kept() { text "$1" | sed -n 's/.*registers kept tried \([0-9]*\) .* FAILED 0$/\1/p' | tail -1; }
keeps() {
	before=$(kept "$1")
	tries=120
	until [ "$(kept "$1")" -ge $((${before:-0} + 2 * all)) ]; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.5
	done 2>/dev/null
	! text "$1" | grep -q 'FAILED [1-9]'
}

writer first 1
check 'a domain finds nothing of dom0' 'found_nothing first' 'writes first'
writer second 2
check 'another finds nothing of the first' 'found_nothing second' 'writes second'
check 'the second keeps its own' 'keeps second'
check 'and so does the first' 'keeps first'
check 'also when it is saved and restored' 'xm save first saved' 'xm restore saved' 'keeps first'
check 'beside it the second, too' 'keeps second'
xm destroy first
writer third 3
check 'a domain that comes after one has ended finds nothing' 'found_nothing third'
check 'what is left is kept' 'keeps third' 'keeps second'
text second | tail -1
check 'all are destroyed, and all memory is free' destroy_all

finish domu-registers
