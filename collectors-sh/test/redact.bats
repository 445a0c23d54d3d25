# What must not leave the customer does not; what the analysis needs is still there.
load helper

# Every secret holds the word HUSH and a number, so one search finds all that slipped through.
plant_objects() {
  mkdir -p "$BATS_TEST_TMPDIR/k"
  cat >"$BATS_TEST_TMPDIR/k/pods.json" <<'J'
{
    "apiVersion": "v1",
    "items": [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "annotations": {
                    "kubectl.kubernetes.io/last-applied-configuration": "{\"spec\":{\"env\":\"HUSH01\"}}\n",
                    "example.com/notes": "login with password=HUSH02 please",
                    "cni.projectcalico.org/podIP": "10.244.1.9/32",
                    "vault.example.com/token": "HUSH03"
                },
                "managedFields": [
                    {
                        "fieldsV1": {
                            "f:HUSH04": {}
                        }
                    }
                ],
                "name": "app-1",
                "namespace": "shop"
            },
            "spec": {
                "containers": [
                    {
                        "args": [
                            "--listen=:8080",
                            "--db-password=HUSH05",
                            "--token",
                            "HUSH06",
                            "--dsn=postgres://app:HUSH07@db.shop:5432/app",
                            "--tls-private-key-file=/etc/tls/tls.key",
                            "--certificate-key",
                            "HUSH63",
                            "curl -u admin:HUSH64 https://hooks.corp",
                            "mysqladmin",
                            "-pHUSH65",
                            "ping",
                            "curl",
                            "--user",
                            "admin:HUSH66"
                        ],
                        "command": [
                            "sh",
                            "-c",
                            "export API_KEY=HUSH08; exec /app"
                        ],
                        "env": [
                            {
                                "name": "DB_PASSWORD",
                                "value": "HUSH09"
                            },
                            {
                                "name": "GREETING",
                                "value": "HUSH10 is not named like a secret"
                            },
                            {
                                "name": "HTTPS_PROXY",
                                "value": "http://user:HUSH11@proxy.corp:3128"
                            },
                            {
                                "name": "http_proxy",
                                "value": "user:HUSH67@proxy.corp:3128"
                            },
                            {
                                "name": "https_proxy",
                                "value": "http://user:with/HUSH68@proxy2.corp:3128"
                            },
                            {
                                "name": "FELIX_LOGSEVERITYSCREEN",
                                "value": "info"
                            },
                            {
                                "name": "FROM_SECRET",
                                "valueFrom": {
                                    "secretKeyRef": {
                                        "key": "password",
                                        "name": "db-credentials"
                                    }
                                }
                            }
                        ],
                        "image": "registry.example.com/shop/app:1.4",
                        "name": "app",
                        "readinessProbe": {
                            "httpGet": {
                                "httpHeaders": [
                                    {
                                        "name": "Authorization",
                                        "value": "Bearer HUSH12abcdefgh0123456789"
                                    }
                                ],
                                "path": "/healthz",
                                "port": 8080
                            }
                        }
                    }
                ],
                "volumes": [
                    {
                        "configMap": {
                            "name": "HUSH13-config"
                        },
                        "name": "cfg"
                    },
                    {
                        "hostPath": {
                            "path": "/run/xtables.lock"
                        },
                        "name": "lock"
                    }
                ]
            },
            "status": {
                "podIP": "10.244.1.9",
                "message": "cannot pull: Authorization: Basic SFVTSDE0OkhVU0gxNA== refused"
            }
        }
    ],
    "kind": "List"
}
J
  cat >"$BATS_TEST_TMPDIR/k/bgppeers.json" <<'J'
{"apiVersion":"v1","items":[{"kind":"BGPPeer","metadata":{"name":"tor"},"spec":{"peerIP":"172.30.0.1","asNumber":64512,"password":"HUSH15","passwordSecret":{"name":"bgp-secret"},"ikePsk":"HUSH16","wireguardPrivateKey":"HUSH17"}}],"kind":"List"}
J
  cat >"$BATS_TEST_TMPDIR/k/webhooks.json" <<'J'
{
    "items": [
        {
            "kind": "ValidatingWebhookConfiguration",
            "metadata": {
                "name": "check"
            },
            "webhooks": [
                {
                    "clientConfig": {
                        "caBundle": "SFVTSDE4SFVTSDE4",
                        "url": "https://hook:HUSH19@hooks.corp/v"
                    },
                    "failurePolicy": "Fail"
                }
            ]
        }
    ],
    "kind": "List"
}
J
  cat >"$BATS_TEST_TMPDIR/k/csrs.json" <<'J'
{
    "items": [
        {
            "kind": "CertificateSigningRequest",
            "metadata": {
                "name": "csr-1"
            },
            "spec": {
                "request": "HUSH20LS0tLS1CRUdJTg==",
                "signerName": "kubernetes.io/kubelet-serving"
            },
            "status": {
                "certificate": "HUSH21"
            }
        }
    ],
    "kind": "List"
}
J
  cat >"$BATS_TEST_TMPDIR/k/events.json" <<'J'
{
    "items": [
        {
            "kind": "Event",
            "message": "Error: failed to log in with token=HUSH22 at https://ops:HUSH23@registry.example.com/v2: 401; MountVolume.SetUp failed for volume \"tls\" : secret \"shop-tls\" not found",
            "reason": "FailedMount"
        }
    ],
    "kind": "List"
}
J
  cat >"$BATS_TEST_TMPDIR/k/configmap-coredns.json" <<'J'
{
    "apiVersion": "v1",
    "data": {
        "Corefile": ".:53 {\n    errors\n    forward . /etc/resolv.conf\n    loop\n    etcd example.org {\n        credentials root HUSH24x\n    }\n}\n",
        "extra": "password: HUSH25\nkey: HUSH26\nclusterCIDR: 10.244.0.0/16\ntokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\ncertificateKey: HUSH69\nclient-key-data: HUSH70\n",
        "pem": "-----BEGIN RSA PRIVATE KEY-----\nHUSH27\nHUSH28\n-----END RSA PRIVATE KEY-----\nmtu: 1450\n"
    },
    "kind": "ConfigMap",
    "metadata": {
        "name": "coredns",
        "namespace": "kube-system"
    }
}
J
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "K=$BATS_TEST_TMPDIR/k
case \"\$*\" in
  *'get pods -A -o json '*) cat \$K/pods.json ;; *ippools*) cat \$K/bgppeers.json ;; *webhookconf*) cat \$K/webhooks.json ;; *'get csr '*) cat \$K/csrs.json ;;
  *'get events '*) cat \$K/events.json ;; *'get configmap'*coredns*) cat \$K/configmap-coredns.json ;;
  *logs*) cat $BATS_TEST_TMPDIR/log.txt ;;
  *) exec $BIN/kubectl.real \"\$@\" ;;
