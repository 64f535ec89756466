# Apple's translator: the kernel starts programs for Intel processors through it.

rosetta_dir=/run/rosetta

# By the header of an ELF file: 64 bits, little endian, a program with or without a fixed address (the mask leaves
# out the last bit of its type), for machine 0x3e. The kernel itself reads the \x escapes.
rosetta_magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00'
rosetta_mask='\xff\xff\xff\xff\xff\xfe\xfe\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

# O and C: the program is opened for the translator, and keeps the rights that it would have. F: the translator is
# opened now, because containers do not see its folder.
rosetta_rule() {
  printf ':rosetta:M::%s:%s:%s/rosetta:OCF' "$rosetta_magic" "$rosetta_mask" "$rosetta_dir"
}

use_rosetta() {
  [ -n "$ROSETTA" ] || return 0
  if ! reason=$(mount_rosetta 2>&1); then
    say "rosetta-failed $reason"
    echo "$ROSETTA $(printf %s "$reason" | tr -s '\n' ' ')" >>$state/shares-failed
  fi
}

mount_rosetta() {
  # Where the processor runs such programs itself, each would start the translator, and that one itself again.
  [ "$(uname -m)" = aarch64 ] || { echo "this machine's processor is $(uname -m)"; return 1; }
  mkdir -p $rosetta_dir && mount -t virtiofs -o ro "$ROSETTA" $rosetta_dir || return
  [ -x $rosetta_dir/rosetta ] || { echo 'the folder of the translator has no program'; return 1; }
  modprobe binfmt_misc 2>/dev/null
  rules=/proc/sys/fs/binfmt_misc
  [ -e $rules/register ] || mount -t binfmt_misc binfmt_misc $rules || return
  rosetta_rule >$rules/register
}
