package io.coldcase.report.html;

import static j2html.TagCreator.tag;

import io.coldcase.cause.Cause;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.report.Report;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cluster as a picture: Services above, nodes with their pods below, the network under them;
 * what the first cause blames is red, dashed lines with a cross show what does not get through, and
 * a dashed frame a node whose own pods do not reach each other.
 */
final class ClusterPicture {
  private static final double WIDTH = 960;
  private static final int MAX_NODES = 6;
  private static final int MAX_PODS = 6;
  private static final int MAX_LINES = 12;
  private static final double TOP = 132;
  private static final double POD = 24;

  private final Cluster cluster;
  private final Set<String> blamed = new LinkedHashSet<>();
  private final Set<String> involved = new LinkedHashSet<>();
  private final Map<String, double[]> places = new LinkedHashMap<>();
  private final List<DomContent> shapes = new ArrayList<>();
  private final List<Symptom> shown;

  private ClusterPicture(Report report) {
    cluster = report.cluster();
    List<Cause> causes = report.diagnosis().causes();
    if (!causes.isEmpty()) {
      causes.get(0).subjects().forEach(s -> ends(s).forEach(blamed::add));
    }
    List<Symptom> all =
        causes.isEmpty() ? report.diagnosis().unexplained() : causes.get(0).symptoms();
    shown =
        all.stream()
            .sorted(Comparator.comparing(s -> !(blames(s.source()) || blames(s.target()))))
            .toList();
    for (Symptom s : shown) {
      involved.addAll(ends(s.source()));
      involved.addAll(ends(s.target()));
    }
  }

  static DomContent draw(Report report) {
    return new ClusterPicture(report).draw();
  }

  private DomContent draw() {
    List<Node> nodes = nodes();
    services();
    double gap = 20;
    double width = Math.min(300, (WIDTH - gap * (nodes.size() + 1)) / Math.max(1, nodes.size()));
    double left = (WIDTH - nodes.size() * width - (nodes.size() - 1) * gap) / 2;
    double bottom = TOP;
    for (int i = 0; i < nodes.size(); i++) {
      bottom = Math.max(bottom, node(nodes.get(i), left + i * (width + gap), width));
    }
    double height = network(nodes, bottom);
    toServices();
    int more = cluster.nodes().size() - nodes.size();
    if (more > 0) {
      shapes.add(Svg.text("small", 10, height - 10, 300, "and " + more + " more nodes"));
    }
    return tag("svg")
        .attr("viewBox", "0 0 " + (int) WIDTH + " " + (int) height)
        .attr("role", "img")
        .attr("aria-label", "Services, nodes and pods of the cluster; what is blamed is red")
        .with(shapes);
  }

  /** The nodes that matter first, then by name, back in the order of their names. */
  private List<Node> nodes() {
    Comparator<Node> first =
        Comparator.comparing((Node n) -> !blamed.contains("node//" + n.name()))
            .thenComparing(n -> !involved.contains("node//" + n.name()))
            .thenComparing(Node::name);
    return cluster.nodes().stream()
        .sorted(first)
        .limit(MAX_NODES)
        .sorted(Comparator.comparing(Node::name))
        .toList();
  }

  private void services() {
    List<Service> chosen =
        cluster.objects(Service.class).stream()
            .filter(s -> marked("service/" + s.key()))
            .sorted(Comparator.comparing(s -> !blamed.contains("service/" + s.key())))
            .limit(4)
            .toList();
    double width = 210;
    double left = (WIDTH - chosen.size() * (width + 20) + 20) / 2;
    for (Service s : chosen) {
      String key = "service/" + s.key();
      shapes.add(Svg.rect(blamed.contains(key) ? "blamed" : "node", left, 14, width, 36, 18));
      shapes.add(Svg.text("", left + 16, 30, width - 30, s.key()));
      shapes.add(
          Svg.text(
              "small",
              left + 16,
              44,
              width - 30,
              "Service " + s.clusterIps().stream().map(Object::toString).findFirst().orElse("")));
      places.put(key, new double[] {left + width / 2, 50});
      left += width + 20;
    }
  }

  private double node(Node n, double x, double width) {
    String key = "node//" + n.name();
    List<Pod> pods =
        cluster.podsOn(n.name()).stream()
            .filter(p -> !p.finished())
            .sorted(
                Comparator.comparing((Pod p) -> !marked("pod/" + p.key()))
                    .thenComparing(p -> p.spec().hostNetwork())
                    .thenComparing(Pod::key))
            .toList();
    List<Pod> listed = pods.subList(0, Math.min(MAX_PODS, pods.size()));
    double height = 54 + listed.size() * (POD + 6) + (pods.size() > listed.size() ? 18 : 4);
    String box = broken(key, key) ? "node inside" : "node";
    shapes.add(Svg.rect(blamed.contains(key) ? "blamed" : box, x, TOP, width, height, 8));
    shapes.add(Svg.text(blamed.contains(key) ? "bad" : "", x + 12, TOP + 20, width - 20, n.name()));
    shapes.add(Svg.text("small", x + 12, TOP + 36, width - 20, state(n)));
    places.put(key, new double[] {x + width / 2, TOP});
    double y = TOP + 46;
    for (Pod p : listed) {
      String pod = "pod/" + p.key();
      shapes.add(Svg.rect(blamed.contains(pod) ? "blamed" : "pod", x + 8, y, width - 16, POD, 5));
      shapes.add(
          Svg.text(
              involved.contains(pod) ? "bad" : "",
              x + 16,
              y + 16,
              width - 36,
              (p.namespace().equals("kube-system") ? "" : p.namespace() + "/") + p.name()));
      y += POD + 6;
    }
    if (pods.size() > listed.size()) {
      shapes.add(
          Svg.text(
              "small",
              x + 16,
              y + 10,
              width,
              "and " + (pods.size() - listed.size()) + " more pods"));
    }
    return TOP + height;
  }

