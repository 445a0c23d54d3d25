package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.net.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** spec and status of a Node. */
final class NodeReader implements KindReader {
  private final Cursor c;
  private final List<Prefix> podCidrs = new ArrayList<>();
  private final List<KubeNode.Address> addresses = new ArrayList<>();
  private final List<String> images = new ArrayList<>();
  private final List<KubeNode.Taint> taints = new ArrayList<>();
  private List<Condition> conditions = List.of();
  private Map<String, String> info = Map.of();
  private boolean unschedulable;
  private String providerId = "";
  private int maxPods;
  private int kubeletPort;
  private Place podCidrPlace = Place.NONE;

  NodeReader(Cursor c) {
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
  public KubeNode build(Meta meta) {
    return new KubeNode(
        meta,
        podCidrs,
        addresses,
        conditions,
        taints,
        unschedulable,
        info.getOrDefault("kubeletVersion", ""),
        info.getOrDefault("kubeProxyVersion", ""),
        info.getOrDefault("osImage", ""),
        info.getOrDefault("kernelVersion", ""),
        info.getOrDefault("containerRuntimeVersion", ""),
        info.getOrDefault("machineID", ""),
        providerId,
        maxPods,
        kubeletPort,
        images,
        podCidrPlace);
  }

  private void spec() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "podCIDR" -> {
          podCidrPlace = c.place("spec/podCIDR");
          podCidr(c.text());
        }
        case "podCIDRs" -> c.texts().forEach(this::podCidr);
        case "taints" -> taints();
        case "unschedulable" -> unschedulable = c.bool();
        case "providerID" -> providerId = c.text();
        default -> c.skip();
      }
    }
  }

  private void podCidr(String text) {
    Prefix.tryParse(text).filter(p -> !podCidrs.contains(p)).ifPresent(podCidrs::add);
  }

  private void taints() throws IOException {
    if (c.array()) {
      while (c.element()) {
        Place place = c.place("spec/taints/" + taints.size());
        Map<String, String> m = c.map();
        taints.add(
            new KubeNode.Taint(
                m.getOrDefault("key", ""),
                m.getOrDefault("value", ""),
                m.getOrDefault("effect", ""),
                place));
      }
    }
  }

  private void status() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "addresses" -> {
          if (c.array()) {
            while (c.element()) {
              Map<String, String> m = c.map();
              addresses.add(
                  new KubeNode.Address(m.getOrDefault("type", ""), m.getOrDefault("address", "")));
            }
          }
        }
        case "conditions" -> conditions = MetaReader.conditions(c, "status/conditions");
        case "nodeInfo" -> info = c.map();
        case "images" -> images();
        case "allocatable" -> {
          if (c.object()) {
            while (c.member()) {
              if (c.name().equals("pods")) {
                maxPods = c.integer();
              } else {
                c.skip();
              }
            }
          }
        }
        case "daemonEndpoints" -> {
          if (c.object()) {
            while (c.member()) {
              if (c.object()) {
                while (c.member()) {
                  if (c.name().equals("Port")) {
                    kubeletPort = c.integer();
                  } else {
                    c.skip();
                  }
                }
              }
            }
          }
        }
        default -> c.skip();
      }
    }
  }

  private void images() throws IOException {
    if (c.array()) {
      while (c.element()) {
        if (c.object()) {
          while (c.member()) {
            if (c.name().equals("names")) {
              images.addAll(c.texts());
            } else {
              c.skip();
            }
          }
        }
      }
    }
  }
}
