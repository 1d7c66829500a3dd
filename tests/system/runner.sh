#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Test tools/dom0/run itself, without the hypervisor: with Debian's kernel on the bare
# machine and, for the behaviour of faulty machines, with machines made of printf. The
# build directory is $O.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export O=${O:-$top/build}
O=$(cd "$O" && pwd)
run=$top/tools/dom0/run
work=$(mktemp -d "${TMPDIR:-$O}/runner-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Runs would leave files behind here.
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
cd "$work"

passed=0 failed=0
ok() {
	passed=$((passed + 1))
	printf 'ok      %s\n' "$1"
}
not_ok() {
	failed=$((failed + 1))
	printf 'FAILED  %s\n' "$1"
	sed 's/^/        err: /' err 2>/dev/null | tail -n 5
}
# shellcheck source=../lib/await.sh
. "$top/tests/lib/await.sh"
# check NAME CONDITION...: passes if all these shell commands succeed
check() {
	local name=$1 condition
	shift
	for condition; do
		if ! eval "$condition"; then
			not_ok "$name: $condition"
			return
		fi
	done
	ok "$name"
}

# bare ARGS: run on the bare machine; sets the files out and err, and $status
bare() {
	status=0
	"$run" --no-hypervisor "$@" >out 2>err || status=$?
}
# fake TEXT [OPTION]...: the same for a machine that prints TEXT and powers off
fake() {
	local text=$1
	shift
	made_of --timeout 20 "$@" -- printf "$text"
}
# made_of ARGS: the same for any arguments of dom0-console
made_of() {
	status=0
	"$O/host/dom0-console" "$@" >out 2>err || status=$?
}
status_is() { [ "$status" = "$1" ]; }
# holds FILE TEXT: TEXT is the whole contents, up to the last newline
holds() { [ "$(cat "$1"; echo .)" = "$2." ]; }
err_has() { grep -qF -- "$1" err; }
# A refusal is one line.
refused() { status_is 125 && holds out '' && [ "$(wc -l <err)" = 1 ] && err_has "$1"; }

# List the QEMUs started here: their initrd is among this test's files.
leftovers() { grep -la "^[^ ]*qemu.*$TMPDIR" /proc/[0-9]*/cmdline 2>/dev/null || true; }
nothing_left() {
	local pid
	for pid in $(leftovers); do
		"$O/host/limit" --with "$pid" 5 tail -f --pid="$pid" /dev/null
	done
	[ -z "$(leftovers)" ] && [ -z "$(ls -A "$TMPDIR")" ]
}

# --- faulty machines; the frames are data

begin='\001b0000000031b6efe6\n'
stdout='\001o00000001b3V0Cg==066896c2\n' # "out\n"
stderr='\001e00000002ZXJyCg==f3a7dd51\n' # "err\n"
exit3='\001x00000003Mw==50171fd7\n'

fake "boot\n$begin$stdout${stderr}more\n${exit3}bye\n" --log log
check 'frames become stdout, stderr and the status' \
	'status_is 3' "holds out $'out\n'" "holds err $'err\n'"
check 'the log holds the rest of the console' "holds log $'boot\nmore\nbye\n'"
fake "no newline$begin$stdout$stderr$exit3"
check 'a frame is found behind unfinished text' 'status_is 3' "holds out $'out\n'"
message='[   23.457292723,4] Spent 1378 msecs\n'
fake "bo${message}ot\n$begin${stdout:0:15}$message$message${stdout:15}$stderr$message$exit3" --log log
check "the firmware's messages may cut a frame, or any line" 'status_is 3' "holds out $'out\n'" \
	'[ "$(grep -c "^\[   23.457292723,4\] Spent 1378 msecs$" log)" = 4 ]' 'grep -qx boot log'
message='\r\n(XEN) a message\nanother\n'
fake "$begin${stdout:0:15}$message${stdout:15}$stderr$exit3" --log log
check "other lines may cut a frame" 'status_is 3' "holds out $'out\n'" \
	"holds err $'err\n'" "holds log $'(XEN) a message\nanother\n'"
fake "$begin${stdout:0:15}$message$stderr$exit3" --log log
check 'a frame that does not go on behind them is an error' 'status_is 125' \
	'err_has "a damaged frame (frame 1)"'
fake "$begin${stdout/b3/c3}$stderr$exit3"
check 'a damaged frame is an error' 'status_is 125' 'err_has "a damaged frame (frame 1)"'
fake "$begin${stdout%????}\n$stderr$exit3"
check 'a truncated frame is an error' 'status_is 125' 'err_has "a damaged frame (frame 1)"'
fake "$begin$stderr$exit3"
check 'a missing frame is an error' 'status_is 125' 'err_has "a missing frame (frame 1)"'
fake "$begin$stdout$stderr"
check 'a machine that ends without a status is an error' \
	'status_is 125' 'err_has "powered off without a status; the command was running"'
status=0
{ "$O/host/dom0-console" --timeout 20 -- sh -c \
	"printf '$begin'; while printf '$stdout'; do sleep 0.1; done" 2>err || status=$?; } | true
check 'a reader that has seen enough ends the run, without a word' 'holds err ""'
fake 'Kernel panic - not syncing: test\n'
check 'a panic is named' 'status_is 125' 'err_has "Kernel panic - not syncing: test"'
status=0
"$O/host/dom0-console" --timeout 2 -- sh -c "printf 'Kernel panic - not syncing: x\n'; exec sleep 60" \
	>out 2>err || status=$?
check 'a machine that hangs after a panic is an error' 'status_is 125' 'err_has "the machine hangs"'
status=0
"$O/host/dom0-console" --timeout 2 -- sh -c "printf '$begin$stdout$stderr$exit3'; exec sleep 60" \
	>out 2>err || status=$?
check 'a machine that stays on is an error' 'status_is 125' 'err_has "did not power off"'
# switchless TEXT: a machine that prints TEXT and stays on. When it is ended, it must be
# able to write a result first, like QEMU's plugins
switchless() {
	status=0
	rm -f result
	"$O/host/dom0-console" --timeout 20 --off-at 'now off' --log log -- sh -c \
		"trap 'echo ending: terminating on signal 15 >&2; echo >result; exit 0' TERM
		printf '$1'; while sleep 0.1; do :; done" >out 2>err || status=$?
}
switchless "$begin$stdout$stderr${exit3}it is now off\nbye\n"
check 'a machine without a power switch is ended when it prints that it is off' \
	'status_is 3' "holds out $'out\n'" "holds err $'err\n'" '[ -e result ]'
check 'the log does not tell how' "holds log $'it is now off\nbye\n'"
switchless "${begin}it is now off\n"
check 'also before the status is known, which is an error' \
	'status_is 125' 'err_has "powered off without a status; the command was running"' '[ -e result ]'
fake "$begin$stdout$stderr${exit3}it is now off\n" --off-at 'now off'
check 'so is a machine with a power switch' 'status_is 3' "holds out $'out\n'"

# --- time limits, which a busy host makes longer

limit=$O/host/limit
# limited SECONDS COMMAND...: the same for a command with a limit, and set took to the
# seconds that it took
limited() {
	local start=$SECONDS
	status=0
	"$limit" "$@" >out 2>err || status=$?
	took=$((SECONDS - start))
}
limited 5 sh -c 'echo here; exit 7'
check "limit: the command's status and output" 'status_is 7' "holds out $'here\n'" 'holds err ""'
limited 5 sh -c 'kill -9 $$'
check 'death by signal 9 gives 137' 'status_is 137'
limited 5 ./no-such-program
check 'a command that does not exist gives 127' 'status_is 127' 'err_has no-such-program'
for words in '' 5 '0 true' '-1 true' '5x true' '99999999 true' '--with x 5 true' '--with 1 5'; do
	# shellcheck disable=SC2086
	limited $words
	check "'limit $words' is refused" 'status_is 125' '[ "$(wc -l <err)" = 1 ]'
done
limited 1 sh -c 'trap "" TERM; sleep 60 & wait; exec sleep 60'
check 'what ignores SIGTERM gets SIGKILL' 'status_is 124' '[ "$took" -ge 5 ]'
"$limit" 60 sh -c 'trap "exit 9" TERM; echo here; while sleep 0.1; do :; done' >out 2>err &
pid=$!
check 'await: until a command succeeds' 'await "$pid" 20 grep -q here out'
check 'or the limit is reached' '! await "$pid" 1 false'
kill "$pid"
status=0
wait "$pid" || status=$?
check 'a signal is passed on' 'status_is 9'
check 'await: not longer than the process lives' '! await "$pid" 60 false' \
	'await "$pid" 60 grep -q here out'

# One CPU has much to do besides. What has not used as much time of it as its limit goes
# on, what hangs is found.
mapfile -t cpu < <(taskset -pc $$ | sed 's/.*: *\([0-9]*\).*/\1/')
others=()
for _ in 1 2 3 4 5 6 7 8; do
	taskset -c "${cpu[0]}" sh -c 'while :; do :; done' &
	others+=($!)
done
trap 'kill "${others[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
spend='(ulimit -t 1; while :; do :; done) 2>/dev/null' # one second of CPU time
limited 4 taskset -c "${cpu[0]}" sh -c "$spend; exit 5"
check "a busy host: a second of work is not over in $took s, and goes on" 'status_is 5' '[ "$took" -ge 4 ]'
start=$SECONDS
made_of --timeout 4 -- taskset -c "${cpu[0]}" sh -c "printf '$begin$stdout$stderr'; $spend; printf '$exit3'"
took=$((SECONDS - start))
check "so does a machine, for $took s" 'status_is 3' '[ "$took" -ge 4 ]'
limited --with "${others[0]}" 1 sh -c "$spend; exit 6"
check "what waits for such a process has time too, $took s" 'status_is 6'
limited 1 taskset -c "${cpu[0]}" sh -c 'while :; do :; done'
check "a command that works for ever is ended, after $took s" 'status_is 124'
limited 2 taskset -c "${cpu[0]}" sleep 60
check 'an idle one is found as if the host were quiet' 'status_is 124' '[ "$took" -lt 30 ]'
made_of --timeout 2 -- taskset -c "${cpu[0]}" sh -c "printf '$begin'; exec sleep 60"
check 'so is an idle machine' 'status_is 124' 'err_has "time limit of 2 s reached: the command was running"'
kill "${others[@]}"
wait "${others[@]}" 2>/dev/null || true
trap 'rm -rf "$work"' EXIT

# --- arguments that are refused before anything is started

bare --machine nosuch -- true
check 'an unknown machine is refused' 'refused nosuch'
bare --machine powernv9 --cpu POWER10 -- true
check 'a powernv9 with a POWER10 is refused' 'refused "powernv9 has no POWER10"'
bare --machine powernv9 --firmware slof -- true
check 'a powernv9 with SLOF is refused' 'refused "no firmware slof"'
for memory in 512M 1023M; do
	bare --machine powernv9 --memory "$memory" -- true
	check "a powernv9 with $memory is refused" 'refused "needs 1G of memory"'
done
bare --cpu POWER8 -- true
check 'an unsupported CPU is refused' 'refused POWER8'
bare --no-such-option -- true
check 'an unknown option is refused' 'refused --no-such-option'
bare --timeout 1x -- true
check 'a bad time limit is refused' 'refused 1x'
for shift in 11 x; do
	bare "--icount=$shift" -- true
	check "--icount=$shift is refused" 'refused "icount"'
done
bare --memory lots -- true
check 'a bad memory size is refused' 'refused lots'
bare --add /no/such/file -- true
check 'a missing file is refused' 'refused /no/such/file'
O=$work bare -- true
check 'a missing build is named' 'refused "run make first"'
mkdir without-qemu
ln -s -t without-qemu "$O"/{kernel,dom0,host}
O=$work/without-qemu bare --machine powernv9 --icount -- true
check 'the QEMU that --icount needs on bare metal is named' 'refused "make qemu"'
"$run" --help >out
mapfile -t options < <(sed -nE 's/^\t--([a-z-]+)\) .*/\1/p' "$run")
check 'the runner has options' '[ ${#options[@]} -ge 17 ]'
for option in "${options[@]}"; do
	check "the help names --$option" "grep -q -e '^  --$option' out"
done

# In a complete build directory, make reads a file of dependencies for each object.
for target in run test soak; do
	check "make help names $target" \
		'make --no-print-directory -C "$top" O="$O" help >out' 'grep -q "^  make $target " out'
done

# --- real runs

bare -- sh -c 'exit 7'
check "the command's status is the run's" 'status_is 7' 'holds out ""' 'holds err ""'
bare -- sh -c 'echo to stderr >&2; echo to stdout; kill -9 $$'
check 'death by signal 9 gives 137' 'status_is 137'
check 'stdout holds stdout only' "holds out $'to stdout\n'"
check 'stderr holds stderr only' "holds err $'to stderr\n'"
bare -- no-such-command
check 'a command that does not exist gives 127' 'status_is 127' 'err_has no-such-command'
bare -- /etc/passwd
check 'a file that is not a program gives 126' 'status_is 126' 'err_has /etc/passwd'

arguments=('two  words' '' "quote'\"\$x" $'line\nbreak' '*')
bare -- printf '[%s]' "${arguments[@]}"
check 'arguments arrive as they are' \
	'status_is 0' 'holds out "$(printf "[%s]" "${arguments[@]}")"'

head -c 1048576 /dev/urandom >blob
mkdir -p tree/sub
printf '#!/bin/sh\nmd5sum </root/blob >&2\ncat /root/blob\ncat\n' >tree/sub/prog
chmod 700 tree/sub/prog
bare --add blob --add "tree:/opt/the tree" -- '/opt/the tree/sub/prog'
check '1 MiB of binary arrives in dom0 unchanged' 'holds err "$(md5sum <blob)"$'"'\n'"
check '1 MiB of binary comes back unchanged' 'status_is 0' 'cmp blob out'

"$run" --no-hypervisor -- sh -c 'echo first; sleep 5; echo second' 2>err |
	while read -r line; do
		printf '%s %s\n' "$line" "$(date +%s)"
	done >out
check 'output is passed on as it comes' \
	"awk '{ t[\$1] = \$2 } END { exit !(t[\"second\"] - t[\"first\"] >= 3) }' out"

bare --timeout 15 -- sleep 1000
check 'the time limit ends a run with 124' \
	'status_is 124' 'err_has "time limit of 15 s reached: the command was running"'
bare -- sh -c 'echo c >/proc/sysrq-trigger'
check 'a panic of dom0 is reported' 'status_is 125' \
	'err_has "Kernel panic - not syncing: sysrq triggered crash; the command was running"'
bare -- poweroff -f
check 'a machine switched off by the command is reported' \
	'status_is 125' 'err_has "powered off without a status"'
check 'ended runs leave nothing behind' nothing_left

for signal in INT TERM KILL; do
	: >out
	# Use job control: otherwise a background job would ignore SIGINT.
	set -m
	"$run" --no-hypervisor -- sh -c 'echo here; sleep 1000' >out 2>err &
	pid=$!
	set +m
	await "$pid" 60 [ -s out ] || true
	check "SIG$signal: the run is under way" '[ -s out ]' '[ -n "$(leftovers)" ]'
	kill -"$signal" "$pid"
	status=0
	wait "$pid" 2>/dev/null || status=$?
	check "SIG$signal ends it with its status" "status_is $((128 + $(kill -l "$signal")))"
	check "SIG$signal leaves nothing behind" nothing_left
done

for n in 1 2; do
	bare --icount --log "log$n" -- sh -c 'dmesg; cat /proc/interrupts'
	mv out "out$n"
done
check 'with --icount two runs are the same' 'status_is 0' '[ -s out1 ]' 'cmp out1 out2' 'cmp log1 log2'
bare --icount=4 -- cat /proc/uptime
check 'with --icount=4 time is 16 times as fast' 'status_is 0' 'awk "{ exit !(\$1 > 8) }" out'

# shellcheck disable=SC2094 # the file is read to see how far it has come
(
	await $$ 60 grep -q '^~ # ' out || true
	printf 'echo $((6 * 7)); exit\n'
	sleep 5
) | "$run" --no-hypervisor --timeout 60 >out 2>err || true
check 'without a command there is a shell' "tr -d '\r' <out | grep -qx 42"
check 'the shell leaves nothing behind' nothing_left

cat >gdb-commands <<'END'
break start_kernel
continue
dom0-where
kill
END
"$O/host/limit" 60 gdb-multiarch -q -batch -x "$top/tools/dom0/gdbinit" \
	-ex "add-symbol-file $O/kernel/vmlinux.debug" \
	-ex "target remote | exec '$run' --no-hypervisor --gdb=stdio" -x gdb-commands \
	</dev/null >out 2>err || true
check "gdb stops in dom0's kernel and names the place" \
	"grep -q '^start_kernel + ' out" 'grep -q "translation on" out'
check 'gdb leaves nothing behind' nothing_left

printf '== runner: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
