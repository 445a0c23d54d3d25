# fault: stub-domain-misrouted
# subject: corp.internal -> 198.51.100.99
# symptom: one zone fails
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf_save; { cat "$S/Corefile.orig"; printf 'corp.internal:53 {\n    errors\n    cache 30\n    forward . 198.51.100.99\n}\n'; } > "$S/Corefile.new"; cf_put "$S/Corefile.new"; dns_restart; cl shop ldap "" "dc1.corp.internal"; }
off() { uncf; kubectl -n shop delete deployment ldap; }
