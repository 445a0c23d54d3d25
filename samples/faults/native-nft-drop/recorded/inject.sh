# fault: native-nft-drop
# subject: node w2, nft table inet hardening
# symptom: pods on other nodes do not reach pods on w2; no iptables rule drops anything
# wait: 45
on() { node w2 nft -f - <<'N'
table inet hardening {
  chain forward {
    type filter hook forward priority 10; policy drop;
    ct state established,related accept
    iifname "cni0" accept
    iifname "eth0" tcp dport 22 accept
    counter comment "everything else"
  }
}
N
}
off() { node w2 nft delete table inet hardening; }