esac"
}

plant_logs() {
  jwt=eyJhbGciOiJSUzI1NiJ9.eyJIVVNIMjkiOiJIVVNIMjkifQ.HUSH29sig
  cat >"$BATS_TEST_TMPDIR/log.txt" <<T
2026-11-21T12:00:00Z GET /login?user=a&code=HUSH30 HTTP/1.1" 200
2026-11-21T12:00:01Z Authorization: Bearer HUSH31abcdefghijkl0123
2026-11-21T12:00:02Z token $jwt presented
2026-11-21T12:00:03Z connecting to amqp://queue:HUSH32@mq:5672/
2026-11-21T12:00:04Z mail for hush33.person@corp.example bounced
2026-11-21T12:00:05Z {"level":"info","password":"HUSH34","token":"HUSH35","user":"a"}
2026-11-21T12:00:06Z secret_key = 'HUSH36 with blanks'
2026-11-21T12:00:07Z aws AKIAHUSH37HUSH37HUSH and ghp_HUSH38abcdefghijklmnopqrstuvwxyz
2026-11-21T12:00:08Z Set-Cookie: session=HUSH39
2026-11-21T12:00:09Z client_secret: HUSH40, next=1
2026-11-21T12:00:10Z E1121 reflector.go:1] "Failed to watch" err="failed to list *v1.Service: Get \"https://10.96.0.1:443/api/v1/services?limit=500&resourceVersion=0\": dial tcp 10.96.0.1:443: i/o timeout"
2026-11-21T12:00:11Z [FATAL] plugin/loop: Loop (127.0.0.1:53 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting
2026-11-21T12:00:12Z -----BEGIN EC PRIVATE KEY-----
HUSH41
-----END EC PRIVATE KEY-----
2026-11-21T12:00:12Z Authorization: Digest username="a", response="HUSH71", uri="/"
2026-11-21T12:00:12Z authorization: token HUSH72
2026-11-21T12:00:12Z Authorization: AWS4-HMAC-SHA256 Credential=HUSH73/2026/s3, Signature=HUSH74
2026-11-21T12:00:12Z request X-Amz-Signature=HUSH75 AccountKey=HUSH76== otp=HUSH77 session_id=HUSH78
2026-11-21T12:00:12Z kubeadm join 172.30.0.11:6443 --discovery-token-unsafe-skip-ca-verification, bootstrap token hush79.0123456789hush79 is used
2026-11-21T12:00:12Z keys glpat-HUSH80abcdefghijk sk_live_HUSH81abcdefghijk AIzaSyHUSH82abcdefghijklmnopqrs SG.HUSH83abc.defgh npm_HUSH84abcdefg
2026-11-21T12:00:12Z keys dckr_pat_HUSH85abcdefg hvs.HUSH86abcdefghijklm github_pat_HUSH87abcdefg ASIAHUSH88HUSH88HUSH
2026-11-21T12:00:12Z running: mysql -u root -pHUSH89 shop; sshpass -p HUSH90 ssh a; curl --user admin:HUSH91 https://x; redis-cli -a HUSH92 ping
2026-11-21T12:00:12Z bgpd: password "HUSH93"; neighbor 10.0.0.1 password 7 HUSH94
2026-11-21T12:00:12Z pulling registry.example.com/shop/app:1.4@sha256:0123456789abcdef as user 1000:1000, pod web@node
2026-11-21T12:00:13Z E1121 x509: certificate signed by unknown authority; invalid bearer token, service account token has expired
T
}

