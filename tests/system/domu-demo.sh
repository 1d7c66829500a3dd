#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The demonstrations for newcomers: xm-demo, and the one of `make run`.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

dom0 --memory 2G --timeout 400 -- xm-demo
check 'xm-demo succeeds' 'status_is 0'
check 'three domains print' '[ "$(count out "^domU [a-z]*: Linux $(cat "$O/kernel/release"), 1 CPUs")" = 3 ]' \
	'[ "$(count out "^[a-z]* login: ")" = 3 ]'
check 'xm lists them' '[ "$(count out "^carol  *3  *128  *1 ")" -ge 2 ]'
check 'one has another number after it was restored' 'has out "Started domain bob, id 2"' \
	'[ "$(count out "^bob  *4  *128  *1 ")" -ge 1 ]'
check 'and counts on' '[ "$(count out "^count [0-9]")" = 2 ]'
check 'no domain is left' '[ "$(tail -5 out | count /dev/stdin "^Domain-0")" = 1 ]' \
	'has err "xen-pfnlist: domain 1: no such domain"'
check 'all memory is free again' 'grep -q "^free memory: \([0-9]*\) MiB, \1 MiB before" out'

dom0 --memory 2G --timeout 200 -- /usr/share/dom0/demo.sh
check 'the demonstration of make run succeeds' 'status_is 0' 'has out "domU domU: Linux "' \
	'[ "$(count out "^domain 0: [0-9]* frames")" = 1 ]' 'has out "domain 1: 2048 frames"'

finish "domu-demo, $MACHINE"
