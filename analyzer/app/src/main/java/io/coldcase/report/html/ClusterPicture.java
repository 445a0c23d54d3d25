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
import j2html.tags.ContainerTag;
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
 * what the first cause blames is red, and dashed lines with a cross show what does not get through.
 */
final class ClusterPicture {
  private static final double WIDTH = 960;
  private static final int MAX_NODES = 6;
  private static final int MAX_PODS = 6;
  private static final int MAX_LINES = 5;
  private static final double TOP = 96;
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
            .filter(s -> !s.ended())
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
    network(nodes, left, width, gap, bottom);
    lines();
    int more = cluster.nodes().size() - nodes.size();
    if (more > 0) {
      shapes.add(Svg.text("small", 10, bottom + 46, 300, "and " + more + " more nodes"));
    }
    return tag("svg")
        .attr("viewBox", "0 0 " + (int) WIDTH + " " + (int) (bottom + 56))
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
    shapes.add(Svg.rect(blamed.contains(key) ? "blamed" : "node", x, TOP, width, height, 8));
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
      places.put(pod, new double[] {x + width / 2, y + POD / 2});
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

  private void network(List<Node> nodes, double left, double width, double gap, double bottom) {
    if (nodes.isEmpty()) {
      return;
    }
    double y = bottom + 26;
    for (int i = 0; i < nodes.size(); i++) {
      double x = left + i * (width + gap) + width / 2;
      shapes.add(Svg.line("net", x, bottom, x, y));
    }
    double last = left + (nodes.size() - 1) * (width + gap) + width / 2;
    shapes.add(Svg.line("net", left + width / 2, y, last, y));
    shapes.add(Svg.text("small", (left + width / 2 + last) / 2 - 40, y + 18, 200, "node network"));
    for (int i = 0; i + 1 < nodes.size(); i++) {
      for (int j = i + 1; j < nodes.size(); j++) {
        if (blamed.contains("path//" + nodes.get(i).name() + "|" + nodes.get(j).name())) {
          double a = left + i * (width + gap) + width / 2;
          double b = left + j * (width + gap) + width / 2;
          shapes.add(Svg.line("broken", a, y, b, y));
          cross((a + b) / 2, y);
        }
      }
    }
  }

  /** A dashed line per pair of source and target that are both in the picture. */
  private void lines() {
    Set<String> drawn = new LinkedHashSet<>();
    for (Symptom s : shown) {
      for (String from : ends(s.source())) {
        for (String to : ends(s.target())) {
          double[] a = places.get(from);
          double[] b = places.get(to);
          if (a != null
              && b != null
              && !from.equals(to)
              && drawn.size() < MAX_LINES
              && drawn.add(from + " " + to)) {
            connect(a, b);
          }
        }
      }
    }
  }

  private void connect(double[] a, double[] b) {
    double midX = (a[0] + b[0]) / 2;
    double midY = (a[1] + b[1]) / 2 - (Math.abs(a[1] - b[1]) < 30 ? 26 : 0);
    ContainerTag<?> path =
        tag("path")
            .attr("class", "broken")
            .attr(
                "d",
                "M"
                    + Svg.number(a[0])
                    + " "
                    + Svg.number(a[1])
                    + " Q"
                    + Svg.number(midX)
                    + " "
                    + Svg.number(midY)
                    + " "
                    + Svg.number(b[0])
                    + " "
                    + Svg.number(b[1]));
    shapes.add(path);
    cross((a[0] + b[0]) / 4 + midX / 2, (a[1] + b[1]) / 4 + midY / 2);
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
