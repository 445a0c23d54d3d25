package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All fact sources; a new one is one line here. */
public final class FactSources {
  private static final List<FactSource> ALL =
      List.of(
          FactSources::collected,
          SysctlFact::derive,
          PolicyFacts::derive,
          WalkFacts::derive,
          ServiceRules::derive,
          LogHit::derive,
          RequestSymptoms::derive,
          ProbeSymptoms::derive,
          PodSymptoms::derive,
          ClusterSymptoms::derive,
          PacketFacts::derive,
          SilentOverlay::derive,
          WarningEvent::derive,
          PathQuality::derive,
          BlockedPort::derive,
          ExternalTarget::derive,
          ExternalRefusal::derive,
          OutsideQuality::derive,
          LoadBalancer::derive,
          BlockedHealthCheck::derive,
          IngressProblem::derive,
          HealthPortClash::derive,
          ExcludedClient::derive,
          LocalNodePort::derive,
          PodFilter::derive,
          ServiceState::derive,
          ServicePort::derive,
          ServiceOddity::derive,
          TrafficGap::derive,
          UnreadyPod::derive,
          KubeProxyNode::derive,
          KubeProxyConfig::derive,
          DnsPods::derive,
          DnsService::derive,
          DnsObject::derive,
          DnsAccess::derive,
          DnsLoop::derive,
          DnsServers::derive,
          DnsCpu::derive,
          CutResolver::derive,
          CertificateName::derive,
          NodeTaints::derive,
          NodePressure::derive,
          Throttled::derive,
          WildcardSearch::derive,
          AppComplaint::derive,
          SecondProxy::derive,
          ZoneSkew::derive,
          GoneAddress::derive,
          StaleFlow::derive,
          SysctlFileFact::derive,
          CorefileProblem::derive,
          UnreadCorefile::derive,
          Upstream::derive,
          HostResolver::derive,
          AnswerOverride::derive,
          NegativeCache::derive,
          KubeletDns::derive,
          PodDns::derive,
          NameMistake::derive,
          WrongPort::derive,
          ApiServer::derive,
          ApiPath::derive,
          ApiFront::derive,
          NodeAgent::derive,
          SharedName::derive,
          ControlLoop::derive,
          LaggingSlice::derive,
          Admission::derive,
          ApiExtension::derive,
          Expired::derive,
          ExternalIpClaim::derive,
          RejectedTokens::derive,
          ServingName::derive,
          PendingCsr::derive,
          SandboxFailure::derive,
          CniFacts::derive,
          MissingModule::derive,
          IpamFacts::derive,
          OverlayFacts::derive,
          MtuFacts::derive,
          DirectRoutes::derive,
          PacketHook::derive,
          PathMtuFilter::derive,
          ControlPlanePath::derive,
          DnsOverTcp::derive,
          ProxyPriority::derive,
          LinkFacts::derive,
          KernelFacts::derive,
          HostFacts::derive);

  private FactSources() {}

  /** All facts of a cluster, in a stable order; the sources run beside each other. */
  public static List<Object> facts(Cluster cluster) {
    return ALL.parallelStream()
        .flatMap(
            source -> {
              List<Object> facts = new ArrayList<>();
              source.derive(cluster, facts::add);
              return facts.stream();
            })
        .toList();
  }

  private static void collected(Cluster cluster, Consumer<Object> facts) {
    for (ArtifactKind<?> k : Kinds.all()) {
      if (k.scope() == Scope.CLUSTER) {
        if (cluster.complete(k)) {
          facts.accept(new Collected(k.id(), ""));
        }
      } else {
        for (Node n : cluster.nodes()) {
          if (n.complete(k)) {
            facts.accept(new Collected(k.id(), n.name()));
          }
        }
      }
    }
  }
}
