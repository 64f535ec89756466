# Leaves the free blocks of a disk out of its file. Argument: the disk, which nothing has mounted.
set -e
place=$(mktemp -d)
trap 'rmdir "$place"' EXIT
unshare --mount --propagation private /bin/sh -e -c 'mount -o loop "$1" "$2" && fstrim "$2" && umount "$2"' sh "$1" "$place"
