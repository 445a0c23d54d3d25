package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** spec and status of a Service, with the defaults of the API for what is left out. */
final class ServiceReader implements KindReader {
  private final Cursor c;
  private final List<Ip> clusterIps = new ArrayList<>();
  private final List<Service.Port> ports = new ArrayList<>();
  private final List<Prefix> sourceRanges = new ArrayList<>();
  private final List<String> ingress = new ArrayList<>();
  private List<Ip> externalIps = List.of();
  private List<String> ipFamilies = List.of();
  private List<Condition> conditions = List.of();
  private Map<String, String> selector = Map.of();
  private String type = "ClusterIP";
  private String externalName = "";
  private String externalPolicy = "Cluster";
  private String internalPolicy = "Cluster";
  private String affinity = "None";
  private boolean headless;
  private boolean publishNotReady;
  private int healthCheckNodePort;
  private Place selectorPlace = Place.NONE;
  private Place addressPlace = Place.NONE;

  ServiceReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    switch (name) {
      case "spec" -> spec();
      case "status" -> status();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public Service build(Meta meta) {
    return new Service(
        meta,
        type,
        clusterIps,
        headless,
        selector,
        ports,
        externalName,
        externalIps,
        ingress,
        sourceRanges,
        externalPolicy,
        internalPolicy,
        affinity,
        ipFamilies,
        healthCheckNodePort,
        publishNotReady,
        conditions,
        selectorPlace,
        addressPlace);
  }

  private void spec() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "type" -> type = c.text("ClusterIP");
        case "clusterIP" -> {
          addressPlace = c.place("spec/clusterIP");
          clusterIp(c.text());
        }
        case "clusterIPs" -> c.texts().forEach(this::clusterIp);
        case "selector" -> {
          selectorPlace = c.place("spec/selector");
          selector = c.map();
        }
        case "ports" -> ports();
        case "externalName" -> {
          addressPlace = c.place("spec/externalName");
          externalName = c.text();
        }
        case "externalIPs" -> externalIps = c.ips();
        case "loadBalancerSourceRanges" ->
            c.texts().forEach(t -> Prefix.tryParse(t.strip()).ifPresent(sourceRanges::add));
        case "externalTrafficPolicy" -> externalPolicy = c.text("Cluster");
        case "internalTrafficPolicy" -> internalPolicy = c.text("Cluster");
        case "sessionAffinity" -> affinity = c.text("None");
        case "ipFamilies" -> ipFamilies = c.texts();
        case "healthCheckNodePort" -> healthCheckNodePort = c.integer();
        case "publishNotReadyAddresses" -> publishNotReady = c.bool();
        default -> c.skip();
      }
    }
  }

  private void clusterIp(String text) {
    headless |= text.equals("None");
    Ip.tryParse(text).filter(ip -> !clusterIps.contains(ip)).ifPresent(clusterIps::add);
  }

  private void ports() throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      String name = "";
      String protocol = "TCP";
      String target = "";
      String appProtocol = "";
      int port = 0;
      int nodePort = 0;
      Place place = c.place("spec/ports/" + ports.size());
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "name" -> name = c.text();
            case "protocol" -> protocol = c.text("TCP");
            case "port" -> port = c.integer();
            case "targetPort" -> {
              place = c.place(place.pointer());
              target = c.text();
            }
            case "nodePort" -> nodePort = c.integer();
            case "appProtocol" -> appProtocol = c.text();
            default -> c.skip();
          }
        }
      }
      ports.add(
          new Service.Port(
              name,
              protocol,
              port,
              target.isEmpty() ? Integer.toString(port) : target,
              nodePort,
              appProtocol,
              place));
    }
  }

  private void status() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "conditions" -> conditions = MetaReader.conditions(c, "status/conditions");
        case "loadBalancer" -> loadBalancer();
        default -> c.skip();
      }
    }
  }

  private void loadBalancer() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      if (c.name().equals("ingress") && c.array()) {
        while (c.element()) {
          Map<String, String> m = c.map();
          ingress.add(m.getOrDefault("ip", m.getOrDefault("hostname", "")));
        }
      } else {
        c.skip();
      }
    }
  }
}
