# fault: maxpods-exceeds-podcidr
# subject: node w2, 10.244.64.0/28
# wait: 45
on() {
  kubectl get node w2 -o json | python3 -c "
import json,sys
n=json.load(sys.stdin); n['spec']['podCIDR']='10.244.64.0/28'; n['spec']['podCIDRs']=['10.244.64.0/28']; n['metadata']={k:v for k,v in n['metadata'].items() if k in ('name','labels','annotations')}; n['spec'].pop('taints',None); del n['status']; print(json.dumps(n))" > $S/w2.json
  kubectl delete node w2; kubectl create -f - < $S/w2.json
  node w2 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 12
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; sleep 10
  node w2 ip link del cni0
  kubectl -n shop delete pod --field-selector spec.nodeName=w2 --wait=false
  kubectl -n shop scale deployment frontend --replicas=30
}
off() { kubectl -n shop scale deployment frontend --replicas=3; }
