# fault: interface-forwarding-off
# subject: node w2, cni0
# symptom: pods on w2 reach nothing outside their node
# wait: 45
on() { node w2 sysctl -w net.ipv4.conf.cni0.forwarding=0; }
off() { node w2 sysctl -w net.ipv4.conf.cni0.forwarding=1; }
