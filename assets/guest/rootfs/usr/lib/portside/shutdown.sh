# Ends everything in order: containers, engine, file systems, power.

# dockerd gives containers 15 s by default; the rest is for its own work.
engine_deadline=25

# end_service NAME SECONDS: asks a service to end, then makes it.
end_service() {
  [ -f "$state/$1.pid" ] || return
  read -r ending <"$state/$1.pid"
  kill -TERM "$ending" 2>/dev/null || return
  left=$(($2 * 20))
  while kill -0 "$ending" 2>/dev/null; do
    left=$((left - 1))
    if [ $left -le 0 ]; then
      say "service-killed $1 did not end within $2 s"
      kill -KILL "$ending" 2>/dev/null
      return
    fi
    usleep 50000
  done
}

shut_down() {
  trap '' TERM INT PWR USR2
  : >$state/stopping
  phase stopping
  end_service dockerd $engine_deadline
  end_service containerd 5
  if [ "$mode" != vm ]; then exit 0; fi
  phase engine-stopped
  kill -KILL -1
  release_data
  phase data-released
  # Without its own sync, which would ask shared folders, too.
  poweroff -n -f
}

# Whatever is still mounted below the data goes first; if the disk stays busy it is at least made read-only.
release_data() {
  sync_data
  sed -n 's|^[^ ]* \(/var/lib/docker/[^ ]*\) .*|\1|p' /proc/mounts | sort -r | while read -r dir; do
    umount -l "$dir"
  done
  umount /var/lib/docker 2>/dev/null || mount -o remount,ro /var/lib/docker 2>/dev/null
  # Whatever is not unmounted is the disk still; what was written to it since is on it now.
  sync_data
}
