# fault: topology-hints-imbalance
# subject: service shop/frontend
# symptom: all load on one pod
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl label node w1 topology.kubernetes.io/zone=a --overwrite; kubectl label node w2 cp1 topology.kubernetes.io/zone=b --overwrite; kubectl -n shop patch deployment frontend -p '{"spec":{"replicas":5,"template":{"spec":{"topologySpreadConstraints":null,"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"preference":{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["w2"]}]}}]}}}}}}'; kubectl -n shop rollout status deployment frontend --timeout=80s;  kubectl -n shop patch svc frontend -p '{"spec":{"trafficDistribution":"PreferClose"}}'; cl shop load "http://frontend/hostname" "" '{"nodeName":"w1"}'; kubectl -n shop scale deployment load --replicas=6; }
off() { kubectl -n shop delete deployment load; kubectl -n shop patch svc frontend --type json -p '[{"op":"remove","path":"/spec/trafficDistribution"}]'; kubectl label node w1 w2 cp1 topology.kubernetes.io/zone-; kubectl -n shop rollout undo deployment frontend; kubectl -n shop scale deployment frontend --replicas=3; }
