# What the host can ask the agent for. Each verb prints the body of its answer; its exit code makes it ok or err.

usage_error=64
data_error=65
body_limit=1048576

# serve ID VERB BASE64 REST: runs one request to its answer; whatever is no request gets id 0.
serve() {
  case "$1$2" in *[!A-Za-z0-9._-]*) bad_line=1 ;; esac
  if [ -n "$bad_line$4" ] || [ -z "$2" ] || [ ${#1} -gt 64 ]; then
    echo 'not a request: <id> <verb> [<base64>]' | answer 0 err $usage_error
    return
  fi
  body=$work/$connection.$number.body
  argument=$work/$connection.$number.argument
  if ! printf %s "$3" | base64 -d >"$argument" 2>/dev/null; then
    echo 'the argument is not base64' | answer "$1" err $data_error
  else
    (run_verb "$2" 3>&- 4>&- 5>&-) >"$body" 2>&1 </dev/null
    code=$?
    if [ $code = 0 ]; then answer "$1" ok <"$body"; else answer "$1" err $code <"$body"; fi
  fi
  rm -f "$body" "$argument"
  [ "$2" = stop ] && await_delivery && kill -TERM 1
}

# The machine ends only after the host has been told that it will; a host that does not read is not waited for long.
await_delivery() {
  left=40
  while [ -e "$file" ] && [ $left -gt 0 ]; do
    left=$((left - 1))
    usleep 25000
  done
}

run_verb() {
  case $1 in
    ping) echo pong ;;
    hello) greeting ;;
    state) machine_state ;;
    meminfo) cat /proc/meminfo ;;
    stat) machine_stat ;;
    df) disk_use ;;
    trim) trim_disk ;;
    time) set_clock ;;
    drop-caches) sync_data && echo 3 >/proc/sys/vm/drop_caches ;;
    sync) sync_data ;;
    exec) run_command ;;
    grow) resize2fs /dev/vdb ;;
    log) show_log ;;
    stop) ;;
    *) echo "unknown verb $1" && return $usage_error ;;
  esac
}

# "ok", or "failed", what failed, and why.
machine_state() {
  if read -r _ code reason 2>/dev/null <$state/failure; then echo "failed $code $reason"; else echo ok; fi
}

# First line of /proc/stat, then load, uptime, and the pressure of cpu, memory and io as the kernel prints them.
machine_stat() {
  head -n 1 /proc/stat
  cat /proc/loadavg /proc/uptime
  for resource in cpu memory io; do sed "s/^/$resource /" /proc/pressure/$resource 2>/dev/null; done
  return 0
}

# Bytes used and bytes in all of the data disk.
disk_use() {
  numbers=$(stat -f -c '%b %f %S' /var/lib/docker) || return
  # shellcheck disable=SC2086 # three numbers
  set -- $numbers
  echo "$((($1 - $2) * $3)) $(($1 * $3))"
}

# Bytes given back to the host.
trim_disk() {
  freed=$(fstrim -v /var/lib/docker) || { echo "$freed"; return 1; }
  echo "$freed" | sed -n 's/.*: \([0-9]*\).*/\1/p'
}

set_clock() {
  seconds=$(cat "$argument")
  case $seconds in '' | *[!0-9]*) echo 'not Unix seconds' && return $data_error ;; esac
  date -u -s "@$seconds" >/dev/null
}

# The whole output is read, so that the command is not ended by a full pipe, but only the first MiB is sent.
run_command() {
  mkfifo "$argument.out"
  { head -c $body_limit; cat >/dev/null; } <"$argument.out" &
  sh "$argument" >"$argument.out" 2>&1
  result=$?
  wait
  rm -f "$argument.out"
  return $result
}

show_log() {
  name=$(cat "$argument")
  case $name in
    dockerd | containerd) cat /run/log/$name.log.1 /run/log/$name.log 2>/dev/null | tail -c 65536 ;;
    *) echo 'no such log: dockerd or containerd' && return $data_error ;;
  esac
}
