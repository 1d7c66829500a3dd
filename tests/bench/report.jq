# SPDX-License-Identifier: GPL-2.0-or-later
#
# Functions for tests/bench/run that turn the counting plugin's events into figures.
# count-plugin.c defines the events, rows.json the rows.

def total: .user.insns + .kernel.insns + .hypervisor.insns;

# Stop if an event reports an error, or if one is missing.
def checked($what):
  (map(select(.event == "error")) | first) as $error
  | if $error then error("\($what): region \($error.id): \($error.text)")
    elif any(.event == "exit") then .
    else error("\($what): the machine did not come to its end") end;

# The least of a region's repetitions: one without an interrupt.
def least($id):
  map(select(.event == "region" and .id == $id))
  | if length == 0 then error("region \($id) was not measured") else min_by(total) end;

def point($id):
  map(select(.event == "point" and .id == $id))
  | if length == 1 then first else error("point \($id) was passed \(length) times") end;

# The number of system calls must be the same in all repetitions.
def syscalls($id):
  map(select(.event == "region" and .id == $id) | .user.sc) | unique
  | if length == 1 then first
    else error("region \($id): differing numbers of system calls: \(.)") end;

def rounded($digits): pow(10; $digits) as $p | . * $p | round / $p;

# measured_in($boot; $bare): the figure of a region, or of a point compared with $bare's.
def measured_in($boot; $bare):
  if .point then
    .point as $id | (($boot | point($id) | total) / ($bare | point($id) | total)) | rounded(4)
  elif .syscalls then .region as $id | $boot | syscalls($id)
  elif .entries then
    .region as $id | .entries as $n | ($boot | least($id) | total) / $n | rounded(3)
  else .region as $id | $boot | least($id) | total end;

# The counts since an earlier event.
def since($before):
  . as $now | reduce ("user", "kernel", "hypervisor", "firmware") as $who ({};
    .[$who].insns = $now[$who].insns - $before[$who].insns);

# From a domain's hypercall to the other domain's next instruction: the median of the
# switches without a third domain. One instruction of each, sc 1, is not the hypervisor's.
def switch($left; $entered):
  map(select(.event == "point")) as $points
  | [range(1; $points | length) | select($points[. - 1].id == $left and $points[.].id == $entered)
      | . as $i | $points[$i] | since($points[$i - 1]) | select(.user.insns + .kernel.insns == 1)]
  | if length == 0 then error("no switch from point \($left) to \($entered)")
    else sort_by(.hypervisor.insns) | .[length / 2 | floor] end;

# Points 15 to 18 of marker.h: there and back.
def switches: switch(15; 18), switch(17; 16);

# The most instructions that the hypervisor executed between letting others run.
def longest_stay:
  map(select(.event == "longest stay"))
  | if length == 1 and first.stays > 1000 then first.insns
    else error("the hypervisor's stays were not counted") end;

# value($boot; $bare): the figure of a row, measured in a machine's $boot
def value($boot; $bare):
  .measured
  | if .what == "switch" then [$boot.dom0 | switches | .hypervisor.insns] | max
    elif .what == "create" then .region as $id
      | ($boot.dom0 | least($id) | total) / ($boot.alone | least($id) | total) | rounded(4)
    elif .what == "stay" then $boot.stays | longest_stay
    elif .what == "share" then [$boot.shares[].error] | max | rounded(3)
    else measured_in($boot.dom0; $bare) end;

# The list for bench.json. A row's value and goal are those of its machine; a row without
# a machine has the pseries' values, and bare metal's beside them.
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
  map(.peer_value //= "" | . + (if .goal == null then { met: "", goal: "" }
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
   [14, "pfn_list_16384_offset, all entries"], [19, "save_per_byte, all bytes"],
   [20, "save_live_per_byte, all bytes"], [21, "restore_per_byte, all bytes"]];

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

# The same for the rows of several domains, and dom0's share of the CPU.
def domains($machine):
  "  \($machine), domains beside dom0",
  (.dom0 | first(switches) | split_line("domain_switch")),
  (.dom0 | least(22) | split_line("xm create to its /init")),
  (.alone | least(22) | split_line("the same kernel, dom0's, to its /init")),
  (.shares[] | "  \("dom0's share, \(.scheduler), \(.setting)" | column(44))"
    + "\(.share * 100 | rounded(3) | figures(12)) %");
