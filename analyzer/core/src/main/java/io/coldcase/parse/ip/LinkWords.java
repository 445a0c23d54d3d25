package io.coldcase.parse.ip;

import io.coldcase.parse.ip.JsonAsText.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object of {@code ip -j [-d] [-s] addr} to the lines that the tool prints without -j. */
final class LinkWords {
  private static final List<String> ADDRESS_FLAGS =
      List.of(
          "secondary",
          "deprecated",
          "tentative",
          "dadfailed",
          "temporary",
          "dynamic",
          "noprefixroute",
          "mngtmpaddr");

  private LinkWords() {}

  static List<String> of(JsonObject o) {
    List<String> lines = new ArrayList<>();
    lines.add(head(o));
    lines.add(
        "    link/"
            + (o.get("link_type").isEmpty() ? "none" : o.get("link_type"))
            + (o.get("address").isEmpty() ? "" : " " + o.get("address"))
            + o.pair("brd", "broadcast")
            + o.pair("link-netns", "link_netns")
            + o.pair("link-netnsid", "link_netnsid")
            + o.pair("promiscuity", "promiscuity"));
    if (LinkKinds.known(o.get("linkinfo/info_kind"))) {
      lines.add(
          "    " + o.get("linkinfo/info_kind") + options(o.below("linkinfo/info_data/"), "1", "0"));
    }
    if (!o.get("linkinfo/info_slave_kind").isEmpty()) {
      lines.add(
          "    "
              + o.get("linkinfo/info_slave_kind")
              + "_slave"
              + options(o.below("linkinfo/info_slave_data/"), "on", "off"));
    }
    for (int i = 0; o.has("addr_info/" + i + "/family"); i++) {
      address(o, "addr_info/" + i + "/", lines);
    }
    counters(o, lines);
    return lines;
  }

  private static String head(JsonObject o) {
    String peer =
        o.has("link")
            ? "@" + o.get("link")
            : o.has("link_index") ? "@if" + o.get("link_index") : "";
    return o.get("ifindex")
        + ": "
        + o.get("ifname")
        + peer
        + ": <"
        + o.list("flags").strip().replace(' ', ',')
        + ">"
        + o.pair("mtu", "mtu")
        + o.pair("qdisc", "qdisc")
        + o.pair("master", "master")
        + o.pair("state", "operstate")
        + o.pair("group", "group")
        + o.pair("qlen", "txqlen");
  }

  /** The options of a kind; what JSON names otherwise than the text gets the text's name. */
  private static String options(Map<String, String> data, String yes, String no) {
    StringBuilder b = new StringBuilder();
    data.forEach(
        (key, value) -> {
          if (key.indexOf('/') >= 0) {
            return;
          }
          String name =
              switch (key) {
                case "link" -> "dev";
                case "port" -> "dstport";
                case "local6" -> "local";
                case "remote6" -> "remote";
                default -> key;
              };
          boolean flag = value.equals("true") || value.equals("false");
          if (flag && LinkKinds.alone(name)) {
            b.append(value.equals("true") ? " " : " no").append(name);
          } else if (!LinkKinds.alone(name)) {
            String text = value.equals("true") ? yes : value.equals("false") ? no : value;
            b.append(' ').append(name).append(' ').append(text);
          }
        });
    return b.toString();
  }

  private static void address(JsonObject o, String at, List<String> lines) {
    String length = o.get(at + "prefixlen");
    String slash = length.isEmpty() ? "" : "/" + length;
    StringBuilder b = new StringBuilder("    ").append(o.get(at + "family")).append(' ');
    b.append(o.get(at + "local"));
    // with a peer the length belongs to the peer, as in the text
    b.append(o.has(at + "address") ? " peer " + o.get(at + "address") + slash : slash);
    b.append(o.pair("brd", at + "broadcast")).append(o.pair("scope", at + "scope"));
    for (String flag : ADDRESS_FLAGS) {
      b.append(o.get(at + flag).equals("true") ? " " + flag : "");
    }
    lines.add(b.toString());
  }

  private static void counters(JsonObject o, List<String> lines) {
    for (String way : List.of("rx", "tx")) {
      String at = (o.has("stats64/rx/bytes") ? "stats64/" : "stats/") + way + "/";
      if (o.has(at + "bytes")) {
        boolean rx = way.equals("rx");
        lines.add(rx ? "    RX: bytes packets" : "    TX: bytes packets");
        StringBuilder b = new StringBuilder("   ");
        for (String name :
            List.of(
                "bytes",
                "packets",
                "errors",
                "dropped",
                rx ? "over_errors" : "carrier_errors",
                rx ? "multicast" : "collisions")) {
          b.append(' ').append(o.has(at + name) ? o.get(at + name) : "0");
        }
        lines.add(b.toString());
        if (o.has(at + "carrier_changes")) {
          lines.add("    TX errors: transns");
          lines.add("    " + o.get(at + "carrier_changes"));
        }
      }
    }
  }
}
