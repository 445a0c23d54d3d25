# fault: kubelet-port-blocked
# subject: node w1 port 10250
# symptom: logs and exec time out on w1
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab f "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab f oifname "v-w1" tcp dport 10250 drop'; }
off() { node fabric nft delete table bridge lab; }
