package io.coldcase.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes the workers of a {@link Shape} hosts of their own: MAC addresses and a machine id that
 * no other has, and flannel's route, neighbour and forwarding entry for every other node.
 */
final class Flannel {
  /** The control plane, beside workers counted from 0. */
  static final int CONTROL_PLANE = -1;

  private static final String VTEP = "92:d9:6f:aa:1c:73";
  private static final String CONTROL_PLANE_VTEP = "5e:30:4f:58:37:05";
  private static final String CONTROL_PLANE_IP = "172.30.0.11";

  /** Neighbours of all workers: the control plane and the gateway. */
  private static final String OTHERS = CONTROL_PLANE_VTEP + "|d6:95:80:14:01:39|0a:1d:f6:63:3a:fe";

  /** Not the groups 33:33 and 01:.., not ff:.., not the neighbours'. */
  private static final Pattern MAC =
      Pattern.compile(
          "\\b(?!33:33|01:|ff:|00:|"
              + OTHERS
              + ")([0-9a-f]{2}:)([0-9a-f]{2}:){2}"
              + "([0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2})\\b");

  private static final Pattern ID =
      Pattern.compile("\\b[0-9a-f]{8}([0-9a-f]{24}(?:[0-9a-f]{32})?)\\b");

  private final Shape shape;

  Flannel(Shape shape) {
    this.shape = shape;
  }

  /** The text with the MAC addresses of one worker instead of the pattern's. */
  String macs(String text, int i) {
    Matcher m = MAC.matcher(text);
    return m.replaceAll("$1" + String.format("%02x:%02x", i >> 8, i & 0xff) + ":$3");
  }

  /** The text with other machine ids: of 32 digits, and digests of them. */
  String machineIds(String text, int i) {
    return ID.matcher(text).replaceAll(String.format("%08x", i + 1) + "$1");
  }

  /** An artifact of a node with the entries for all other nodes instead of the recorded ones. */
  String peers(String name, String text, int node) {
    String mark =
        switch (name) {
          case "ip-route.txt" -> " dev flannel.1 onlink ";
          case "ip-neigh.txt" -> " dev flannel.1 lladdr ";
          case "bridge-fdb.txt" -> " dev flannel.1 dst ";
          default -> "";
        };
    if (mark.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    boolean done = false;
    for (String line : text.split("\n", -1)) {
      if (!line.contains(mark)) {
        out.append(line).append('\n');
      } else if (!done) {
        done = true;
        for (int i = CONTROL_PLANE; i < shape.nodes(); i++) {
          if (i != node) {
            out.append(entry(name, i)).append('\n');
          }
        }
      }
    }
    return out.substring(0, out.length() - 1);
  }

  private String entry(String name, int i) {
    boolean plane = i == CONTROL_PLANE;
    String net = plane ? "10.244.0" : shape.podNet(i);
    String mac = plane ? CONTROL_PLANE_VTEP : macs(VTEP, i);
    String ip = plane ? CONTROL_PLANE_IP : shape.hostIp(i);
    return switch (name) {
      case "ip-route.txt" -> net + ".0/24 via " + net + ".0 dev flannel.1 onlink ";
      case "ip-neigh.txt" ->
          net + ".0 dev flannel.1 lladdr " + mac + "  used 116/5/129probes 0 PERMANENT ";
      default -> mac + " dev flannel.1 dst " + ip + " used 0/128 self permanent";
    };
  }
}
