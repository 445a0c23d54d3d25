# shellcheck shell=sh
topic kubernetes node 1 'state' 'kubelet, kube-proxy, static pods, container runtime, certificates'

kubernetes_state() {
  CLASS=config
  kubernetes_pid=${PIDS_kubelet%% *}
  if [ -n "$kubernetes_pid" ]; then
    kubernetes_head="echo 'pid $kubernetes_pid'; tr '\\0' ' ' </proc/$kubernetes_pid/cmdline; echo"
  else kubernetes_head="echo 'no kubelet process'"; fi
  take -c host-files -m 262144 kubelet.txt "$kubernetes_head; show /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env /etc/default/kubelet /etc/sysconfig/kubelet /etc/systemd/system/kubelet.service.d/*.conf /usr/lib/systemd/system/kubelet.service.d/*.conf /etc/rancher/k3s/config.yaml /etc/rancher/rke2/config.yaml; sect server; grep -s '^ *server:' /etc/kubernetes/kubelet.conf /var/lib/kubelet/kubeconfig /etc/kubernetes/bootstrap-kubelet.conf; command -v systemctl >/dev/null && { sect unit; systemctl show kubelet -p ActiveState,SubState,NRestarts,ExecMainStatus 2>&1; }; :"
  tier 2 || return 0
  kubernetes_fetch='fetch() { if command -v curl >/dev/null; then curl -s -S -m 3 "$1" 2>&1; else wget -q -T 3 -O - "$1" 2>&1; fi; }'
  kubernetes_config=
  for kubernetes_p in $PIDS_kube_proxy; do kubernetes_config="$kubernetes_config; f=\$(tr '\\0' '\\n' </proc/$kubernetes_p/cmdline | sed -n 's/^--config=//p'); [ -n \"\$f\" ] && { sect config \"\$f\"; cat /proc/$kubernetes_p/root\"\$f\"; echo; }"; done
  take -t 15 -m 2097152 kube-proxy.txt "$kubernetes_fetch; for p in $PIDS_kube_proxy; do tr '\\0' ' ' </proc/\$p/cmdline; echo; done; sect proxyMode; fetch 127.0.0.1:10249/proxyMode; echo; sect healthz; fetch 127.0.0.1:10256/healthz; echo; sect metrics; fetch 127.0.0.1:10249/metrics | grep -E 'sync_proxy|network_programming' | grep -v bucket$kubernetes_config; :"
  if [ -d /etc/kubernetes/manifests ] && ls /etc/kubernetes/manifests/*.y*ml >/dev/null 2>&1; then
    take -e -c host-files -m 262144 k8s-manifests.txt 'show /etc/kubernetes/manifests/*.yaml /etc/kubernetes/manifests/*.yml'
  else not_taken k8s-manifests.txt not-applicable 'no static pods here' host-files; fi
  take -e -t 15 -m 524288 -n crictl -f 'containerd --version 2>/dev/null; docker info 2>&1; show /etc/containerd/config.toml /etc/docker/daemon.json /etc/crio/crio.conf' \
    runtime.txt 'crictl info; r=$?; containerd --version 2>/dev/null; show /etc/containerd/config.toml /etc/containerd/conf.d/*.toml /var/lib/rancher/k3s/agent/etc/containerd/config.toml /etc/docker/daemon.json /etc/crio/crio.conf /etc/crio/crio.conf.d/*; command -v docker >/dev/null && { sect docker info; docker info 2>&1; }; exit $r'
  CLASS=state
  take -j -t 15 -m 16777216 -n crictl crictl-pods.json 'crictl pods -o json'
  take -j -t 15 -m 16777216 -n crictl crictl-containers.json 'crictl ps -a -o json'
  CLASS=config
  kubernetes_certs
  take -m 32768 proxy-env.txt "for p in 1 $PIDS_kubelet $PIDS_containerd $PIDS_dockerd $PIDS_crio $PIDS_kube_apiserver $PIDS_kube_controller; do e=\$(tr '\\0' '\\n' </proc/\$p/environ 2>/dev/null | grep -i _proxy=) || continue; read -r c </proc/\$p/comm; sect \$c \$p; printf '%s\\n' \"\$e\"; done; :"
}

# Subjects and dates of certificates; never a key. Client certificates inside kubeconfigs are decoded on the way.
kubernetes_certs() {
  take -t 20 -m 524288 -n openssl certs.txt 'c="openssl x509 -noout -subject -issuer -dates -ext subjectAltName"; openssl x509 -help 2>&1 | grep -q -e "-ext" || c="openssl x509 -noout -subject -issuer -dates"; for f in /etc/kubernetes/pki/*.crt /etc/kubernetes/pki/etcd/*.crt /var/lib/kubelet/pki/*.crt /var/lib/kubelet/pki/kubelet-client-current.pem /var/lib/kubelet/pki/kubelet-server-current.pem /var/lib/rancher/*/server/tls/*.crt; do [ -f "$f" ] || continue; echo "== $f"; $c -in "$f" 2>&1; done; for f in /etc/kubernetes/*.conf; do [ -f "$f" ] || continue; d=$(sed -n "s/^ *client-certificate-data: *//p" "$f" | head -n 1); [ -n "$d" ] || continue; echo "== $f #user"; printf "%s" "$d" | base64 -d 2>/dev/null | $c 2>&1; done; :'
}
