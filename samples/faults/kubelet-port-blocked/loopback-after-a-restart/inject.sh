# fault: kubelet-port-blocked
# subject: node w1, kubelet address 127.0.0.1
# symptom: kubectl logs and exec are refused for w1
# wait: 45
on() { node w1 sh -c 'cp /var/lib/kubelet/config.yaml /root/kc.bak; sed -i "/^address:/d" /var/lib/kubelet/config.yaml; echo "address: 127.0.0.1" >> /var/lib/kubelet/config.yaml; kill $(cat /run/kubelet.pid)'; }
off() { set +e; node w1 sh -c 'cp /root/kc.bak /var/lib/kubelet/config.yaml; kill $(cat /run/kubelet.pid)'; sleep 10; true; }
