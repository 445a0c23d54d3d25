# Missing tool, no permission, refused, timed out, empty: five different things.
load helper

@test "five ways to have nothing are told apart" {
  rm "$BIN/nft"
  fake iptables-save 'echo "iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)" >&2; exit 4'
  fake ipset ':'
  fake conntrack 'sleep 600'
  fake crictl 'echo "connect: connection refused" >&2; exit 1'
  collect node --topic filter,conntrack,kubernetes,interfaces --gap 0 --max-time 120
  is "node/$NODE/nft-ruleset.txt" NOT_ATTEMPTED missing-tool
  grep -q '^#rc 127' "$X/node/$NODE/nft-ruleset.txt"
  is "node/$NODE/iptables-save.txt" FAILED no-permission
  is "node/$NODE/ipset.txt" EMPTY || is "node/$NODE/ipset.txt" COLLECTED
  [ ! -e /proc/sys/net/netfilter/nf_conntrack_count ] || is "node/$NODE/conntrack-sample.txt" TIMED_OUT timed-out
  is "node/$NODE/crictl-pods.json" FAILED refused
  [ ! -e "$X/node/$NODE/crictl-pods.json" ]
}

@test "a poorer command is marked as such" {
  rm "$BIN/ss"
  collect node --topic sockets --tier 1
  artifact "node/$NODE/ss.txt" | grep -q '"fallback": true'
  grep -q '^== /proc/net/tcp' "$X/node/$NODE/ss.txt"
}

@test "an error text never becomes JSON" {
  fake kubectl 'case "$*" in *version*) echo "{\"serverVersion\": {"; echo "\"gitVersion\": \"v1\"}}" ;; *) echo "error: You must be logged in to the server (Unauthorized)" >&2; exit 1 ;; esac'
  collect cluster --tier 1
  is cluster/pods.json FAILED refused
  [ ! -e "$X/cluster/pods.json" ]
  artifact cluster/pods.json | grep -q Unauthorized
}

@test "half a list keeps its whole items and is said to be cut" {
  F=$BATS_TEST_DIRNAME/fixtures/kubectl
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'get pods -A -o json '*) head -c 60000 $F/pods.json; exit 1 ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  collect cluster --topic objects
  is cluster/pods.json TRUNCATED || is cluster/pods.json FAILED
  valid_json "$X/cluster/pods.json"
}

@test "an API server that is down leaves one reason and no waiting" {
  fake kubectl 'echo "The connection to the server 172.30.0.11:6443 was refused - did you specify the right host or port?" >&2; exit 1'
  collect cluster
  [ "$STATUS" = 1 ]
  is cluster/nodes.json FAILED refused
  is cluster/readyz.txt FAILED refused
}

@test "no kubectl, no root, nothing: still a bundle that says so" {
  rm "$BIN/kubectl"
  collect all --tier 1
  is cluster/pods.json NOT_ATTEMPTED missing-tool
  [ -s "$X/node/$NODE/ip-route.txt" ]
}

@test "without dig the words of nslookup tell an address, no address, no name and no answer apart" {
  ask() {
    fake nslookup "printf '%b' '$1'"
    # shellcheck disable=SC2016 # expanded by the shell under test
    PATH=$BIN:$PATH $CC_SHELL -c '. "$0"; eval "$PROBES"; DNS_TOOL=nslookup; p_dns 10.96.0.10 a.b. ""' "$BATS_TEST_DIRNAME/../lib/60-probe.sh"
  }
  server='Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n'
  [[ $(ask "${server}Name:\ta.b\nAddress: 10.1.2.3\n\n*** Can'\"'\"'t find a.b: No answer\n") == *"status: NOERROR; answer 10.1.2.3 ;;"* ]]
  [[ $(ask "Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns\n\nName:      a.b\nAddress 1: fd00::7 x\n") == *"status: NOERROR; answer fd00::7 ;;"* ]]
  [[ $(ask "$server*** Can'\"'\"'t find a.b: No answer\n") == *"status: NOERROR ;;"* ]]
  [[ $(ask "$server** server can'\"'\"'t find a.b: NXDOMAIN\n") == *"status: NXDOMAIN ;;"* ]]
  [[ $(ask ";; connection timed out; no servers could be reached\n") == *"10.96.0.10#53: timed out"* ]]
  [[ $(ask "${server}something new\n") == *"unknown (nslookup: something new)"* ]]
}
