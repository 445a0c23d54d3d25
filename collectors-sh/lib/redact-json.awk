# JSON in (indented as kubectl and crictl print it, or compact), the same JSON without secrets out.
# -v keep=REGEX: only list items whose metadata.name or subjects[].name match. -v strict=1: ConfigMaps. -v max=BYTES: stop at whole items.
# -v stat=FILE gets "BYTES CUT ITEMS". Works line by line; a line that holds more than one key or value is first taken apart.
# An item of the top-level list is held back until it is complete, so that a cut stream still ends as valid JSON.

function allowed_env(n) {
  return n ~ /^(NODE_NAME|NODENAME|KUBERNETES_SERVICE_HOST|KUBERNETES_SERVICE_PORT|HTTP_PROXY|HTTPS_PROXY|NO_PROXY|ALL_PROXY|http_proxy|https_proxy|no_proxy|all_proxy|IP_AUTODETECTION_METHOD|IP6_AUTODETECTION_METHOD|CLUSTER_TYPE|POD_CIDR|KUBERNETES_NODE_NAME)$|^(FELIX_|CALICO_|AWS_VPC_|CILIUM_)/
}
function kept_annotation(k) {
  return k ~ /flannel|calico|cilium|ovn|cni[.]cncf|k8s-v1[.]cni|metallb|istio|linkerd|load-?balancer|service[.]beta|multus|antrea|weave|kube-router|node[.]alpha|csi[.]volume/
}
# The text of one string (between its quotes) masked; "\n" in it separates lines, so that one line cannot swallow the next.
function mask_string(s,   a, n, i, out, p, e) {
  if (s ~ /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/) {
    while ((p = match(s, /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/))) {
      out = out substr(s, 1, p - 1) "<redacted private key>"
      s = substr(s, p + 10)
      e = match(s, /-----END [A-Z0-9 ]*PRIVATE KEY-----/)
      s = e ? substr(s, e + RLENGTH) : ""
    }
    s = out s
  }
  if (index(s, "\\n") == 0) return mask(s)
  n = split(s, a, /\\n/); out = mask(a[1])
  for (i = 2; i <= n; i++) out = out "\\n" mask(a[i])
  return out
}
function put(s) { B[nb++] = s }
# Writes the held lines. A comma belongs between two neighbours of one container: dropped lines have left some too many or too few.
function flush_held(   i) {
  for (i = 0; i < nb; i++) line_out(B[i])
  nb = 0
}
function line_out(s,   c) {
  if (have_prev) {
    c = s; sub(/^ */, "", c); c = substr(c, 1, 1)
    sub(/,$/, "", prev)
    if (c != "}" && c != "]" && prev !~ /[[{]$/) prev = prev ","
    print prev; size += length(prev) + 1
  }
  prev = s; have_prev = 1
}
function line_end() { if (have_prev) { sub(/,$/, "", prev); print prev; size += length(prev) + 1; have_prev = 0 } }

function feed(L,   t, ind, k, v, c, tail, raw) {
  match(L, /^ */); ind = substr(L, 1, RLENGTH); t = substr(L, RLENGTH + 1)
  if (t == "") return
  c = substr(t, 1, 1)
  if (c == "}" || c == "]") {
    if (skip && d == skip) { skip = 0; d--; return }
    if (skip) { d--; return }
    put(L)
    # a volume that is no hostPath
    if (P[d] ~ /\/volumes\/-$/) { if (!host_path && nb > vol_at) nb = vol_at; host_path = 0 }
    d--
    if (d == 2 && K[2] == "items") {
      items++
      if (keep == "" || names ~ keep) flush_held(); else nb = 0
      names = ""
      if (max > 0 && size > max) { cut = 1; exit }
    } else if (d == 0) { flush_held(); line_end() }
    return
  }
  k = ""; v = t
  if (c == "\"" && match(t, /^"([^"\\]|\\.)*"[ ]*:[ ]*/)) {
    k = substr(t, 2, RLENGTH - 1); v = substr(t, RLENGTH + 1); sub(/"[ ]*:[ ]*$/, "", k)
  }
  if (v ~ /^[[{]$/) {
    d++; K[d] = k; P[d] = P[d - 1] "/" (k == "" ? "-" : k)
    if (skip) return
    if (k == "managedFields" || k == "binaryData") { skip = d; return }
    if (P[d] ~ /\/volumes\/-$/) { vol_at = nb; host_path = 0 }
    if (k == "hostPath" && P[d] ~ /\/volumes\/-\/hostPath$/) host_path = 1
    if (k == "" ) { env_name = "" }
    after_flag = 0; program = 0
    put(L)
    if (d == 2 && k == "items") flush_held()
    return
  }
  if (skip) return
  if (substr(v, 1, 1) == "\"") {
    tail = v ~ /,$/ ? "," : ""
    raw = substr(v, 2, length(v) - 2 - length(tail))
    if (k == "kubectl.kubernetes.io/last-applied-configuration" || (k == "request" && P[d] ~ /\/spec$/) || (k == "certificate" && P[d] ~ /\/status$/)) return
    if (K[d] == "annotations" && length(raw) > 4096 && !kept_annotation(k)) return
    if (k == "name" && (P[d] ~ /^\/-?\/items\/-\/metadata$/ || P[d] ~ /\/subjects\/-$/)) names = names " " raw
    if (k == "caBundle") raw = cert_facts(raw)
    else if (P[d] ~ /\/env\/-$/) {
      if (k == "name") env_name = raw
      else if (k == "value") {
        raw = allowed_env(env_name) ? mask_string(raw) : "<redacted>"
        if (tolower(env_name) ~ /_proxy$/ && raw !~ /:\/\//) sub(/^[^\/@]*@/, "<redacted>@", raw)
      }
    } else if (k == "" && K[d] ~ /^(command|args)$/) {
      if (after_flag == 1) raw = "<redacted>"
      else if (after_flag == 2) sub(/:.*/, ":<redacted>", raw)
      if (after_flag) after_flag = 0
      else if (raw ~ /(^|\/)(sshpass|mysql[a-z_]*|mariadb[a-z-]*|redis-cli|ldap[a-z]+)$/) program = 1
      else if (program && raw ~ /^-[paw]$/) after_flag = 1
      else if (program && raw ~ /^-p./) raw = "-p<redacted>"
      else if (raw ~ /^(-u|--user|--proxy-user)$/) after_flag = 2
      else if (raw ~ /^--?[A-Za-z0-9_.-]+$/ && secretish(tolower(raw))) after_flag = 1
      else raw = mask_string(raw)
    } else if (k != "" && secretish(tolower(k)) && !plain(raw)) raw = "<redacted>"
    else raw = mask_string(raw)
    L = ind (k == "" ? "" : "\"" k "\": ") "\"" raw "\"" tail
  } else if (k != "" && v ~ /^-?[0-9]/ && tolower(k) ~ /password|passwd/) L = ind "\"" k "\": \"<redacted>\"" (v ~ /,$/ ? "," : "")
  put(L)
}

# A CA bundle says only until when it is valid and whose it is.
function cert_facts(b,   cmd, line, out) {
  if (openssl == "" || b !~ /^[A-Za-z0-9+\/=]+$/ || length(b) > 65536) return "<redacted>"
  cmd = "printf %s " b " | base64 -d 2>/dev/null | " openssl " x509 -noout -subject -enddate 2>/dev/null"
  while ((cmd | getline line) > 0) out = out (out == "" ? "" : " ") line
  close(cmd)
  gsub(/[\\"]/, "", out)
  return out == "" ? "<redacted>" : "<redacted " out ">"
}

# Takes a compact text apart into the lines of the indented form. State lives in globals: a string may go on in the next record.
function pieces(s,   c, tok) {
  while (s != "") {
    if (match(s, "^[ \t\r]+")) { s = substr(s, RLENGTH + 1); continue }
    c = substr(s, 1, 1)
    if (c == "{" || c == "[") { if (key != "") { feed(key c); key = "" } else feed(c); s = substr(s, 2) }
    else if (c == "}" || c == "]") { flush_piece(); feed(c); s = substr(s, 2) }
    else if (c == ",") { flush_piece(); s = substr(s, 2) }
    else if (c == ":") { key = piece ": "; piece = ""; s = substr(s, 2) }
    else if (match(s, /^"([^"\\]|\\.)*"/)) { piece = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) }
    else if (match(s, /^[-+.0-9A-Za-z]+/)) { piece = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) }
    else { broken = 1; return }
  }
}
function flush_piece() { if (key != "" || piece != "") { feed(key piece); key = ""; piece = "" } }

{
  read_bytes += length($0) + 1
  if (key == "" && piece == "" && $0 ~ /^ *("([^"\\]|\\.)*": )?("([^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[[{]|\[\]|\{\})?,?$/ || $0 ~ /^ *[]}],?$/) feed($0)
  else pieces($0)
}
END {
  if (d > 0) { # the stream broke off: whole items stay, the rest goes
    cut = 1; nb = 0
    if (K[2] == "items") {
      if (have_prev) { sub(/,$/, "", prev); print prev; have_prev = 0 }
      print "    ],\n    \"kind\": \"List\"\n}"
    } else size = 0
  }
  if (stat != "") printf "%d %d %d\n", size, cut, items > stat
}