  private static String state(Node n) {
    String ip =
        n.object()
            .flatMap(o -> o.internalIps().stream().findFirst())
            .map(Object::toString)
            .orElse("");
    String ready =
        n.object()
            .flatMap(o -> o.condition("Ready"))
            .map(c -> c.isTrue() ? "Ready" : "not Ready")
            .orElse("state unknown");
    return (ip + "  " + ready).strip();
  }

  /** The network under the nodes, and an arc per pair of nodes that it fails; the lower end. */
  private double network(List<Node> nodes, double bottom) {
    if (nodes.isEmpty()) {
      return bottom + 20;
    }
    double y = bottom + 26;
    List<double[]> feet = nodes.stream().map(n -> places.get("node//" + n.name())).toList();
    feet.forEach(p -> shapes.add(Svg.line("net", p[0], bottom, p[0], y)));
    shapes.add(Svg.line("net", feet.get(0)[0], y, feet.get(feet.size() - 1)[0], y));
    shapes.add(Svg.text("small", feet.get(0)[0] + 8, y - 8, 200, "node network"));
    int depth = 0;
    for (int i = 0; i + 1 < nodes.size(); i++) {
      for (int j = i + 1; j < nodes.size(); j++) {
        if (broken("node//" + nodes.get(i).name(), "node//" + nodes.get(j).name())) {
          arc(feet.get(i)[0], feet.get(j)[0], y, 22 * (j - i));
          depth = Math.max(depth, 22 * (j - i));
        }
      }
    }
    return y + 24 + depth;
  }

  /** A dashed arc under the network with a cross at its lowest point. */
  private void arc(double from, double to, double y, double depth) {
    shapes.add(
        tag("path")
            .attr("class", "broken")
            .attr(
                "d",
                String.join(
                    " ",
                    "M" + Svg.number(from),
                    Svg.number(y),
                    "Q" + Svg.number((from + to) / 2),
                    Svg.number(y + 2 * depth),
                    Svg.number(to),
                    Svg.number(y))));
    cross((from + to) / 2, y + depth);
  }

  /** Dashed lines from Services to the nodes from or on which they are not reached. */
  private void toServices() {
    List<String> services = places.keySet().stream().filter(k -> k.startsWith("service/")).toList();
    int drawn = 0;
    for (String node : places.keySet()) {
      for (String service : services) {
        if (node.startsWith("node/") && drawn < MAX_LINES && broken(node, service)) {
          double[] a = places.get(service);
          double[] b = places.get(node);
          shapes.add(Svg.line("broken", a[0], a[1], b[0], b[1]));
          double part = 0.35 + 0.15 * (drawn++ % 3);
          cross(a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]));
        }
      }
    }
  }

  /** True when a symptom, or the blame, lies between the two. */
  private boolean broken(String a, String b) {
    for (Symptom s : shown) {
      Set<String> from = hosts(s.source());
      Set<String> to = hosts(s.target());
      if (from.contains(a) && to.contains(b) || from.contains(b) && to.contains(a)) {
        return true;
      }
    }
    return blamed.contains("path//" + a.substring(6) + "|" + b.substring(Math.min(6, b.length())));
  }

  /** A subject's keys and, for a pod, its node's. */
  private Set<String> hosts(Subject s) {
    Set<String> keys = new LinkedHashSet<>(ends(s));
    if (s.kind().equals("pod")) {
      cluster.pod(s.namespace(), s.name()).ifPresent(p -> keys.add("node//" + p.nodeName()));
    }
    return keys;
  }

  private void cross(double x, double y) {
    shapes.add(Svg.line("cross", x - 6, y - 6, x + 6, y + 6));
    shapes.add(Svg.line("cross", x - 6, y + 6, x + 6, y - 6));
  }

  private boolean marked(String key) {
    return blamed.contains(key) || involved.contains(key);
  }

  private boolean blames(Subject s) {
    return blamed.containsAll(ends(s));
  }

  /** Keys of a subject: itself, and for a path its two nodes as well. */
  private static List<String> ends(Subject s) {
    List<String> keys = new ArrayList<>();
    keys.add(s.kind() + "/" + s.namespace() + "/" + s.name());
    if (s.kind().equals("path")) {
      for (String n : s.name().split("\\|")) {
        keys.add("node//" + n);
      }
    }
    return keys;
  }
}
