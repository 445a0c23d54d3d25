# fault: COMBO privport linkenv hostnet-conflict headless-notready ing-class
# subject: -
# symptom: -
# wait: 45
on() { for x in privport linkenv hostnet-conflict headless-notready ing-class; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; on) || true; done; }
off() { for x in privport linkenv hostnet-conflict headless-notready ing-class; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; off) || true; done; }
