# fault: node-failure-detection-window
# subject: node w2
# symptom: requests to pods on w2 time out
# wait: 62
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node fabric ip link set v-w2 down; }
off() { node fabric ip link set v-w2 up; sleep 20; }
