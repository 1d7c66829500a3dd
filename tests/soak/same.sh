#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Bare metal with --icount: everything that the firmware, the hypervisor and dom0 print is
# the same to the byte in two runs.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=../system/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system/lib.sh"

for n in 1 2; do
	dom0 --icount -- sh -c 'xen-info; dmesg; xen-create; xen-pfnlist 1; xen-debug-key m
		sleep 5; xen-debug-key d; cat /proc/interrupts; exit 3'
	check "run $n comes to its end" 'status_is 3' 'says "(XEN) domain 0: powers off the machine"'
	mv log "log$n"
	mv out "out$n"
done
check 'the logs are the same' 'has log1 OPAL' 'has log1 "(XEN) chunks: end"' 'cmp log1 log2'
check "dom0's output is the same, with its times" 'has out1 "Linux version"' 'cmp out1 out2'

finish "same, $MACHINE"
