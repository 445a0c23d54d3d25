# fault: cri-sandbox-leftovers-block-names
# subject: node w1, pod default/agent-w1
# wait: 45
on() { # a sandbox that the kubelet does not know keeps the name of a static pod
  m='{"apiVersion":"v1","kind":"Pod","metadata":{"name":"agent","namespace":"shop"},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"a","image":"registry.k8s.io/e2e-test-images/agnhost:2.53","args":["pause"]}]}}'
  mkdir -p $S/nodes/w1/etc/kubernetes/manifests; echo "$m" > $S/nodes/w1/etc/kubernetes/manifests/agent.yaml; for k in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 5; node w1 crictl pods --name agent-w1 -q | grep -q . && break; done
  u=$(node w1 crictl pods --name agent-w1 -o json | python3 -c 'import json,sys; print(json.load(sys.stdin)["items"][0]["metadata"]["uid"])')
  rm $S/nodes/w1/etc/kubernetes/manifests/agent.yaml; sleep 20; node w1 sh -c 'for p in $(crictl pods --name agent-w1 -q); do crictl stopp $p; crictl rmp -f $p; done'
  echo "{\"metadata\":{\"name\":\"agent-w1\",\"namespace\":\"shop\",\"uid\":\"$u\",\"attempt\":0},\"log_directory\":\"/tmp\",\"linux\":{}}" > $S/nodes/w1/root/sb.json
  node w1 crictl runp /root/sb.json
  echo "$m" > $S/nodes/w1/etc/kubernetes/manifests/agent.yaml
}
off() { rm -f $S/nodes/w1/etc/kubernetes/manifests/agent.yaml; sleep 5; node w1 sh -c 'for p in $(crictl pods --name agent-w1 -q); do crictl stopp $p; crictl rmp -f $p; done'; }
