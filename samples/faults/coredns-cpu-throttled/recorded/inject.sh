# fault: coredns-cpu-throttled
# subject: deployment kube-system/coredns, cpu limit 10m
# symptom: lookups time out now and then
# wait: 60
K() { kubectl -n kube-system "$@"; }
ns() { kubectl create namespace $1 2>/dev/null || true; }
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
on() {
  K set resources deployment coredns --requests=cpu=10m --limits=cpu=10m,memory=170Mi; K rollout status deployment coredns --timeout=120s
  # 600 queries a second, as a busy cluster has them
  cat > "$S/nodes/w2/root/load.py" <<'P'
import os, socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setblocking(False); i = 0; socks = []
for n in range(64):
    x = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); x.connect(("10.96.0.10", 53)); x.setblocking(False); socks.append(x)
while os.path.exists("/run/dnsload"):
    for n in range(6):
        i += 1; x = socks[i % 64]
        q = b"".join(bytes([len(p)]) + p.encode() for p in ("s%d" % (i % 5000), "shop", "svc", "cluster", "local")) + b"\0"
        try: x.send(struct.pack(">HHHHHH", i & 65535, 256, 1, 0, 0, 0) + q + struct.pack(">HH", 1, 1))
        except OSError: pass
        try: x.recv(512)
        except OSError: pass
    time.sleep(0.01)
P
  node w2 sh -c 'touch /run/dnsload; setsid nice -n 5 python3 /root/load.py >/dev/null 2>&1 &'
}
off() { node w2 rm -f /run/dnsload /root/load.py; K rollout undo deployment coredns; }
