# fault: dns-hosts-or-rewrite-override
# subject: template for example.com
# symptom: www.example.com wrong address
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/^( *)ready/\1ready\n\1template IN A example.com {\n\1  answer "{{ .Name }} 60 IN A 10.255.0.9"\n\1}/'; dns_restart; }
off() { uncf; }
