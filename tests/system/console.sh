#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The console: output of dom0 and input arrive without a lost or doubled character, even
# while the hypervisor prints. The ring. An idle machine costs the host little, even while
# it waits for input.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ring=$O/tests/system/read-ring

# --- output. The hypervisor waits half a second for the end of a line of dom0. With
# --icount that is the guest's time, not a busy host's. Bare metal has no --icount here
# (see tests/soak), and the half second is real time, which half-lines.c takes care of.
virtual_time=(--icount)
! bare_metal || virtual_time=()

head -c 300000 /dev/urandom >blob
# Line N ends with N % 90 more digits; pad is long enough for them.
cat >raw.awk <<'END_OF_SCRIPT'
BEGIN {
	pad = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	for (i = from; i < from + 100; i++)
		printf "raw %d %s\n", i, substr(pad, 1, i % 90)
}
END_OF_SCRIPT
cat >between <<'END_OF_SCRIPT'
#!/bin/sh
# Prints the blob on stdout in 30 pieces, and then 30 pieces of 100 lines directly to the
# terminal, while the hypervisor prints its table 60 times.
keys() {
	for key in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		xen-debug-key m
	done
}
keys &
for piece in $(seq 0 29); do
	dd if=blob bs=10000 skip=$piece count=1 2>/dev/null
	[ $((piece % 2)) = 0 ] || xen-debug-key m
done
wait
keys &
for piece in $(seq 0 29); do
	awk -v from=$((piece * 100)) -f raw.awk >/dev/console
	[ $((piece % 2)) = 0 ] || xen-debug-key m
done
wait
END_OF_SCRIPT
# A line in two halves is not split; a line that stays unfinished for long is. What goes to
# stdout comes in lines of its own, which would split them as well, so it comes last.
cat >halves <<'END_OF_SCRIPT'
#!/bin/sh
set -e
./half-lines 10 >lines
# dom0's text waits until all that the hypervisor has printed before is out.
sleep 1
printf unfinished >/dev/console
xen-debug-key m
sleep 1
echo rest >/dev/console
cat lines
END_OF_SCRIPT
chmod +x between halves
dom0 "${virtual_time[@]}" --add blob --add between --add raw.awk -- ./between
check '300,000 bytes of output arrive while the hypervisor prints' 'status_is 0' 'cmp blob out'
check "the hypervisor's lines are whole, none lost or doubled" \
	'[ "$(count console "^(XEN) chunks: 32 of")" = 60 ]' \
	'[ "$(count console "^(XEN) chunks: end$")" = 60 ]' \
	'[ "$(grep "^(XEN) chunk [0-9]* " console | sort | uniq -c |
		awk "{ print \$1 }" | sort -u)" = 60 ]' \
	'[ "$(grep "^(XEN) chunk [0-9]* " console | sort -u | wc -l)" = 32 ]'
grep '^raw' console >raw
for ((i = 0; i < 30; i++)); do
	awk -v from=$((i * 100)) -f raw.awk
done >expected
check "dom0's own 3,000 lines on the terminal too" 'cmp raw expected' \
	'! grep ".raw" console'

dom0 "${virtual_time[@]}" --add "$O/tests/system/half-lines" --add halves -- ./halves
check 'the hypervisor does not split a line' 'status_is 0' '[ "$(sort -u out | wc -l)" = 10 ]' \
	'cmp <(sed "s/.*/half & whole &/" out) <(grep -x "half [0-9]* whole [0-9]*" console |
		grep -wf out)'
check 'unless it remains unfinished' 'grep -qx unfinished console' 'grep -qx rest console' \
	'[ "$(sed -n "/^unfinished/,/^rest/p" console | grep -c "^(XEN) chunk ")" = 32 ]'

dom0 --add blob -- sh -c 'cat blob; md5sum <blob >&2'
check 'the same in real time, undisturbed' 'status_is 0' 'cmp blob out' \
	'[ "$(cat err)" = "$(md5sum <blob)" ]'

# --- the ring

# Each run reads the ring after the hypervisor has printed more than it holds. The ring
# must have the end of the console's output.
xen_lines() { grep '^(XEN)' console | sed '$d'; } # the last line comes after the read
fill='for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25
	do xen-debug-key d; xen-debug-key m; done'
dom0 --add "$ring" -- sh -c "$fill; ./read-ring; ./read-ring 1000 >&2"
check 'the ring holds the last 16 KiB by default' 'status_is 0' '[ "$(stat -c %s out)" = 16384 ]' \
	'cmp out <(xen_lines | tail -c 16384)' '[ "$(xen_lines | wc -c)" -gt 40000 ]'
