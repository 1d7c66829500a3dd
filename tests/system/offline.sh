#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A second build directory is set up from the packages that the first has fetched: with
# no network, and without a program being called that would use one.
# shellcheck disable=SC2016 # conditions are expanded by check, not before
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

downloads=$(cd "$top" && cd "${DOWNLOADS:-$O/download}" && pwd)

# Whoever wants the network finds these.
mkdir programs
for name in apt apt-get apt-cache curl wget sudo; do
	printf '#!/bin/sh\necho "%s $*" >>"%s/called"\nexit 1\n' "$name" "$work" >"programs/$name"
	chmod +x "programs/$name"
done
# A network namespace without a network, where that is allowed.
alone=() where='' # not in a container without privileges, for one
if unshare --net true 2>/dev/null; then
	alone=(unshare --net) where=', in a namespace without a network'
elif unshare --map-root-user --net true 2>/dev/null; then
	alone=(unshare --map-root-user --net) where=', in a namespace without a network'
fi

# set_up DOWNLOADS: make's output goes to out and err
set_up() {
	status=0
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES PATH="$work/programs:$PATH" "${alone[@]}" make -C "$top" \
		--no-print-directory O="$work/build" DOWNLOADS="$1" setup >out 2>err || status=$?
}
set_up "$downloads"
check "a second build directory is set up offline$where" 'status_is 0' '[ ! -e called ]'
check 'with the same kernel' 'cmp "$O/kernel/vmlinux" build/kernel/vmlinux' \
	'cmp "$O/kernel/release" build/kernel/release'
check 'and all else' '[ -x build/sysroot/bin/busybox ]' \
	'[ -f build/sysroot/usr/lib/powerpc64le-linux-gnu/libfdt.a ]' '[ -d build/kbuild/kdir/include ]'
releases() { sed -n 's/^# kernels: //p' "$downloads/manifest" | tr ' ' '\n'; }
headers_of_all() { releases | while read -r release; do [ -d "build/kbuild/kdir-$release/include" ] || return; done; }
check 'the headers of every kernel in the index too' '[ -n "$(releases)" ]' headers_of_all
set_up "$downloads"
check 'the second time nothing is left to do' 'status_is 0' '! grep -q UNPACK out'

# An incomplete cache must not be taken for a complete one: then the network is wanted.
# Not the packages themselves but links to them, and one that is damaged.
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

# Nor one without the headers of one kernel, or that does not say which there are.
rm "cache/$damaged"
ln -s -t cache "$downloads/$damaged"
grep -v "linux-headers-$(releases | head -n 1)_" "$downloads/manifest" >cache/manifest
set_up "$work/cache"
check "a kernel's headers are missed" '! status_is 0' 'has err "setup: "' '[ ! -e build/.fetched ]'
grep -v '^# kernels' "$downloads/manifest" >cache/manifest
set_up "$work/cache"
check 'a cache of former times is completed' '! status_is 0' '[ ! -e build/.fetched ]'
cp "$downloads/manifest" cache/
check 'whole again it serves' \
	'PATH="$work/programs:$PATH" "$top/tools/setup/fetch-packages" "$top/tools/setup/target-packages.list" cache'

finish offline
