# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Functions for the scripts that test whole boots; each sources this first. The build
# directory is $O. A script works in a directory of its own and ends with `finish NAME`.
# Besides tests/lib/check.sh:
#
#   machine BUNDLE ARGS...    QEMU with only the hypervisor: see below
#   dom0 ARGS...              tools/dom0/run
#   bundle FILE ARGS...       make a bundle with the small kernel of guest.c
#   reset_by_button ARGS...   tools/dom0/run, and the machine's reset button
#   await PID SECONDS ...     tests/lib/await.sh
#
# All limits are in seconds that a busy host makes longer: tools/dom0/run-clock.h.
#
# The machine is $MACHINE, as for tools/dom0/run: pseries, powernv9 or powernv10. A
# pseries has a $CPU.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export O=${O:-$top/build}
O=$(cd "$O" && pwd)
xen=$O/xen/xen
mkcpio=$O/host/mkcpio
guest=$O/tests/system/guest
for file in "$xen" "$mkcpio" "$guest" "$O/dom0/initrd.cpio"; do
	[ -r "$file" ] || { echo "$file is missing: run make test" >&2; exit 1; }
done
MACHINE=${MACHINE:-pseries} CPU=${CPU:-POWER9}
on() { [ "$MACHINE" = "$1" ]; }
bare_metal() { [[ $MACHINE = powernv* ]]; }
# Options for tools/dom0/run.
machine_of_run=(--machine "$MACHINE")
bare_metal || machine_of_run+=(--cpu "$CPU")
# shellcheck disable=SC2034 # used by some
cross=${CROSS_COMPILE:-powerpc64le-linux-gnu-}

work=$(mktemp -d "${TMPDIR:-$O}/system-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'echo "${0##*/}: line $LINENO: $BASH_COMMAND: failed, the rest is not tested"' ERR
cd "$work"

# shellcheck source=../lib/check.sh
. "$top/tests/lib/check.sh"
# shellcheck source=../lib/await.sh
. "$top/tests/lib/await.sh"

says() { has console "$1"; }
silent() { ! says "$1"; }
# count FILE PATTERN: print the number of lines that match
count() { grep -c -e "$2" "$1" || true; }

# bundle FILE ARGS [KERNEL]: make a bundle; ARGS are the kernel's command line
bundle() {
	printf '%s' "$2" >cmdline
	"$mkcpio" "$1" file vmlinux 644 "${3:-$guest}" file cmdline 644 cmdline
}

# machine BUNDLE [ARG]...: run QEMU; its own ARGs come last. The console goes to the file
# console, without carriage returns, QEMU's errors to err. status is QEMU's, or 124 if
# the machine was not off after $limit seconds of QEMU's clock. These variables may be set before (cpu and
# machine_options apply to a pseries):
limit=30 memory=1G cpu=$CPU machine_options=x-vof=on,cap-nested-hv=on
machine() {
	local initrd=() kind=(-cpu "$cpu")
	[ -z "$1" ] || initrd=(-initrd "$1")
	shift
	if bare_metal; then
		kind=(-M "$MACHINE" -device "ipmi-bmc-sim,id=bmc0" -device "isa-ipmi-bt,bmc=bmc0,irq=10")
	else
		kind+=(-M "pseries,cap-htm=off,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off,$machine_options")
	fi
	status=0
	"$O/host/limit" "$limit" qemu-system-ppc64 "${kind[@]}" \
		-accel tcg -m "$memory" -nodefaults -display none -monitor none \
		-serial stdio -no-reboot -kernel "$xen" "${initrd[@]}" "$@" \
		</dev/null 2>err | tr -d '\r' | without_firmware >console || status=$?
}
# reset_by_button [OPTION]... -- COMMAND...: start a dom0; when COMMAND has printed "here",
# press the machine's reset button, which is nmi in QEMU's monitor. Its console is in the
# file console, COMMAND's output in out; status is that of tools/dom0/run.
reset_by_button() {
	mkfifo monitor.in monitor.out
	exec {button}<>monitor.in {answers}<>monitor.out # neither waits for QEMU
	: >out
	"$top/tools/dom0/run" "${machine_of_run[@]}" --log log --timeout 60 --qemu-arg -chardev \
		--qemu-arg "pipe,id=monitor,path=$work/monitor" --qemu-arg -mon \
		--qemu-arg chardev=monitor "$@" >out 2>err </dev/null &
	button_run=$!
	await "$button_run" 60 grep -q here out || true
	echo nmi >&"$button"
	status=0
	wait "$button_run" || status=$?
	exec {button}>&- {answers}>&-
	rm monitor.in monitor.out
	without_firmware <log >console
}

# The firmware of bare metal writes whole lines to the same terminal. A line that it has
# interrupted continues after them.
without_firmware() {
	awk '!match($0, /\[ *[0-9]+\.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9],[0-9]\] /) { print; next }
		{ printf "%s", substr($0, 1, RSTART - 1) }'
}

# dom0 ARGS...: run tools/dom0/run. COMMAND's output goes to out and err, the rest of the
# console to the file console, the exit status to status.
dom0() {
	status=0
	"$top/tools/dom0/run" "${machine_of_run[@]}" --log log "$@" >out 2>err </dev/null || status=$?
	without_firmware <log >console
}

# garbage SEED COUNT: print random bytes, the same on every machine (Park and Miller's
# "minimal standard" generator)
garbage() {
	printf '%b' "$(awk -v x="$1" -v n="$2" 'BEGIN {
		for (; n > 0; n--) { x = x * 16807 % 2147483647; printf "\\x%02x", int(x / 256) % 256 } }')"
}
