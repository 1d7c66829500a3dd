#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Set up a second build directory from the packages that the first has fetched: without a
# network, and without calling a program that would use one.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

downloads=$(cd "$top" && cd "${DOWNLOADS:-$O/download}" && pwd)

# Programs that would use the network are replaced by these.
mkdir programs
for name in apt apt-get apt-cache curl wget sudo; do
	printf '#!/bin/sh\necho "%s $*" >>"%s/called"\nexit 1\n' "$name" "$work" >"programs/$name"
	chmod +x "programs/$name"
done
# Use a network namespace without a network if that is allowed.
alone=() where='' # for instance, not in a container without privileges
if unshare --net true 2>/dev/null; then
	alone=(unshare --net) where=', in a namespace without a network'
elif unshare --map-root-user --net true 2>/dev/null; then
	alone=(unshare --map-root-user --net) where=', in a namespace without a network'
fi

# set_up DOWNLOADS: run make setup; its output goes to out and err
set_up() {
	status=0
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES PATH="$work/programs:$PATH" "${alone[@]}" make -C "$top" \
		--no-print-directory O="$work/build" DOWNLOADS="$1" setup >out 2>err || status=$?
}
set_up "$downloads"
check "a second build directory is set up offline$where" 'status_is 0' '[ ! -e called ]'
check 'with the same kernel' 'cmp "$O/kernel/vmlinux" build/kernel/vmlinux' \
	'cmp "$O/kernel/release" build/kernel/release'
check 'and everything else' '[ -x build/sysroot/bin/busybox ]' \
	'[ -f build/sysroot/usr/lib/powerpc64le-linux-gnu/libfdt.a ]' '[ -d build/kbuild/kdir/include ]'
releases() { sed -n 's/^# kernels: //p' "$downloads/manifest" | tr ' ' '\n'; }
headers_of_all() { releases | while read -r release; do [ -d "build/kbuild/kdir-$release/include" ] || return; done; }
check 'the headers of every kernel in the index too' '[ -n "$(releases)" ]' headers_of_all
set_up "$downloads"
check 'the second time nothing is left to do' 'status_is 0' '! grep -q UNPACK out'

# An incomplete cache must not be taken for a complete one: make must try to use the
# network. The cache consists of links to the packages, and a damaged one.
mkdir cache
cp "$downloads/manifest" cache/
find "$downloads" -maxdepth 1 -name '*.deb' -exec ln -s -t cache {} +
damaged=$(cd cache && printf '%s\n' libfdt-dev_*.deb)
rm "cache/$damaged"
head -c 1000 "$downloads/$damaged" >"cache/$damaged"
rm -rf build
set_up "$work/cache"
check 'a damaged package is not used' '! status_is 0' '[ -s called ]' 'has err "setup: "' \
	'[ ! -e build/.sysroot ]'

# Nor a cache that lacks the headers of a kernel, or whose manifest does not list kernels.
rm "cache/$damaged"
ln -s -t cache "$downloads/$damaged"
grep -v "linux-headers-$(releases | head -n 1)_" "$downloads/manifest" >cache/manifest
set_up "$work/cache"
check "missing headers of a kernel are noticed" '! status_is 0' 'has err "setup: "' '[ ! -e build/.fetched ]'
grep -v '^# kernels' "$downloads/manifest" >cache/manifest
set_up "$work/cache"
check 'an old cache is not complete' '! status_is 0' '[ ! -e build/.fetched ]'
cp "$downloads/manifest" cache/
check 'once complete, it is used' \
	'PATH="$work/programs:$PATH" "$top/tools/setup/fetch-packages" "$top/tools/setup/target-packages.list" cache'

finish offline
