#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install into directories with odd names: it installs exactly the files of
# files.list, and programs can be built with the options of pkg-config alone. The build
# directory is $O.
# shellcheck disable=SC2016,SC2034 # conditions are expanded by check, not before
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$top/tests/install
# shellcheck source=../lib/check.sh
. "$top/tests/lib/check.sh"
O=$(cd "$O" && pwd)
cross=${CROSS_COMPILE:-powerpc64le-linux-gnu-}
work=$(mktemp -d "${TMPDIR:-$O}/install-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C

# into TARGET VARIABLE=VALUE...: make TARGET, without building anything again
into() {
	status=0
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES make -C "$top" --no-print-directory -o "$O/xen/xen" \
		O="$O" CROSS_COMPILE="$cross" "$@" >out 2>err || status=$?
}
# List the files below a directory; list all entries with modes and contents.
files() { (cd "$1" && find . ! -type d -printf '%P\n' | sort); }
contents() { (cd "$1" && find . -printf '%P %y %m %l\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

# --- the installed files

# No blank in the stage: pkg-config does not support one in PKG_CONFIG_SYSROOT_DIR.
stage=$work/stage prefix='/opt/Xen test'
odd=(DESTDIR="$stage" prefix="$prefix" libdir="$prefix/lib 64" mandir=/man)
mkdir before "$stage"
touch before/stamp
into install "${odd[@]}"
check 'make install works with blanks in the names' 'status_is 0' '[ ! -s err ]'
# The list uses the default directories below the prefix.
sed -E "/^#/d; s,^lib/(libxc|pkgconfig),lib 64/\1,; s,^,${prefix#/}/,; s,^.*/share/man/,man/," \
	"$here/files.list" | sort >expected
files "$stage" >installed
check 'exactly the files of the list' 'diff expected installed >&2'
check 'nothing outside DESTDIR' '[ ! -e "$prefix" ]' '[ ! -e /man ]' \
	'[ -z "$(find "$O"/{bin,lib,xen} "$O"/xen-privcmd-* "$top"/{docs,include,linux-privcmd,tools} \
		-type f -newer before/stamp ! -name compile.h.new)" ]'
find "$stage" -perm /022 ! -type l -print -o -type f -perm /111 -print >modes
grep -v "^$stage$prefix/s\?bin/" modes >wrong || true
check 'only programs may be executed, only the owner may write' '[ ! -s wrong ]' '[ -s modes ]'

contents "$stage" >first
into install "${odd[@]}"
contents "$stage" >second
check 'a second install changes nothing' 'status_is 0' 'diff first second >&2'
other="$work/a stage"
(umask 077 && into install DESTDIR="$other" prefix=/usr)
check "the builder's umask has no effect" \
	'[ -z "$(find "$other/usr" -type d ! -perm 755 -o -type f ! -perm /044)" ]'
into install DESTDIR="$other" prefix=/usr kmoddir=/lib/modules/test
check 'the compiled module goes to kmoddir' 'status_is 0' \
	'cmp "$other"/lib/modules/test/privcmd.ko "$O/linux-privcmd/privcmd.ko"'
into install DESTDIR="$work/none" prefix=relative
check 'a prefix that is not absolute is refused' '! status_is 0' 'has err "absolute"' '[ ! -e none ]'

# --- programs, the library, the image

file_has() { "${cross}readelf" -SW "$stage$1" | grep -qF " $2 "; }
check 'programs and library are stripped' '! file_has "$prefix/bin/xen-info" .symtab' \
	'! file_has "$prefix/sbin/xm" .symtab' \
	'! file_has "$prefix/lib 64/libxc.so.3.0" .debug_info' 'file_has "$prefix/bin/xen-info" .text'
image="$stage$prefix/lib/xen/boot/xen"
segments() { "${cross}readelf" -lW "$1" | awk '$1 == "LOAD" { print $3, $4, $5, $6 }'; }
check 'the hypervisor is loaded as the one that was built' \
	'diff <(segments "$image") <(segments "$O/xen/xen")' \
	'"${cross}objcopy" -O binary "$image" a' '"${cross}objcopy" -O binary "$O/xen/xen" b' \
	'cmp a b' '[ -s a ]'

library="$stage$prefix/lib 64/libxc.so.3.0"
check 'its name is libxc.so.3.0' '[ "$(readlink "$stage$prefix/lib 64/libxc.so")" = libxc.so.3.0 ]' \
	'"${cross}readelf" -dW "$library" | grep -q "SONAME.*\[libxc.so.3.0\]"'
awk '$1 == "global:" { on = 1; next } $1 == "local:" { on = 0 }
	on { sub(/;/, "", $1); print $1 "@@LIBXC_3.0" }' "$top/tools/libxc/libxc.map" | sort >map
"${cross}nm" -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sort >exports
check 'it exports exactly what libxc.map names' '[ -s map ]' 'diff map exports >&2'

# --- programs are built with it

export PKG_CONFIG_SYSROOT_DIR=$stage PKG_CONFIG_LIBDIR="$stage$prefix/lib 64/pkgconfig"
unset PKG_CONFIG_PATH
sed 's/@@.*//' map >names
sed 's/.*/(void *)&,/' names >functions.inc
(cd "$stage$prefix/include" && find xen -name '*.h' | sort | sed 's/.*/#include <&>/') >headers.inc
# build COMPILER SOURCE OUTPUT [PKG-CONFIG-OPTION]...: pkg-config quotes its output for a shell
build() {
	local compiler=$1 source=$2 output=$3 flags
	shift 3
	flags=$(pkg-config --cflags --libs "$@" libxc) || return 1
	# Debian's zlib, which the archive needs, is where tools/setup unpacks it.
	[[ " $* " != *' --static '* ]] || flags+=" -static -L'$O/sysroot/usr/lib/powerpc64le-linux-gnu'"
	eval "\"\$compiler\" -Wall -Wextra -Werror -I. -o \"\$output\" \"\$source\" $flags" 2>err
}
cp "$here/program.c" program.c
cp program.c program.cc
check 'pkg-config knows it' '[ "$(pkg-config --modversion libxc)" = 3.0 ]'
check 'C, shared' 'build "${cross}gcc" program.c c'
check 'C, static' 'build "${cross}gcc" program.c c-static --static'
check 'C++, shared' 'build "${cross}g++" program.cc c++'
check 'C++, static' 'build "${cross}g++" program.cc c++-static --static'
needs() { "${cross}readelf" -dW "$1" 2>&1 | grep -q "NEEDED.*\[libxc.so.3.0\]"; }
check 'the shared ones need libxc.so.3.0, the static ones do not' 'needs c' 'needs c++' \
	'! needs c-static' '! needs c++-static'
check 'they are for ppc64el' '"${cross}readelf" -h c-static | grep -q "Machine: *PowerPC64"' \
	'"${cross}readelf" -h c-static | grep -q "little endian"'

# --- man pages

missing=$(while read -r name; do [ -e "$stage/man/man3/$name.3" ] || echo "$name"; done <names)
check 'each function has its man page' '[ -z "$missing" ]'
broken=$(grep -rhs '^\.so ' "$stage/man" | cut -d ' ' -f 2 | sort -u |
	while read -r page; do [ -e "$stage/man/$page" ] || echo "$page"; done)
check 'pages that stand for others name them' '[ -z "$broken" ]' 'grep -rqs "^\.so " "$stage/man"'

# --- uninstall

mkdir -p "$other/usr/include/xen/of-others"
into uninstall "${odd[@]}"
check 'uninstall leaves nothing' 'status_is 0' '[ -z "$(find "$stage" -mindepth 1)" ]'
into uninstall DESTDIR="$other" prefix=/usr kmoddir=/lib/modules/test
check 'uninstall leaves files of others' 'status_is 0' \
	'[ "$(find "$other" -depth -print | head -n 1)" = "$other"/usr/include/xen/of-others ]' \
	'[ -z "$(find "$other" ! -type d)" ]'

finish install
