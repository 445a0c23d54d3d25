# fault: apiserver-blocked-from-node
# subject: node w2 -> 172.30.0.11:6443
# symptom: w2 turns NotReady, its pods do not reach the API; everything else works
# wait: 95
on() { node w2 ip rule add priority 120 to 172.30.0.11/32 ipproto tcp dport 6443 prohibit; }
off() { node w2 ip rule del priority 120 to 172.30.0.11/32 ipproto tcp dport 6443 prohibit; }
