# fault: sysctl-not-persistent
# subject: node w1, net.ipv4.conf.all.forwarding by /etc/sysctl.d/zz-scap.conf
# symptom: pods on w1 are cut off from other nodes and the outside; the setting comes back whenever it is repaired
# wait: 50
on() { # a compliance job applies the files in their order every ten seconds
  node w1 sh -c 'mkdir -p /etc/sysctl.d; printf "net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\n" > /etc/sysctl.d/k8s.conf; printf "# xccdf_org.ssgproject.content_rule_sysctl_net_ipv4_ip_forward\nnet.ipv4.conf.all.forwarding = 0\n" > /etc/sysctl.d/zz-scap.conf
    setsid sh -c "while :; do sysctl -q -p /etc/sysctl.d/k8s.conf; sysctl -q -p /etc/sysctl.d/zz-scap.conf; sleep 10; done" >/dev/null 2>&1 </dev/null & echo $! > /root/scap.pid'
}
off() { set +e; node w1 sh -c 'kill -TERM -$(cat /root/scap.pid); rm -f /root/scap.pid /etc/sysctl.d/k8s.conf /etc/sysctl.d/zz-scap.conf; sysctl -w net.ipv4.ip_forward=1'; }
