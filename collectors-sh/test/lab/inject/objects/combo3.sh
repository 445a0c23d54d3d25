# fault: COMBO poddns-hostnet misspelt2 tp-multi tls-name hostport
# subject: -
# symptom: -
# wait: 45
on() { for x in poddns-hostnet misspelt2 tp-multi tls-name hostport; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; on) || true; done; }
off() { for x in poddns-hostnet misspelt2 tp-multi tls-name hostport; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; off) || true; done; }
