# fault: static-route-shadows-podcidr
# subject: node w1, route .../25 via 172.30.0.1
# wait: 28
on() { c=$(kubectl get node w2 -o jsonpath='{.spec.podCIDR}'); node w1 ip route add ${c%/*}/25 via 172.30.0.1 dev eth0 proto static; }
off() { c=$(kubectl get node w2 -o jsonpath='{.spec.podCIDR}'); node w1 ip route del ${c%/*}/25; }
