package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All fact sources; a new one is one line here, those that take longest stand first. */
public final class FactSources {
  private static final List<FactSource> ALL =
      List.of(
          WalkFacts::derive,
          ServiceRules::derive,
          FactSources::collected,
          SysctlFact::derive,
          PolicyFacts::derive,
          LogHit::derive,
          RequestSymptoms::derive,
          ProbeSymptoms::derive,
          PodSymptoms::derive,
          ClusterSymptoms::derive,
          PacketFacts::derive,
          SilentOverlay::derive,
          WarningEvent::derive,
          OtherTag::derive,
          PathQuality::derive,
          BlockedPort::derive,
          ExternalTarget::derive,
          ExternalRefusal::derive,
          OutsideQuality::derive,
          LoadBalancer::derive,
          BlockedHealthCheck::derive,
          IngressProblem::derive,
          IngressCertificate::derive,
          BalancerBypass::derive,
          ProtocolMismatch::derive,
          VersionSkew::derive,
          GatewayProblem::derive,
          UnevenLoad::derive,
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
          UnknownIssuer::derive,
          LocalCache::derive,
          NodeTaints::derive,
          KubeletWord::derive,
          MetadataService::derive,
          NodePressure::derive,
          Throttled::derive,
          WildcardSearch::derive,
          AppComplaint::derive,
          SecondProxy::derive,
          ZoneSkew::derive,
          GoneAddress::derive,
          Rollout::derive,
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

  /**
   * All facts of a cluster, in a stable order. The sources run beside each other: whoever is free
   * takes the next one, for a stream that is split by halves leaves two long ones to one thread.
   */
  public static List<Object> facts(Cluster cluster) {
    List<List<Object>> facts = new ArrayList<>();
    ALL.forEach(s -> facts.add(new ArrayList<>()));
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(
            thread -> {
              for (int i = next.getAndIncrement(); i < ALL.size(); i = next.getAndIncrement()) {
                ALL.get(i).derive(cluster, facts.get(i)::add);
              }
            });
    return facts.stream().flatMap(List::stream).toList();
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
