# Folders of the computer, at the same path as there. What cannot be mounted is told and left out.

use_shares() {
  [ -f /run/cfg/shares ] || return 0
  while read -r tag access path; do
    if ! reason=$(mount_share "$tag" "$access" "$path" 2>&1); then
      say "share-failed $path $reason"
      echo "$tag $(printf %s "$reason" | tr -s '\n' ' ')" >>$state/shares-failed
    fi
  done </run/cfg/shares
}

# mount_share TAG ro|rw PATH
mount_share() {
  top=${3#/}
  top=/${top%%/*}
  case $top in
    /Users | /Volumes | /data | /home | /media | /mnt | /opt | /private | /projects | /root | /srv | /work | /workspace)
      # The system is read-only, so the folders that lead there lie in memory.
      mountpoint -q "$top" || mount -t tmpfs -o mode=755,size=1m share-points "$top" || return
      ;;
    /tmp) ;;
    *)
      echo "nothing can be mounted below $top"
      return 1
      ;;
  esac
  mkdir -p "$3" && mount -t virtiofs -o "$2" "$1" "$3"
}
