# fault: COMBO dnscached backlog proto-syslog manual-stale topo
# subject: -
# symptom: -
# wait: 65
on() { for x in dnscached backlog proto-syslog manual-stale topo; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; on) || true; done; }
off() { for x in dnscached backlog proto-syslog manual-stale topo; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; off) || true; done; }
