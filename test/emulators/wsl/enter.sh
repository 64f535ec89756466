# Becomes a program in a running distribution.
# Arguments: its first process, its control group, user id, group id, folder, then the program and its arguments.
init=$1 group=$2 uid=$3 gid=$4 folder=$5
shift 5

for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ ! -L "$hierarchy" ] && [ -e "$hierarchy/$group/cgroup.procs" ] || continue
  echo $$ >"$hierarchy/$group/cgroup.procs"
done
# The clock, the power and the kernel's modules are this computer's.
exec setpriv --bounding-set=-sys_time,-sys_boot,-sys_module \
  nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup --root --wdns="$folder" \
  --setuid "$uid" --setgid "$gid" "$@"
