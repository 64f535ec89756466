# The second disk: everything the user has in Docker. It is formatted only when it is provably blank,
# used only when it belongs to this machine, and never replaced by something that forgets.

data_disk=/dev/vdb
data_dir=/var/lib/docker
data_options=noatime,discard
marker=.portside-machine

use_data_disk() {
  if [ ! -b $data_disk ]; then
    fail data-disk data-disk-unusable 'no data disk is attached'
  elif is_ext4; then
    if is_clean; then use_clean; else use_dirty; fi
  elif is_blank || was_formatting; then
    format_disk
  else
    fail data-disk data-disk-unusable 'the disk is not blank and has no ext4 file system'
  fi
  [ -z "$(failure)" ] && (grow_data_disk >/dev/null &)
}

# bytes_at OFFSET COUNT: hexadecimal.
bytes_at() {
  dd if=$data_disk bs=1 skip="$1" count="$2" 2>/dev/null | hexdump -v -e '1/1 "%02x"'
}

# The superblock's magic number (ext4 disk layout: superblock at 1024, s_magic at 0x38).
is_ext4() {
  [ "$(bytes_at 1080 2)" = 53ef ]
}

# s_state is 1 (valid, no errors) and s_feature_incompat lacks "journal needs recovery" (bit 2).
is_clean() {
  [ "$(bytes_at 1082 2)" = 0100 ] || return 1
  case $(bytes_at 1120 1) in ?[4567cdef]) return 1 ;; esac
}

# is_zero OFFSET_IN_MIB: whether a MiB of the disk holds only zeros.
is_zero() {
  [ "$(dd if=$data_disk bs=1M skip="$1" count=1 2>/dev/null | tr -d '\0' | head -c 1 | wc -c)" = 0 ]
}

# Blank: no known signature, and zeros at the start, at the end, at places between, and where ext4 keeps
# the copies of its superblock (128 MiB and odd multiples), so a disk whose start was lost is not taken for new.
is_blank() {
  [ -z "$(blkid -p -o value -s TYPE $data_disk 2>/dev/null)" ] || return 1
  size=$(($(blockdev --getsize64 $data_disk) / 1048576))
  for spot in 0 1 64 128 384 640 896 1152 3200 $((size / 4)) $((size / 2)) $((size * 3 / 4)) $((size - 1)); do
    [ "$spot" -ge "$size" ] && continue
    is_zero "$spot" || return 1
  done
}

# While a blank disk is being formatted, its last block says so: if the power goes, the next start may begin again.
formatting_note='portside-formatting 1'

last_block() {
  echo $(($(blockdev --getsize64 $data_disk) / 4096 - 1))
}

was_formatting() {
  [ "$(dd if=$data_disk bs=4096 skip="$(last_block)" count=1 2>/dev/null | tr -d '\0')" = "$formatting_note" ]
}

write_note() {
  printf %s "$formatting_note" | dd of=$data_disk bs=4096 seek="$(last_block)" conv=sync,fsync,notrunc 2>/dev/null
}

# Only ever called while the file system is empty: later this block may hold a file's data.
clear_note() {
  dd if=/dev/zero of=$data_disk bs=4096 seek="$(last_block)" count=1 conv=fsync,notrunc 2>/dev/null
}

format_disk() {
  say 'data-disk-formatting'
  write_note
  # By its path: the shell would take BusyBox's own mke2fs, which knows only ext2.
  if ! reason=$(/usr/sbin/mke2fs -q -F -t ext4 -m 0 -L portside-data -J size=64 -i 16384 \
    -E lazy_itable_init=1,lazy_journal_init=1,nodiscard $data_disk 2>&1); then
    fail data-disk data-disk-unusable "formatting failed: $reason"
    return
  fi
  clear_note
  mount_data "$data_options" && write_marker
}

# A read-only moment writes the journal out, so the marker is there even if the power goes right after.
write_marker() {
  [ -n "$MACHINE_ID" ] || return 0
  echo "$MACHINE_ID" >$data_dir/$marker
  mount -o remount,ro $data_dir && mount -o remount,rw $data_dir
}

use_clean() {
  mount_data ro || return
  if ! is_ours; then
    umount $data_dir
    return
  fi
  mount -o "remount,rw,$data_options" $data_dir || give_up || return
  [ -e $data_dir/$marker ] || write_marker
}

# The owner is looked up before anything is written, so a foreign disk keeps even its unreplayed journal.
use_dirty() {
  mount_data ro,noload || return
  is_ours
  ours=$?
  umount $data_dir
  [ $ours = 0 ] || return
  say 'data-disk-checking'
  e2fsck -p $data_disk >/run/log/e2fsck.log 2>&1
  code=$?
  # 0 clean, 1 corrected, 2 corrected and a restart is advised because of a mounted root (not the case here).
  if [ $code -gt 2 ]; then
    fail data-disk data-disk-unusable "the file system check ended with $code: $(tail -n 1 /run/log/e2fsck.log)"
    return
  fi
  mount_data "$data_options" || return
  [ -e $data_dir/$marker ] || write_marker
}

mount_data() {
  mount -t ext4 -o "$1" $data_disk $data_dir 2>/run/log/data-mount.log || give_up
}

give_up() {
  fail data-disk data-disk-unusable "mounting failed: $(tail -n 1 /run/log/data-mount.log)"
  return 1
}

# A disk without a marker is ours only when there is nothing on it: the power went right after formatting.
is_ours() {
  [ -n "$MACHINE_ID" ] || return 0
  owner=
  [ -f $data_dir/$marker ] && read -r owner <$data_dir/$marker
  [ "$owner" = "$MACHINE_ID" ] && return 0
  if [ ! -e $data_dir/$marker ] && [ "$(ls -A $data_dir)" = lost+found ]; then
    was_formatting && clear_note
    return 0
  fi
  fail data-disk-foreign data-disk-foreign "the data disk belongs to machine ${owner:-unknown}"
  return 1
}

# Grows the file system when the disk has become larger; harmless otherwise.
grow_data_disk() {
  resize2fs $data_disk 2>&1
}
