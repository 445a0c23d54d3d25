# fault: cert-expired
# subject: apiserver-kubelet-client.crt on cp1
# symptom: kubectl logs and exec fail on every node: Unauthorized
# wait: 60
on() {
  d=$S/nodes/cp1/etc/kubernetes/pki; w=$S/kcc; mkdir -p "$w"; cp -a "$d/apiserver-kubelet-client.crt" "$w/orig.crt"
  openssl req -new -key "$d/apiserver-kubelet-client.key" -subj "/O=kubeadm:cluster-admins/CN=kube-apiserver-kubelet-client" -out "$w/csr" 2>/dev/null
  : > "$w/index.txt"
  printf '[ca]\ndefault_ca=x\n[x]\ndatabase=%s/index.txt\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nx509_extensions=e\nunique_subject=no\nrand_serial=yes\n[p]\norganizationName=optional\ncommonName=supplied\n[e]\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=clientAuth\n' "$w" "$w" > "$w/cnf"
  openssl ca -batch -config "$w/cnf" -cert "$d/ca.crt" -keyfile "$d/ca.key" -in "$w/csr" -out "$w/new.crt" -startdate "$(date -u -d '-366 days' +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d '-1 day' +%Y%m%d%H%M%SZ)" -notext 2>"$w/err" || { cat "$w/err"; return 1; }
  cat "$w/new.crt" > "$d/apiserver-kubelet-client.crt"
  node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; sleep 20
}
off() { set +e; cat "$S/kcc/orig.crt" > "$S/nodes/cp1/etc/kubernetes/pki/apiserver-kubelet-client.crt"; rm -rf "$S/kcc"; node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; sleep 45; true; }
