package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The kubelet could not make or take down the network of a pod (events FailedCreatePodSandBox and
 * FailedKillPod).
 *
 * @param node where; from the event's host or the pod's node
 * @param kind what the plugin complained about: plugin-missing, bridge-address, range-full,
 *     version, no-subnet, name-taken, device-exists, other
 * @param detail the plugin, bridge, range or version that the message names, or empty
 * @param ongoing the pod still waits, or it is gone and failed within the last ten minutes
 */
public record SandboxFailure(
    String node,
    String namespace,
    String pod,
    String kind,
    String detail,
    boolean ongoing,
    SourceRef at) {
  private static final Duration RECENT = Duration.ofMinutes(10);

  static void derive(Cluster cluster, Consumer<Object> facts) {
    all(cluster).forEach(facts);
  }

  /** All of them, in the order of the events. */
  static List<SandboxFailure> all(Cluster cluster) {
    List<SandboxFailure> all = new ArrayList<>();
    for (Event e : cluster.objects(Event.class)) {
      if (!e.reason().equals("FailedCreatePodSandBox") && !e.reason().equals("FailedKillPod")) {
        continue;
      }
      // an error that another error quotes has its quotes escaped
      String m = e.message().replace("\\", "");
      String node =
          e.host().isEmpty()
              ? cluster
                  .pod(e.regardingNamespace(), e.regardingName())
                  .map(p -> p.nodeName())
                  .orElse("")
              : e.host();
      String kind = kind(m);
      all.add(
          new SandboxFailure(
              node,
              e.regardingNamespace(),
              e.regardingName(),
              kind,
              detail(kind, m),
              ongoing(cluster, e),
              e.at().withText(m)));
    }
    return all;
  }

  private static boolean ongoing(Cluster cluster, Event e) {
    Optional<Pod> pod = cluster.pod(e.regardingNamespace(), e.regardingName());
    return pod.isPresent() && e.reason().startsWith("FailedCreate")
        ? pod.get().phase().equals("Pending")
        : e.last().isAfter(cluster.now().minus(RECENT));
  }

  private static String kind(String message) {
    if (message.contains("failed to find plugin")) {
      return "plugin-missing";
    }
    if (message.contains("already has an IP address different from")) {
      return "bridge-address";
    }
    if (message.contains("no IP addresses available in range set")) {
      return "range-full";
    }
    if (message.contains("incompatible CNI versions")
        || message.contains("does not support config version")
        || message.contains("unsupported CNI result version")
        || message.contains("no converter for CNI result version")) {
      return "version";
    }
    if (message.contains("failed to reserve sandbox name")) {
      return "name-taken";
    }
    if (message.contains("already exists") && message.contains("veth")
        || message.contains("file exists") && message.contains("netns")) {
      return "device-exists";
    }
    return message.contains("subnet.env: no such file") ? "no-subnet" : "other";
  }

  private static String detail(String kind, String message) {
    return switch (kind) {
      case "plugin-missing" -> between(message, "failed to find plugin \"", "\"");
      case "bridge-address" -> between(message, "failed to set bridge addr: \"", "\"");
      case "range-full" -> between(message, "range set: ", "\"").strip();
      case "version" -> version(message);
      default -> "";
    };
  }

  /** The version that the configuration asks for, as libcni and the plugins word it. */
  private static String version(String message) {
    return Stream.of("config version \"", "config is \"", "result version \"")
        .filter(message::contains)
        .findFirst()
        .map(head -> between(message, head, "\""))
        .orElse("");
  }

  private static String between(String text, String head, String tail) {
    int from = text.indexOf(head);
    if (from < 0) {
      return "";
    }
    from += head.length();
    int to = text.indexOf(tail, from);
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }
}
