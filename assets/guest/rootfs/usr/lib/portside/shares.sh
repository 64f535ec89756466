# Folders of the computer, at the same path as there. What cannot be mounted is told and left out.

use_shares() {
  lead_to_shares rw
  mount_shares
  lead_to_shares ro
}

mount_shares() {
  [ -f /run/cfg/shares ] || return 0
  rm -f $state/shares-failed
  while read -r tag access path; do
    if ! reason=$(mount_share "$tag" "$access" "$path" 2>&1); then
      say "share-failed $path $reason"
      echo "$tag $(printf %s "$reason" | tr -s '\n' ' ')" >>$state/shares-failed
    fi
  done </run/cfg/shares
}

# mount_share TAG ro|rw|9p-ro|9p-rw PATH
mount_share() {
  is_shared "$1" && return
  top=${3#/}
  top=/${top%%/*}
  case $top in
    /Users | /Volumes | /data | /home | /media | /mnt | /opt | /private | /projects | /root | /srv | /work | /workspace)
      # The system is read-only, so the folders that lead there lie in memory.
      [ "$3" = "$top" ] || is_mounted "$top" || mount -t tmpfs -o mode=755,size=1m share-points "$top" || return
      ;;
    /tmp) ;;
    *)
      echo "nothing can be mounted below $top"
      return 1
      ;;
  esac
  mkdir -p "$3" || return
  case $2 in
    # 7: files, names with attributes, and writing through memory, nothing of it believed for ever (9p-changes.mjs).
    9p-*) mount -t 9p -o "${2#9p-},trans=virtio,version=9p2000.L,msize=512000,access=any,cache=7,directio" "$1" "$3" ;;
    *) mount -t virtiofs -o "$2" "$1" "$3" ;;
  esac
}

# lead_to_shares rw|ro
# The engine makes a folder that a container asks for and that is not there. It must fail where the computer's folders
# would be: the container would find an empty folder in the place of one that is not shared, and lose what it writes.
lead_to_shares() {
  # Of several at one place the last lies on top, and ours may be below it.
  awk '{ on[$2] = $1 } END { for (place in on) if (on[place] == "share-points" || place " " on[place] == "/tmp tmp") print on[place], place }' \
    /proc/mounts | while read -r what place; do
    mount -o "remount,$1" "$what" "$place"
  done
}

# is_shared TAG
is_shared() {
  grep -Eq " - (virtiofs|9p) $1 " /proc/self/mountinfo
}

# Whether a file system begins there: it has another number than what it lies in.
is_mounted() {
  [ -d "$1" ] && [ "$(stat -c %d "$1")" != "$(stat -c %d "$1/..")" ]
}

# Lets go of the folders, so that their devices can be taken out. When something uses one, all stay, and it fails.
release_shares() {
  if shares_used; then return 1; fi
  # Those inside others come first.
  sed '1!G;h;$!d' /run/cfg/shares >$state/shares-inside-out
  while read -r tag _ path; do
    if is_shared "$tag" && ! umount "$path"; then use_shares && return 1; fi
  done <$state/shares-inside-out
  # A volume may be a part of one.
  if grep -Eq ' - (virtiofs|9p) share-' /proc/self/mountinfo; then use_shares && return 1; fi
}

# Whether a container holds one, by mounts of its own. The number of the root's mount is that of our processes alone.
shares_used() {
  read -r root _ </proc/self/mountinfo
  # shellcheck disable=SC2046 # no spaces in these names
  grep -Eq ' - (virtiofs|9p) share-' /dev/null $(grep -L "^$root " /proc/[0-9]*/mountinfo 2>/dev/null) 2>/dev/null
}
