package io.coldcase.bench;

import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Limits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes a large bundle of a recorded one: its control plane is kept, its worker {@code w1} and the
 * pods of its Deployment {@code shop/frontend} are the patterns of all workers and pods. Usage:
 * {@code BundleGenerator BASE OUT.tar.gz NODES PODS SERVICES DUMPS [LOG_KIB]}; an OUT that does not
 * end in gz is not compressed.
 */
public final class BundleGenerator {
  private static final String PATTERN_NODE = "w1";
  private static final String PATTERN_HOST_IP = "172.30.0.21";

  private final Map<String, String> base;
  private final Shape shape;
  private final Flannel flannel;

  BundleGenerator(Map<String, String> base, Shape shape) {
    this.base = base;
    this.shape = shape;
    this.flannel = new Flannel(shape);
  }

  /** Writes one bundle; see the class. */
  public static void main(String[] args) throws IOException {
    Shape shape =
        new Shape(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]),
            args.length > 6 ? Integer.parseInt(args[6]) : 0);
    Path out = Path.of(args[1]);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 16)) {
      boolean gz = args[1].endsWith("gz");
      new BundleGenerator(read(Path.of(args[0])), shape)
          .write(gz ? new GZIPOutputStream(file, 1 << 16) : file);
    }
  }

  /** The text members of a recorded bundle by path; captures are left out. */
  static Map<String, String> read(Path bundle) throws IOException {
    Map<String, String> base = new TreeMap<>();
    Bundles.read(
        List.of(bundle),
        Limits.defaults(),
        m -> {
          if (!m.artifact().path().contains("/pcap/")) {
            base.put(
                m.artifact().path(),
                new String(m.content().readAllBytes(), StandardCharsets.UTF_8));
          }
        });
    return base;
  }

  private interface Texts {
    void add(String text) throws IOException;
  }

  void write(OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      KubeProxyRules rules = new KubeProxyRules(shape);
      for (Map.Entry<String, String> e : base.entrySet()) {
        String path = e.getKey();
        if (path.startsWith("cluster/logs/")) {
          log(tar, path, e.getValue());
        } else if (path.startsWith("cluster/")) {
          put(tar, path, cluster(path, wide(e.getValue())));
        } else if (path.startsWith("node/cp1/")) {
          String name = path.substring("node/cp1/".length());
          put(tar, path, filled(name, wide(e.getValue()), Flannel.CONTROL_PLANE, rules));
        }
      }
      for (int i = 0; i < shape.dumps(); i++) {
        node(tar, i, rules);
      }
    }
  }

  private void put(TarArchiveOutputStream tar, String path, String text) throws IOException {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry e = new TarArchiveEntry("bench/" + path);
    e.setSize(b.length);
    tar.putArchiveEntry(e);
    tar.write(b);
    tar.closeArchiveEntry();
  }

  // --- node artifacts

  private void node(TarArchiveOutputStream tar, int i, KubeProxyRules rules) throws IOException {
    for (Map.Entry<String, String> e : base.entrySet()) {
      if (!e.getKey().startsWith("node/" + PATTERN_NODE + "/")) {
        continue;
      }
      String name = e.getKey().substring(("node/" + PATTERN_NODE + "/").length());
      put(
          tar,
          "node/" + shape.node(i) + "/" + name,
          filled(name, onNode(e.getValue(), i), i, rules));
    }
  }

  /** An artifact of a node with what the size of the cluster brings. */
  private String filled(String name, String text, int node, KubeProxyRules rules) {
    return switch (name) {
      case "iptables-save.txt", "iptables-nft-save.txt" -> rules.intoIptablesSave(text, node);
      case "nft-ruleset.txt" -> rules.intoNft(text, node);
      case "journal-kubelet.txt" ->
          shape.logKib() > 0 && node >= 0 ? longer(text, shape.logKib() << 10) : text;
      case "machine-id.txt" -> node >= 0 ? flannel.machineIds(text, node) : text;
      default -> flannel.peers(name, text, node);
    };
  }

  /** With networks that are wide enough for all nodes. */
  private static String wide(String text) {
    return text.replace("10.244.0.0/16", "10.244.0.0/14")
        .replaceAll("(172\\.30\\.0\\.[0-9]+)/24", "$1/16")
        .replace("172.30.0.255", "172.30.255.255");
  }

  /** Text of the pattern node as the worker {@code i} would have printed it. */
  private String onNode(String text, int i) {
    return flannel
        .macs(wide(text), i)
        .replaceAll("\\b" + PATTERN_NODE + "\\b", shape.node(i))
        .replace(PATTERN_HOST_IP, shape.hostIp(i))
        .replace("10.244.1.", shape.podNet(i) + ".");
  }

  /** Repeats the lines of a log, each time with another process id, up to {@code bytes}. */
  private static String longer(String log, int bytes) {
    int end = Math.max(0, log.lastIndexOf("\n#end"));
    StringBuilder b = new StringBuilder(log.substring(0, end));
    String body = log.substring(log.indexOf('\n', log.indexOf("#start")) + 1, end);
    for (int i = 0; b.length() < bytes; i++) {
      b.append('\n').append(body.replace("x", Integer.toHexString(i) + "x"));
    }
    return b.append(log.substring(end)).toString();
  }

  private void log(TarArchiveOutputStream tar, String path, String text) throws IOException {
    boolean perNode = path.contains("kube-proxy-") || path.contains("kube-flannel-ds-");
    if (!path.contains("/shop/") && !perNode) {
      put(tar, path, text);
    } else if (perNode && text.contains("\"" + PATTERN_NODE + "\"")
        || text.contains("on " + PATTERN_NODE)) {
      String pod = path.split("/")[3];
      for (int i = 0; i < shape.nodes(); i++) {
        put(tar, path.replace(pod, daemonPod(pod, i)), onNode(text, i));
      }
    }
  }

  private static String daemonPod(String pattern, int node) {
    return pattern.substring(0, pattern.lastIndexOf('-') + 1) + String.format("n%04d", node);
  }

  // --- API objects

  private String cluster(String path, String json) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    StringBuilder out = new StringBuilder();
    boolean[] first = {true};
    Texts items =
        text -> {
          out.append(first[0] ? "" : ",\n").append(text);
          first[0] = false;
        };
    List<String> recorded = items(json);
    try {
      switch (name) {
        case "pods.json" -> pods(recorded, items);
        case "nodes.json" -> nodes(recorded, items);
        case "services.json", "deployments.json" -> perService(recorded, items);
        case "endpointslices.json", "endpoints.json" -> slices(recorded, items);
        case "namespaces.json" -> namespaces(recorded, items);
        case "events.json" -> events(recorded, items);
        default -> {
          return json;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n"
        + out
        + "\n"
        + "    ],\n"
        + "    \"kind\": \"List\",\n"
        + "    \"metadata\": {\n"
        + "        \"resourceVersion\": \"\"\n"
        + "    }\n"
        + "}\n";
  }

  /** The items of a List as kubectl prints it, each as its text. */
  private static List<String> items(String json) {
    List<String> items = new ArrayList<>();
    int at = json.indexOf("\n        {\n");
    while (at >= 0) {
      int end = json.indexOf("\n        }", at) + "\n        }".length();
      items.add(json.substring(at + 1, end));
      at = json.startsWith(",\n        {\n", end) ? end + 1 : -1;
    }
    return items;
  }

  private static boolean has(String item, String key, String value) {
    return item.contains("\"" + key + "\": \"" + value + "\"");
  }

  private static boolean shop(String item) {
    return has(item, "namespace", "shop") && !has(item, "kind", "Event");
  }

  private static boolean onWorker(String item) {
    return has(item, "nodeName", "w1") || has(item, "nodeName", "w2");
  }

  private void pods(List<String> recorded, Texts items) throws IOException {
    for (String r : recorded) {
      if (!shop(r) && !onWorker(r)) {
        items.add(r);
      } else if (!shop(r) && has(r, "nodeName", PATTERN_NODE)) {
        String name = value(r, "name", "\n                \"");
        for (int i = 0; i < shape.nodes(); i++) {
          items.add(onNode(r.replace(name, daemonPod(name, i)), i));
        }
      }
    }
    String pattern = first(recorded, "frontend-");
    String name = value(pattern, "name", "\n                \"");
    String uid = value(pattern, "uid", "\n                \"");
    String ip = value(pattern, "podIP", "\"");
    for (int p = 0; p < shape.pods(); p++) {
      items.add(
          app(
              pattern
                  .replace(name, shape.podName(p))
                  .replace(uid, shape.uid(p))
                  .replace(ip + "\"", shape.podIp(p) + "\"")
                  .replace(
                      "\"nodeName\": \"w1\"",
                      "\"nodeName\": \"" + shape.node(shape.nodeOf(p)) + "\"")
                  .replace(PATTERN_HOST_IP, shape.hostIp(shape.nodeOf(p))),
              shape.serviceOf(p)));
    }
  }

  /** The item of {@code frontend} on the pattern node. */
  private static String first(List<String> recorded, String start) {
    for (String r : recorded) {
      if (shop(r) && r.contains("\"name\": \"" + start) && has(r, "nodeName", PATTERN_NODE)) {
        return r;
      }
    }
    throw new IllegalArgumentException("the base bundle has no " + start + " pod on w1");
  }

  private String app(String item, int service) {
    return item.replaceAll("\\bfrontend\\b", shape.app(service))
        .replace("\"shop\"", "\"" + shape.namespace(service) + "\"");
  }

  private static String value(String item, String key, String before) {
    int at = item.indexOf(before + (before.endsWith("\"") ? "" : "\"") + key + "\": \"");
    at = item.indexOf("\": \"", at) + 4;
    return item.substring(at, item.indexOf('"', at));
  }

  private void nodes(List<String> recorded, Texts items) throws IOException {
    for (String r : recorded) {
      if (has(r, "name", PATTERN_NODE)) {
        for (int i = 0; i < shape.nodes(); i++) {
          items.add(flannel.machineIds(onNode(r, i), i));
        }
      } else if (!has(r, "name", "w2")) {
        items.add(r);
      }
    }
  }

  private void perService(List<String> recorded, Texts items) throws IOException {
    for (String r : recorded) {
      if (!shop(r)) {
        items.add(r);
      } else if (r.contains("\n                \"name\": \"frontend\"")) {
        String ip = r.contains("\"clusterIP\"") ? value(r, "clusterIP", "\"") : "none";
        for (int s = 0; s < shape.services(); s++) {
          items.add(onePort(app(r, s)).replace(ip, shape.clusterIp(s)));
        }
      }
    }
  }

  /** Without the UDP port that the pattern has. */
  private static String onePort(String item) {
    return item.replaceFirst(",\\s*\\{\\s*\"name\": \"udp\"[^}]*\\}", "")
        .replaceFirst("\\{\\s*\"name\": \"udp\"[^}]*\\},\\s*", "");
  }

  private void namespaces(List<String> recorded, Texts items) throws IOException {
    for (String r : recorded) {
      if (has(r, "name", "shop")) {
        for (int n = 0; n < Math.min(20, shape.services()); n++) {
          items.add(r.replace("\"shop\"", "\"" + shape.namespace(n) + "\""));
        }
      } else {
        items.add(r);
      }
    }
  }

  private void slices(List<String> recorded, Texts items) throws IOException {
    for (String r : recorded) {
      if (!shop(r)) {
        items.add(r);
      } else if (has(r, "addressType", "IPv4")
          && has(r, "kubernetes.io/service-name", "frontend")) {
        String head = r.substring(0, r.indexOf("\"endpoints\": [") + "\"endpoints\": [\n".length());
        String tail = r.substring(r.indexOf("\n            ],", head.length()));
        for (int s = 0; s < shape.services(); s++) {
          StringBuilder b = new StringBuilder(app(head, s));
          for (int p = s; p < shape.pods(); p += shape.services()) {
            b.append(p == s ? "" : ",\n").append(endpoint(p));
          }
          items.add(b.append(onePort(app(tail, s))).toString());
        }
      }
    }
  }

  private String endpoint(int p) {
    return """
    {
        "addresses": [
            "%s"
        ],
        "conditions": {
            "ready": true,
            "serving": true,
            "terminating": false
        },
        "nodeName": "%s",
        "targetRef": {
            "kind": "Pod",
            "name": "%s",
            "namespace": "%s",
            "uid": "%s"
        }
    }\
    """
        .indent(0)
        .stripTrailing()
        .formatted(
            shape.podIp(p),
            shape.node(shape.nodeOf(p)),
            shape.podName(p),
            shape.namespace(shape.serviceOf(p)),
            shape.uid(p));
  }

  private void events(List<String> recorded, Texts items) throws IOException {
    List<String> patterns = new ArrayList<>();
    for (String r : recorded) {
      if (!has(r, "namespace", "shop")) {
        items.add(r);
      } else if (patterns.size() < 4 && r.contains("\"name\": \"frontend-6756fdbdd-")) {
        patterns.add(r);
      }
    }
    for (int p = 0; p < shape.pods(); p++) {
      for (String r : patterns) {
        items.add(
            app(r.replaceAll("frontend-6756fdbdd-\\w+", shape.podName(p)), shape.serviceOf(p)));
      }
    }
  }
}
