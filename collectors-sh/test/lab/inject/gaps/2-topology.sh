# fault: topology-hints-imbalance
# subject: service shop/frontend
# symptom: the one pod in zone a gets all requests of w1
# wait: 45
set +e
on() { kubectl label node w1 topology.kubernetes.io/zone=a --overwrite;  kubectl label node w2 topology.kubernetes.io/zone=b --overwrite
 kubectl -n shop scale deploy frontend --replicas=5; kubectl -n shop patch svc frontend -p '{"spec":{"trafficDistribution":"PreferClose"}}'
 kubectl -n shop patch deploy frontend -p '{"spec":{"template":{"spec":{"topologySpreadConstraints":null,"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"preference":{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["w2"]}]}}]}}}}}}'; kubectl -n shop rollout status deploy frontend --timeout=60s; kubectl -n shop get pods -o wide; }
off() { kubectl label node w1 w2 topology.kubernetes.io/zone-; kubectl -n shop rollout undo deploy frontend; kubectl -n shop scale deploy frontend --replicas=3;  kubectl -n shop patch svc frontend --type json -p '[{"op":"remove","path":"/spec/trafficDistribution"}]'; }
