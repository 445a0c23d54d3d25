package io.coldcase.parse.log;

import io.coldcase.bundle.Artifact;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whose log an artifact is, from its path: {@code cluster/logs/NS/POD/CONTAINER[.previous].log} or
 * {@code node/N/journal-*.txt}, {@code dmesg.txt}.
 *
 * @param component coredns, kube-proxy, flannel, apiserver, controller-manager, scheduler, etcd,
 *     kubelet, containerd, kernel, net, or app for everything else
 */
record LogOrigin(
    String component,
    String node,
    String namespace,
    String pod,
    String container,
    boolean previous) {

  static LogOrigin of(Artifact artifact) {
    String name = artifact.name();
    if (!artifact.cluster()) {
      String component =
          switch (name) {
            case "journal-kubelet.txt" -> "kubelet";
            case "journal-runtime.txt" -> "containerd";
            case "dmesg.txt" -> "kernel";
            default -> "net";
          };
      return new LogOrigin(component, artifact.node(), "", "", "", false);
    }
    String[] parts = name.split("/", -1);
    if (parts.length != 4) {
      return new LogOrigin("app", "", "", "", "", false);
    }
    String file = parts[3];
    boolean previous = file.endsWith(".previous.log");
    String container =
        decode(file.substring(0, file.length() - (previous ? ".previous.log" : ".log").length()));
    return new LogOrigin(
        component(decode(parts[2]), container),
        "",
        decode(parts[1]),
        decode(parts[2]),
        container,
        previous);
  }

  private static String component(String pod, String container) {
    return switch (container) {
      case "coredns", "kube-proxy", "etcd" -> container;
      case "kube-flannel" -> "flannel";
      case "kube-apiserver", "kube-controller-manager", "kube-scheduler" ->
          container.substring("kube-".length());
      case "install-cni", "install-cni-plugin" -> pod.contains("flannel") ? "flannel" : "app";
      default -> "app";
    };
  }

  /** True when the log is of something that runs in a pod and calls others over the network. */
  boolean client() {
    return !pod.isEmpty()
        && switch (component) {
          case "apiserver", "controller-manager", "scheduler", "etcd" -> false;
          default -> true;
        };
  }

  /** Undoes the {@code %XX} of FORMAT.md section 1; anything else stays as it is. */
  private static String decode(String s) {
    if (s.indexOf('%') < 0) {
      return s;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] b = s.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < b.length; i++) {
      int hi = i + 2 < b.length ? Character.digit(b[i + 1], 16) : -1;
      int lo = i + 2 < b.length ? Character.digit(b[i + 2], 16) : -1;
      if (b[i] == '%' && hi >= 0 && lo >= 0) {
        out.write(hi << 4 | lo);
        i += 2;
      } else {
        out.write(b[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
