# fault: service-name-namespace-mistake
# subject: shop/asker asks for frontent
# symptom: x
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cl shop asker "http://frontent/hostname"; }
off() { kubectl -n shop delete deployment asker; }
