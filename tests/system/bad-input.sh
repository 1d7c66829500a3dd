#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Wrong input of the hypervisor at boot, of every kind: each run must end with a message
# that names the fault and with the machine off, and dom0 must not start.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# poke FILE OFFSET BYTE...: write bytes, given in hexadecimal
poke() {
	local file=$1 offset=$2
	shift 2
	printf '%b' "$(printf '\\x%s' "$@")" |
		dd of="$file" bs=1 seek="$offset" conv=notrunc status=none
}
# little VALUE SIZE: print its little-endian bytes, as poke takes them
little() {
	local i
	for ((i = 0; i < $2; i++)); do
		printf '%02x ' $(($1 >> 8 * i & 255))
	done
}

# stopped MESSAGE: the last machine printed this and then switched itself off
stopped() { status_is 0 && says "(XEN) panic: $1" && says '(XEN) the machine stops here'; }
no_dom0() { silent 'guest: ' && silent 'domain 0: '; }
# refused NAME BUNDLE MESSAGE [ARG]...: a machine with this bundle must stop with MESSAGE
refused() {
	local name=$1 file=$2 message=$3
	shift 3
	machine "$file" "$@"
	check "$name" "stopped '${message//\'/\'\\\'\'}'" no_dom0 'silent exception'
}

"${cross}strip" -s -o vmlinux "$guest"
bundle good test=off vmlinux
machine good
check 'the bundle that all others are made from is good' 'status_is 0' 'says "arguments test=off"' \
	'says "(XEN) domain 0: powers off the machine"'

# --- the bundle. Its first member: a header of 110 bytes, "vmlinux" with its NUL,
# two bytes of padding, the data. Then a header, "cmdline" and 8 bytes; the end.

header=110 name_end=118 data=120
data_end=$((data + $(stat -c %s vmlinux)))
second=$(((data_end + 3) / 4 * 4))
trailer=$((second + 120 + 8))

no_header='bundle: it ends where a header should stand'
name_cut="bundle: a member's name is cut off"
data_cut="bundle: a member's data is cut off"
no_number='bundle: a header holds something that is no number'
no_cpio='bundle: not a cpio archive of the newc form'

refused 'no bundle' '' 'no bundle: hand one over as the initrd'
: >empty
machine empty
check 'an empty bundle' 'stopped "no bundle" || stopped "bundle: it ends"' no_dom0

# truncated LENGTH MESSAGE
truncated() {
	head -c "$1" good >bad
	refused "a bundle of $1 bytes" bad "$2"
}
truncated 1 "$no_header"
truncated $((header - 1)) "$no_header"
truncated $header "$name_cut"
truncated $((name_end - 1)) "$name_cut"
truncated $name_end "$data_cut"
truncated $data "$data_cut"
truncated $((data + 64)) "$data_cut"
truncated $((data_end - 1)) "$data_cut"
truncated "$data_end" "$no_header"
truncated "$second" "$no_header"
truncated $((second + header)) "$name_cut"
truncated $((second + 120 + 7)) "$data_cut"
truncated "$trailer" "$no_header"
truncated $((trailer + header + 9)) "$name_cut"

# field MESSAGE NAME PLACE TEXT: change eight characters of the first header
field() {
	cp good bad
	printf '%s' "$4" | dd of=bad bs=1 seek="$3" conv=notrunc status=none
	refused "$2 is '$4'" bad "$1"
}
size_field=54 name_field=94
field "$data_cut" 'the size of a file' $size_field FFFFFFFF
field "$data_cut" 'the size of a file' $size_field 80000000
field "$no_number" 'the size of a file' $size_field 0000000x
field "$no_number" 'the size of a file' $size_field '-1      '
field "$name_cut" 'the length of a name' $name_field FFFFFFFF
field "$name_cut" 'the length of a name' $name_field 00000000
field "$name_cut" 'the length of a name' $name_field 00000007
field "$no_number" 'the length of a name' $name_field '       8'
field "$no_cpio" 'the magic number' 0 070707
garbage 6 110 | dd of=bad bs=1 conv=notrunc status=none
refused 'a header of garbage' bad "$no_cpio"

garbage 1 4096 >bad
refused 'a bundle of garbage' bad "$no_cpio"
{ printf 070701; garbage 2 4096; } >bad
refused 'garbage behind the magic number' bad "$no_number"
{ head -c "$second" good; garbage 3 4096; } >bad
refused 'garbage behind the kernel' bad "$no_cpio"
head -c 70000 /dev/zero >bad
refused 'a bundle of zeros' bad "$no_cpio"