plant_node() {
  fake journalctl "case \"\$*\" in '-n 1 '*) echo line ;; *) cat $BATS_TEST_TMPDIR/log.txt ;; esac"
  fake crictl 'case "$*" in info) printf "{\n \"registry\": {\"configs\": {\"r\": {\"auth\": {\"username\": \"u\", \"password\": \"HUSH42\", \"auth\": \"HUSH43\", \"identitytoken\": \"HUSH44\"}}}}\n}\n" ;; "pods -o json") printf "{\n  \"items\": [\n    {\n      \"id\": \"1\",\n      \"annotations\": {\n        \"kubectl.kubernetes.io/last-applied-configuration\": \"HUSH45\",\n        \"db-password\": \"HUSH46\"\n      },\n      \"metadata\": {\n        \"name\": \"p\",\n        \"namespace\": \"n\"\n      },\n      \"state\": \"SANDBOX_NOTREADY\"\n    }\n  ]\n}\n" ;; *) echo "{\"containers\": []}" ;; esac'
  fake dmesg 'echo "audit: type=1327 audit(1.1:2): proctitle=6375726C002D7500485553483935"; echo "audit: type=1309 audit(1.1:2): argc=3 a0=\"curl\" a1=\"-u\" a2=\"a:HUSH95\""; echo "audit: cmdline=\"curl -H Authorization: Bearer HUSH47abcdefghij0123456789\" password=HUSH48"'
  fake iptables-save 'echo "-A INPUT -m comment --comment \"opened for token=HUSH49\" -j ACCEPT"'
  fake ss 'echo "udp UNCONN 0 0 *:53 *:* users:((\"app\",pid=1))"; echo "--password HUSH50"'
}

