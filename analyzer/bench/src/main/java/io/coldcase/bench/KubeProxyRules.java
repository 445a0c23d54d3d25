package io.coldcase.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What kube-proxy in iptables mode makes of a {@link Shape}, as {@code iptables-save -c} and {@code
 * nft -a list ruleset} show it: equal on all nodes but for the counters.
 */
final class KubeProxyRules {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** Rules of each chain, chains in the order in which they are declared. */
  private final Map<String, List<String>> chains = new LinkedHashMap<>();

  private final List<String> portals = new ArrayList<>();
  private final List<String> nftPortals = new ArrayList<>();
  private final StringBuilder nftChains = new StringBuilder();

  KubeProxyRules(Shape shape) {
    for (int s = 0; s < shape.services(); s++) {
      port(shape, s, "http", "tcp", 80, 8080);
    }
  }

  private void port(Shape shape, int s, String name, String proto, int port, int target) {
    String full = shape.namespace(s) + "/" + shape.app(s) + ":" + name;
    String ip = shape.clusterIp(s);
    String svc = "KUBE-SVC-" + hash(full + proto);
    List<String> svcRules = chains.computeIfAbsent(svc, k -> new ArrayList<>());
    String to = " -p " + proto + " -m comment --comment \"" + full + " cluster IP\" -m " + proto;
    String match = "-d " + ip + "/32" + to + " --dport " + port + " -j ";
    portals.add("-A KUBE-SERVICES " + match + svc);
    svcRules.add("-A " + svc + " ! -s 10.244.0.0/14 " + match + "KUBE-MARK-MASQ");
    String nft = "meta l4proto " + proto + " ip daddr " + ip + "  " + proto + " dport " + port;
    nftPortals.add(nft + " counter packets %d bytes %d jump " + svc);
    List<Integer> pods = new ArrayList<>();
    for (int p = s; p < shape.pods(); p += shape.services()) {
      pods.add(p);
    }
    StringBuilder nftSvc = new StringBuilder("\n\tchain " + svc + " { # handle 51\n");
    StringBuilder nftSeps = new StringBuilder();
    for (int i = 0; i < pods.size(); i++) {
      String podIp = shape.podIp(pods.get(i));
      String sep = "KUBE-SEP-" + hash(full + proto + podIp + ":" + target);
      List<String> sepRules = chains.computeIfAbsent(sep, k -> new ArrayList<>());
      String comment = " -m comment --comment \"" + full;
      int left = pods.size() - i;
      String share =
          left == 1
              ? ""
              : String.format(" -m statistic --mode random --probability %.11f", 1.0 / left);
      svcRules.add(
          "-A " + svc + comment + " -> " + podIp + ":" + target + "\"" + share + " -j " + sep);
      sepRules.add("-A " + sep + " -s " + podIp + "/32" + comment + "\" -j KUBE-MARK-MASQ");
      sepRules.add(
          "-A "
              + sep
              + " -p "
              + proto
              + comment
              + "\" -m "
              + proto
              + " -j DNAT --to-destination "
              + podIp
              + ":"
              + target);
      String random = left == 1 ? "" : " meta random & 2147483647 < " + (1L << 31) / left;
      nftSvc.append("\t\t").append(random).append(" counter packets 0 bytes 0 jump ").append(sep);
      nftSvc.append(" # handle 74\n");
      nftSeps
          .append("\n\tchain ")
          .append(sep)
          .append(" { # handle 52\n\t\tip saddr ")
          .append(podIp);
      nftSeps.append(
          "  counter packets 0 bytes 0 jump KUBE-MARK-MASQ # handle 77\n\t\tmeta l4proto ");
      nftSeps.append(proto).append("   counter packets 4 bytes 240 XT target DNAT not found\n");
      nftSeps.append(" # handle 78\n\t}\n");
    }
    nftChains.append(nftSvc).append("\t}\n").append(nftSeps);
  }

  /** Puts the chains into a recorded {@code iptables-save -c} text, which may hold two samples. */
  String intoIptablesSave(String recorded, long seed) {
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder();
    boolean nat = false;
    for (String line : recorded.split("\n", -1)) {
      nat = line.startsWith("*") ? line.equals("*nat") : nat;
      out.append(line).append('\n');
      if (nat && line.startsWith(":KUBE-SERVICES")) {
        chains.keySet().forEach(c -> out.append(':').append(c).append(" - [0:0]\n"));
        nat = false;
      }
      if (line.contains("-A KUBE-POSTROUTING") && line.contains("MASQUERADE")) {
        counted(portals, random, out);
        chains.values().forEach(rules -> counted(rules, random, out));
      }
    }
    return out.toString();
  }

  private static void counted(List<String> rules, Random random, StringBuilder out) {
    for (String r : rules) {
      int n = Math.max(0, random.nextInt(1000) - 900);
      out.append('[').append(n).append(':').append(60 * n).append("] ").append(r).append('\n');
    }
  }

  /** Puts the chains into a recorded {@code nft -a list ruleset} text. */
  String intoNft(String recorded, long seed) {
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder();
    boolean nat = false;
    for (String line : recorded.split("\n", -1)) {
      nat = line.startsWith("table ") ? line.startsWith("table ip nat ") : nat;
      if (nat && line.startsWith("\tchain KUBE-MARK-MASQ ")) {
        out.append(nftChains.substring(1)).append('\n');
      }
      out.append(line).append('\n');
      if (nat && line.startsWith("\tchain KUBE-SERVICES ")) {
        for (String r : nftPortals) {
          int n = Math.max(0, random.nextInt(1000) - 900);
          out.append("\t\t").append(String.format(r, n, 60 * n)).append(" # handle 204\n");
        }
      }
    }
    return out.toString();
  }

  /** The hash in chain names: base 32 of SHA-256, cut (kubernetes pkg/proxy/iptables). */
  private static String hash(String text) {
    byte[] d;
    try {
      d = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    StringBuilder b = new StringBuilder();
    for (int bit = 0; b.length() < 16; bit += 5) {
      int pair = (d[bit / 8] & 0xff) << 8 | (d[bit / 8 + 1] & 0xff);
      b.append(BASE32.charAt(pair >> (11 - bit % 8) & 31));
    }
    return b.toString();
  }
}
