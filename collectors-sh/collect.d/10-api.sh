# shellcheck shell=sh
topic api cluster 1 'before' 'version and health of the API server'

api_before() {
  CLASS=config
  api_livez=
  ! tier 2 || api_livez="echo; $KUBECTL get --raw '/livez?verbose' --request-timeout=10s || r=\$?;"
  take -j -m 65536 version.json "$KUBECTL version -o json --request-timeout=20s"
  take -m 65536 -t 30 readyz.txt "$KUBECTL get --raw '/readyz?verbose' --request-timeout=10s; r=\$?; $api_livez exit \$r"
}
