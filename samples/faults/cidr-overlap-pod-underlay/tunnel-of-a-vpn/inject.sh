# fault: cidr-overlap-pod-underlay
# subject: node w2, tun0 10.244.0.0/26 and 10.244.1.0/26
# wait: 28
on() { # the company's VPN uses the same private range
  node w2 sh -c 'ip tuntap add dev tun0 mode tun || ip link add tun0 type veth peer name tun0p; ip link set tun0p up; ip addr add 10.244.1.9/24 dev tun0; ip link set tun0 up; ip route replace 10.244.1.0/24 dev tun0 src 10.244.1.9'
}
off() { node w2 ip link del tun0; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
