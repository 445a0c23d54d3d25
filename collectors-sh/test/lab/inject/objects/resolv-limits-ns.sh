# fault: resolvconf-limits-exceeded
# subject: node w1
# symptom: the fourth server is dropped
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cp "$S/nodes/w1/etc/resolv.conf" "$S/w1.resolv"; printf 'nameserver 198.51.100.61\nnameserver 198.51.100.62\nnameserver 198.51.100.63\nnameserver 198.51.100.53\nsearch corp.example\n' > "$S/nodes/w1/etc/resolv.conf"; cl shop legacy "http://www.example.com/" "" '{"dnsPolicy":"Default","nodeName":"w1"}'; recl w1; }
off() { cp "$S/w1.resolv" "$S/nodes/w1/etc/resolv.conf"; kubectl -n shop delete deployment legacy; recl w1; }
