# The machine's own file systems, configuration, kernel settings and modules.

mount_run() {
  mkdir -p /run/portside /run/log /run/docker-etc /run/containerd /run/cfg
  chmod 700 /run/cfg
}

mount_system() {
  mount -t tmpfs -o mode=755,nosuid,nodev run /run
  mount -t tmpfs -o mode=1777,nosuid,nodev tmp /tmp
  mkdir -p /dev/pts /dev/shm /dev/mqueue
  mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
  mount -t tmpfs -o mode=1777,nosuid,nodev shm /dev/shm
  mount -t mqueue mqueue /dev/mqueue
  mount -t cgroup2 -o nsdelegate,memory_recursiveprot cgroup2 /sys/fs/cgroup
  # In a group of its own the engine sees which limits the kernel knows; the root group does not show them.
  echo '+cpuset +cpu +io +memory +pids' >/sys/fs/cgroup/cgroup.subtree_control
  mkdir /sys/fs/cgroup/engine
  ln -s /proc/self/fd /dev/fd
  read -r cmdline </proc/cmdline
  case " $cmdline " in *' portside.phases '*) phases=1 ;; esac
  # Containers inherit these limits; databases and search engines ask for many files.
  ulimit -n 1048576
  ulimit -c 0
  mount_run
  # Nothing can be made in /tmp once the shared folders are there (shares.sh).
  mkdir -m 1777 /run/tmp
  export TMPDIR=/run/tmp
}

# The third disk is a tar archive: env, daemon.json, tls/. Keys must not be readable by others.
read_config() {
  if [ "$mode" = vm ] && [ -b /dev/vdc ]; then
    (umask 077 && tar -xf /dev/vdc -C /run/cfg 2>/dev/null) || say 'config-unreadable the configuration disk is no tar archive'
  fi
  [ -f /run/cfg/env ] && . /run/cfg/env
  [ -f /run/cfg/daemon.json ] && cp /run/cfg/daemon.json /run/docker-etc/daemon.json
  [ -n "$HOSTNAME" ] || HOSTNAME=portside
  if [ "$mode" = vm ]; then
    echo "$HOSTNAME" >/proc/sys/kernel/hostname
    printf '127.0.0.1 localhost %s\n::1 localhost\n' "$HOSTNAME" >/run/hosts
    : >/run/resolv.conf
  fi
}

set_kernel() {
  [ -w "/proc/sys/$1" ] && echo "$2" >"/proc/sys/$1"
}

tune_kernel() {
  set_kernel net/ipv4/ip_forward 1
  set_kernel vm/max_map_count 262144
  set_kernel fs/inotify/max_user_watches 1048576
  set_kernel fs/inotify/max_user_instances 8192
  set_kernel kernel/panic 5
  # For huge pages the kernel holds back 66 MiB and as much again; containers need them more. On Windows it is not our kernel.
  [ "$mode" = vm ] && set_kernel vm/min_free_kbytes 16384
  return 0
}

# Loaded ahead and together, because the kernel would otherwise ask for them one after another while dockerd starts.
load_modules() {
  modprobe -a virtio_net nf_tables nft_fib_inet nft_compat nft_chain_nat overlay veth br_netfilter \
    xt_conntrack xt_MASQUERADE xt_addrtype xt_tcpudp xt_nat
  phase modules-loaded
}

# Nothing waits for these: memory given back to the host, entropy, and the power button.
late_modules() {
  modprobe -a virtio_balloon virtio_rng button evdev 2>/dev/null
  # Some machines have no power button that this kernel knows; the host then stops them through the agent.
  [ -e /dev/input/event0 ] || return
  supervise power-button acpid -f -c /etc/portside/acpi -l /run/log/power-button.log &
}
