#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the monitors of domains do, in which order, and in which state they do not fail.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

# linux NAME [KEY=VALUE]...: create a Linux domain with a shell
linux() {
	linux=$1
	shift
	xm create -q domu name="$linux" memory=128 extra="console=hvc0 quiet domu.name=$linux" "$@"
	await "$linux" 'login:'
}

linux named
id=$(xm domid named)
# Whether its name is there at each moment of the restart.
rm -f stop
until [ -e stop ]; do
	xm domid named >/dev/null || echo domid
	xm list >table
	[ "$(grep -c '^named ' table)" = 1 ] || cat table
done >missed 2>&1 &
type_in named reboot
check 'a domain reboots' 'await_other named "$id"'
touch stop
wait
check 'and its name was there throughout' '[ ! -s missed ]'
head -n 5 missed
rm -f stop missed table
xm destroy named

linux deaf
type_in deaf 'echo /bin/busybox true >/proc/sys/kernel/poweroff_cmd; echo done:$((1 + 1))'
await deaf done:2
check 'a request to reboot that is not heeded fails' '! xm reboot -w -t 3 deaf 2>out' \
	'grep -qF "deaf: did not shut down in time" out'
type_in deaf 'busybox poweroff -f'
check 'and has no effect later' 'await_gone deaf' \
	'grep -q "deaf: stopped: on_poweroff = destroy" /var/log/xen/deaf.log'

# What the daemon of a domain must not need: descriptors, a directory, signals, limits.
mkdir nowhere
check 'a domain is created in a bad state' '(
	cd nowhere
	rmdir ../nowhere
	umask 0777
	ulimit -n 16
	ulimit -f 100
	trap "" HUP INT TERM CHLD
	exec xm create -q domu name=daemon memory=128 on_crash=coredump-restart \
		extra="console=hvc0 quiet domu.name=daemon" <&- >&- 2>&-
)' 'await daemon "login:"'
id=$(xm domid daemon)
type_in daemon reboot
check 'and started again' 'await_other daemon "$id"' 'await daemon "login:"'
id=$(xm domid daemon)
type_in daemon 'echo c >/proc/sysrq-trigger'
check 'after a core of all of it too' 'await_other daemon "$id"' \
	'[ "$(cat /var/xen/dump/daemon* | wc -c)" -gt 134217728 ]'
rm -f /var/xen/dump/daemon*
xm destroy daemon
check 'all memory is free' destroy_all

finish domu-monitor
