# fault: native-nft-drop
# subject: node w1, inet edr set
# wait: 28
on() { node w1 sh -c 'nft -f - <<T
table inet edr {
  set quarantine {
    type ipv4_addr
    flags interval
    elements = { 10.244.0.0/20, 203.0.113.0/24 }
  }
  chain isolate {
    counter drop
  }
  chain transit {
    type filter hook forward priority filter - 1
    policy accept
    ct state established accept
    ip daddr @quarantine jump isolate
  }
}
T'; }
off() { node w1 nft delete table inet edr; }
