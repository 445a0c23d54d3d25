# fault: svc-selector-mismatch
# subject: service billing/ledger
# symptom: ledger refused
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { ns billing; dep billing ledger 2 '["netexec","--http-port=9000"]' '[{"name":"api","containerPort":9000}]'; svc billing ledger '{"selector":{"app":"ledgers"},"ports":[{"port":9000,"targetPort":"api"}]}'; cl billing biller "http://ledger:9000/hostname"; }
off() { unns billing; }
