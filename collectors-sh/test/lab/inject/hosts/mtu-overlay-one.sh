# fault: mtu-overlay-too-large
# subject: node w1, flannel.1 mtu 1500
# wait: 28
on() { # and the switch drops fragments
  node w1 sh -c 'ip link set flannel.1 mtu 1500; ip link set cni0 mtu 1500; for d in /sys/class/net/veth*; do ip link set ${d##*/} mtu 1500; done'
  node w1 sh -c 'for p in $(crictl pods --state ready -q); do n=$(crictl inspectp -o json $p | grep -o "/var/run/netns/[^\"]*\|/run/netns/[^\"]*" | head -1); [ -n "$n" ] && nsenter --net=$n ip link set eth0 mtu 1500; done'
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://www.example.com/"
}
off() { node w1 sh -c 'ip link set flannel.1 mtu 1450; ip link set cni0 mtu 1450; for d in /sys/class/net/veth*; do ip link set ${d##*/} mtu 1450; done'; kubectl -n shop rollout undo ds client; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=true; }