"$mkcpio" bad file cmdline 644 cmdline
refused 'a bundle without a kernel' bad 'bundle: it holds no vmlinux'
{ head -c "$second" good; cat good; } >bad
refused 'a bundle with two kernels' bad 'bundle: a member stands in it twice'

# One byte of a header is changed: it has no effect, or the fault is named.
survived() { says 'guest: memory' || stopped 'bundle: ' || stopped 'kernel: '; }
for ((seed = 1; seed <= 12; seed++)); do
	at=$((seed * 37 % (2 * header)))
	[ $at -lt $header ] || at=$((second + at - header))
	cp good bad
	poke bad $at "$(garbage $seed 1 | od -An -tx1 | tr -d ' ')"
	machine bad
	check "byte $at of the bundle changed" 'status_is 0' survived 'silent exception'
done

# --- the kernel: a 64-bit little-endian ELF file with its program headers at 64

# kernel NAME MESSAGE OFFSET BYTE...: the good kernel with these bytes changed
kernel() {
	local name=$1 message=$2
	shift 2
	cp vmlinux kernel
	poke kernel "$@"
	bundle bad test=off kernel
	refused "$name" bad "$message"
}
# kernel_file NAME MESSAGE: the file `kernel` must be refused with MESSAGE
kernel_file() {
	bundle bad test=off kernel
	refused "$1" bad "$2"
}
offset_at=$((64 + 8)) paddr_at=$((64 + 24)) filesz_at=$((64 + 32)) memsz_at=$((64 + 40))
memsz=$(od -An -tu8 -j $memsz_at -N 8 vmlinux | tr -d ' ')
check 'the program headers are where this test expects them' \
	'[ "$(od -An -tu8 -j 32 -N 8 vmlinux | tr -d " ")" = 64 ]' \
	'[ "$(od -An -tu4 -j 64 -N 4 vmlinux | tr -d " ")" = 1 ]'

: >kernel
kernel_file 'an empty kernel' 'kernel: too short for an ELF header'
head -c 63 vmlinux >kernel
kernel_file 'a kernel of 63 bytes' 'kernel: too short for an ELF header'
head -c 100 vmlinux >kernel
kernel_file 'a kernel of 100 bytes' 'kernel: the program headers lie outside the file'
head -c 4000 vmlinux >kernel
kernel_file 'a kernel of 4000 bytes' 'kernel: a segment lies outside the file'
garbage 4 4096 >kernel
kernel_file 'a kernel of garbage' 'kernel: not an ELF file'
{ printf '\177ELF\002\001\001'; garbage 5 4096; } >kernel
kernel_file 'garbage behind the ELF magic' 'kernel: not for 64-bit PowerPC'
gzip -c vmlinux >kernel
kernel_file 'a compressed kernel' 'kernel: not an ELF file'
cp "$(type -P true)" kernel
kernel_file 'a program of the build machine' 'kernel: not for 64-bit PowerPC'

kernel 'a 32-bit ELF file' 'kernel: not a 64-bit ELF file' 4 01
kernel 'a big-endian header that is none' 'kernel: not for 64-bit PowerPC' 5 02
kernel 'byte order 3' 'kernel: neither little- nor big-endian' 5 03
kernel 'an object file' 'kernel: not an executable' 16 01
kernel 'a core dump' 'kernel: not an executable' 16 04
kernel 'a kernel for x86-64' 'kernel: not for 64-bit PowerPC' 18 3e
kernel 'a kernel for 32-bit PowerPC' 'kernel: not for 64-bit PowerPC' 18 14
kernel 'program headers of 32 bytes' 'kernel: program headers of an unknown size' 54 20
kernel '65535 program headers' 'kernel: too many program headers' 56 ff ff
kernel 'no program header' 'kernel: nothing in it is to be loaded' 56 00
kernel 'nothing to load' 'kernel: nothing in it is to be loaded' 64 04
outside='kernel: the program headers lie outside the file'
kernel 'program headers beyond the file' "$outside" 32 00 00 00 01
kernel 'program headers at 2^64 - 8' "$outside" 32 f8 ff ff ff ff ff ff ff
outside='kernel: a segment lies outside the file'
kernel 'a segment beyond the file' "$outside" $offset_at 00 00 00 01
kernel 'a segment at 2^64 - 1 of the file' "$outside" $offset_at ff ff ff ff ff ff ff ff
kernel 'a segment of 2^63 bytes' "$outside" $((filesz_at + 7)) 80
kernel 'a segment larger than its memory' 'kernel: a segment is larger in the file' \
	$memsz_at 01 00 00 00
