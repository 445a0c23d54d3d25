# shellcheck shell=sh
topic routes node 1 'state' 'routes, policy rules, neighbours'

routes_state() {
  routes_get=
  for routes_a in $ROUTE_TARGETS; do routes_get="$routes_get $routes_a"; done
  take -m 8388608 -n "$NEED_IP" -f 'route -n 2>/dev/null || ip route 2>/dev/null; sect /proc/net/route; cat /proc/net/route' \
    ip-route.txt "ip -4 route show table all; r=\$?; echo '== get'; for a in$routes_get; do ip route get \$a 2>&1; done; exit \$r"
  take -m 262144 -n "$NEED_IP" ip-rule.txt 'ip -4 rule; r=$?; ip -6 rule; exit $r'
  tier 2 || return 0
  take -m 8388608 -n "$NEED_IP" -f 'cat /proc/net/ipv6_route' ip6-route.txt 'ip -6 route show table all'
  take -m 8388608 -n "$NEED_IP" -f 'cat /proc/net/arp' ip-neigh.txt 'ip -s neigh; r=$?; cat /proc/net/stat/arp_cache /proc/net/stat/ndisc_cache 2>/dev/null; exit $r'
}
