# Text in, the same text without secrets out. -v logs=1 for log text, -v max=BYTES of input (what head let through), -v stat=FILE gets
# "BYTES CUT" at the end: how much came in, and whether it was cut.
function cutline(s) { return length(s) > 65536 ? substr(s, 1, 65536) " <cut>" : s }
{
  n += length($0) + 1
  if (pem) {
    if ($0 ~ /-----END/) pem = 0
    next
  }
  if ($0 ~ /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/) {
    pem = $0 !~ /-----END/
    print "<redacted private key>"
    next
  }
  # the value of a folded YAML setting stands on the lines below it
  if (fold != "") {
    match($0, /^ */)
    if (RLENGTH > foldat) { print substr($0, 1, RLENGTH) "<redacted>"; next }
    fold = ""
  }
  # cloud-init: names and passwords of users
  if ($0 ~ /^ *chpasswd:/) {
    match($0, /^ */); foldat = RLENGTH; fold = "chpasswd"
    print substr($0, 1, RLENGTH) "chpasswd: <redacted>"
    next
  }
  if ($0 ~ /:[ ]*[|>][-+]?[ ]*$/) {
    k = tolower($0); sub(/:[^:]*$/, "", k); gsub(/[ "-]/, "", k)
    if (secretish(k)) { match($0, /^ */); foldat = RLENGTH; fold = k }
  }
  # a YAML list of environment variables: "- name: X" and "value: Y"
  if (env && $0 ~ /^ *(- )?name: /) { name = $0; sub(/^ *(- )?name: */, "", name); gsub(/["\047]/, "", name) }
  if (env && $0 ~ /^ *(- )?value: /) {
    v = $0; sub(/value: .*/, "", v)
    if (name !~ /^(NODE_NAME|KUBERNETES_SERVICE_HOST|KUBERNETES_SERVICE_PORT|[A-Za-z]*_?(proxy|PROXY))$|^(FELIX_|CALICO_|IP_AUTODETECTION|CILIUM_|AWS_VPC_)/) { print v "value: <redacted>"; next }
  }
  print mask(cutline($0))
}
END { if (stat != "") printf "%d %d\n", n, (max > 0 && n >= max) > stat }
