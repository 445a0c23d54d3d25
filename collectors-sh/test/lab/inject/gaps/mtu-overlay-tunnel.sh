# fault: mtu-overlay-too-large
# subject: node w1: flannel.1 and cni0 and pods mtu 1500 over eth0 1500
# symptom: large answers from pods on w1 hang
# wait: 60
set +e
on() {
  node w1 sh -c 'ip link set flannel.1 mtu 1500 || echo refused; ip link set cni0 mtu 1500; for d in $(ip -o link show master cni0 | sed "s/^[0-9]*: \([^@:]*\).*/\1/"); do ip link set $d mtu 1500; done; for n in $(ls /run/netns); do ip -n $n link set eth0 mtu 1500; done; ip -br link'
  node w1 sysctl -w net.ipv4.ip_no_pmtu_disc=0
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://www.example.com/"; }
off() { node w1 sh -c 'ip link set flannel.1 mtu 1450; ip link set cni0 mtu 1450;for d in $(ip -o link show master cni0 | sed "s/^[0-9]*: \([^@:]*\).*/\1/"); do ip link set $d mtu 1450; done; for n in $(ls /run/netns); do ip -n $n link set eth0 mtu 1450; done'; kubectl -n shop rollout undo daemonset/client; }
