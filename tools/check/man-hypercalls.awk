# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads docs/hypercalls/README.md and the pages that it names; prints the lists of
# xen-hypercalls(7): a section for each table, and for each call its purpose and errors.

# Escape what roff reads otherwise. Implementations of awk differ in what backslashes of
# gsub()'s replacement mean.
function escaped(text,	i, c, result) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		result = result (c == "\\" ? "\\e" : c == "-" ? "\\-" : c)
	}
	return result
}

# Convert Markdown to text of a man page.
function roff(text) {
	text = escaped(text)
	while (match(text, /\]\([^)]*\)/))
		text = substr(text, 1, RSTART - 1) substr(text, RSTART + RLENGTH)
	gsub(/\[/, "", text)
	while (match(text, /`[^`]*`/))
		text = substr(text, 1, RSTART - 1) "\\fI" substr(text, RSTART + 1, RLENGTH - 2) \
			"\\fP" substr(text, RSTART + RLENGTH)
	return text
}

function trim(text) {
	gsub(/^ +| +$/, "", text)
	return text
}

function sentence(text) {
	text = toupper(substr(text, 1, 1)) substr(text, 2)
	return text ~ /[.]$/ ? text : text "."
}

# Print the table of errors of a call's page.
function errors(file,    line, wanted, others, cell) {
	file = directory file
	if ((getline line < file) < 0) {
		print file ": cannot read it" > "/dev/stderr"
		failed = 1
	}
	do {
		if (line ~ /^## /)
			wanted = line ~ /^## Errors/
		else if (wanted && line ~ /^Those of /)
			others = 1
		else if (wanted && line ~ /^\| -E/) {
			if (others)
				print ".br\nThose of dom0_op, then"
			others = 0
			split(line, cell, /\|/)
			cell[2] = trim(cell[2])
			printf ".br\n.BR %s :\n%s\n", substr(cell[2], 2), sentence(roff(trim(cell[3])))
		}
	} while ((getline line < file) > 0)
	if (others)
		print ".br\nThe errors are those of dom0_op."
	close(file)
}

# A heading such as "## Served". The first row of a table names its columns.
/^\| (number|command of) / || /^\| [a-z]+ of / {
	split($0, cell, /\|/)
	title = trim(cell[2])
	title = title == "number" ? "hypercalls" : title
	sub(/^command of/, "commands of", title)
	if (title != section)
		printf ".SH %s\n", toupper(title)
	section = title
}

/^\| *(0x)?[0-9a-fA-F]+ *\| *\[/ {
	split($0, cell, /\|/)
	match(cell[3], /\[[^]]*\]/)
	name = substr(cell[3], RSTART + 1, RLENGTH - 2)
	match(cell[3], /\([^)]*\)/)
	page = substr(cell[3], RSTART + 1, RLENGTH - 2)
	printf ".TP\n.BR %s \" (%s)\"\n%s\n", name, trim(cell[2]), sentence(roff(trim(cell[4])))
	errors(page)
	calls++
}

END { exit failed || !calls }
