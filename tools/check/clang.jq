# SPDX-License-Identifier: GPL-2.0-or-later
#
# Converts the compilation database to one that clang and cppcheck understand: only C,
# without flags that only gcc knows, and with the target named.

def gcc_only:
  [ "-ffixed-r13",                        # r13 is reserved by the ABI anyway
    "-mstack-protector-guard[^ ]*",       # code generation
    "-mblock-move-inline-limit=[^ ]*", "-fno-semantic-interposition",
    "-fno-tree-loop-distribute-patterns",
    "-fsanitize=[^ ]*", "-fno-sanitize-recover=[^ ]*",
    "-Werror", "-MMD", "-MP" ];           # warnings are gcc's business here

# cppcheck predefines no macros; clang predefines the same ones.
def target:
  if startswith("powerpc64le-") then "--target=powerpc64le-linux-gnu -D__powerpc64__=1"
  else "-D__x86_64__=1" end;

map(select(.file | endswith(".c"))
  | .command |= (target as $target
    | reduce gcc_only[] as $flag (.; gsub(" " + $flag + "(?= )"; ""))
    | sub("^[^ ]+"; "clang \($target)")))
