# fault: cni-multiple-configs
# subject: node w1, 05-bridge.conf
# wait: 32
on() { node w1 sh -c 'echo "{\"cniVersion\":\"0.3.1\",\"name\":\"bridge\",\"type\":\"bridge\",\"bridge\":\"cnio0\",\"isGateway\":true,\"ipMasq\":true,\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.85.0.0/16\"}]],\"routes\":[{\"dst\":\"0.0.0.0/0\"}]}}" > /etc/cni/net.d/05-bridge.conf'; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; kubectl -n shop delete pod db-0 --wait=false; }
off() { node w1 sh -c 'rm -f /etc/cni/net.d/05-bridge.conf'; sleep 6; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; kubectl -n shop delete pod db-0 --wait=false; sleep 5; node w1 ip link del cnio0; }