# Files of the node: planted in a mount namespace of our own, so only as root.
plant_files() {
  cat <<T
mkdir -p $BATS_TEST_TMPDIR/up $BATS_TEST_TMPDIR/wk $BATS_TEST_TMPDIR/up2 $BATS_TEST_TMPDIR/wk2
mount -t tmpfs none $BATS_TEST_TMPDIR/up && mkdir $BATS_TEST_TMPDIR/up/u $BATS_TEST_TMPDIR/up/w $BATS_TEST_TMPDIR/up/u2 $BATS_TEST_TMPDIR/up/w2
mount -t overlay overlay -o lowerdir=/etc,upperdir=$BATS_TEST_TMPDIR/up/u,workdir=$BATS_TEST_TMPDIR/up/w /etc || exit 77
mount -t overlay overlay -o lowerdir=/var/lib,upperdir=$BATS_TEST_TMPDIR/up/u2,workdir=$BATS_TEST_TMPDIR/up/w2 /var/lib || exit 77
mkdir -p /etc/kubernetes/manifests /etc/cni/net.d /etc/containerd /etc/NetworkManager/system-connections /etc/netplan /var/lib/kubelet /etc/kubernetes/pki
printf 'apiVersion: v1\nclusters:\n- cluster:\n    server: https://172.30.0.11:6443\nusers:\n- user:\n    client-key-data: HUSH51\n    token: HUSH52\n' >/etc/kubernetes/kubelet.conf
cp /etc/kubernetes/kubelet.conf /etc/cni/net.d/calico-kubeconfig
printf '{"type":"calico","etcd_key_file":"/etc/k.key","kubernetes":{"k8s_auth_token":"HUSH53"},"mtu":1450}\n' >/etc/cni/net.d/10-calico.conf
printf 'spec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --service-cluster-ip-range=10.96.0.0/12\n    - --etcd-password=HUSH54\n    env:\n    - name: SOME\n      value: HUSH55\n    - name: NO_PROXY\n      value: .svc\n' >/etc/kubernetes/manifests/kube-apiserver.yaml
printf '[plugins."io.containerd.grpc.v1.cri".registry.configs."r".auth]\n  password = "HUSH56"\n  auth = "HUSH57"\n[x.cni]\n  conf_dir = "/etc/cni/net.d"\n' >/etc/containerd/config.toml
printf '[wifi-security]\npsk=HUSH58\n[802-1x]\nprivate-key-password=HUSH59\n[ipv4]\nmethod=auto\n[wifi]\nwep-key0=HUSH96\n[gsm]\npin=HUSH97\n[wireguard]\nprivate-key=HUSH98\n' >/etc/NetworkManager/system-connections/lan.nmconnection
printf 'network:\n  wifis:\n    w:\n      password: "HUSH60"\n  ethernets:\n    eth0:\n      mtu: 1400\n  tunnels:\n    wg0:\n      key: HUSH999999999999999999999999999999999999999=\n      peers:\n      - keys: {public: x, shared: HUSHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=}\n' >/etc/netplan/01.yaml
mkdir -p /etc/cloud/cloud.cfg.d /etc/systemd/network /etc/network /etc/dhcp
printf 'key ddns {\n  algorithm hmac-md5;\n  secret "HUSH106";\n}\nsupersede domain-name-servers 10.0.0.2;\n' >/etc/dhcp/dhclient.conf
printf '[MACsecTransmitAssociation]\nKeyId=0\nKey=HUSH107\n' >/etc/systemd/network/macsec0.netdev
printf 'chpasswd:\n  expire: false\n  list: |\n    root:HUSH100\nssh_authorized_keys:\n- ssh-ed25519 AAAAHUSH101 me\nmanage_etc_hosts: true\n' >/etc/cloud/cloud.cfg.d/90.cfg
printf 'chpasswd: {list: "root:HUSH102"}\nmanage_resolv_conf: true\n' >/etc/cloud/cloud.cfg.d/91.cfg
printf '[WireGuard]\nPrivateKey=HUSH103\n[WireGuardPeer]\nPresharedKey=HUSH104\nEndpoint=198.51.100.7:51820\n' >/etc/systemd/network/wg0.netdev
printf 'auto wlan0\niface wlan0 inet dhcp\n  wpa-ssid corp\n  wpa-psk HUSH105\n  mtu 1380\n' >/etc/network/interfaces
printf 'clusterDNS:\n- 10.96.0.10\nstaticPodURLHeader:\n  Authorization: HUSH61\n' >/var/lib/kubelet/config.yaml
printf -- '-----BEGIN PRIVATE KEY-----\nHUSH62\n-----END PRIVATE KEY-----\n' >/etc/kubernetes/pki/apiserver.key
T
}

