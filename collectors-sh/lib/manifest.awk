# Makes the artifacts array of manifest.json, one object per line. Input: "S" lines (bytes and path), "H" lines (sha256 and path), then records.
# -v sizes=FILE -v hashes=FILE; the records are the input. One artifact that was sampled twice becomes one entry.
function js(s,   i, c, out) {
  gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s)
  if (s ~ /[\001-\037\177-\377]/) {
    out = ""
    for (i = 1; i <= length(s); i++) {
      c = substr(s, i, 1)
      out = out (c in ord ? sprintf("\\u%04x", ord[c]) : c)
    }
    s = out
  }
  return "\"" s "\""
}
function rank(st) { return index("COLLECTED EMPTY TRUNCATED FAILED TIMED_OUT NOT_ATTEMPTED", st) }
BEGIN {
  FS = "\t"
  for (i = 1; i < 256; i++) if (i < 32 || i > 126) ord[sprintf("%c", i)] = i
  while ((getline line < sizes) > 0) { match(line, /[0-9]+/); n = substr(line, RSTART, RLENGTH); sub(/^ *[0-9]+ +/, "", line); bytes[line] = n }
  while ((getline line < hashes) > 0) { h = line; sub(/ .*/, "", h); sub(/^[0-9a-f]+ +[*]?/, "", line); sha[line] = h }
}
NF >= 11 {
  p = $1
  if (!(p in class)) { order[++count] = p; start[p] = $4; status[p] = $7; rc[p] = $3; reason[p] = $8; detail[p] = $10; trunc[p] = "false" }
  else {
    if ($10 != "" && detail[p] == "") detail[p] = $10
    if ($4 > 0 && (start[p] == 0 || $4 < start[p])) start[p] = $4
    # a second gathering replaces an attempt that never ran; of two samples the worse one counts
    if (status[p] == "NOT_ATTEMPTED" && $7 != "NOT_ATTEMPTED" && reason[p] != "missing-tool" || ($7 != "NOT_ATTEMPTED" || reason[p] == "") && rank($7) > rank(status[p])) { status[p] = $7; rc[p] = $3; reason[p] = $8; detail[p] = $10 }
  }
  class[p] = $2; if ($5 > end[p]) end[p] = $5
  if ($6 == "true") trunc[p] = "true"
  fb[p] = $9; cmd[p] = $11
}
END {
  for (i = 1; i <= count; i++) {
    p = order[i]
    if (status[p] == "COLLECTED" || status[p] == "EMPTY") { reason[p] = ""; if (trunc[p] == "true") { status[p] = "TRUNCATED"; reason[p] = "size-limit" } }
    printf "    {\"path\": %s, \"class\": %s, \"command\": %s, \"rc\": %s, \"start\": %d, \"end\": %d, \"bytes\": %d, \"sha256\": \"%s\", \"truncated\": %s, \"status\": \"%s\", \"reason\": %s, \"detail\": %s, \"fallback\": %s}%s\n", \
      js(p), js(class[p]), js(cmd[p]), (rc[p] == "-" ? "null" : rc[p] + 0), start[p], end[p], bytes[p], sha[p], trunc[p], status[p], js(reason[p]), js(detail[p]), fb[p], (i < count ? "," : "")
  }
}
