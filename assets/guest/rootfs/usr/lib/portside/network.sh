# The machine's network interface, and what containers must not reach through it.

use_network() {
  ip link set lo up
  tries=0
  while [ ! -e /sys/class/net/eth0 ]; do
    tries=$((tries + 1))
    if [ $tries -gt 500 ]; then
      fail network network-missing 'the network interface did not appear within 10 s'
      return
    fi
    usleep 20000
  done
  ip link set eth0 up
  if [ -n "$IP" ]; then
    ip addr add "$IP" dev eth0
    [ -n "$LOOPBACK6" ] && ip addr add "$LOOPBACK6/32" dev eth0
    ip route add default via "$GW"
    [ -n "$DNS" ] && echo "nameserver $DNS" >/run/resolv.conf
  else
    udhcpc -q -n -t 20 -T 1 -A 1 -i eth0 -s /usr/lib/portside/dhcp-event >/dev/null 2>&1 ||
      fail network network-no-address 'no address was given by DHCP'
    GW=$(ip route show default | sed -n 's/^default via \([^ ]*\).*/\1/p')
  fi
  # The firewall leads the gateway's connections on to the loopback, which the kernel refuses unless told.
  set_kernel net/ipv4/conf/eth0/route_localnet 1
  # Modules are loaded by one process at a time: to a second one, a module that is still starting looks ready.
  wait "$modules_loading"
  nft -D "gateway=$GW" -D "loopback6=${LOOPBACK6:-0.0.0.0}" -f /etc/portside/firewall.nft 2>/run/log/firewall.log ||
    fail firewall firewall-failed "$(head -n 1 /run/log/firewall.log)"
}
