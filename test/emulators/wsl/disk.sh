# The disk of a distribution outside of the VM: made from an archive, or packed into one.
# Arguments: make DISK (the archive as input), or pack DISK ARCHIVE.
set -e
verb=$1 disk=$2 archive=$3
# As a VHD does, the file takes the room that is used; WSL's own are 1 TB.
size=64G

if [ "$verb" = make ]; then
  truncate -s $size "$disk"
  mkfs.ext4 -q -m 0 -J size=16 -E nodiscard,lazy_itable_init=1,lazy_journal_init=1 "$disk"
fi
place=$(mktemp -d)
trap 'rmdir "$place"' EXIT
# The mount ends with its namespace, whatever becomes of the script.
exec 3<&0
unshare --mount --propagation private /bin/sh -e -c '
  mount -o loop,nobarrier "$2" "$3"
  if [ "$1" = pack ]; then exec tar --create --numeric-owner --file "$4" --directory "$3" .; fi
  rmdir "$3/lost+found"
  tar --extract --numeric-owner --directory "$3" <&3
  [ -e "$3/bin/sh" ] || [ -L "$3/bin/sh" ] || exit 9
  umount "$3"
' sh "$verb" "$disk" "$place" "$archive"
