# fault: cni-multiple-configs
# subject: node w2, 10-containerd-net.conflist
# wait: 32
on() { node w2 sh -c 'cat > /etc/cni/net.d/10-containerd-net.conflist <<T
{"cniVersion": "0.4.0", "name": "containerd-net", "plugins": [
 {"type": "bridge", "bridge": "cni-ctr0", "isGateway": true, "ipMasq": true, "promiscMode": true,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.88.0.0/16"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
T'; kubectl -n shop delete pod --field-selector spec.nodeName=w2 --wait=false; }
off() { node w2 sh -c 'rm -f /etc/cni/net.d/10-containerd-net.conflist'; sleep 6; kubectl -n shop delete pod --field-selector spec.nodeName=w2 --wait=true; node w2 ip link del cni-ctr0; }
