# fault: stub-domain-misrouted
# subject: example.com -> 198.51.100.10
# symptom: one zone fails
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf_save; { cat "$S/Corefile.orig"; printf 'example.com:53 {\n    errors\n    forward . 198.51.100.10\n}\n'; } > "$S/Corefile.new"; cf_put "$S/Corefile.new"; dns_restart; }
off() { uncf; }
