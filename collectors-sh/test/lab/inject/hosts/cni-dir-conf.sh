# fault: cni-dir-mismatch
# subject: node w1
# wait: 45
ctr() { node w1 sh -c "kill \$(pgrep -x containerd); sleep 3; setsid containerd >>/var/log/containerd.log 2>&1 </dev/null & sleep 3"; }
on() { node w1 sh -c 'cp /etc/containerd/config.toml /root/config.toml; mkdir -p /var/lib/rancher/k3s/agent/etc/cni/net.d; sed -i s,/etc/cni/net.d,/var/lib/rancher/k3s/agent/etc/cni/net.d, /etc/containerd/config.toml'; ctr; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sh -c 'cp /root/config.toml /etc/containerd/config.toml'; ctr; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
