# Services: started, restarted when they end, and logged into memory with a bound.

# supervise NAME COMMAND…: restarts the command with growing pauses until the machine stops.
supervise() {
  name=$1
  shift
  [ "$mode" = vm ] && echo 0 >/sys/fs/cgroup/engine/cgroup.procs
  pause=100000
  while :; do
    read -r began _ </proc/uptime
    "$@" &
    pid=$!
    echo $pid >"$state/$name.pid"
    wait $pid
    code=$?
    [ -e $state/stopping ] && exit
    read -r ended _ </proc/uptime
    [ $((${ended%.*} - ${began%.*})) -gt 30 ] && pause=100000
    say "service-ended $name $code"
    usleep $pause
    [ $pause -lt 10000000 ] && pause=$((pause * 2))
  done
}

# keep_log NAME: standard input into /run/log/NAME.log; dd writes each piece at once, and 512 pieces of at most
# 4 KiB make a file. Two files are kept, so a service that floods its log cannot fill the memory.
keep_log() {
  while :; do
    dd bs=4096 count=512 of="/run/log/$1.log" 2>/dev/null
    [ -s "/run/log/$1.log" ] || return
    mv "/run/log/$1.log" "/run/log/$1.log.1"
  done
}

start_containerd() {
  # Less garbage collection while starting: seconds are saved, some tens of MB of memory are spent.
  supervise containerd env GOGC=400 containerd 2>&1 | keep_log containerd &
}

# daemon.json is the user's, so flags are only those that it must not change: dockerd refuses a key given twice.
start_dockerd() {
  [ -z "$(failure)" ] || return 0
  listen='-H unix:///run/docker.sock'
  if [ -d /run/cfg/tls ]; then
    listen="$listen -H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/run/cfg/tls/ca.pem"
    listen="$listen --tlscert=/run/cfg/tls/server-cert.pem --tlskey=/run/cfg/tls/server-key.pem"
  fi
  # Its proxy for published ports is ours where the gateway brings connections, and not on Windows.
  programs=$PATH
  [ "$mode" = vm ] && programs=$lib/engine:$PATH
  # shellcheck disable=SC2086 # words are meant to be split
  supervise dockerd env "PATH=$programs" GOGC=400 dockerd --containerd=/run/containerd/containerd.sock $listen $LISTEN 2>&1 |
    keep_log dockerd &
  [ -n "$phases" ] && report_socket &
}

report_socket() {
  until [ -S /run/docker.sock ]; do usleep 50000; done
  phase engine-socket
}
