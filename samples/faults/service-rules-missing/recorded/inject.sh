# fault: service-rules-missing
# subject: node w1, PREROUTING and OUTPUT without a jump to KUBE-SERVICES
# symptom: pods on w1 reach no service and resolve no name; w2 works
# wait: 45
on() { node w1 iptables-save -t nat | grep -E '^-A (PREROUTING|OUTPUT) .*KUBE-SERVICES' > "$S/jumps"; node w1 bash -c "$(sed 's/^-A/iptables -t nat -D/' "$S/jumps")"; }
off() { node w1 bash -c "$(sed 's/^-A/iptables -t nat -I/' "$S/jumps")"; }
