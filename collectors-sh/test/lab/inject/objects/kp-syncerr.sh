# fault: kube-proxy-sync-errors
# subject: node w1
# symptom: rules are not written
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w1 sh -c 'nft add rule ip nat KUBE-SERVICES ip daddr 203.0.113.1 tcp dport 1 jhash ip saddr mod 2 vmap { 0 : accept, 1 : accept } || nft add rule ip nat KUBE-MARK-MASQ meta mark set numgen inc mod 2'; kubectl -n shop scale deployment cart --replicas=3; for i in 1 2 3 4; do sleep 6; kubectl -n shop delete pod -l app=cart --wait=false; done; }
off() { node w1 sh -c 'nft flush table ip nat'; K delete $(kp_pod w1); kubectl -n shop scale deployment cart --replicas=2; }
