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

# value($boot; $bare): the figure of a row, measured in $boot
def value($boot; $bare):
  .measured
  | if .point then
      .point as $id | (($boot | point($id) | total) / ($bare | point($id) | total)) | rounded(4)
    elif .syscalls then .region as $id | $boot | syscalls($id)
    elif .entries then
      .region as $id | .entries as $n | ($boot | least($id) | total) / $n | rounded(3)
    else .region as $id | $boot | least($id) | total end;

# The list that is written to bench.json. A row's value, and goal, is that of one
# machine, a pseries if it does not say which; the others have bare metal's beside it.
def results($pseries; $powernv; $bare):
  map(value($powernv; $bare) as $bare_metal
    | { name }
      + (if .measured.machine == "powernv9" then { value: $bare_metal }
        else { value: value($pseries; $bare), powernv9: $bare_metal } end)
      + { unit, peer, peer_value, goal });

def column($width): tostring | . + " " * ([$width - length, 0] | max);
def figures($width): tostring | " " * ([$width - length, 0] | max) + .;
def widest(f): map(f | tostring | length) | max;

def table:
  map(. + (if .goal == null then { met: "", goal: "" }
      else { met: (if .value <= .goal then "yes" else "NO" end) } end)
    + (if has("powernv9") then { pseries: .value } else { pseries: "", powernv9: .value } end))
  | [{ name: "name", pseries: "pseries", powernv9: "powernv9", unit: "unit",
       peer_value: "peer's", goal: "goal", met: "met", peer: "peer" }] + .
  | widest(.name) as $n | widest(.pseries) as $v | widest(.powernv9) as $w
  | widest(.unit) as $u | widest(.peer_value) as $p | widest(.goal) as $g
  | map("\(.name | column($n))  \(.pseries | figures($v))  \(.powernv9 | figures($w)) "
        + "\(.unit | column($u))  \(.goal | figures($g))  \(.met | column(3))  "
        + "\(.peer_value | figures($p))  \(.peer)")
  | .[];

def regions:
  [[2, "null system call"], [3, "null ioctl"], [4, "null_hypercall"], [5, "domain_getinfo"],
   [6, "pfn_list_1"], [7, "pfn_list_8136, all entries"], [8, "pfn_list_16384, all entries"],
   [12, "pfn_list_in_place, all entries"], [9, "getinfolist_100_existing"],
   [10, "getinfolist_100"], [11, "readconsole_16k"], [13, "domain_getinfo_offset"],
   [14, "pfn_list_16384_offset, all entries"]];

def split_line($title):
  "  \($title | column(44))"
  + "\(.user.insns | figures(12)) \(.kernel.insns | figures(12))"
  + "\(.hypervisor.insns | figures(12)) \(total | figures(12))";

# Where the instructions of each figure of a boot were executed.
def splits($machine):
  . as $boot | (map(.id) | unique) as $ids
  | "  \($machine | column(44))\("user" | figures(12)) \("kernel" | figures(12))\("hypervisor" | figures(12)) \("all" | figures(12))",
    (regions[] | select(.[0] | IN($ids[])) | . as [$id, $title]
      | $boot | least($id) | split_line($title)),
    (point(1) | split_line("boot to /init"),
      if .firmware.insns > 0 then "  \("firmware during the boot, in no sum" | column(44))"
        + "\(.firmware.insns | figures(50))" else empty end);
