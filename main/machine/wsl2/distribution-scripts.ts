// The programs of our own in the distribution: what the driver calls there by name, and nothing else.
// Arguments are plain words and everything else comes over standard input, so no quoting on Windows matters.
import { windowsAddress, windowsNames } from './windows-names'

export const scriptFolder = '/opt/portside'
export const scripts = {
  claim: `${scriptFolder}/claim`,
  system: `${scriptFolder}/system`,
  configure: `${scriptFolder}/configure`,
  session: `${scriptFolder}/session`,
  end: `${scriptFolder}/end`,
  exec: `${scriptFolder}/exec`,
  windows: `${scriptFolder}/windows`,
  network: `${scriptFolder}/network`,
  share: `${scriptFolder}/share`,
  reclaim: `${scriptFolder}/reclaim`,
} as const

/** Exit code of `claim` when the data is another machine's. */
export const foreignExit = 3
/** Exit code of `end` when the distribution as it runs now is not the one in which that session was the last. */
export const otherSessionExit = 4
/** What `session` prints once it runs, before anything else. */
export const sessionGreeting = 'portside-session'

const head = `#!/bin/sh
# Part of Portside; docs/decisions/0004-one-wsl-distribution.md says how it fits together.
export PATH=/bin
data=/portside/data systems=/portside/systems run=/run/portside
`

/** claim ID: takes the data for a machine, or exits with ${foreignExit} and prints whose it is. */
const claim = `${head}
marker=$data/.portside-machine
mkdir -p $data $systems
owner=
[ -f $marker ] && read -r owner <$marker
[ "$owner" = "$1" ] && exit 0
if [ -z "$owner" ] && [ -z "$(ls -A $data)" ]; then
  echo "$1" >$marker && sync -f $data && exit 0
  exit 1
fi
echo "$owner"
exit ${foreignExit}
`

/** system has HASH | install HASH (a tar as input) | keep HASH (removes the others). */
const system = `${head}
target=$systems/$2
case $1 in
  has) [ -d "$target" ] ;;
  install)
    rm -rf "$target.partial"
    mkdir -p "$target.partial" || exit 1
    tar -x -C "$target.partial" || exit 1
    sync -f $systems
    rm -rf "$target" && mv "$target.partial" "$target"
    ;;
  keep)
    for other in "$systems"/*; do
      [ "$other" = "$target" ] || rm -rf "$other"
    done
    ;;
  *) exit 64 ;;
esac
`

/** configure: a tar as input, kept in memory; it holds keys. */
const configure = `${head}
umask 077
rm -rf $run/cfg
mkdir -p $run/cfg
tar -x -C $run/cfg
`

/**
 * session HASH TOKEN: runs the machine until its input ends, which it does when the app ends, however it ends. The token
 * tells this session from one that another app starts in its place.
 */
const session = `${head}
mkdir -p $run
exec 3<&0
unshare -m /bin/sh ${scriptFolder}/enter "$1" </dev/null 3<&- &
machine=$!
echo "$machine $2" >$run/session.pid
echo "$2" >$run/session.last
echo "${sessionGreeting} $machine"
(cat <&3 >/dev/null; kill -TERM $machine) &
holder=$!
exec 3<&-
wait $machine
code=$?
kill $holder 2>/dev/null
read -r current _ 2>/dev/null <$run/session.pid && [ "$current" = $machine ] && rm -f $run/session.pid
exit $code
`

