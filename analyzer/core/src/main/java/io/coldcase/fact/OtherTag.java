package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pod of kube-proxy, of cluster DNS or of the network plugin waits for an image of which its node
 * has another tag: somebody changed the reference, so that what was there is no longer good enough.
 * What follows has a fault of its own for each of them, whether or not the registry answers.
 *
 * @param has the image that the node has
 * @param at where the pod asks for the other
 */
public record OtherTag(Subject pod, String has, SourceRef at) {
  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    Optional<CniAgent> agent = CniAgent.of(cluster);
    for (Pod p : cluster.objects(Pod.class)) {
      boolean proxy = p.namespace().equals("kube-system") && p.name().startsWith("kube-proxy");
      if (!proxy && !dns.pods().contains(p) && agent.filter(a -> a.owns(p)).isEmpty()) {
        continue;
      }
      for (ContainerStatus s : p.statuses()) {
        if (PodSymptoms.pullFails(s)) {
          p.spec().containers().stream()
              .filter(c -> c.name().equals(s.name()))
              .findFirst()
              .flatMap(
                  c ->
                      other(cluster, p, c.image())
                          .map(
                              has ->
                                  new OtherTag(
                                      Subject.pod(p.namespace(), p.name()),
                                      has,
                                      p.at(s.place(), c.image() + ": " + s.state().reason()))))
              .ifPresent(facts);
        }
      }
    }
  }

  private static Optional<String> other(Cluster cluster, Pod p, String image) {
    List<String> images =
        cluster.objects(KubeNode.class).stream()
            .filter(n -> n.name().equals(p.nodeName()))
            .flatMap(n -> n.images().stream())
            .toList();
    String repository = repository(image);
    return images.contains(image)
        ? Optional.empty()
        : images.stream().filter(i -> repository(i).equals(repository)).findFirst();
  }

  /** The reference without tag and digest; a colon before the last slash belongs to a port. */
  private static String repository(String image) {
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int tag = name.lastIndexOf(':');
    return tag > name.lastIndexOf('/') ? name.substring(0, tag) : name;
  }
}
