# fault: kubelet-clusterdns-mismatch
# subject: node w1, kubelet clusterDNS 10.96.0.20
# symptom: pods on w1 that were started afterwards resolve no name
# wait: 50
on() { node w1 sed -i 's/^- 10.96.0.10/- 10.96.0.20/' /var/lib/kubelet/config.yaml; node w1 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 10; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sed -i 's/^- 10.96.0.20/- 10.96.0.10/' /var/lib/kubelet/config.yaml; node w1 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 10; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=false; }
