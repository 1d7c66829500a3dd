# SPDX-License-Identifier: GPL-2.0-or-later
#
# Turns abi.tsv into one macro call per fact for abi-check.c to define:
#
#   awk -f gen-asserts.awk abi.tsv > abi-asserts.h
#
# With -v wrong=1 every fact is falsified, to check that each assertion can fail. An
# invalid row ends the run with an error.

BEGIN {
	FS = "\t"
	print "/* Made by gen-asserts.awk. */"
}

# A number as a C constant of 64 bits; off by one when falsified.
function number(text) {
	if (text !~ /^(-?[0-9]+|0x[0-9A-Fa-f]+)$/)
		bad("not a number: " text)
	return "(" text (text ~ /^-/ ? "LL" : "ULL") (wrong ? " + 1" : "") ")"
}

function type(text) {
	return wrong ? "struct abi_wrong" : text
}

function emit(macro, arguments) {
	print macro "(" arguments ")"
	count++
}

function bad(why) {
	print FILENAME ":" FNR ": " why > "/dev/stderr"
	failed = 1
	exit 1
}

function columns(n) {
	if (NF != n)
		bad($1 " has " n " columns, not " NF)
}

/^#/ || NF == 0 || $1 == "macro" {
	next
}

$1 == "const" {
	columns(4)
	emit("ABI_VALUE", $2 ", " number($3))
	emit("ABI_SIZE", $2 ", " number($4))
	next
}

$1 == "ioctl" {
	columns(5)
	emit("ABI_IOCTL", $2 ", " number($3) ", " number($4))
	emit("ABI_IOCTL_SIZE", $2 ", " number($5))
	next
}

$1 == "type" {
	columns(3)
	emit("ABI_SIZE", $2 ", " number($3))
	next
}

$1 == "alias" {
	columns(4)
	emit("ABI_SAME_TYPE", $2 ", " type($3))
	emit("ABI_SIZE", $2 ", " number($4))
	next
}

$1 == "field" {
	columns(6)
	if ($4 != "-")
		emit("ABI_MEMBER_TYPE", $2 ", " $3 ", " type($4))
	emit("ABI_OFFSET", $2 ", " $3 ", " number($5))
	emit("ABI_MEMBER_SIZE", $2 ", " $3 ", " number($6))
	next
}

{
	bad("unknown kind of row: " $1)
}

END {
	if (failed)
		exit 1
	if (!count) {
		print FILENAME ": no facts" > "/dev/stderr"
		exit 1
	}
	print "/* facts: " count " */"
}