nothing_slipped() {
  # base64 of HUSH too
  ! grep -raiE 'HUSH[0-9a]|SFVTSD|IVVNI|hush33|485553' "$X"
}

@test "objects of the API server" {
  plant_objects
  plant_logs
  collect cluster
  nothing_slipped
  for f in "$X"/cluster/*.json "$X"/cluster/crs/*/*.json; do [ "${f##*/}" = configmaps.json ] || valid_json "$f"; done
  ! grep -i secret "$BIN/.calls"
  # what the analysis needs
  grep -q '"podIP": "10.244.1.9"' "$X/cluster/pods.json"
  grep -q -- '--listen=:8080' "$X/cluster/pods.json"
  grep -q -- '--tls-private-key-file=/etc/tls/tls.key' "$X/cluster/pods.json"
  grep -q 'cni.projectcalico.org/podIP' "$X/cluster/pods.json"
  grep -q '"value": "info"' "$X/cluster/pods.json"
  grep -q '<redacted>@proxy.corp:3128' "$X/cluster/pods.json"
  grep -q '@proxy2.corp:3128' "$X/cluster/pods.json"
  grep -q '"ping"' "$X/cluster/pods.json"
  grep -q '"path": "/run/xtables.lock"' "$X/cluster/pods.json"
  grep -q '"name": "db-credentials"' "$X/cluster/pods.json"
  grep -q 'secret \\"shop-tls\\" not found' "$X/cluster/events.json"
  grep -q 'forward . /etc/resolv.conf' "$X/cluster/configmaps.json"
  grep -q 'clusterCIDR: 10.244.0.0/16' "$X/cluster/configmaps.json"
  grep -q 'mtu: 1450' "$X/cluster/configmaps.json"
  grep -q '"peerIP": "172.30.0.1"' "$X/cluster/crs/crd.projectcalico.org/ippools.json"
  grep -q '"failurePolicy": "Fail"' "$X/cluster/webhooks.json"
}

@test "logs keep what names a fault" {
  plant_objects
  plant_logs
  collect cluster --topic podlogs
  nothing_slipped
  log=$(find "$X/cluster/logs" -name coredns.log | head -n 1)
  grep -q 'plugin/loop: Loop (127.0.0.1:53 -> :53) detected for zone' "$log"
  grep -q 'dial tcp 10.96.0.1:443: i/o timeout' "$log"
  grep -q 'certificate signed by unknown authority' "$log"
  grep -q 'pulling registry.example.com/shop/app:1.4@sha256:0123456789abcdef as user 1000:1000, pod web@node' "$log"
  grep -q 'invalid bearer token, service account token has expired' "$log"
}

@test "commands on a node" {
  plant_logs
  plant_node
  collect node --gap 0
  nothing_slipped
  grep -q 'plugin/loop' "$X/node/$NODE/journal-kubelet.txt"
}

