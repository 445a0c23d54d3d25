# fault: native-nft-drop
# subject: node w2, table inet guard, chain sample: 3 of 4 new connections to ports 8000-8080 and 5432 of pods (set flows)
# symptom: many connections to pods on w2 and from pods on w2 time out or are slow
# wait: 55
on() { node w2 nft -f - <<'N'
table inet guard {
  set flows {
    type ipv4_addr . inet_service
    flags interval
    elements = { 10.244.0.0/16 . 8000-8080, 10.244.0.0/16 . 5432 }
  }
  chain sample {
    numgen random mod 4 < 3 counter drop
  }
  chain forward {
    type filter hook forward priority 10
    policy accept
    ct state new ip daddr . tcp dport @flows jump sample
  }
}
N
}
off() { set +e; node w2 nft delete table inet guard; true; }
