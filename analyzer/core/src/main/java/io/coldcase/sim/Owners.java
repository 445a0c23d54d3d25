package io.coldcase.sim;

import java.util.Locale;

/** Whose a chain or a table is, by the names that its owner gives. */
public final class Owners {
  private Owners() {}

  /**
   * kube, cni, policy, docker, ufw, firewalld, mesh, or foreign for built-in chains and names that
   * nobody known uses.
   *
   * @param table family and name, for example {@code ip filter}
   * @param rule text of the rule
   */
  public static String of(String table, String chain, String rule) {
    String c = chain.toUpperCase(Locale.ROOT);
    String r = rule.toUpperCase(Locale.ROOT);
    boolean stops = r.contains(" -J DROP") || r.contains(" -J REJECT");
    if (stops && (c.startsWith("FLANNEL") || c.equals("KUBE-FORWARD") && !r.contains("INVALID"))) {
      return "foreign"; // flannel never stops anything, kube-proxy stops invalid packets only there
    }
    if (c.startsWith("KUBE-POD-FW") || c.startsWith("KUBE-NWPLCY") || c.startsWith("KUBE-ROUTER")) {
      return "policy";
    }
    if (c.startsWith("CALI")
        || c.startsWith("CILIUM")
        || c.startsWith("OLD_CILIUM")
        || c.startsWith("ANTREA")
        || c.startsWith("WEAVE-NPC")
        || table.contains("calico")
        || table.contains("kube-network-policies")) {
      return "policy";
    }
    if (c.startsWith("KUBE-") || table.contains("kube-proxy") || table.contains("kube-")) {
      return "kube";
    }
    if (c.startsWith("FLANNEL")
        || c.startsWith("CNI-")
        || c.startsWith("WEAVE")
        || table.contains("flannel")
        || table.contains("cni_")) {
      return "cni";
    }
    if (c.startsWith("DOCKER") || table.contains("docker")) {
      return "docker";
    }
    if (c.startsWith("UFW-") || c.startsWith("UFW6-")) {
      return "ufw";
    }
    if (table.endsWith(" firewalld")
        || c.startsWith("IN_PUBLIC")
        || c.startsWith("FWD_")
        || c.endsWith("_ZONES")
        || c.startsWith("IN_")) {
      return "firewalld";
    }
    if (c.startsWith("ISTIO") || c.startsWith("PROXY_INIT")) {
      return "mesh";
    }
    if (!stops && (r.contains("KUBERNETES") || r.contains(" -J KUBE-") || r.contains("FLANNELD"))) {
      return "kube";
    }
    return "foreign";
  }
}
