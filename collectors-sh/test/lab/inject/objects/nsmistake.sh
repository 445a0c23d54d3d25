# fault: service-name-namespace-mistake
# subject: billing/biller asks for cart
# symptom: cart not found
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { ns billing; cl billing biller "http://cart:8000/hostname"; }
off() { unns billing; }
