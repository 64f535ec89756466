# Enters control groups of its own, so that limits and statistics work and all of them can be removed afterwards.
# Arguments: the group's name, the script that goes on, then what that takes.
set -e
group=$1
shift

groups=/sys/fs/cgroup
if [ -e $groups/cgroup.controllers ]; then hierarchies=$groups; else hierarchies=$groups/*; fi
for hierarchy in $hierarchies; do
  [ ! -L "$hierarchy" ] && [ -e "$hierarchy/cgroup.procs" ] || continue
  mkdir -p "$hierarchy/$group"
  # A new cpuset of version 1 is empty and takes no process before it has processors and memory.
  for file in cpuset.cpus cpuset.mems; do
    if [ -e "$hierarchy/cgroup.clone_children" ] && [ -e "$hierarchy/$file" ]; then
      cat "$hierarchy/$file" >"$hierarchy/$group/$file"
    fi
  done
  echo $$ >"$hierarchy/$group/cgroup.procs"
done

# In a namespace of groups, the ones just entered are the root.
exec unshare --cgroup sh "$@"
