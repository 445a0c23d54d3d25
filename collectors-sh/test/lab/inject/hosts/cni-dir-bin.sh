# fault: cni-dir-mismatch
# subject: node w1
# wait: 45
ctr() { node w1 sh -c "kill \$(pgrep -x containerd); sleep 3; setsid containerd >>/var/log/containerd.log 2>&1 </dev/null & sleep 3"; }
on() { node w1 sh -c 'cp /etc/containerd/config.toml /root/config.toml; mkdir -p /usr/libexec/cni; sed -i s,/opt/cni/bin,/opt/cni/libexec, /etc/containerd/config.toml; mkdir -p /opt/cni/libexec; cp /opt/cni/bin/bridge /opt/cni/bin/loopback /opt/cni/bin/host-local /opt/cni/bin/portmap /opt/cni/libexec'; ctr; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sh -c 'rm -rf /opt/cni/libexec; cp /root/config.toml /etc/containerd/config.toml'; ctr; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
