# fault: dns-hosts-or-rewrite-override
# subject: www.example.com -> 198.51.100.99
# symptom: www.example.com times out
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/^( *)ready/\1ready\n\1hosts {\n\1  198.51.100.99 www.example.com\n\1  fallthrough\n\1}/'; dns_restart; }
off() { uncf; }
