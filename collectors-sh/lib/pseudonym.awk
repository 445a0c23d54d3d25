# Rewrites one artifact with other names and addresses, the same in all artifacts. -v key=NUMBER decides the mapping; MAP holds
# "kind old new" lines: names to replace (node, namespace, service, pod). Public IPv4 and IPv6 addresses keep their common prefixes: two addresses of one
# network stay in one network. -v seen=FILE gets "ip old new" lines.
function rnd(s,   i, h) { # a small keyed hash, 0..32749
  h = key % 32749
  for (i = 1; i <= length(s); i++) h = (h * 131 + idx[substr(s, i, 1)] + 7) % 32749
  h = (h * 7919 + 104729) % 32749
  return h
}
# octet i of an address is exchanged by a permutation that depends only on the octets before it
function ip4(a,   o, i, pre, out, n) {
  if (a in done) return done[a]
  n = split(a, o, "."); pre = ""; out = ""
  for (i = 1; i <= 4; i++) {
    if (o[i] > 255) return a
    v = i == 1 ? first(o[1]) : xor8(o[i], rnd(pre) % 256)
    # a last octet of 0 or 255 and of 1 says something
    if (i == 4 && (o[4] == 0 || o[4] == 255)) v = o[4]
    out = out (i > 1 ? "." : "") v; pre = pre o[i] "."
  }
  done[a] = out
  if (seen != "") print "ip " a " " out >> seen
  return out
}
function xor8(a, b,   r, p) { r = 0; for (p = 1; p < 256; p *= 2) { if ((int(a / p) + int(b / p)) % 2) r += p } return r }
# the first octet stays inside the public unicast space, away from the special networks
function first(o,   n) { n = (o + rnd("first")) % 88; return 11 + n }
function public4(a,   o) {
  split(a, o, ".")
  if (o[1] == 0 || o[1] == 10 || o[1] == 127 || o[1] >= 224 || o[1] == 192 && o[2] == 168 || o[1] == 172 && o[2] >= 16 && o[2] <= 31 || o[1] == 169 && o[2] == 254 || o[1] == 100 && o[2] >= 64 && o[2] <= 127 || o[1] > 255 || o[2] > 255 || o[3] > 255 || o[4] > 255) return 0
  return 1
}
function ip6(a,   g, n, i, out, pre) {
  if (a in done) return done[a]
  # only the global unicast space 2000::/3; groups after a "::" stay as they are
  n = split(a, g, ":"); out = ""; pre = ""
  for (i = 1; i <= n; i++) {
    if (i == 1) out = g[1]
    else if (g[i] == "") { for (; i <= n; i++) out = out ":" g[i]; break }
    else { out = out ":" sprintf("%x", (hex(g[i]) + rnd(pre)) % 65536) }
    pre = pre g[i] ":"
  }
  done[a] = out
  if (seen != "") print "ip " a " " out >> seen
  return out
}
function hex(s,   i, v) { v = 0; s = tolower(s); for (i = 1; i <= length(s); i++) v = v * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1; return v }
function addresses(s,   out, a, b, e, rest) {
  out = ""
  while (match(s, /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/)) {
    a = substr(s, RSTART, RLENGTH); b = RSTART > 1 ? substr(s, RSTART - 1, 1) : ""; e = substr(s, RSTART + RLENGTH, 1); rest = substr(s, RSTART + RLENGTH)
    # a version number is no address: v1.2.3.4, 1.2.3.4-5, 1.2.3.4.5
    if (public4(a) && b !~ /[A-Za-z0-9_.-]/ && !(e ~ /[A-Za-z_]/) && !(e == "." && rest ~ /^\.[0-9]/) && !(e == "-" && rest !~ /^-[0-9]+\.[0-9]+\./)) a = ip4(a)
    out = out substr(s, 1, RSTART - 1) a; s = rest
  }
  s = out s
  if (s !~ /[23][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]:/) return s
  out = ""
  while (match(s, /[23][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]:[0-9a-fA-F:]*:[0-9a-fA-F]*/)) {
    a = substr(s, RSTART, RLENGTH); b = RSTART > 1 ? substr(s, RSTART - 1, 1) : ""
    if (b !~ /[0-9a-fA-F:]/) a = ip6(a)
    out = out substr(s, 1, RSTART - 1) a; s = substr(s, RSTART + RLENGTH)
  }
  return out s
}
# names as whole words only: a node w1 is not in w11
# db in 32:cc:4d:17:db:d6 is no name, but in db:5432 it is
function in_mac(s, p, n, name) {
  if (n > 4 || name !~ /^[0-9a-f]+$/) return 0
  if (p > 1 && substr(s, p - 1, 1) == ":" && substr(s, p + n, 1) == ":") return 1
  return n == 2 && (p > 3 && substr(s, p - 3, 3) ~ /^[0-9a-f][0-9a-f]:$/ || substr(s, p + n, 4) ~ /^:[0-9a-f][0-9a-f]:$/)
}
function rename(s,   i, out, b, e, p, n) {
  for (i = 1; i <= names; i++) {
    if (index(s, old[i]) == 0) continue
    out = ""; n = length(old[i])
    while ((p = index(s, old[i])) > 0) {
      b = p > 1 ? substr(s, p - 1, 1) : (out == "" ? "" : substr(out, length(out), 1)); e = substr(s, p + n, 1)
      if (b ~ /[A-Za-z0-9]/ && !(b == "n" && substr(s, p - 2, 1) == "\\") || e ~ /[A-Za-z0-9]/ || (kind[i] != "node" && substr(s, p + n, 2) == "\":") || in_mac(s, p, n, old[i])) out = out substr(s, 1, p + n - 1)
      else out = out substr(s, 1, p - 1) new[i]
      s = substr(s, p + n)
    }
    s = out s
  }
  return s
}
BEGIN {
  for (i = 0; i < 256; i++) idx[sprintf("%c", i)] = i
  while ((getline line < map) > 0) {
    split(line, f, " ")
    if (f[1] == "ip") { done[f[2]] = f[3]; continue }
    names++; kind[names] = f[1]; old[names] = f[2]; new[names] = f[3]
  }
}
{ print addresses(rename($0)) }
