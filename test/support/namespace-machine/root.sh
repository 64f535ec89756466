# Mounts what the machine's init finds in a VM or a distribution, then becomes that init in the guest's root.
# Arguments: the guest's root (erofs image or folder), the machine's home, its address, this computer's address.
set -e
image=$1 home=$2 ip=$3 gateway=$4
root=$home/root

if [ -d "$image" ]; then mount --bind "$image" "$root"; else mount -t erofs -o loop,ro "$image" "$root"; fi
mount --bind "$home/data" "$root/var/lib/docker"
mount -t tmpfs -o mode=755,nosuid,nodev run "$root/run"
mount -t tmpfs -o mode=1777,nosuid,nodev tmp "$root/tmp"

. "$(dirname "$0")/kernel-mounts.sh"
mount_kernel "$root"

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
