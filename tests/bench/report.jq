# SPDX-License-Identifier: GPL-2.0-or-later
#
# Functions for tests/bench/run: from the counting plugin's events to figures.
# Events are those of count-plugin.c; rows are those of rows.json.

def total: .user.insns + .kernel.insns + .hypervisor.insns;

# An event that says that something went wrong, or one that is missing, ends it.
def checked($what):
  (map(select(.event == "error")) | first) as $error
  | if $error then error("\($what): region \($error.id): \($error.text)")
    elif any(.event == "exit") then .
    else error("\($what): the machine did not come to its end") end;

# The least of a region's repetitions: the one that no interrupt fell into.
def least($id):
  map(select(.event == "region" and .id == $id))
  | if length == 0 then error("region \($id) was not measured") else min_by(total) end;

def point($id):
  map(select(.event == "point" and .id == $id))
  | if length == 1 then first else error("point \($id) was passed \(length) times") end;

# System calls must not vary: all repetitions have to agree.
def syscalls($id):
  map(select(.event == "region" and .id == $id) | .user.sc) | unique
  | if length == 1 then first
    else error("region \($id): differing numbers of system calls: \(.)") end;

def rounded($digits): pow(10; $digits) as $p | . * $p | round / $p;

# value($xen; $bare): the figure of a row
def value($xen; $bare):
  .measured
  | if .point then
      .point as $id | (($xen | point($id) | total) / ($bare | point($id) | total)) | rounded(4)
    elif .syscalls then .region as $id | $xen | syscalls($id)
    elif .entries then
      .region as $id | .entries as $n | ($xen | least($id) | total) / $n | rounded(3)
    else .region as $id | $xen | least($id) | total end;

# The list that is written to bench.json.
def results($xen; $bare):
  map({ name, value: value($xen; $bare), unit, peer, peer_value, goal });

def column($width): tostring | . + " " * ([$width - length, 0] | max);
def figures($width): tostring | " " * ([$width - length, 0] | max) + .;
def widest(f): map(f | tostring | length) | max;

def table:
  map(. + (if .goal == null then { met: "", goal: "" }
      else { met: (if .value <= .goal then "yes" else "NO" end) } end))
  | [{ name: "name", value: "value", unit: "unit", peer_value: "peer's", goal: "goal",
       met: "met", peer: "peer" }] + .
  | widest(.name) as $n | widest(.value) as $v | widest(.unit) as $u
  | widest(.peer_value) as $p | widest(.goal) as $g
  | map("\(.name | column($n))  \(.value | figures($v)) \(.unit | column($u))  "
        + "\(.goal | figures($g))  \(.met | column(3))  \(.peer_value | figures($p))  \(.peer)")
  | .[];

def split_line($title):
  "  \($title | column(44))"
  + "\(.user.insns | figures(12)) \(.kernel.insns | figures(12))"
  + "\(.hypervisor.insns | figures(12)) \(total | figures(12))";

# Where the instructions of each figure were executed.
def splits($xen; $bare):
  "  \("" | column(44))\("user" | figures(12)) \("kernel" | figures(12))\("hypervisor" | figures(12)) \("all" | figures(12))",
  ($bare | least(2) | split_line("null system call, bare machine")),
  ($xen | least(2) | split_line("null system call, dom0")),
  ($bare | least(3) | split_line("null ioctl, bare machine")),
  ($xen | least(3) | split_line("null ioctl, dom0")),
  ($xen | least(4) | split_line("null_hypercall")),
  ($xen | least(5) | split_line("domain_getinfo")),
  ($xen | least(6) | split_line("pfn_list_1")),
  ($xen | least(7) | split_line("pfn_list_8136, all entries")),
  ($xen | least(8) | split_line("pfn_list_16384, all entries")),
  ($xen | least(12) | split_line("pfn_list_in_place, all entries")),
  ($xen | least(9) | split_line("getinfolist_100_existing")),
  ($xen | least(10) | split_line("getinfolist_100")),
  ($xen | least(11) | split_line("readconsole_16k")),
  ($xen | least(13) | split_line("domain_getinfo_offset")),
  ($xen | least(14) | split_line("pfn_list_16384_offset, all entries")),
  ($bare | point(1) | split_line("boot to /init, bare machine")),
  ($xen | point(1) | split_line("boot to /init, hypervisor and dom0"));
