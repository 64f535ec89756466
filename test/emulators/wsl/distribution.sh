# First process of a distribution: its disk as root, the kernel's mounts, the folder that all distributions share.
# Arguments: its disk, a folder to mount it on, that shared folder, its name, the networking mode,
# then letters and folders of the drives.
set -e
root=$2 shared=$3 host=$4 networking=$5
mkdir -p "$root"
# A flush costs time, and what it is for cannot happen here: this computer does not lose its power.
mount -o loop,nobarrier "$1" "$root"
shift 5
mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/tmp" "$root/run" "$root/etc" "$root/mnt/wsl"
mount -t tmpfs -o mode=755,nosuid,nodev run "$root/run"
. "$(dirname "$0")/../../support/namespace-machine/kernel-mounts.sh"
mount_kernel "$root"
# The kernel's caches are this computer's: being told to drop them is all that happens.
: >"$root/run/drop_caches"
mount --bind "$root/run/drop_caches" "$root/proc/sys/vm/drop_caches"
mkdir -p "$root/mnt/wsl"
mount --bind "$shared" "$root/mnt/wsl"
while [ $# -gt 0 ]; do
  mkdir -p "$root/mnt/$1"
  mount --bind "$2" "$root/mnt/$1"
  shift 2
done
hostname "$host"
# As WSL does unless wsl.conf forbids it.
rm -f "$root/etc/resolv.conf"
ln -s ../mnt/wsl/resolv.conf "$root/etc/resolv.conf"
printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n' "$host" >"$root/etc/hosts"

# WSL's own command, of which only this question is emulated.
mkdir -p "$root/usr/bin"
printf '#!/bin/sh\n[ "$*" = --networking-mode ] && echo %s\n' "$networking" >"$root/usr/bin/wslinfo"
chmod 755 "$root/usr/bin/wslinfo"

mkdir -p "$root/run/old-root"
cd "$root"
pivot_root . run/old-root
# The old root goes before anybody may come in. The sleep keeps the shell waiting, which reaps every orphan.
exec chroot . /bin/sh -c 'umount -l /run/old-root && rmdir /run/old-root && echo ready && while :; do sleep 3600 & wait; done'
