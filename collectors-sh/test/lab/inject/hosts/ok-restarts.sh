# fault: none
# wait: 90
on() { node w1 sh -c 'kill $(crictl inspect -o json $(crictl ps --name cart -q | head -1) | python3 -c "import json,sys; print(json.load(sys.stdin)[\"info\"][\"pid\"])")'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=false; kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=w1 --wait=false; kubectl -n shop delete pod db-0 --wait=false; node w2 sh -c 'kill $(cat /run/kubelet.pid)'; }
off() { :; }
