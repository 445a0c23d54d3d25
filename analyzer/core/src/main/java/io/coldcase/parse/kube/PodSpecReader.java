package io.coldcase.parse.kube;

import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.net.Ip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PodSpec, of a pod or a template; its pointer below the object is {@code at}. */
final class PodSpecReader {
  private final Cursor c;
  private final String at;
  private final List<Container> containers = new ArrayList<>();
  private final List<PodSpec.HostAlias> hostAliases = new ArrayList<>();
  private final List<PodSpec.Toleration> tolerations = new ArrayList<>();
  private final List<String> hostPaths = new ArrayList<>();
  private final List<String> configMaps = new ArrayList<>();
  private final List<String> gates = new ArrayList<>();
  private Optional<PodSpec.DnsConfig> dnsConfig = Optional.empty();
  private Map<String, String> nodeSelector = Map.of();
  private boolean hostNetwork;
  private boolean affinity;
  private String dnsPolicy = "ClusterFirst";
  private String priorityClass = "";
  private String serviceAccount = "";
  private String hostname = "";
  private String subdomain = "";
  private int gracePeriod = 30;
  private Place dnsPlace = Place.NONE;

  /** spec.nodeName, which is the pod's and not the template's. */
  String nodeName = "";

  PodSpecReader(Cursor c, String at) {
    this.c = c;
    this.at = at;
  }

  /** What a pod without a readable spec has. */
  static PodSpec none(Cursor c) {
    return new PodSpecReader(c, "spec").spec();
  }

  PodSpec read() throws IOException {
    if (c.object()) {
      while (c.member()) {
        member();
      }
    }
    return spec();
  }

  private void member() throws IOException {
    switch (c.name()) {
      case "containers" -> containers("containers", false);
      case "initContainers" -> containers("initContainers", true);
      case "hostNetwork" -> hostNetwork = c.bool();
      case "dnsPolicy" -> {
        if (dnsConfig.isEmpty()) {
          dnsPlace = c.place(at + "/dnsPolicy");
        }
        dnsPolicy = c.text("ClusterFirst");
      }
      case "dnsConfig" -> {
        dnsPlace = c.place(at + "/dnsConfig");
        dnsConfig = Optional.of(dnsConfig());
      }
      case "hostAliases" -> hostAliases();
      case "nodeSelector" -> nodeSelector = c.map();
      case "tolerations" -> tolerations();
      case "affinity" -> {
        affinity = c.atObject();
        c.skip();
      }
      case "priorityClassName" -> priorityClass = c.text();
      case "serviceAccountName" -> serviceAccount = c.text();
      case "hostname" -> hostname = c.text();
      case "subdomain" -> subdomain = c.text();
      case "nodeName" -> nodeName = c.text();
      case "terminationGracePeriodSeconds" -> gracePeriod = c.integer();
      case "readinessGates" -> readinessGates();
      case "volumes" -> volumes();
      default -> c.skip();
    }
  }

  private PodSpec spec() {
    return new PodSpec(
        containers,
        hostNetwork,
        dnsPolicy,
        dnsConfig,
        hostAliases,
        nodeSelector,
        tolerations,
        affinity,
        priorityClass,
        serviceAccount,
        hostname,
        subdomain,
        hostPaths,
        gates,
        configMaps,
        gracePeriod,
        dnsPlace);
  }

  private void containers(String field, boolean init) throws IOException {
    if (c.array()) {
      int i = 0;
      while (c.element()) {
        containers.add(new ContainerReader(c, at + "/" + field + "/" + i++, init).read());
      }
    }
  }

  private PodSpec.DnsConfig dnsConfig() throws IOException {
    List<Ip> nameservers = List.of();
    List<String> searches = List.of();
    Map<String, String> options = new LinkedHashMap<>();
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "nameservers" -> nameservers = c.ips();
          case "searches" -> searches = c.texts();
          case "options" -> {
            if (c.array()) {
              while (c.element()) {
                Map<String, String> o = c.map();
                options.put(o.getOrDefault("name", ""), o.getOrDefault("value", ""));
              }
            }
          }
          default -> c.skip();
        }
      }
    }
    return new PodSpec.DnsConfig(nameservers, searches, options);
  }

  private void hostAliases() throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      Optional<Ip> ip = Optional.empty();
      List<String> names = List.of();
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "ip" -> ip = Ip.tryParse(c.text());
            case "hostnames" -> names = c.texts();
            default -> c.skip();
          }
        }
      }
      if (ip.isPresent()) {
        hostAliases.add(new PodSpec.HostAlias(ip.get(), names));
      }
    }
  }

  private void tolerations() throws IOException {
    if (c.array()) {
      while (c.element()) {
        Map<String, String> m = c.map();
        tolerations.add(
            new PodSpec.Toleration(
                m.getOrDefault("key", ""),
                m.getOrDefault("operator", "Equal"),
                m.getOrDefault("value", ""),
                m.getOrDefault("effect", "")));
      }
    }
  }

  private void readinessGates() throws IOException {
    if (c.array()) {
      while (c.element()) {
        gates.add(c.map().getOrDefault("conditionType", ""));
      }
    }
  }

  private void volumes() throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "hostPath" -> hostPaths.add(c.map().getOrDefault("path", ""));
            case "configMap" -> configMaps.add(c.map().getOrDefault("name", ""));
            default -> c.skip();
          }
        }
      }
    }
  }
}
