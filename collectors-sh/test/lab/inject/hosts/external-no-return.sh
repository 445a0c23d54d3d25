# fault: external-no-return-route
# subject: 198.51.100.10 <- pod range 10.244.0.0/16
# wait: 28
on() { # the site excludes its external network from masquerading, and its router knows no way back to pods
  for n in cp1 w1 w2; do node $n sh -c 'iptables -t nat -I POSTROUTING -s 10.244.0.0/16 -d 198.51.100.0/24 -m comment --comment "site: no nat to datacenter" -j ACCEPT; conntrack -F'; done
}
off() { for n in cp1 w1 w2; do node $n iptables -t nat -D POSTROUTING -s 10.244.0.0/16 -d 198.51.100.0/24 -m comment --comment "site: no nat to datacenter" -j ACCEPT; done; }
