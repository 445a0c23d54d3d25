package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Role;
import io.coldcase.model.kube.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the DNS server's ServiceAccount lacks among the rights to list and watch what it needs, by
 * the roles of the cluster.
 *
 * @param subject the binding or role at fault
 * @param account {@code namespace/name}
 * @param lacks resources that it may not list
 */
public record DnsAccess(
    Subject subject, String account, List<String> lacks, List<Evidence> evidence) {
  private static final List<String> RESOURCES = List.of("services", "namespaces", "endpointslices");

  public DnsAccess {
    lacks = List.copyOf(lacks);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    Optional<PodSpec> spec =
        dns.workload()
            .map(w -> w.template())
            .or(() -> dns.pods().stream().findFirst().map(p -> p.spec()));
    if (!cluster.complete(Kinds.RBAC) || spec.isEmpty()) {
      return;
    }
    String namespace = dns.serviceSubject().namespace();
    String account =
        spec.get().serviceAccount().isEmpty() ? "default" : spec.get().serviceAccount();
    List<RoleBinding> bindings =
        cluster.objects(RoleBinding.class).stream()
            .filter(
                b -> b.meta().kind().equals("ClusterRoleBinding") && binds(b, namespace, account))
            .toList();
    List<Role> roles =
        cluster.objects(Role.class).stream()
            .filter(r -> r.meta().kind().equals("ClusterRole"))
            .filter(r -> bindings.stream().anyMatch(b -> b.roleName().equals(r.name())))
            .toList();
    List<String> lacks =
        RESOURCES.stream().filter(r -> roles.stream().noneMatch(x -> may(x, r))).toList();
    if (lacks.isEmpty() || (!bindings.isEmpty() && roles.isEmpty() && known(bindings))) {
      return;
    }
    List<Evidence> e = new ArrayList<>();
    roles.forEach(r -> e.add(new Evidence(r.at(), "its rules do not give " + lacks)));
    bindings.forEach(
        b ->
            e.add(
                new Evidence(
                    b.at(b.rolePlace(), "roleRef " + b.roleName()), "what binds the account")));
    Subject subject =
        bindings.isEmpty()
            ? new Subject(
                "clusterrolebinding",
                "",
                "system:coredns",
                "serviceaccount " + namespace + "/" + account)
            : new Subject(
                "clusterrole", "", bindings.get(0).roleName(), "lacks " + String.join(", ", lacks));
    facts.accept(new DnsAccess(subject, namespace + "/" + account, lacks, e));
  }

  /** True when the bound role is one of those that the dump does not hold. */
  private static boolean known(List<RoleBinding> bindings) {
    return bindings.stream().noneMatch(b -> b.roleName().contains("dns"));
  }

  private static boolean binds(RoleBinding b, String namespace, String account) {
    return b.subjects().stream()
        .anyMatch(
            s ->
                s.kind().equals("ServiceAccount")
                        && s.namespace().equals(namespace)
                        && s.name().equals(account)
                    || s.kind().equals("Group")
                        && (s.name().equals("system:serviceaccounts")
                            || s.name().equals("system:serviceaccounts:" + namespace)));
  }

  private static boolean may(Role r, String resource) {
    String group = resource.equals("endpointslices") ? "discovery.k8s.io" : "";
    return r.rules().stream()
        .anyMatch(x -> x.allows(group, resource, "list") && x.allows(group, resource, "watch"));
  }
}
