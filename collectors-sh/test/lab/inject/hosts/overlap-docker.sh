# fault: cidr-overlap-pod-underlay
# subject: node w1, bridge br-5c1f8a04d2e7 10.244.0.0/17-part
# wait: 28
on() { # a compose network on the node took the range of w2's pods
  o=$(node w1 ip route show dev flannel.1 | awk '/via 10.244.[12].0/{sub("[.]0/24.*","",$1); print $1; exit}')
  node w1 sh -c "ip link add br-5c1f8a04d2e7 type bridge; ip addr add $o.1/26 dev br-5c1f8a04d2e7; ip link set br-5c1f8a04d2e7 up"
}
off() { node w1 ip link del br-5c1f8a04d2e7; }
