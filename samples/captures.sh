#!/bin/bash
# samples/captures.sh SCENARIO DIR: captures of a network of three hosts with a fault between them, made in network namespaces (as root; needs iproute2, nft,
# iptables, tcpdump, ping, python3). The hosts have the addresses and MACs of cp1, w1 and w2 of healthy/iptables, and flannel's VXLAN between them.
# DIR gets node/HOST/pcap/DEVICE.pcap, compressed with xz inside.
#   healthy                nothing is wrong
#   underlay-drops-overlay the network drops UDP 8472
#   security-group-blocks  the network drops TCP 10250 to w2
#   router-acl-blocks      the router 172.30.0.1 rejects TCP 80 from w1 to 198.51.100.10
#   path-packet-loss       one in four packets to w2 is lost
#   path-latency-jitter    packets to w2 take 250 to 350 ms
#   duplicate-node-ip      another machine has the address of w2
set -euo pipefail
scenario=$1 out=$2 p=ccs$$
declare -A ip=([cp1]=172.30.0.11 [w1]=172.30.0.21 [w2]=172.30.0.22) net=([cp1]=0 [w1]=1 [w2]=2) mac vtep
mac[cp1]=d6:95:80:14:01:39 vtep[cp1]=5e:30:4f:58:37:05
mac[w1]=42:a3:73:bd:60:36 vtep[w1]=92:d9:6f:aa:1c:73
mac[w2]=4e:56:71:60:72:61 vtep[w2]=ee:22:c1:66:fa:1a
in_ns() { ip netns exec "$p-$1" "${@:2}"; }
cleanup() { for n in fabric ext dup cp1 w1 w2; do ip netns pids "$p-$n" 2>/dev/null | xargs -r kill 2>/dev/null || true; ip netns del "$p-$n" 2>/dev/null || true; done; }
trap cleanup EXIT
ip netns add "$p-fabric"
in_ns fabric sysctl -qw net.ipv4.ip_forward=1
in_ns fabric ip link add br0 type bridge
in_ns fabric ip link set br0 up
in_ns fabric ip addr add 172.30.0.1/24 dev br0
plug() { # namespace address mac
  ip netns add "$p-$1"
  in_ns fabric ip link add "v-$1" type veth peer name eth0 netns "$p-$1"
  in_ns fabric ip link set "v-$1" master br0 up
  in_ns "$1" ip link set eth0 address "$3"
  in_ns "$1" ip link set lo up
  in_ns "$1" ip link set eth0 up
  in_ns "$1" ip addr add "$2/24" dev eth0
  in_ns "$1" ip route add default via 172.30.0.1
}
for n in cp1 w1 w2; do plug $n "${ip[$n]}" "${mac[$n]}"; done
for n in cp1 w1 w2; do
  in_ns $n ip link add flannel.1 type vxlan id 1 local "${ip[$n]}" dev eth0 dstport 8472 nolearning
  in_ns $n ip link set flannel.1 address "${vtep[$n]}" mtu 1450 up
  in_ns $n ip addr add "10.244.${net[$n]}.0/32" dev flannel.1
  in_ns $n ip addr add "10.244.${net[$n]}.5/32" dev lo
  for o in cp1 w1 w2; do
    [ $o != $n ] || continue
    in_ns $n ip route add "10.244.${net[$o]}.0/24" via "10.244.${net[$o]}.0" dev flannel.1 onlink
    in_ns $n ip neigh add "10.244.${net[$o]}.0" lladdr "${vtep[$o]}" dev flannel.1
    in_ns $n bridge fdb add "${vtep[$o]}" dst "${ip[$o]}" dev flannel.1
  done
done
ip netns add "$p-ext"
in_ns fabric ip link add v-ext type veth peer name eth0 netns "$p-ext"
in_ns fabric ip addr add 198.51.100.1/24 dev v-ext
in_ns fabric ip link set v-ext up
in_ns ext ip addr add 198.51.100.10/24 dev eth0
in_ns ext ip link set lo up
in_ns ext ip link set eth0 up
in_ns ext ip route add default via 198.51.100.1
case $scenario in
  healthy) ;;
  underlay-drops-overlay | security-group-blocks)
    in_ns fabric nft add table bridge lab
    in_ns fabric nft add chain bridge lab f '{ type filter hook forward priority 0; policy accept; }'
    if [ $scenario = underlay-drops-overlay ]; then in_ns fabric nft add rule bridge lab f udp dport 8472 drop
    else in_ns fabric nft add rule bridge lab f oifname v-w2 tcp dport 10250 drop; fi ;;
  router-acl-blocks) in_ns fabric iptables -I FORWARD -s 172.30.0.21 -p tcp --dport 80 -j REJECT --reject-with icmp-admin-prohibited ;;
  path-packet-loss)
    in_ns fabric nft add table bridge lab
    in_ns fabric nft add chain bridge lab f '{ type filter hook forward priority 0; policy accept; }'
    in_ns fabric nft add rule bridge lab f oifname v-w2 numgen random mod 4 0 drop ;;
  path-latency-jitter) # without netem: frames to w2 wait in a process between bridge and w2
    in_ns fabric ip link set v-w2 nomaster
    in_ns fabric ip link add r0 type veth peer name r1
    in_ns fabric ip link set r0 master br0 up
    in_ns fabric ip link set r1 up
    for n in cp1 w1 w2; do in_ns $n ethtool -K eth0 tx off gso off tso off gro off >/dev/null; done
    in_ns fabric ethtool -K r0 tx off gso off tso off gro off >/dev/null
    in_ns fabric python3 -c '