check 'a reader with less room gets the newest' 'cmp err <(xen_lines | tail -c 1000)'
dom0 --xen-append console_ring=30000 --add "$ring" -- sh -c "./read-ring; $fill; ./read-ring >&2"
check 'at first it holds all since the start' 'status_is 0' 'has out "(XEN) Xen 3.0"' \
	'cmp out <(xen_lines | head -c "$(stat -c %s out)")'
check 'console_ring=30000 makes it 32 KiB' '[ "$(stat -c %s err)" = 32768 ]' \
	'cmp err <(xen_lines | tail -c 32768)'
bundle bundle test=off
for size in 0 1 99999999999G junk -1; do
	machine bundle -append "console_ring=$size"
	check "console_ring=$size" 'status_is 0' 'says "guest: memory"' 'silent panic'
done

# --- a session: a shell that gets typed input. The terminal's output goes to the file
# console; keyboard is the other side of its input.

# Reads typed input while the hypervisor prints. It is a script of its own, since busybox's
# shell sometimes takes the end of a background job for the end of input.
cat >take <<'END_OF_SCRIPT'
#!/bin/sh
rm -f /tmp/stop
rounds=0 # a slow host does only few during the input
[ "$1" != noise ] || while [ ! -e /tmp/stop ] || [ $rounds -lt 5 ]; do
	xen-debug-key d
	rounds=$((rounds + 1))
done &
echo ready for "$1"
cat >/tmp/text
touch /tmp/stop
wait
echo "$1: $(md5sum </tmp/text)"
END_OF_SCRIPT
chmod +x take
mkfifo typed
"$top/tools/dom0/run" "${machine_of_run[@]}" --timeout 100 --add take <typed >console 2>err &
session=$!
exec {keyboard}>typed
# A machine that is off takes no input; missing output will show that.
trap '' PIPE
keys() { printf '%b' "$1" >&"$keyboard" || true; }
# shows TEXT SECONDS: wait until the console has TEXT, by the machine's clock
shows() { await "$session" "$2" grep -qF -- "$1" console; }
garbage 1 24000 | base64 -w 150 >text
head -n 60 text >text2
check 'there is a prompt' 'shows "~ # " 60'
keys 'stty -echo\n'
# The shell would read input typed ahead, so wait until the reader is ready.
keys './take silence\n'
check 'a program reads' 'shows "ready for silence" 10'
cat text >&"$keyboard" || true
keys '\x04'
check 'thirty thousand characters are typed: none lost or doubled' \
	'[ "$(stat -c %s text)" -gt 30000 ]' 'shows "silence: $(md5sum <text)" 60'
keys './take noise\n'
check 'another does' 'shows "ready for noise" 10'
while read -r line; do
	keys "$line\n"
	sleep 0.02
done <text2
keys '\x04'
check 'nine thousand more, while the hypervisor prints' 'shows "noise: $(md5sum <text2)" 60' \
	'[ "$(count console "^(XEN) domain 0: .* privileged")" -gt 3 ]'
sleep 5
for key in e c h o ' ' a n s w e r ' ' '$' '(' '(' 6 '*' 7 ')' ')' '\n'; do
	keys "$key"
	sleep 0.1
done
check 'after idle seconds, key by key: the answer comes at once' 'shows "answer 42" 2'
keys 'grep hvc_console /proc/interrupts\n'
check "by the terminal's interrupt" 'shows "Edge      hvc_console" 5' \
	'[ "$(sed -n "s/.*: *\([0-9]*\) .*hvc_console.*/\1/p" console | tail -n 1)" -gt 20 ]'
keys 'exit\n'
check 'the session ends' 'shows "powers off the machine" 10'
exec {keyboard}>&-
status=0
wait "$session" || status=$?
check 'and QEMU with it' 'status_is 0' '[ ! -e "/proc/$session" ]'

# --- idle

# On bare metal with a second CPU, which is always idle.
smp=1
! bare_metal || smp=2
# ticks PID: print its processor time in hundredths of a second
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
"$top/tools/dom0/run" "${machine_of_run[@]}" --smp $smp --timeout 60 -- sh -c 'echo start; sleep 15; echo end' >out 2>err &
run=$!
await "$run" 60 grep -q start out || true
sleep 0.5
qemu=$(cat "/proc/$run/task/$run/children" || true)
before=$(ticks "${qemu// /}")
sleep 8
used=$(($(ticks "${qemu// /}") - before))
status=0
wait "$run" || status=$?
check "$smp CPUs, dom0 asleep for 8 s: the host works for $used/100 s of it" '[ "$used" -lt 320 ]' \
	'[ "$used" -gt 0 ]' 'status_is 0' 'grep -q end out'

finish "console, $MACHINE"
