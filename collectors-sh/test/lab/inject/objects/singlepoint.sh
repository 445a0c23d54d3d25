# fault: coredns-single-point
# subject: coredns, node w2
# symptom: no name resolves while w2 is away
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch deployment coredns -p '{"spec":{"replicas":1,"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"w2"}}}}}'; K rollout status deployment coredns --timeout=60s; node fabric ip link set v-w2 down; }
off() { node fabric ip link set v-w2 up; sleep 15; K patch deployment coredns --type json -p '[{"op":"replace","path":"/spec/replicas","value":2},{"op":"remove","path":"/spec/template/spec/nodeSelector/kubernetes.io~1hostname"}]'; }
