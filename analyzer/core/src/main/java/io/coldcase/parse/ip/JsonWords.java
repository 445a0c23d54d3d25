package io.coldcase.parse.ip;

import io.coldcase.parse.ip.JsonAsText.JsonObject;
import java.util.List;

/** Objects of {@code ip -j} to the line that the tool prints for the same thing without. */
final class JsonWords {
  private JsonWords() {}

  static List<String> route(JsonObject o) {
    StringBuilder b = new StringBuilder();
    if (!o.get("type").isEmpty()) {
      b.append(o.get("type")).append(' ');
    }
    b.append(o.get("dst")).append(hop(o, ""));
    b.append(o.pair("table", "table")).append(o.pair("proto", "protocol"));
    b.append(o.pair("scope", "scope")).append(o.pair("src", "prefsrc"));
    b.append(o.pair("metric", "metric")).append(o.pair("mtu", "metrics/0/mtu"));
    b.append(o.list("flags"));
    for (int i = 0; o.has("nexthops/" + i + "/dev") || o.has("nexthops/" + i + "/gateway"); i++) {
      String at = "nexthops/" + i + "/";
      b.append(" nexthop").append(hop(o, at)).append(o.pair("weight", at + "weight"));
    }
    return List.of(b.toString());
  }

  private static String hop(JsonObject o, String at) {
    String via =
        o.has(at + "via/host")
            ? " via " + o.get(at + "via/family") + " " + o.get(at + "via/host")
            : o.pair("via", at + "gateway");
    return via + o.pair("dev", at + "dev");
  }

  static List<String> rule(JsonObject o) {
    StringBuilder b = new StringBuilder(o.get("priority")).append(':');
    b.append(o.has("not") ? " not" : "").append(network(o, "from", "src"));
    b.append(network(o, "to", "dst")).append(o.pair("tos", "tos"));
    b.append(masked(o)).append(o.pair("iif", "iif")).append(o.pair("oif", "oif"));
    b.append(o.has("l3mdev") ? " l3mdev" : "").append(o.pair("ipproto", "ipproto"));
    if (o.has("uid_start")) {
      b.append(" uidrange ").append(o.get("uid_start")).append('-').append(o.get("uid_end"));
    }
    b.append(o.pair("sport", "sport")).append(o.pair("dport", "dport"));
    b.append(o.pair("lookup", "table")).append(o.pair("goto", "goto"));
    b.append(o.pair("suppress_prefixlength", "suppress_prefixlen"));
    if (!o.get("action").isEmpty()) {
      b.append(' ').append(o.get("action"));
    }
    return List.of(b.toString());
  }

  private static String network(JsonObject o, String word, String pointer) {
    String length = o.get(pointer + "len");
    return o.pair(word, pointer) + (length.isEmpty() ? "" : "/" + length);
  }

  private static String masked(JsonObject o) {
    String mask = o.get("fwmask");
    return o.pair("fwmark", "fwmark") + (mask.isEmpty() ? "" : "/" + mask);
  }

  static List<String> neighbour(JsonObject o) {
    StringBuilder b = new StringBuilder(o.get("dst")).append(o.pair("dev", "dev"));
    b.append(o.pair("lladdr", "lladdr"));
    for (String flag : List.of("router", "proxy", "extern_learn", "offload")) {
      b.append(o.has(flag) ? " " + flag : "");
    }
    return List.of(b.append(o.list("state")).toString());
  }

  static List<String> fdb(JsonObject o) {
    StringBuilder b = new StringBuilder(o.get("mac")).append(o.pair("dev", "ifname"));
    b.append(o.pair("dst", "dst")).append(o.pair("vlan", "vlan"));
    b.append(o.list("flags")).append(o.pair("master", "master"));
    if (!o.get("state").isEmpty()) {
      b.append(' ').append(o.get("state"));
    }
    return List.of(b.toString());
  }
}
