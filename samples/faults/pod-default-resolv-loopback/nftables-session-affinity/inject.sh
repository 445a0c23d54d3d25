# fault: pod-default-resolv-loopback
# subject: node w2, pods with dnsPolicy Default
# symptom: names fail in one pod
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cp "$S/nodes/w2/etc/resolv.conf" "$S/w2.resolv"; printf 'nameserver 127.0.0.53\noptions edns0 trust-ad\n' > "$S/nodes/w2/etc/resolv.conf"; cl shop sync "http://www.example.com/" "" '{"dnsPolicy":"Default","nodeName":"w2"}'; }
off() { cp "$S/w2.resolv" "$S/nodes/w2/etc/resolv.conf"; kubectl -n shop delete deployment sync; }
