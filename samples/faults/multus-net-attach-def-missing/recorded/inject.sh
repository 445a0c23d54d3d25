# fault: multus-net-attach-def-missing
# subject: pod edge/recorder asks for network storage-net, which does not exist
# symptom: the pod never starts
# wait: 45
event() { # KIND NAMESPACE NAME REASON COMPONENT MESSAGE: as the component records it
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  jq -n --arg k "$1" --arg ns "$2" --arg n "$3" --arg r "$4" --arg c "$5" --arg m "$6" --arg t "$now" '{apiVersion:"v1",kind:"Event",metadata:{generateName:($n+"."),namespace:(if $ns=="" then "default" else $ns end)},type:"Warning",reason:$r,message:$m,source:{component:$c},reportingComponent:$c,firstTimestamp:$t,lastTimestamp:$t,count:4,involvedObject:({apiVersion:"v1",kind:$k,name:$n}+(if $ns=="" then {} else {namespace:$ns} end))}' | kubectl create -f -
}
on() { # a pod that no node takes, with what Multus records of one that a node took
  kubectl create namespace edge
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: recorder, namespace: edge, annotations: {k8s.v1.cni.cncf.io/networks: storage-net}}, spec: {nodeName: w1, initContainers: [{name: wait, image: "registry.example.com/none/none:1", imagePullPolicy: Never}], containers: [{name: recorder, image: "docker.io/library/busybox:1.36.1", command: [sleep, "1000"]}]}}
Y
  event Pod edge recorder NoNetworkFound multus 'cannot find a network-attachment-definition (storage-net) in namespace (edge): network-attachment-definitions.k8s.cni.cncf.io "storage-net" not found'
}
off() { kubectl delete namespace edge --wait=true --timeout=60s; true; }
