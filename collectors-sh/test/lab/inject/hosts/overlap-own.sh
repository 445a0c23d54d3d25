# fault: cidr-overlap-pod-underlay
# subject: node w1, bridge docker_gwbridge inside its own pod range
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w1 sh -c "ip link add docker_gwbridge type bridge; ip addr add ${c%.*}.60/26 dev docker_gwbridge; ip link set docker_gwbridge up"; }
off() { node w1 ip link del docker_gwbridge; }
