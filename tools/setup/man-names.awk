# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads a man page; prints the names that it documents, one per line.

/^\.SH/ {
	wanted = $2 == "NAME"
	next
}
wanted { text = text " " $0 }

END {
	sub(/ \\- .*/, "", text)
	gsub(/\\-/, "-", text)
	n = split(text, names, /[ ,]+/)
	for (i = 1; i <= n; i++)
		if (names[i] != "")
			print names[i]
}
