# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Functions for the scripts that fetch Debian's packages; each sources this first. apt
# fetches, and checks signatures and hashes. Its lists and state are below the directory
# that it fetches into: the machine's dpkg architectures, sources and lists are not
# changed. The mirror is the one that this machine uses for Debian.
#
#   fetch_into DIRECTORY    lock it, since several trees may share one cache. Sets
#                           downloads (the directory) and manifest (the file that lists
#                           its packages with their SHA-256 sums)
#   intact NAME...          whether the manifest lists these packages, and every file
#                           that it lists is there, byte for byte
#   read_index SUITES ARCHITECTURE...
#                           read the index of Debian's main archive. SUITES is release
#                           (with its updates) or backports
#   cache ARGUMENT...       run apt-cache on that index
#   fetch COMMENT NAME...   fetch exactly these packages, each NAME or NAME:ARCHITECTURE;
#                           COMMENT begins the manifest
set -euo pipefail

release=bookworm

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

fetch_into() {
	mkdir -p "$1"
	downloads=$(cd "$1" && pwd)
	manifest=$downloads/manifest
	state=$downloads/apt
	exec 9>"$downloads/.lock"
	flock 9
}

intact() {
	local package
	[ -r "$manifest" ] || return 1
	for package; do
		grep -q "  ${package}[_-]" "$manifest" || return 1
	done
	(cd "$downloads" && grep -v '^#' manifest | sha256sum --quiet --strict -c - >&2)
}

# configure ARCHITECTURE...: write apt's configuration
configure() {
	local native
	native=$(dpkg --print-architecture)
	case $downloads in
	*[[:space:]\"]*) die "apt cannot work in a directory with a blank or quote in its name: $downloads" ;;
	esac
	mkdir -p "$state"/{lists/partial,cache/archives/partial,sources}
	cat >"$state/apt.conf" <<-END
		APT::Architecture "$native";
		#clear APT::Architectures;
		APT::Architectures { $(printf '"%s"; ' "$@")};
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		Acquire::Languages "none";
		Acquire::Retries "3";
		Dir::State::Lists "$state/lists";
		Dir::State::status "/dev/null";
		Dir::Cache "$state/cache";
		Dir::Cache::pkgcache "pkgcache.bin";
		Dir::Cache::srcpkgcache "srcpkgcache.bin";
	END
	if [ "$(id -u)" = 0 ]; then
		# The user _apt may lack access to the build directory.
		echo 'APT::Sandbox::User "root";' >>"$state/apt.conf"
	fi
	own_sources=(-o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$state/sources")
}

# Print this machine's sources of Debian's main archive: "URI SUITE SOURCESFILE" for the
# release and its updates. Security is left out: its index of other architectures is
# sometimes out of step with its files.
debian_sources() {
	apt-get indextargets "$@" --format \
		"\$(ORIGIN)|\$(LABEL)|\$(CODENAME)|\$(COMPONENT)|\$(REPO_URI)|\$(SOURCESENTRY)" \
		'Identifier: Packages' 2>/dev/null |
		awk -F'|' -v r="$release" '
			$1 == "Debian" && $2 == "Debian" && $4 == "main" && ($3 == r || $3 == r "-updates") {
				sub(/:[0-9]+$/, "", $6); print $5, $3, $6 }' |
		sort -u
}

# source_options URI FILE: print the options (Signed-By and the like) that FILE gives to
# URI, in the form of a .sources file.
source_options() {
	local uri=$1 file=$2
	awk -v uri="${uri%/}" '
		function flush() { if (hit) { printf "%s", options; done = 1 } options = ""; hit = 0; keep = 0 }
		done { next }
		/^[[:space:]]*#/ { next }
		/^deb[[:space:]]/ {
			if (index($0 " ", " " uri " ") || index($0 " ", " " uri "/ ")) {
				if (match($0, /\[[^]]*\]/)) {
					n = split(substr($0, RSTART + 1, RLENGTH - 2), pair, " ")
					for (i = 1; i <= n; i++) {
						if (pair[i] ~ /^(arch|lang|target|pdiffs)[+-]?=/)
							continue
						sub(/=/, ": ", pair[i])
						print pair[i]
					}
				}
				done = 1
			}
			next
		}
		/^[[:space:]]*$/ { flush(); next }
		/^[^[:space:]]/ {
			name = tolower($1)
			keep = name !~ /^(types|uris|suites|components|architectures|languages|targets|pdiffs|enabled)[^:]*:/
			if (name == "uris:")
				for (i = 2; i <= NF; i++)
					if ($i == uri || $i == uri "/")
						hit = 1
		}
		keep { options = options $0 "\n" }
		END { if (!done) flush() }' "$file"
}

# write_sources SUITES: write apt's own list of sources
write_sources() {
	local uri suite file sources
	sources=$(debian_sources) || true
	if [ -z "$sources" ]; then
		# A fresh container has no lists: read those of its own sources once.
		say "reading this machine's Debian sources"
		apt-get -qq -c "$state/apt.conf" -o "APT::Architectures=$(dpkg --print-architecture)" update \
			>"$state/log" 2>&1 || true
		sources=$(debian_sources -c "$state/apt.conf") || true
	fi
	if [ -z "$sources" ]; then
		tail -n 5 "$state/log" >&2 || true
		die "this machine's apt configuration has no source of Debian $release's main archive, or it cannot be reached"
	fi
	rm -f "$state"/sources/*
	while read -r uri suite file; do
		# The release's mirror has the backports too, even if this machine does not use them.
		case $1:$suite in
		backports:"$release") suite=$release-backports ;;
		backports:*) continue ;;
		esac
		printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$uri" "$suite"
		source_options "$uri" "$file"
		printf '\n'
	done <<<"$sources" >"$state/sources/debian.sources"
}

apt() { apt-get -qq -c "$state/apt.conf" "${own_sources[@]}" "$@"; }
cache() { apt-cache -c "$state/apt.conf" "${own_sources[@]}" "$@"; }

read_index() {
	local suites=$1
	shift
	configure "$@"
	write_sources "$suites"
	apt update --error-on=any >"$state/log" 2>&1 || {
		tail -n 5 "$state/log" >&2
		die "cannot read Debian's package index, and $downloads does not hold all packages (no network?)"
	}
}

fetch() {
	local comment=$1 files name file size number=0
	shift
	# "FILE SIZE" of each, in apt's own order; apt leaves out files in the current directory.
	files=$(cd "$state/sources" && apt --print-uris download "$@" | awk '{ print $2, $3 }')
	[ "$(wc -l <<<"$files")" -eq $# ] || die "Debian's index lacks some of: $*"

	rm -f "$manifest"
	for name; do
		read -r file size < <(grep "^${name%:*}_" <<<"$files")
		number=$((number + 1))
		say "$(printf '[%2d/%d] %s (%d KB)' "$number" $# "$file" "$(((size + 999) / 1000))")"
		(cd "$downloads" && apt download "$name" >"$state/log" 2>&1) || {
			tail -n 5 "$state/log" >&2
			die "cannot fetch $name"
		}
		[ -f "$downloads/$file" ] || die "apt-get reported success but left no $file"
	done
	# Remove packages of an earlier list or version.
	for file in "$downloads"/*.deb; do
		grep -qF "${file##*/} " <<<"$files" || rm -f "$file"
	done
	(
		cd "$downloads"
		printf '%s\n' "$comment"
		sha256sum -- *.deb
	) >"$manifest.new"
	mv "$manifest.new" "$manifest"
	rm -rf "$state"
	say "fetched $# packages"
}