@test "files on a node" {
  [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null || skip 'needs root'
  plant_files >"$BATS_TEST_TMPDIR/plant"
  # shellcheck disable=SC2086
  run unshare -m sh -c ". $BATS_TEST_TMPDIR/plant; env -i HOME=/ COLDCASE_PATH=$BIN PATH='$PATH' $CC_SHELL $SCRIPT node --gap 0 --nice 0 --output $OUT 2>$LOG"
  [ "$status" != 77 ] || skip 'no overlay mounts here'
  opened
  nothing_slipped
  d=$X/node/$NODE
  grep -q 'server: https://172.30.0.11:6443' "$d/kubelet.txt"
  grep -q '10.96.0.10' "$d/kubelet.txt"
  grep -q '"mtu":1450' "$d/cni-conf.txt"
  grep -q -- '--service-cluster-ip-range=10.96.0.0/12' "$d/k8s-manifests.txt"
  grep -q 'value: .svc' "$d/k8s-manifests.txt"
  grep -q 'conf_dir = "/etc/cni/net.d"' "$d/runtime.txt"
  grep -q 'mtu: 1400' "$d/netcfg/files.txt"
  grep -q 'method=auto' "$d/netcfg/files.txt"
  grep -q 'manage_etc_hosts: true' "$d/netcfg/files.txt"
  grep -q 'manage_resolv_conf: true' "$d/netcfg/files.txt"
  grep -q 'Endpoint=198.51.100.7:51820' "$d/netcfg/files.txt"
  grep -q 'mtu 1380' "$d/netcfg/files.txt"
  grep -q 'supersede domain-name-servers 10.0.0.2' "$d/netcfg/files.txt"
}

@test "identifiers of the machine are only there as hashes" {
  [ -s /etc/machine-id ] || skip 'no machine-id here'
  collect node --topic host --gap 0 --salt one
  ! grep -rF "$(cat /etc/machine-id)" "$X"
  first=$(sed -n 3p "$X/node/$NODE/machine-id.txt")
  rm "$BUNDLE"
  collect node --topic host --gap 0 --salt one
  [ "$(sed -n 3p "$X/node/$NODE/machine-id.txt")" = "$first" ]
}

@test "pseudonyms: no name, no public address, the same everywhere, prefixes kept" {
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *logs*) echo '2026-11-21T12:00:00Z dial tcp 203.0.113.7:443 and 203.0.113.99 and 93.184.216.34 from shop on w1: version 1.2.3.4-r5 to db:5432 at 32:cc:4d:17:db:d6' ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  collect cluster --pseudonymize
  map=$(ls "$OUT"/*.mapping)
  ! tar -tf "$BUNDLE" | grep -q mapping
  ! grep -rwE 'w1|w2|cp1|203\.0\.113\.7|203\.0\.113\.99|93\.184\.216\.34' "$X"
  ! grep -rE '"namespace": "shop"|[^a-z]shop/' "$X"
  # services and workloads too, also in the names of files; the software's own names stay
  ! grep -rwE 'cart|frontend|frontend-public' "$X"
  [ -z "$(find "$X" -name '*cart*' -o -name '*shop*')" ]
  cart=$(awk '$2 == "cart" { print $3 }' "$map")
  grep -q "\"name\": \"$cart\"" "$X/cluster/services.json"
  grep -q "\"app\": \"$cart\"" "$X/cluster/services.json"
  grep -q "\"name\": \"$cart-[a-z0-9]*-[a-z0-9]*\"" "$X/cluster/endpointslices.json"
  grep -q "\"kubernetes.io/service-name\": \"$cart\"" "$X/cluster/endpointslices.json"
  [ -d "$X/cluster/logs/kube-system" ]
  grep '"path"' "$M" | sed 's/.*"path": "\([^"]*\)".*"bytes": \([0-9]*\).*/\1 \2/' | while read -r path bytes; do [ "$bytes" = 0 ] || [ -f "$X/$path" ] || { echo "$path"; exit 1; }; done
  grep -rq 'version 1.2.3.4-r5 to app-[0-9]*:5432 at 32:cc:4d:17:db:d6' "$X/cluster/logs"
  new=$(awk '$2 == "w1" { print $3 }' "$map")
  grep -q "\"nodeName\": \"$new\"" "$X/cluster/pods.json"
  grep -q "\"name\": \"$new\"" "$X/cluster/nodes.json"
  a=$(awk '$2 == "203.0.113.7" { print $3 }' "$map") b=$(awk '$2 == "203.0.113.99" { print $3 }' "$map") c=$(awk '$2 == "93.184.216.34" { print $3 }' "$map")
  [ "${a%.*}" = "${b%.*}" ] && [ "$a" != "$b" ] && [ "${a%.*}" != "${c%.*}" ]
  grep -q 10.244.1 "$X/cluster/nodes.json"
  valid_json "$M"
}
