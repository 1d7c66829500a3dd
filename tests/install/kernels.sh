#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Build the kernel module, from the sources that DKMS gets, against the headers of each
# kernel that was fetched; any warning fails. The build directory is $O, the sources are
# in $MODULE.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=../lib/check.sh
. "$top/tests/lib/check.sh"
O=$(cd "$O" && pwd)
module=$(cd "${MODULE:?}" && pwd)
cross=${CROSS_COMPILE:-powerpc64le-linux-gnu-}
work=$(mktemp -d "${TMPDIR:-$O}/kernels-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

shopt -s nullglob
kernels=("$O"/kbuild/kdir-*)
check 'there are headers, those of dom0'\''s kernel among them' \
	'[ -d "$O/kbuild/kdir-$(cat "$O/kernel/release")" ]'
for kernel in "${kernels[@]}"; do
	release=${kernel##*/kdir-}
	cp -r "$module" "$release"
	status=0
	# As DKMS calls it, but with the cross compiler. No BTF: it needs the kernel's image.
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES make -C "$kernel" "M=$work/$release" \
		ARCH=powerpc "CROSS_COMPILE=$cross" CONFIG_DEBUG_INFO_BTF_MODULES= \
		W=1 KCFLAGS=-Werror modules >out 2>err || status=$?
	check "the module builds for $release" 'status_is 0' '[ -s "$release/privcmd.ko" ]'
	check "make and the compiler print nothing" '[ ! -s err ]'
	check "the module is for that kernel" '"${cross}objcopy" -O binary --only-section=.modinfo \
		"$release/privcmd.ko" info' 'tr "\0" "\n" <info | grep -q "^vermagic=$release "'
done
finish kernels