import heapq, random, select, socket, time
def raw(dev):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)); s.bind((dev, 0)); return s
near, far, waiting, n = raw("r1"), raw("v-w2"), [], 0
while True:
    wait = max(0, waiting[0][0] - time.monotonic()) if waiting else 1
    for s in select.select([near, far], [], [], wait)[0]:
        frame, where = s.recvfrom(65535)
        if where[2] == 4: continue # our own
        if s is far: near.send(frame)
        else:
            n += 1
            heapq.heappush(waiting, (time.monotonic() + random.uniform(0.25, 0.35), n, frame))
    while waiting and waiting[0][0] <= time.monotonic(): far.send(heapq.heappop(waiting)[2])
' & ;;
  duplicate-node-ip) plug dup 172.30.0.22 52:54:00:6b:3c:99 ;;
  *) echo "unknown scenario $scenario" >&2; exit 2 ;;
esac
server='
import socketserver, sys, threading
class H(socketserver.StreamRequestHandler):
    def handle(self):
        n = int(self.rfile.readline() or 0)
        self.wfile.write(b"x" * n)
socketserver.ThreadingTCPServer.allow_reuse_address = True
for port in map(int, sys.argv[1:]):
    s = socketserver.ThreadingTCPServer(("0.0.0.0", port), H)
    threading.Thread(target=s.serve_forever).start()
'
client='
import socket, sys, time, threading
def ask(target):
    host, port = target.rsplit(":", 1)
    for i in range(12):
        try:
            with socket.create_connection((host, int(port)), 4) as s:
                s.settimeout(4)
                s.sendall(b"300\n")
                while s.recv(4096): pass
        except OSError: pass
        time.sleep(0.3)
for t in sys.argv[1:]:
    threading.Thread(target=ask, args=(t,)).start()
'
for n in cp1 w1 w2; do in_ns $n python3 -c "$server" 10250 8000 & done
in_ns ext python3 -c "$server" 80 443 &
[ $scenario != duplicate-node-ip ] || in_ns dup sh -c 'while :; do ip neigh flush all; ping -c1 -W1 172.30.0.21; ping -c1 -W1 172.30.0.11; sleep 1; done' >/dev/null 2>&1 &
sleep 1
tmp=$(mktemp -d)
for n in cp1 w1 w2; do
  mkdir -p "$tmp/node/$n/pcap"
  for d in eth0 flannel.1; do in_ns $n tcpdump -n -U -s 128 -i $d -w "$tmp/node/$n/pcap/$d.pcap" 2>/dev/null & done
done
beat() { for n in cp1 w1 w2; do in_ns $n ping -c 1 -W 1 172.30.0.1 >/dev/null || true; done; } # the captures begin and end with it
sleep 1; beat; sleep 1.5
for n in cp1 w1 w2; do
  targets='198.51.100.10:80 198.51.100.10:443'
  for o in cp1 w1 w2; do
    [ $o = $n ] || targets="$targets ${ip[$o]}:10250 ${ip[$o]}:8000 10.244.${net[$o]}.5:8000"
    [ $o = $n ] || in_ns $n ping -c 10 -i 0.5 "${ip[$o]}" >/dev/null 2>&1 &
  done
  in_ns $n python3 -c "$client" $targets >/dev/null 2>&1 &
done
sleep "${SECONDS_OF_TRAFFIC:-14}"; beat; sleep 2; beat; sleep 1.5; beat; sleep 0.5
for n in cp1 w1 w2; do for q in $(ip netns pids "$p-$n"); do [ "$(cat "/proc/$q/comm" 2>/dev/null)" != tcpdump ] || kill -INT "$q"; done; done
sleep 0.5
for f in "$tmp"/node/*/pcap/*.pcap; do
  mkdir -p "$out/$(dirname "${f#"$tmp"/}")"
  xz -9e -T1 -c "$f" > "$out/${f#"$tmp"/}"
done
rm -rf "$tmp"
