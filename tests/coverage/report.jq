# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads what gcov says of each object (--json-format); prints for each source
# "PATH lines reached branches reached" and, from the second column on, its lines that
# are not reached and those of which a branch is not. A header is in many objects: what
# any of them reaches counts.

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
