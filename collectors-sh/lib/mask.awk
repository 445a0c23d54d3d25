# What must not leave the customer, taken out of one line of text. Used by redact-text.awk and redact-json.awk.
# No regular expression intervals and no gensub: mawk, busybox awk and old gawk run this. No single quote: the build puts it between two.

# secretish(KEY): 1 when a setting of this name (lower case) holds something secret; 0 when it only names a file, an object or a duration.
function secretish(k) {
  if (k !~ /pass(word|wd|phrase|$)|pwd$|token|secret|(api|access|account|private|pre-?shared|shared|encryption|certificate|authentication|master|session|license)[-_.]?key|wep-?key|key-data$|certificate-data$|credential|authorization$|(^|[._-])auth(_pass)?$|psk$|community|(^|[._-])(sig|signature|pin|otp)$|session[-_]?id$/) return 0
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
  while (match(low, "[a-z0-9_.-]*(pass|pwd|token|secret|key|credential|certificate-data|auth|psk|community|sig|pin|otp|session)[a-z0-9_.-]*\\\\?\"?([ \t]*[=:]+|[ \t]+)")) {
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
    } else if (k ~ /authorization$/ && sep ~ /[=:]/) {
      # a scheme and its parameters: all of the header
      match(rest, "^[^]\\\\{}]*"); v = substr(rest, 1, RLENGTH); sub(/ *$/, "", v)
    } else { match(rest, "^[^] \t,;&\"\\\\)}]*"); v = substr(rest, 1, RLENGTH) }
    if (sep !~ /[=:]/ && k !~ /^--/) { out = out substr(s, 1, pos - 1) }
    else if ((!secretish(k) && !(strict && k ~ /(^|[^a-z])key$/ && sep ~ /:/)) || plain(v) || (sep ~ /::/ && k !~ /pass/) || (k == "pin" && sep !~ /=/)) out = out substr(s, 1, pos - 1)
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

# after(LINE, REGEX): the word after each match, which may stand in quotes
function after(s, re,   out, v) {
  out = ""
  while (match(s, re)) {
    out = out substr(s, 1, RSTART + RLENGTH - 1); s = substr(s, RSTART + RLENGTH)
    match(s, /^["\\]*[^ \t";,\\]*/); v = substr(s, 1, RLENGTH)
    if (v !~ /redacted/) { match(s, /^["\\]*/); out = out substr(s, 1, RLENGTH) "<redacted>"; s = substr(s, length(v) + 1) }
  }
  return out s
}

# programs(LINE): what programs take a password from on their command line
function programs(s,   out, v) {
  if (s ~ /sshpass|mysql|mariadb|redis-cli|ldap(search|add|modify|whoami)/) {
    s = after(s, "(mysql[a-z_]*|mariadb[a-z-]*) ([^|;&]* )?-p"); s = after(s, "sshpass ([^|;&]* )?-p ?"); s = after(s, "redis-cli ([^|;&]* )?-a "); s = after(s, "ldap[a-z]+ ([^|;&]* )?-w ")
  }
  if (s ~ /(-u|--user|--proxy-user)[ =][^ :]+:/) {
    out = ""
    while (match(s, /(-u|--user|--proxy-user|-U)[ =]["\\]*[^ :"]+:[^ "\\]+/)) {
      v = substr(s, RSTART, RLENGTH)
      # 1000:1000 is a user and a group
      if (v !~ /[0-9]:[0-9]+$/) sub(/:.*/, ":<redacted>", v)
      out = out substr(s, 1, RSTART - 1) v; s = substr(s, RSTART + RLENGTH)
    }
    s = out s
  }
  return s
}

# formats(LINE): keys that are known by their form
function formats(s,   out, v, b) {
  if (s ~ /AKIA|ASIA|gh[pousr]_|github_pat_|xox[abprs]-|xapp-|glpat-|[srp]k_(live|test)_|AIza|SG[.]|npm_|dckr_pat_|hv[sbr][.]/)
    s = swap(s, "A[KS]IA[0-9A-Z]+|gh[pousr]_[A-Za-z0-9]+|github_pat_[A-Za-z0-9_]+|(xox[abprs]|xapp)-[A-Za-z0-9-]+|glpat-[A-Za-z0-9_-]+|[srp]k_(live|test)_[A-Za-z0-9]+|AIza[A-Za-z0-9_-]+|SG[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+|npm_[A-Za-z0-9]+|dckr_pat_[A-Za-z0-9_-]+|hv[sbr][.][A-Za-z0-9_-]+", "<redacted>")
  # a bootstrap token of kubeadm: six characters, a dot, sixteen
  if (s ~ /[Tt]oken|kubeadm|[Bb]ootstrap/) s = swap(s, "[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][.]" "[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]", "<redacted>")
  # 32 bytes in base64: a key of WireGuard, or as good as one
  if (s ~ /[A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/]*=($|[^A-Za-z0-9=<])/) {
    out = ""
    while (match(s, /[A-Za-z0-9+\/]+=/)) {
      v = substr(s, RSTART, RLENGTH); b = substr(s, RSTART + RLENGTH, 1)
      out = out substr(s, 1, RSTART - 1) (RLENGTH == 44 && b !~ /[A-Za-z0-9=\/+-]/ ? "<redacted>" : v); s = substr(s, RSTART + RLENGTH)
    }
    s = out s
  }
  if (s ~ /ssh-|ecdsa-/) s = swap(s, "(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9]+) AAAA[A-Za-z0-9+\\/=]+", "<redacted>")
  return s
}

# proxy(LINE): a proxy without a scheme: http_proxy=user:word@host:3128
function proxy(s,   out, v) {
  out = ""
  while (match(s, /_[Pp][Rr][Oo][Xx][Yy]=[^ \/@]*@/)) {
    v = substr(s, RSTART, RLENGTH); sub(/=.*/, "=<redacted>@", v)
    out = out substr(s, 1, RSTART - 1) v; s = substr(s, RSTART + RLENGTH)
  }
  return out s
}

# mask(LINE): the line without secrets. The globals logs (log text: e-mail addresses and query strings too) and strict (ConfigMaps) widen it.
function mask(s) {
  if (s !~ /[Pp][Aa][Ss][Ss]|[Pp][Ww][Dd]|[Tt][Oo][Kk][Ee][Nn]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd]|[Aa][Uu][Tt][Hh]|[Bb][Ee][Aa][Rr][Ee][Rr]|[Bb][Aa][Ss][Ii][Cc]|[Cc]ommunity|[Pp][Ss][Kk]|[Cc]ookie|([Ss]ig|[Ss]ignature|[Pp][Ii][Nn]|[Oo][Tt][Pp])[\\"]*[=:]|[Ss]ession[-_]?[Ii][Dd]|mka-c|proctitle|EXECVE|type=1309|certificate-data|mysql|mariadb|redis-cli|ldap|-[uU] [^ ]+:|-user[ =]|@|eyJ|[?]|A[KS]IA|gh[pousr]_|xox[abprs]-|xapp-|[srp]k_(live|test)_|AIza|SG[.]|npm_|hv[sbr][.]|glpat|_pat_|com2sec|ssh-|ecdsa-|[A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/][A-Za-z0-9+\/]*=($|[^A-Za-z0-9=<])/) return s
  if (s ~ /eyJ/) s = swap(s, "eyJ[A-Za-z0-9_=-]+[.][A-Za-z0-9_=-]+([.][A-Za-z0-9_=-]*)?", "<redacted>")
  if (s ~ /:\/\/[^ "]*@/) { s = swap(s, ":\\/\\/[^\\/ \"@:]*:[^ \"@]*@([^\\/ \"@]*@)?", "://<redacted>@"); s = swap(s, ":\\/\\/[^\\/ \"@<]+@([^\\/ \"@]*@)?", "://<redacted>@") }
  if (s ~ /_[Pp][Rr][Oo][Xx][Yy]=[^ \/@]*@/) s = proxy(s)
  s = formats(s)
  if (s ~ /[Bb]earer|[Bb]asic|BEARER|BASIC/) s = bearer(s)
  if (s ~ /[Nn]eighbor .*password /) s = after(s, "[Nn]eighbor [^;]*password ([0-9] )?")
  if (s ~ /[Cc]ookie: /) s = swap(s, "[Cc]ookie: .*", "Cookie: <redacted>")
  if (strict && s ~ /^ *credentials +[^ ]+ +[^ ]/) sub(/credentials .*/, "credentials <redacted>", s)
  # settings that name their value by standing before it
  if (s ~ /(password|passwd|passphrase|psk|PSK) \\*"|(psk|passphrase|auth_pass|key-string|community|authentication-key|server key|md5|com2sec [^ ]+ [^ ]+) /)
    s = after(s, "((password|passwd|passphrase|psk|PSK) \\\\*\"|wpa-(psk|passphrase) |auth_pass |key-string |snmp-server community |authentication-key |(radius|tacacs)-server key |message-digest-key [0-9]+ md5 |com2sec [^ ]+ [^ ]+ )")
  if (s ~ /^[ \t]*(enable )?(password|secret|wireless-key[0-9]*)[ \t]+[^ \t=:]/) s = after(s, "^[ \t]*(enable )?(password|secret|wireless-key[0-9]*)[ \t]+([0-9] )?")
  if (s ~ /^[ \t]*(Key|mka-cak)=/) sub(/=.*/, "=<redacted>", s)
  s = programs(s)
  # the kernel writes whole command lines, in hexadecimal digits, into its audit lines
  if (s ~ /proctitle=/) s = swap(s, "proctitle=[^ ]*", "proctitle:<redacted>")
  if (s ~ /type=(EXECVE|1309)/) sub(/ a[0-9]+=.*/, " <redacted>", s)
  s = pairs(s)
  if (logs) {
    if (s ~ /[\/a-zA-Z0-9][?][^ "]*=/) s = swap(s, "[?][^ \"\\\\]*=[^ \"\\\\]*", "?<redacted>")
    if (s ~ /@[A-Za-z0-9.-]*[.][A-Za-z]/) s = swap(s, "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z][A-Za-z]+", "<redacted>")
  }
  return s
}
