# fault: node-overloaded
# subject: node w2
# symptom: MemoryPressure, pods are evicted
# wait: 70
klet() { local n=$1; shift; cp "$S/nodes/$n/var/lib/kubelet/config.yaml" "$S/$n.kubelet"; sed -i -E "$@" "$S/nodes/$n/var/lib/kubelet/config.yaml"; klet_restart $n; }
unklet() { cp "$S/$1.kubelet" "$S/nodes/$1/var/lib/kubelet/config.yaml"; klet_restart $1; }
klet_restart() { node $1 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 6; }
on() { klet w2 '$a evictionHard: {memory.available: "98%"}'; }
off() { unklet w2; sleep 10; }
