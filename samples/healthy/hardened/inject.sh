# fault: none
# subject: -
# symptom: healthy: hardened hosts (default DROP with accepts, ICMP and NodePorts closed, kubelet port for the control plane only), docker-like bridge and chains, an extra interface, loose rp_filter, fq_codel, second routing table for an address of its own, NetworkPolicies that allow what is used
# wait: 60
on() {
  for n in cp1 w1 w2; do node $n bash -c '
    iptables -N SITE-IN; iptables -A SITE-IN -i lo -j ACCEPT; iptables -A SITE-IN -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    iptables -A SITE-IN -p icmp -m icmp --icmp-type 3 -j ACCEPT; iptables -A SITE-IN -p icmp -j DROP
    iptables -A SITE-IN -p udp -s 172.30.0.0/24 --dport 8472 -j ACCEPT; iptables -A SITE-IN -p tcp -s 172.30.0.11 --dport 10250 -j ACCEPT
    iptables -A SITE-IN -p tcp -m multiport --dports 22,6443 -j ACCEPT; iptables -A SITE-IN -i cni0 -j ACCEPT; iptables -A SITE-IN -i flannel.1 -j ACCEPT
    iptables -A SITE-IN -p tcp -s 172.30.0.0/24 --dport 2379:2380 -j ACCEPT; iptables -A SITE-IN -j DROP; iptables -A INPUT -j SITE-IN
    iptables -t mangle -A PREROUTING -m conntrack --ctstate INVALID -j DROP; iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
    ip link add docker0 type bridge; ip addr add 172.17.0.1/16 dev docker0; ip link set docker0 up
    iptables -N DOCKER; iptables -N DOCKER-USER; iptables -A DOCKER-USER -j RETURN; iptables -I FORWARD 1 -j DOCKER-USER; iptables -A FORWARD -o docker0 -j DOCKER
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
    ip link add stor0 type veth peer name stor0p; ip addr add 10.99.0.5/24 dev stor0; ip link set stor0 up; ip link set stor0p up
    ip route add 10.98.0.0/16 via 10.99.0.1 dev stor0; ip route add default via 10.99.0.1 dev stor0 table 77; ip rule add from 10.99.0.5 lookup 77 priority 200
    sysctl -qw net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.eth0.log_martians=1 net.ipv4.tcp_keepalive_time=600'; done
  kubectl apply -f - <<'Y'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-shop, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {}}]}, {from: [{ipBlock: {cidr: 172.30.0.0/24}}, {ipBlock: {cidr: 10.244.0.0/16}}]}]
  egress: [{}]
Y
}
off() {
  for n in cp1 w1 w2; do node $n bash -c 'iptables -D INPUT -j SITE-IN; iptables -F SITE-IN; iptables -X SITE-IN; iptables -t mangle -F PREROUTING; iptables -D FORWARD -m conntrack --ctstate INVALID -j DROP; iptables -D FORWARD -j DOCKER-USER; iptables -D FORWARD -o docker0 -j DOCKER
    iptables -t nat -D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE; ip link del docker0; ip rule del priority 200; ip link del stor0; sysctl -qw net.ipv4.conf.all.rp_filter=0'; done
  kubectl -n shop delete networkpolicy --all
}
