package io.coldcase.parse.kube;

import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.net.Ip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An EndpointSlice (discovery.k8s.io/v1 and v1beta1). */
final class SliceReader implements KindReader {
  private final Cursor c;
  private final List<EndpointSlice.Port> ports = new ArrayList<>();
  private final List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();
  private String addressType = "IPv4";

  SliceReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    switch (name) {
      case "addressType" -> addressType = c.text("IPv4");
      case "ports" -> ports.addAll(ports(c, "ports"));
      case "endpoints" -> {
        if (c.array()) {
          while (c.element()) {
            endpoints.add(endpoint("endpoints/" + endpoints.size()));
          }
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public EndpointSlice build(Meta meta) {
    return new EndpointSlice(
        meta,
        meta.labels().getOrDefault("kubernetes.io/service-name", ""),
        addressType,
        ports,
        endpoints,
        meta.labels().getOrDefault("endpointslice.kubernetes.io/managed-by", ""),
        false);
  }

  /** A ports array of a slice or of a subset of Endpoints. */
  static List<EndpointSlice.Port> ports(Cursor c, String at) throws IOException {
    List<EndpointSlice.Port> list = new ArrayList<>();
    if (c.array()) {
      while (c.element()) {
        String name = "";
        String protocol = "TCP";
        int port = 0;
        Place place = c.place(at + "/" + list.size());
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "name" -> name = c.text();
              case "protocol" -> protocol = c.text("TCP");
              case "port" -> {
                place = c.place(place.pointer());
                port = c.integer();
              }
              default -> c.skip();
            }
          }
        }
        list.add(new EndpointSlice.Port(name, protocol, port, place));
      }
    }
    return list;
  }

  private EndpointSlice.Endpoint endpoint(String at) throws IOException {
    List<Ip> addresses = List.of();
    List<String> hints = new ArrayList<>();
    String node = "";
    String target = "";
    String zone = "";
    // Kubernetes API, EndpointConditions: an absent condition means true, terminating means false.
    String ready = "true";
    String serving = "";
    boolean terminating = false;
    Place place = c.place(at);
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "addresses" -> {
            place = c.place(at);
            addresses = c.ips();
          }
          case "conditions" -> {
            Map<String, String> m = c.map();
            ready = m.getOrDefault("ready", "true");
            serving = m.getOrDefault("serving", "");
            terminating = m.getOrDefault("terminating", "").equals("true");
          }
          case "nodeName" -> node = c.text();
          case "zone" -> zone = c.text();
          case "targetRef" -> target = podName(c);
          case "hints" -> {
            if (c.object()) {
              while (c.member()) {
                if (c.name().equals("forZones") && c.array()) {
                  while (c.element()) {
                    hints.add(c.map().getOrDefault("name", ""));
                  }
                } else {
                  c.skip();
                }
              }
            }
          }
          default -> c.skip();
        }
      }
    }
    boolean isReady = !ready.equals("false");
    boolean isServing = serving.isEmpty() ? isReady : serving.equals("true");
    return new EndpointSlice.Endpoint(
        addresses, isReady, isServing, terminating, node, target, zone, hints, place);
  }

  /** Name of the Pod that a targetRef names, or empty. */
  static String podName(Cursor c) throws IOException {
    Map<String, String> m = c.map();
    return m.getOrDefault("kind", "Pod").equals("Pod") ? m.getOrDefault("name", "") : "";
  }
}
