# Mounts what the machine's init finds in a VM or a distribution, then becomes that init in the guest's root.
# Arguments: the guest's root (erofs image or folder), the machine's home, its address, this computer's address.
set -e
image=$1 home=$2 ip=$3 gateway=$4
root=$home/root

if [ -d "$image" ]; then mount --bind "$image" "$root"; else mount -t erofs -o loop,ro "$image" "$root"; fi
mount --bind "$home/data" "$root/var/lib/docker"
mount -t tmpfs -o mode=755,nosuid,nodev run "$root/run"
mount -t tmpfs -o mode=1777,nosuid,nodev tmp "$root/tmp"

mount -t tmpfs -o mode=755,nosuid dev "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue" "$root/dev/net"
for node in null zero full random urandom tty fuse net/tun; do
  [ -e "/dev/$node" ] || continue
  : >"$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev shm "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

# The kernel's settings are this computer's; only those of the network are the machine's own.
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount --bind /proc/sys/net "$root/proc/sys/net"
mount -t sysfs sysfs "$root/sys"

groups=/sys/fs/cgroup
if [ -e $groups/cgroup.controllers ]; then
  mount -t cgroup2 cgroup2 "$root$groups"
  # Controllers can be passed on only by a group without processes.
  mkdir "$root$groups/init"
  echo $$ >"$root$groups/init/cgroup.procs"
  for controller in $(cat "$root$groups/cgroup.controllers"); do
    echo "+$controller" >"$root$groups/cgroup.subtree_control"
  done
else
  mount -t tmpfs -o mode=755,nosuid,nodev cgroup "$root$groups"
  for hierarchy in "$groups"/*; do
    [ ! -L "$hierarchy" ] && [ -e "$hierarchy/cgroup.procs" ] || continue
    name=${hierarchy##*/}
    mkdir "$root$groups/$name"
    case $name in
      unified) mount -t cgroup2 cgroup2 "$root$groups/$name" ;;
      systemd) mount -t cgroup -o none,name=systemd cgroup "$root$groups/$name" ;;
      *) mount -t cgroup -o "$name" cgroup "$root$groups/$name" ;;
    esac
  done
fi

# This computer puts the interface in; there is no other way for it to say when.
until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
ip link set lo up
ip addr add "$ip/24" dev eth0
ip link set eth0 up
ip route add default via "$gateway"

mkdir -p "$root/run/computer" "$root/run/cfg" "$root/run/docker-etc" "$root/run/old-root"
mount --bind "$home/run" "$root/run/computer"
cp -r "$home/cfg/." "$root/run/cfg/"
printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/run/hosts"
echo "nameserver $gateway" >"$root/run/resolv.conf"
hostname portside

cd "$root"
pivot_root . run/old-root
exec chroot . /bin/sh -c 'umount -l /run/old-root && rmdir /run/old-root && exec /sbin/init wsl'
