# fault: link-down
# subject: node w2, eth0 (no carrier)
# wait: 60
on() { node fabric ip link set v-w2 down; }
off() { node fabric ip link set v-w2 up; }
