#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The programs of other domains, without other domains: on the bare machine, and as dom0
# under the hypervisor. Both compute the same.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

vmlinux=$O/kernel/vmlinux
domains_initrd=$O/domu/initrd.cpio

# bare ARGS: run the domains' kernel and initramfs without a hypervisor, on a pseries;
# otherwise like machine()
bare() {
	status=0
	"$O/host/limit" "$limit" qemu-system-ppc64 -cpu "$CPU" -accel tcg -m 256M \
		-M pseries,x-vof=on,cap-htm=off -nodefaults -display none -monitor none \
		-serial stdio -no-reboot -kernel "$vmlinux" -initrd "$domains_initrd" \
		-append "console=hvc0 quiet $1" </dev/null 2>err | tr -d '\r' >console || status=$?
}
# hosted ARGS: the same under the hypervisor, on $MACHINE
hosted() {
	printf 'console=hvc0 quiet %s' "$1" >cmdline
	"$mkcpio" hosted file vmlinux 644 "$vmlinux" file initrd 644 "$domains_initrd" \
		file cmdline 644 cmdline
	machine hosted -append dom0_mem=256M
}
# sum SEED: print domu-check's result from the console
sum() { sed -n "s/^domu-check: $1 ok \([0-9a-f]\{16\}\) .*/\1/p" console; }
run=domu.run=domu-check
limit=120

bare "domu.name=bare $run,--time,3,--seed,7,--memory,16"
# shellcheck disable=SC2034 # in conditions
reference=$(sum 7)
check 'on the bare machine nothing disturbs it' 'status_is 0' '[ -n "$reference" ]' \
	'says "domU bare: Linux $(cat "$O/kernel/release"), 1 CPUs, "' \
	'says "domU bare: domu-check ended with 0"'
hosted "domu.name=hosted $run,--time,6,--seed,7,--memory,64"
check 'under the hypervisor it computes the same' 'status_is 0' '[ "$(sum 7)" = "$reference" ]' \
	'says "domU hosted: Linux $(cat "$O/kernel/release"), 1 CPUs, "' \
	'says "(XEN) domain 0: powers off the machine"'
hosted "$run,--work,8,--seed,7,--memory,16"
check 'it reports its progress' '[ "$(sum 7)" = "$reference" ]' \
	'[ "$(count console "^domu-check: unit [1-8] of 8$")" = 8 ]'
hosted "$run,--time,1,--seed,8,--memory,16"
check 'another seed gives another sum' '[ -n "$(sum 8)" ]' '[ "$(sum 8)" != "$reference" ]'
hosted "$run,--memory,100000"
check 'a failure is reported' 'says "domu-check: FAILED 100000 MiB of memory: "' \
	'says "domU domU: domu-check ended with 1"' 'silent "domu-check: 1 ok"'
hosted 'domu.name=off domu.run=/sbin/poweroff'
check "the kernel's program for the power button switches off" 'says "domU off: powers off"' \
	'silent " ended with "' 'says "(XEN) domain 0: powers off the machine"'
hosted 'domu.name=again domu.run=/sbin/reboot'
check 'its program for a reboot reboots' 'says "domU again: reboots"' \
	'says "(XEN) domain 0: reboots the machine"'
dom0 --add "$domains_initrd" -- sh -c 'cmp /boot/domu.cpio initrd.cpio && cat /etc/xen/domu'
check 'dom0 has the files that domains are built from' 'status_is 0' \
	'cmp out "$top/tools/domu/domu.cfg"'
dom0 --no-guests -- ls /boot
check 'with --no-guests it does not' 'status_is 1'

finish "domu-check, $MACHINE"
