#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Compare the lists of machine frames that dom0 reads with the table of chunks and owners
# that the hypervisor prints.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# In dom0: create domains and destroy some, so that free chunks lie between the others. The
# table is printed before, while they exist, and after their end.
cat >domains <<'END_OF_SCRIPT'
#!/bin/sh
set -e
xen-debug-key m
for memory in 64 200 1 640; do
	xen-create --memory "$memory" >/dev/null
done
xen-destroy 2
xen-create --memory 320 --json
xen-create --memory 128 --json
xen-debug-key m
for id in 0 1 3 4 5 6; do
	xen-pfnlist --json --all $id
done
! xen-pfnlist 2 || exit 1
xen-info
xen-destroy 1 3 4 5 6
xen-debug-key m
xen-pfnlist --json --all 0
END_OF_SCRIPT
chmod +x domains
dom0 --memory 4G --xen-append dom0_mem=768M --add domains -- ./domains

check 'domains are made, listed and ended' 'status_is 0' \
	'[ "$(cat err)" = "xen-pfnlist: domain 2: no such domain" ]'
tr -d '\r' <console | awk '/^\(XEN\) chunks: [0-9]/ { n++ } /^\(XEN\) chunk/ { print > "table" n }'
check 'three tables were printed, each to its end' \
	'[ "$(cat table1 table2 table3 | grep -c "^(XEN) chunks: end")" = 3 ]' \
	'[ "$(cat table? | grep -vcE "^\(XEN\) (chunk [0-9]+ (xen|free|domain [0-9]+ place [0-9]+)|chunks: .*)$")" = 0 ]' \
	'[ "$(grep -c "^(XEN) chunk [0-9]" table2)" = 64 ]'

# Convert tables to "chunk domain place", lists to "domain frame...": one frame per line, in
# the order of the list, which is pseudo-physical for domains without holes.
for n in 1 2 3; do
	awk '$4 == "domain" { print $3, $5, $7 }' table$n >owned$n
done
grep '^{' out >printed
jq -c 'select(.ranges)' printed >lists
jq -r '.domid as $d | .frames | to_entries[] | "\($d) \(.key) \(.value)"' lists >all
# The last list of domain 0 belongs to the third table.
awk -v two=frames2 -v three=frames3 '
	$2 == 0 { last[$1]++ }
	{ print > ($1 == 0 && last[0] == 2 ? three : two) }' all
# compare OWNED FRAMES: print a line for each contradiction
compare() {
	awk '
	FNR == NR { owner[$1] = $2; place[$1] = $3; owned[$2]++; next }
	{
		domain = $1; pseudo = $2; frame = $3
		chunk = int(frame / 1024)
		if (!(chunk in owner) || owner[chunk] != domain)
			print "domain " domain ": frame " frame " is not its own"
		else if (place[chunk] != int(pseudo / 1024) || frame % 1024 != pseudo % 1024)
			print "domain " domain ": frame " frame " is not in place " pseudo
		if (frame == pseudo || place[chunk] == chunk)
			print "domain " domain ": frame " frame " is where its number says"
		if (frame in seen)
			print "frame " frame ": listed for " seen[frame] " and " domain
		seen[frame] = domain
		listed[domain]++
	}
	END {
		for (d in owned)
			if (listed[d] != owned[d] * 1024)
				print "domain " d ": " listed[d] + 0 " frames listed, " owned[d] " chunks owned"
	}' "$1" "$2"
}
compare owned2 frames2 >faults2
compare owned3 frames3 >faults3
sed -n '1,10s/^/        /p' faults2 faults3

none() { ! grep -q "$1" faults2 faults3; }
check 'the lists were read' '[ "$(wc -l <frames2)" = $(((12 + 1 + 1 + 10 + 5 + 2) * 1024)) ]' \
	'[ "$(wc -l <frames3)" = $((12 * 1024)) ]'
check 'each listed frame belongs to its domain' 'none "is not its own"'
check 'each is at its pseudo-physical place' 'none "is not in place"'
check 'no machine number equals its pseudo-physical number' 'none "is where"'
check 'none belongs to two domains' 'none "listed for"'
check 'every chunk of every domain is listed' 'none "chunks owned"'

# sizes DOMAIN MIB: the list, its ranges and the size asked for agree
sizes() {
	jq -se --argjson d "$1" --argjson count $(($2 * 16)) 'map(select(.domid == $d)) | length > 0
		and all(.frame_size == 65536 and .count == $count and (.frames | length) == $count
			and ([.ranges[].count] | add) == $count
			and [.ranges[] | range(.first; .first + .count)] == .frames)' lists >/dev/null
}
check "the counts are the domains' sizes in whole chunks" 'sizes 0 768' 'sizes 1 64' 'sizes 3 64' \
	'sizes 4 640' 'sizes 5 320' 'sizes 6 128'
check 'xen-create says the same' \
	'jq -se "any(.domid == 5 and .count == 5120 and .ranges == null)" printed >/dev/null' \
	'jq -se "any(.domid == 6 and .count == 2048 and .ranges == null)" printed >/dev/null'
check 'memory of ended domains is used again' \
	'[ "$(awk "\$2 > 0" owned2 | wc -l)" = 19 ]' '[ -z "$(awk "\$2 == 2" owned2)" ]'
# Free, with all domains: 64 chunks less 31, the hypervisor's own and none lost.
check 'free and owned chunks are all there is' \
	'[ "$(grep -c "chunk [0-9]* free" table2)" = $((64 - 31 - $(grep -c "chunk [0-9]* xen" table2))) ]' \
	'grep -q "^(XEN) chunks: 64 of 64 MiB, 64 RAM, $(grep -c "chunk [0-9]* free" table2) free" table2' \
	'grep -q "^free  *$(($(grep -c "chunk [0-9]* free" table2) * 64)) MiB" out'
check 'ended domains give all memory back' 'cmp <(grep "chunk " table1) <(grep "chunk " table3)' \
	'[ "$(sed -n 1p table1)" = "$(sed -n 1p table3)" ]'
check "dom0's chunks are not contiguous" '[ "$(wc -l <owned1)" = 12 ]' \
	'awk "\$2 == 0 { chunk[\$3] = \$1 } END { for (p = 1; p in chunk; p++)
		if (chunk[p] == chunk[p - 1] + 1 || chunk[p] == chunk[p - 1] - 1) exit 1 }" owned1'

finish "memory, $MACHINE"
