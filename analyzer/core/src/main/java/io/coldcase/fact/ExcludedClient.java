package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pod whose address is in none of the ranges that a LoadBalancer Service admits
 * (spec.loadBalancerSourceRanges).
 *
 * @param address of the load balancer, where kube-proxy drops what the pod sends
 */
public record ExcludedClient(
    Subject service, String address, Subject pod, String ip, String ranges, SourceRef at) {

  static void derive(Cluster cluster, Consumer<Object> facts) {
    List<Service> limited =
        cluster.objects(Service.class).stream()
            .filter(s -> !s.sourceRanges().isEmpty() && !s.ingress().isEmpty())
            .toList();
    if (limited.isEmpty()) {
      return;
    }
    for (Pod p : cluster.objects(Pod.class)) {
      Optional<Ip> ip = p.ips().stream().findFirst();
      for (Service s : limited) {
        boolean out =
            ip.isPresent() && s.sourceRanges().stream().noneMatch(r -> r.contains(ip.get()));
        for (String address : out ? s.ingress() : List.<String>of()) {
          facts.accept(
              new ExcludedClient(
                  Subject.service(s.namespace(), s.name()),
                  address,
                  Subject.pod(p.namespace(), p.name()),
                  ip.get().toString(),
                  s.sourceRanges().toString(),
                  s.at()
                      .child(
                          "spec/loadBalancerSourceRanges",
                          s.key() + ": loadBalancerSourceRanges " + s.sourceRanges())));
        }
      }
    }
  }
}
