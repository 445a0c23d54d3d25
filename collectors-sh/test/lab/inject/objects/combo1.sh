# fault: COMBO selectorless-label manual-clusterip extname-nx sts-name lb-none
# subject: -
# symptom: -
# wait: 45
on() { for x in selectorless-label manual-clusterip extname-nx sts-name lb-none; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; on) || true; done; }
off() { for x in selectorless-label manual-clusterip extname-nx sts-name lb-none; do (. "${BASH_SOURCE[0]%/*}"/$x.sh; off) || true; done; }