kernel 'a segment that wraps around' 'kernel: a segment wraps around the address space' \
	$paddr_at f0 ff ff ff ff ff ff ff
# shellcheck disable=SC2046 # it must be split into words
kernel 'a segment that ends at 2^64 - 4096' 'kernel: it ends above 4 GiB' \
	$paddr_at $(little $((-4096 - memsz)) 8)
kernel 'a segment at 1 TiB' 'kernel: it ends above 4 GiB' $paddr_at 00 00 00 00 00 01 00 00
kernel 'a segment just below 4 GiB' 'kernel: it ends above 4 GiB' $paddr_at 00 00 f0 ff
kernel 'a segment of 3 GiB' 'memory too small: dom0 needs ' $memsz_at 00 00 00 c0

# --- arguments, sizes, machines

long=$(printf 'x%.0s' {1..2100})
bundle bad "test=off ${long:0:2039}"
refused 'a command line of 2048 characters' bad \
	"bundle: dom0's command line is longer than 2047 characters"
bundle full "test=off ${long:0:2038}"
machine full
check 'one of 2047 characters arrives' 'status_is 0' 'says "test=off ${long:0:2038}"'
machine good -append "dom0_mem=320M ${long:0:1010}"
check "the hypervisor's arguments, 1024 characters: not dropped in silence" 'status_is 0' \
	'says "domain 0: 320 MiB" || grep -q "^(XEN) .*arguments" console'

# A message that names the memory needed must be right.
refused 'dom0_mem=64M' good 'memory too small: dom0 needs 128 MiB and would get 64 MiB' \
	-append dom0_mem=64M
machine good -append dom0_mem=128M
check 'what it asks for is enough' 'status_is 0' 'says "domain 0: 128 MiB in 2 chunks"' \
	'says "guest: memory 0000000008000000"'
refused 'dom0_mem=0' good 'memory too small' -append dom0_mem=0
refused 'dom0_mem=lots' good 'memory too small' -append dom0_mem=lots

# A kernel that is larger than the smallest machine; machines come in steps of 256 MiB.
smallest=512 large=700
if bare_metal; then
	smallest=1024 large=900
fi
cp vmlinux large
# shellcheck disable=SC2046
poke large $memsz_at $(little $((large << 20)) 4)
bundle large.bundle test=off large
needed() { sed -n 's/.*memory too small: dom0 needs \([0-9]*\) MiB.*/\1/p' console; }
advised() { sed -n 's/.*give the machine \([0-9]*\) MiB or more.*/\1/p' console; }
memory=${smallest}M
refused 'a kernel larger than the machine' large.bundle 'memory too small: dom0 needs '
need=$(needed) advice=$(advised)
check 'it says how much is needed' "[ '$need' -ge $((large + 64)) ]" \
	"[ '$need' -lt $((large + 196)) ]" "[ '$advice' -gt '$need' ]" "[ '$advice' -le $((large + 392)) ]"
memory=$(((${advice:-1024} + 255) / 256 * 256))M
machine large.bundle -append "dom0_mem=${need}M"
check 'that much is enough' 'status_is 0' 'says "domain 0: $need MiB"' 'says "guest: memory"'
machine large.bundle
check 'and without dom0_mem too' 'status_is 0' 'says "guest: memory"'
refused '64 MiB less are not' large.bundle "memory too small: dom0 needs $need MiB" \
	-append "dom0_mem=$((need - 64))M"
memory=1G
printf 'console=hvc0' >cmdline
"$mkcpio" debian file vmlinux 644 "$O/kernel/vmlinux" file initrd 644 "$O/dom0/initrd.cpio" \
	file cmdline 644 cmdline
refused "Debian's kernel in 64 MiB" debian 'memory too small: dom0 needs 128 MiB and would get 64' \
	-append dom0_mem=64M

if on pseries; then
	machine_options=x-vof=on
	refused 'a machine without nested HV' good 'this machine lends no hypervisor privilege'
	check 'the option that is missing is named' 'says cap-nested-hv=on'
	cpu=POWER8 limit=5
	refused 'a POWER8' good 'no radix MMU: QEMU needs -cpu POWER9 or later'
else
	MACHINE=powernv8 refused 'a POWER8' good 'device tree: no radix MMU: this needs a POWER9 or later'
fi

finish "bad-input, $MACHINE"
