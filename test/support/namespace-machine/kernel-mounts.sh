# Mounts what a kernel gives its first process: devices, processes, settings, control groups.

# mount_kernel ROOT
mount_kernel() {
  mount -t tmpfs -o mode=755,nosuid dev "$1/dev"
  mkdir "$1/dev/pts" "$1/dev/shm" "$1/dev/mqueue" "$1/dev/net"
  for node in null zero full random urandom tty fuse net/tun; do
    [ -e "/dev/$node" ] || continue
    : >"$1/dev/$node"
    mount --bind "/dev/$node" "$1/dev/$node"
  done
  mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts "$1/dev/pts"
  mount -t tmpfs -o mode=1777,nosuid,nodev shm "$1/dev/shm"
  mount -t mqueue mqueue "$1/dev/mqueue"
  ln -s pts/ptmx "$1/dev/ptmx"
  ln -s /proc/self/fd "$1/dev/fd"

  # The kernel's settings are this computer's; only those of the network are the machine's own.
  mount -t proc proc "$1/proc"
  mount --bind "$1/proc/sys" "$1/proc/sys"
  mount -o remount,bind,ro "$1/proc/sys"
  mount --bind /proc/sys/net "$1/proc/sys/net"
  mount -t sysfs sysfs "$1/sys"

  groups=/sys/fs/cgroup
  if [ -e $groups/cgroup.controllers ]; then
    mount -t cgroup2 cgroup2 "$1$groups"
    # Controllers can be passed on only by a group without processes.
    mkdir "$1$groups/init"
    echo $$ >"$1$groups/init/cgroup.procs"
    for controller in $(cat "$1$groups/cgroup.controllers"); do
      echo "+$controller" >"$1$groups/cgroup.subtree_control"
    done
  else
    mount -t tmpfs -o mode=755,nosuid,nodev cgroup "$1$groups"
    for hierarchy in "$groups"/*; do
      [ ! -L "$hierarchy" ] && [ -e "$hierarchy/cgroup.procs" ] || continue
      name=${hierarchy##*/}
      mkdir "$1$groups/$name"
      case $name in
        unified) mount -t cgroup2 cgroup2 "$1$groups/$name" ;;
        systemd) mount -t cgroup -o none,name=systemd cgroup "$1$groups/$name" ;;
        *) mount -t cgroup -o "$name" cgroup "$1$groups/$name" ;;
      esac
    done
  fi
}
