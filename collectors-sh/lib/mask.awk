# What must not leave the customer, taken out of one line of text. Used by redact-text.awk and redact-json.awk.
# No regular expression intervals and no gensub: mawk, busybox awk and old gawk run this. No single quote: the build puts it between two.

# secretish(KEY): 1 when a setting of this name (lower case) holds something secret; 0 when it only names a file, an object or a duration.
function secretish(k) {
  if (k !~ /pass(word|wd|phrase|$)|pwd$|token|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|preshared[-_.]?key|encryption[-_.]?key|credential|authorization$|(^|[._-])auth$|psk$|community/) return 0
  if (k ~ /(file|files|path|dir|directory|name|names|namespace|ref|type|mode|ttl|expiration|expirationseconds|audience|audiences|signing|version|count|size|class|issuer|url|cert|reviews?|kind|timeout|duration|interval|enabled|annotations?)$/) return 0
  if (k ~ /automount|serviceaccount(token)?$/) return 0
  return 1
}

# plain(VALUE): 1 for values that cannot be secret
function plain(v) {
  return v == "" || v ~ /^(true|false|null|nil|none|yes|no|on|off|<redacted>|<nil>|files|compat|sss|systemd|db|nis|ldap|winbind|\{\}|\[\]|\{|\[|[|>][-+]?)$/ || v ~ /^\/[A-Za-z0-9_.\/-]*\.(key|pem|crt|conf|kubeconfig|pub)$/ || v ~ /^\/var\/run\/secrets\/[a-z0-9.\/-]*$/
}

# pairs(LINE): the value after every secretish name followed by = or : (or by a blank, for --flags)
function pairs(s,   low, out, pos, k, rest, sep, v, q, e) {
  low = tolower(s); out = ""
  while (match(low, "[a-z0-9_.-]*(pass|pwd|token|secret|key|credential|auth|psk|community)[a-z0-9_.-]*\\\\?\"?([ \t]*[=:]+|[ \t]+)")) {
    pos = RSTART + RLENGTH
    k = substr(low, RSTART, RLENGTH); sep = k; sub("\\\\?\"?[ \t]*[=:]*[ \t]*$", "", k); sep = substr(sep, length(k) + 1)
    rest = substr(s, pos)
    if (sep ~ /[=:]/) { match(rest, "^[ \t]*"); pos += RLENGTH; rest = substr(s, pos) }
    q = ""
    if (substr(rest, 1, 2) == "\\\"") q = "\\\""
    else if (substr(rest, 1, 1) == "\"") q = "\""
    else if (substr(rest, 1, 1) == "\047") q = "\047"
    if (q != "") {
      v = substr(rest, length(q) + 1); e = index(v, q)
      if (e > 0) v = substr(v, 1, e - 1)
    } else { match(rest, "^[^] \t,;&\"\\\\)}]*"); v = substr(rest, 1, RLENGTH) }
    if (sep !~ /[=:]/ && k !~ /^--/) { out = out substr(s, 1, pos - 1) }
    else if ((!secretish(k) && !(strict && k ~ /(^|[^a-z])key$/ && sep ~ /:/)) || plain(v) || (sep ~ /::/ && k !~ /pass/)) out = out substr(s, 1, pos - 1)
    else { out = out substr(s, 1, pos - 1) q "<redacted>"; pos += length(q) + length(v) }
    s = substr(s, pos); low = substr(low, pos)
  }
  return out s
}

# swap(LINE, REGEX, TEXT): like gsub, but TEXT is plain
function swap(s, re, text,   out) {
  out = ""
  while (match(s, re)) {
    out = out substr(s, 1, RSTART - 1) text
    s = substr(s, RSTART + RLENGTH)
  }
  return out s
}

# bearer(LINE): what follows Bearer or Basic, unless it is an ordinary word of a message
function bearer(s,   out, v, h) {
  out = ""
  while (match(s, /(Bearer|bearer|BEARER|Basic|basic|BASIC)[ ]+[A-Za-z0-9._~+\/=-]+/)) {
    h = substr(s, RSTART, RLENGTH); v = h; sub(/^[A-Za-z]+ +/, "", v)
    out = out substr(s, 1, RSTART - 1)
    if (length(v) > 19 || (length(v) > 7 && v ~ /[0-9=]/)) { sub(/ .*/, "", h); out = out h " <redacted>" } else out = out h
    s = substr(s, RSTART + RLENGTH)
  }
  return out s
}

# mask(LINE): the line without secrets. The globals logs (log text: e-mail addresses and query strings too) and strict (ConfigMaps) widen it.
function mask(s) {
  if (s !~ /[Pp][Aa][Ss][Ss]|[Pp][Ww][Dd]|[Tt][Oo][Kk][Ee][Nn]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd]|[Aa][Uu][Tt][Hh]|[Bb][Ee][Aa][Rr][Ee][Rr]|[Bb][Aa][Ss][Ii][Cc]|[Cc]ommunity|[Pp][Ss][Kk]|[Cc]ookie|@|eyJ|[?]|AKIA|gh[pousr]_|xox[abprs]-/) return s
  if (s ~ /eyJ/) s = swap(s, "eyJ[A-Za-z0-9_=-]+[.][A-Za-z0-9_=-]+([.][A-Za-z0-9_=-]*)?", "<redacted>")
  if (s ~ /:\/\/[^\/ "]*@/) s = swap(s, ":\\/\\/[^\\/ \"@]*@([^\\/ \"@]*@)?", "://<redacted>@")
  if (s ~ /AKIA|gh[pousr]_|xox[abprs]-/) s = swap(s, "AKIA[0-9A-Z]+|gh[pousr]_[A-Za-z0-9]+|xox[abprs]-[A-Za-z0-9-]+", "<redacted>")
  if (s ~ /[Bb]earer|[Bb]asic|BEARER|BASIC/) s = bearer(s)
  if (s ~ /[Nn]eighbor .*password /) sub(/password ([0-9] )?[^ ]+/, "password <redacted>", s)
  if (s ~ /[Cc]ookie: /) s = swap(s, "[Cc]ookie: .*", "Cookie: <redacted>")
  if (strict && s ~ /^ *credentials +[^ ]+ +[^ ]/) sub(/credentials .*/, "credentials <redacted>", s)
  s = pairs(s)
  if (logs) {
    if (s ~ /[\/a-zA-Z0-9][?][^ "]*=/) s = swap(s, "[?][^ \"\\\\]*=[^ \"\\\\]*", "?<redacted>")
    if (s ~ /@[A-Za-z0-9.-]*[.][A-Za-z]/) s = swap(s, "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z][A-Za-z]+", "<redacted>")
  }
  return s
}
