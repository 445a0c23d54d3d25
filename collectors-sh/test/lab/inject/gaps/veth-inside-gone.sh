# fault: pod-veth-broken
# subject: the pod db-0 of shop
# symptom: one pod is unreachable
# wait: 45
set +e
on() { n=$(kubectl -n shop get pod db-0 -o jsonpath={.spec.nodeName}); node $n bash -c 'id=$(crictl pods --name db-0 -q --state ready | head -1); ns=$(crictl inspectp $id | jq -r ".info.runtimeSpec.linux.namespaces[]|select(.type==\"network\").path" | xargs basename); echo $ns; ip -n $ns link del eth0'; }
off() { kubectl -n shop delete pod db-0; kubectl -n shop rollout status sts db --timeout=60s; }
