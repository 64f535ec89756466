# What the machine tells its host: lines on the console that start with "portside: ", and its failure, if any. And what
# both its first process and its agent do.

state=/run/portside

# Writes out the data alone: a plain sync would ask shared folders, too, and wait for good where nothing serves them.
sync_data() {
  sync -f /var/lib/docker
}

# say TEXT: one line on the console; in a distribution, on standard error.
say() {
  if [ "$mode" = vm ]; then echo "portside: $*" >/dev/console; else echo "portside: $*" >&2; fi
}

# phase NAME: with the kernel argument portside.phases, the uptime in seconds at which a step was reached.
phase() {
  [ -n "$phases" ] || return 0
  read -r uptime _ </proc/uptime
  say "phase $uptime $1"
}

# fail KIND CODE REASON: the engine must not start. KIND goes into the agent's greeting; the first failure stands.
fail() {
  reason=$(printf %s "$3" | tr -s '\n' ' ')
  say "$2 $reason"
  [ -e $state/failure ] || echo "$1 $2 $reason" >$state/failure
}

failure() {
  [ -e $state/failure ] && cat $state/failure
}
