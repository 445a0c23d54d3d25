package io.coldcase.sim.kernel;

import io.coldcase.sim.kernel.Judge.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is put into a world, line by line, and the packets that are sent through it. */
record Scene(World.Shape shape, List<Piece> pieces, List<Probe> probes) {
  Scene {
    pieces = List.copyOf(pieces);
    probes = List.copyOf(probes);
  }

  /** What reads a line; in the order in which they are loaded. */
  enum Tool {
    IPSET("ipset restore"),
    LEGACY("iptables-legacy-restore"),
    LEGACY6("ip6tables-legacy-restore"),
    IPTABLES_NFT("iptables-nft-restore"),
    IPTABLES_NFT6("ip6tables-nft-restore"),
    NFT("nft -f -"),
    SHELL("sh");

    final String command;

    Tool(String command) {
      this.command = command;
    }

    boolean restore() {
      return this == LEGACY || this == LEGACY6 || this == IPTABLES_NFT || this == IPTABLES_NFT6;
    }
  }

  /**
   * One line.
   *
   * @param group table of an iptables line; for the shell the line that undoes it
   * @param needed true for declarations that other lines refer to
   */
  record Piece(String node, Tool tool, String group, String text, boolean needed) {}

  Scene with(List<Piece> some) {
    return new Scene(shape, some, probes);
  }

  Scene only(Probe p) {
    return new Scene(shape, pieces, List.of(p));
  }

  TreeSet<String> nodes() {
    TreeSet<String> nodes = new TreeSet<>();
    pieces.forEach(p -> nodes.add(p.node()));
    return nodes;
  }

  /** The tools that change the node. */
  Set<Tool> tools(String node) {
    Set<Tool> used = EnumSet.noneOf(Tool.class);
    pieces.stream().filter(p -> p.node().equals(node)).forEach(p -> used.add(p.tool()));
    return used;
  }

  /** The tools that a script of {@link #apply} runs. */
  static Set<Tool> ran(String script) {
    Set<Tool> used = EnumSet.noneOf(Tool.class);
    boolean inside = false;
    for (String line : script.split("\n")) {
      if (inside) {
        inside = !line.equals("END");
        continue;
      }
      inside = line.endsWith(" <<'END'");
      String command = inside ? line.substring(0, line.length() - " <<'END'".length()) : "";
      used.add(
          EnumSet.allOf(Tool.class).stream()
              .filter(t -> t.command.equals(command))
              .findFirst()
              .orElse(Tool.SHELL));
    }
    return used;
  }

  /** The script that puts the lines of a node in force. */
  String apply(String node) {
    StringBuilder out = new StringBuilder();
    for (Tool tool : Tool.values()) {
      List<Piece> mine = of(node, tool);
      if (mine.isEmpty()) {
        continue;
      }
      if (tool == Tool.SHELL) {
        mine.forEach(p -> out.append(p.text()).append('\n'));
        continue;
      }
      out.append(tool.command).append(" <<'END'\n");
      if (tool.restore()) {
        Map<String, List<Piece>> tables = new LinkedHashMap<>();
        mine.forEach(p -> tables.computeIfAbsent(p.group(), k -> new ArrayList<>()).add(p));
        tables.forEach(
            (t, lines) -> {
              out.append('*').append(t).append('\n');
              lines.stream().filter(Piece::needed).forEach(l -> out.append(l.text()).append('\n'));
              lines.stream()
                  .filter(l -> !l.needed())
                  .forEach(l -> out.append(l.text()).append('\n'));
              out.append("COMMIT\n");
            });
      } else {
        mine.forEach(p -> out.append(p.text()).append('\n'));
      }
      out.append("END\n");
    }
    return out.toString();
  }

  /** The script that takes them out again. */
  String undo(String node) {
    StringBuilder out = new StringBuilder();
    List<Piece> shell = of(node, Tool.SHELL);
    for (int i = shell.size() - 1; i >= 0; i--) {
      out.append(shell.get(i).group()).append('\n');
    }
    for (Tool tool : List.of(Tool.LEGACY, Tool.LEGACY6)) {
      TreeSet<String> tables = new TreeSet<>();
      of(node, tool).forEach(p -> tables.add(p.group()));
      if (!tables.isEmpty()) {
        out.append(tool.command).append(" <<'END'\n");
        tables.forEach(t -> out.append('*').append(t).append("\n" + BUILT_IN.get(t) + "COMMIT\n"));
        out.append("END\n");
      }
    }
    Set<Tool> used = tools(node);
    if (used.contains(Tool.NFT)
        || used.contains(Tool.IPTABLES_NFT)
        || used.contains(Tool.IPTABLES_NFT6)) {
      out.append("nft flush ruleset\n");
    }
    out.append("conntrack -F 2>/dev/null\n");
    if (used.contains(Tool.IPSET)) {
      // what refers to them goes some time after the rules went
      out.append("for i in 1 2 3 4 5 6 7 8 9; do ipset destroy && break; sleep 0.05; done\n");
    }
    return out.toString();
  }

  private static final Map<String, String> BUILT_IN =
      Map.of(
          "raw", open("PREROUTING", "OUTPUT"),
          "mangle", open("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
          "nat", open("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
          "filter", open("INPUT", "FORWARD", "OUTPUT"),
          "security", open("INPUT", "FORWARD", "OUTPUT"));

  private static String open(String... chains) {
    StringBuilder out = new StringBuilder();
    for (String c : chains) {
      out.append(':').append(c).append(" ACCEPT [0:0]\n");
    }
    return out.toString();
  }

  private List<Piece> of(String node, Tool tool) {
    return pieces.stream().filter(p -> p.node().equals(node) && p.tool() == tool).toList();
  }
}
