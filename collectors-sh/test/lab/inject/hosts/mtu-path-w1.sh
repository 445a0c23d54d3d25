# fault: mtu-path-smaller-than-nic
# subject: path to w1
# wait: 28
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab big "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab big oifname "v-w1" ip length gt 1450 drop; nft add rule bridge lab big iifname "v-w1" ip length gt 1450 drop'
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000))"; }
off() { node fabric nft delete table bridge lab; kubectl -n shop rollout undo daemonset/client; }
