# fault: node-overloaded
# subject: node w2
# symptom: MemoryPressure, pods are evicted
# wait: 70
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w2 '$a evictionHard: {memory.available: "98%"}'; }
off() { unklet w2; sleep 10; }
