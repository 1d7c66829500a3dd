# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads Markdown documents; prints a line FILE:LINE: WHAT for each name that does not
# exist, and fails if there was one. work: directory with the lists words, files and
# targets. A name that contains NAME is a pattern and not checked.

function finding(text) {
	if (!((where, text) in findings)) {
		findings[where, text]
		print where ": " text
		found++
	}
}

# Resolve a relative path: "a/b" from "docs/x" and "../a/b".
function joined(dir, path) {
	sub(/\/$/, "", path)
	while (path ~ /^\.\.?\//) {
		if (path ~ /^\.\.\//)
			sub(/\/?[^\/]*$/, "", dir)
		sub(/^\.\.?\//, "", path)
	}
	return dir == "" ? path : dir "/" path
}

function directory(file) {
	return file ~ /\// ? substr(file, 1, length(file) - length(basename(file)) - 1) : ""
}

function basename(file) {
	sub(/.*\//, "", file)
	return file
}

# The anchor that GitHub and others make for a heading.
function slug(text) {
	text = tolower(text)
	gsub(/[^a-z0-9 _-]/, "", text)
	gsub(/ /, "-", text)
	return text
}

function look_up_link(target,    file, anchor) {
	if (target ~ /^[a-z]+:/)
		return
	anchor = target ~ /#/ ? target : ""
	sub(/^[^#]*#/, "", anchor)
	sub(/#.*/, "", target)
	file = target == "" ? FILENAME : joined(directory(FILENAME), target)
	if (!(file in known))
		finding("link to " target ", which does not exist")
	else if (anchor != "")
		wanted[file "#" anchor] = where
}

# Check a path: relative to the top or the document, or the end of one; * is a wildcard.
function look_up_path(path,    expression, file) {
	sub(/\/$/, "", path)
	sub(/^\.\//, "", path)
	if (path ~ /NAME/ || path in ends || joined(directory(FILENAME), path) in known)
		return
	if (path ~ /\*/) {
		expression = path
		gsub(/[.+]/, "[&]", expression)
		gsub(/\*/, "[^/]*", expression)
		for (file in known)
			if (file ~ "(^|/)" expression "$")
				return
	}
	finding("file " path " does not exist")
}

function look_up_word(word) {
	if (!(word in words) && word !~ /NAME/)
		finding("nothing is named " word)
}

# Check a code span: its form shows what kind of name it is.
function look_up(span) {
	if (span ~ /^make [a-z]/) {
		sub(/^make /, "", span)
		sub(/ .*/, "", span)
		if (!(span in targets))
			finding("make has no target " span)
	} else if (span ~ /^(build)?\/|^build$|^<|^\$/) {
		return
	} else if (span ~ /^[A-Za-z0-9_.*][A-Za-z0-9_.+*\/-]*\/[A-Za-z0-9_.+*\/-]*$/) {
		look_up_path(span)
	} else if (span ~ /^[A-Za-z_][A-Za-z0-9_]*\(\)$/) {
		look_up_word(substr(span, 1, length(span) - 2))
	} else if (span ~ /^[A-Za-z_][A-Za-z0-9_]*_[A-Za-z0-9_]*$/) {
		look_up_word(span)
	}
}

function read_heading(line) {
	sub(/^#+ +/, "", line)
	gsub(/`/, "", line)
	headings[FILENAME "#" slug(line)] = 1
}

# Check the line's spans of code, which are removed, and then its links.
function read_prose(line,    span, target) {
	while (match(line, /`[^`]+`/)) {
		span = substr(line, RSTART + 1, RLENGTH - 2)
		look_up(span)
		line = substr(line, 1, RSTART - 1) "code" substr(line, RSTART + RLENGTH)
	}
	while (match(line, /\]\([^) ]+\)/)) {
		target = substr(line, RSTART + 2, RLENGTH - 3)
		look_up_link(target)
		line = substr(line, RSTART + RLENGTH)
	}
}

# Check the names of sources anywhere, in diagrams too.
function read_sources(line,    name) {
	while (match(line, /[A-Za-z0-9_.\/*-]*[A-Za-z0-9_*]\.(c|h|S|mk|tsv|sh|awk|jq)[^A-Za-z0-9_.]/)) {
		name = substr(line, RSTART, RLENGTH - 1)
		if (name !~ /^(\/|build\/)/)
			look_up_path(name)
		line = substr(line, RSTART + RLENGTH - 1)
	}
}

BEGIN {
	while ((getline line < (work "/words")) > 0)
		words[line]
	while ((getline line < (work "/targets")) > 0)
		targets[line]
	while ((getline line < (work "/files")) > 0) {
		for (path = line; path != ""; path = directory(path)) {
			known[path]
			for (end = path; end != ""; ) {
				ends[end]
				if (end !~ /\//)
					break
				sub(/^[^\/]*\//, "", end)
			}
		}
	}
}

FNR == 1 { fenced = 0 }
{ where = FILENAME ":" FNR }
/^```/ { fenced = !fenced; next }
{ read_sources($0 " ") }
fenced || /^(    |\t)/ { next }
/^#/ { read_heading($0) }
{ read_prose($0) }

END {
	for (anchor in wanted) {
		if (!(anchor in headings)) {
			where = wanted[anchor]
			finding("no heading for " anchor)
		}
	}
	if (found) {
		print "docs: " found " findings"
		exit 1
	}
}