/** enter HASH: in a mount namespace of its own, makes a system the root and the data its own, then becomes its init. */
const enter = `${head}
set -e
root=$systems/$1
mount --bind "$root" "$root"
mount --bind $data "$root/var/lib/docker"
mount -t tmpfs -o mode=755,nosuid,nodev run "$root/run"
mount -t tmpfs -o mode=1777,nosuid,nodev tmp "$root/tmp"
for place in dev proc sys mnt; do mount --rbind /$place "$root/$place"; done
mkdir -p "$root/run/cfg" "$root/run/old-root"
cp -a $run/cfg/. "$root/run/cfg/"
# Docker Desktop may have put the names into Windows' own file, which WSL copies; the first line counts.
{ echo '${windowsAddress} ${windowsNames.join(' ')}'; cat /etc/hosts; } >"$root/run/hosts"
# Windows keeps this file up to date when the network changes.
if [ -f /mnt/wsl/resolv.conf ]; then ln -s /mnt/wsl/resolv.conf "$root/run/resolv.conf"
else cp /etc/resolv.conf "$root/run/resolv.conf"; fi
mount -o remount,bind,ro "$root"
cd "$root"
pivot_root . run/old-root
exec chroot . /bin/sh -c 'umount -l /run/old-root && rmdir /run/old-root && exec /sbin/init wsl'
`

/**
 * end [TOKEN]: ends in order what an app that crashed left, if it has not ended by itself; with a token that session
 * alone, and any other one is left to run, which exit code ${otherSessionExit} tells. So it does where no session was, since
 * a distribution that has ended runs anew for whoever asks it something.
 */
const end = `${head}
last=
[ -z "$1" ] || { read -r last <$run/session.last && [ "$last" = "$1" ]; } 2>/dev/null || exit ${otherSessionExit}
read -r machine token 2>/dev/null <$run/session.pid || exit 0
[ -z "$1" ] || [ "$1" = "$token" ] || exit ${otherSessionExit}
kill -TERM "$machine" 2>/dev/null
tries=0
while kill -0 "$machine" 2>/dev/null && [ $tries -lt 600 ]; do
  tries=$((tries + 1))
  usleep 50000
done
`

/** exec: a command as input, run in the machine. */
const exec = `${head}
read -r machine _ 2>/dev/null <$run/session.pid || exit 69
command=$(cat)
exec nsenter -t "$machine" -m /bin/env PATH=/usr/sbin:/usr/bin /bin/sh -c "$command" </dev/null 2>&1
`

/** windows PROGRAM [ARGUMENT…]: one of the machine's own programs that lead to Windows, with the standard streams. */
const windows = `${head}
read -r machine _ 2>/dev/null <$run/session.pid || exit 69
program=/usr/lib/portside/windows/$1
shift
exec nsenter -t "$machine" -m /bin/env PATH=/usr/sbin:/usr/bin "$program" "$@"
`

/** network: how WSL connects its VM, in WSL's own word; nothing where it does not tell. */
const network = `${head}
for place in /usr/bin/wslinfo /bin/wslinfo; do
  [ -x $place ] && exec $place --networking-mode
done
exit 0
`

/** share on|off NAME: the folder in memory where other distributions find the engine's socket, or nothing there. */
const share = `${head}
place=/mnt/wsl/$2
rm -rf "$place"
[ "$1" = on ] || exit 0
mkdir -p "$place" && chmod 755 "$place"
`

/** reclaim memory (prints the free memory before and after) | disk. */
const reclaim = `${head}
case $1 in
  memory)
    grep MemFree /proc/meminfo
    sync -f $data
    echo 1 >/proc/sys/vm/drop_caches || exit 1
    grep MemFree /proc/meminfo
    ;;
  disk) sync -f $data && fstrim / ;;
  *) exit 64 ;;
esac
`

export const scriptFiles: Readonly<Record<string, string>> = {
  claim,
  system,
  configure,
  session,
  enter,
  end,
  exec,
  windows,
  network,
  share,
  reclaim,
}

/** Commands of BusyBox that the scripts use, and that people expect in a shell. */
export const baseCommands = [
  ...['sh', 'ash', 'cat', 'chroot', 'cp', 'date', 'df', 'env', 'fstrim', 'grep', 'head', 'kill', 'ln', 'ls'],
  ...['mkdir', 'mount', 'mv', 'nc', 'nsenter', 'pivot_root', 'ps', 'rm', 'rmdir', 'sync', 'tail', 'tar'],
  ...['umount', 'unshare', 'usleep', 'test', 'true'],
]
