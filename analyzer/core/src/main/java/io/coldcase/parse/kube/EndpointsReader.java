package io.coldcase.parse.kube;

import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.net.Ip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Endpoints (core/v1), shown as a slice with the ports of all subsets. */
final class EndpointsReader implements KindReader {
  private final Cursor c;
  private final List<EndpointSlice.Port> ports = new ArrayList<>();
  private final List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();

  EndpointsReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    if (!name.equals("subsets")) {
      return false;
    }
    if (c.array()) {
      int i = 0;
      while (c.element()) {
        String at = "subsets/" + i++;
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "addresses" -> addresses(at + "/addresses/", true);
              case "notReadyAddresses" -> addresses(at + "/notReadyAddresses/", false);
              case "ports" ->
                  SliceReader.ports(c, at + "/ports").stream()
                      .filter(p -> !ports.contains(p))
                      .forEach(ports::add);
              default -> c.skip();
            }
          }
        }
      }
    }
    return true;
  }

  private void addresses(String at, boolean ready) throws IOException {
    if (!c.array()) {
      return;
    }
    int i = 0;
    while (c.element()) {
      Optional<Ip> ip = Optional.empty();
      String node = "";
      String target = "";
      Place place = c.place(at + i++);
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "ip" -> {
              place = c.place(place.pointer());
              ip = Ip.tryParse(c.text());
            }
            case "nodeName" -> node = c.text();
            case "targetRef" -> target = SliceReader.podName(c);
            default -> c.skip();
          }
        }
      }
      endpoints.add(
          new EndpointSlice.Endpoint(
              ip.stream().toList(), ready, ready, false, node, target, "", List.of(), place));
    }
  }

  @Override
  public EndpointSlice build(Meta meta) {
    boolean v6 =
        endpoints.stream()
            .flatMap(e -> e.addresses().stream())
            .findFirst()
            .map(Ip::v6)
            .orElse(false);
    return new EndpointSlice(meta, meta.name(), v6 ? "IPv6" : "IPv4", ports, endpoints, "", true);
  }
}
