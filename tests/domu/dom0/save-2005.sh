#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# save-2005.sh UNITS: a domain that computes is saved and restored by the functions of
# 2005, as xend, xc_save and xc_restore call them (tests/legacy/helper.c): through a file
# and through a pipe, by descriptors that the programs inherit.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. /usr/lib/xen-tests/domu/lib.sh

helper=$tests/legacy/helper
units=$1

# restored FILE: the number of the domain that the helper made, by its output
restored() { sed -n 's/^domain \([0-9]*\), .*/\1/p' "$1"; }
# The line on stderr, and nothing else, begins with libxc and has this text.
said() { [ "$(wc -l <err)" = 1 ] && grep -q "^libxc: .*$1" err; }

start mover 128 "domu-check,--work,$units,--seed,7,--memory,16" vcpus=2
check 'a domain computes' 'await mover "domu-check: unit" 120'
old=$(xm domid mover)
check 'xc_save to a full device fails, says why, and the domain goes on' \
	'! "$helper" xend-save 3 "$old" 3>/dev/full 2>both' \
	'grep -v "^helper:" both >err' 'said "No space left on device"' '! state_has mover p'
check 'xc_save writes it to a file, and leaves it paused' \
	'"$helper" xend-save 3 "$old" 3>saved 2>err' '[ ! -s err ]' 'state_has mover p'
xm destroy mover
check 'xc_restore of the file makes a domain' \
	'"$helper" xend-restore 3 3<saved >out 2>err' '[ ! -s err ]' \
	'grep -qx "store-mfn 0" out' 'grep -q ", 2048 frames$" out'
first=$(restored out)
check 'which runs, with its memory as its limit' '! state_has "$first" p' \
	'xm list --json "$first" | grep -q "\"maxmem\": *128"'
check 'and computes' 'await "$first" "domu-check: unit" 120'
"$helper" xend-save 1 "$first" 2>err | "$helper" xend-restore 0 >out 2>>err || true
check 'it goes through a pipe' 'grep -qx "store-mfn 0" out' '[ ! -s err ]' \
	'state_has "$first" p'
second=$(restored out)
check 'and runs again' '! state_has "$second" p'
xm destroy "$first"

used=$(free_mib)
for size in 1000 5000000; do
	check "xc_restore of $size bytes fails, says why, and no domain is left" \
		'! head -c '$size' saved | "$helper" xend-restore 0 2>err' \
		'said "the saved domain is truncated"' '[ "$(domains)" = 2 ]' \
		'[ "$(free_mib)" = "$used" ]'
done
rm saved

await "$second" 'domu-check ended with' 300 || true
wanted=$("$tests/domu-check" --work "$units" --seed 7 --memory 16 |
	sed -n 's/^domu-check: 7 ok \([0-9a-f]\{16\}\) .*/\1/p')
check 'it has computed the right sum' "[ \"\$(sum $second 7)\" = \"$wanted\" ]"
check 'all memory is free' destroy_all

finish "domu-save-2005"
