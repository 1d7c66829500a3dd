# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads gcov's report on each object (--json-format). Prints for each source
# "PATH lines reached branches reached" and, from the second column on, the lines that are
# not reached and those with a branch that is not taken. A header is in many objects: it
# is enough that one of them reaches a line.

[inputs | .files[] | .file as $file
	| select($file | test("^(xen/common|xen/arch/powerpc|tools/libxc)/"))
	| .lines[] | {file: $file, line: .line_number, count, branches: [.branches[].count]}]
| group_by(.file)[]
| [group_by(.line)[]
	| {line: .[0].line, count: (map(.count) | max),
	   branches: ([.[].branches] | transpose | map(map(. // 0) | max))}] as $lines
| [$lines[].branches[]] as $branches
| [.[0].file, ($lines | length), ($lines | map(select(.count > 0)) | length),
   ($branches | length), ($branches | map(select(. > 0)) | length),
   ($lines | map(select(.count == 0).line | tostring) | join(",")),
   ($lines | map(select(.count > 0 and any(.branches[]; . == 0)).line | tostring) | join(","))]
| @tsv
