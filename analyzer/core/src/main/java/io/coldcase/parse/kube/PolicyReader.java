package io.coldcase.parse.kube;

import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Selector;
import io.coldcase.net.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** spec of a NetworkPolicy; policyTypes defaults as the API says. */
final class PolicyReader implements KindReader {
  private final Cursor c;
  private Selector pods = Selector.ALL;
  private List<String> types = List.of();
  private List<NetworkPolicy.Rule> ingress = List.of();
  private List<NetworkPolicy.Rule> egress = List.of();

  PolicyReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    if (!name.equals("spec")) {
      return false;
    }
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "podSelector" -> pods = MetaReader.selector(c);
          case "policyTypes" -> types = c.texts();
          case "ingress" -> ingress = rules("ingress");
          case "egress" -> egress = rules("egress");
          default -> c.skip();
        }
      }
    }
    return true;
  }

  @Override
  public NetworkPolicy build(Meta meta) {
    List<String> t = types;
    if (t.isEmpty()) {
      t = egress.isEmpty() ? List.of("Ingress") : List.of("Ingress", "Egress");
    }
    return new NetworkPolicy(meta, pods, t, ingress, egress);
  }

  private List<NetworkPolicy.Rule> rules(String direction) throws IOException {
    List<NetworkPolicy.Rule> list = new ArrayList<>();
    if (c.array()) {
      while (c.element()) {
        Place place = c.place("spec/" + direction + "/" + list.size());
        List<NetworkPolicy.Peer> peers = new ArrayList<>();
        List<NetworkPolicy.Port> ports = new ArrayList<>();
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "from", "to" -> peers(peers);
              case "ports" -> ports(ports);
              default -> c.skip();
            }
          }
        }
        list.add(new NetworkPolicy.Rule(peers, ports, place));
      }
    }
    return list;
  }

  private void peers(List<NetworkPolicy.Peer> into) throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      Optional<Prefix> cidr = Optional.empty();
      List<Prefix> except = new ArrayList<>();
      Optional<Selector> podSelector = Optional.empty();
      Optional<Selector> namespaces = Optional.empty();
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "podSelector" -> podSelector = Optional.of(MetaReader.selector(c));
            case "namespaceSelector" -> namespaces = Optional.of(MetaReader.selector(c));
            case "ipBlock" -> {
              if (c.object()) {
                while (c.member()) {
                  switch (c.name()) {
                    case "cidr" -> cidr = Prefix.tryParse(c.text());
                    case "except" ->
                        c.texts().forEach(t -> Prefix.tryParse(t).ifPresent(except::add));
                    default -> c.skip();
                  }
                }
              }
            }
            default -> c.skip();
          }
        }
      }
      into.add(new NetworkPolicy.Peer(cidr, except, podSelector, namespaces));
    }
  }

  private void ports(List<NetworkPolicy.Port> into) throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      String protocol = "TCP";
      String port = "";
      int endPort = 0;
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "protocol" -> protocol = c.text("TCP");
            case "port" -> port = c.text();
            case "endPort" -> endPort = c.integer();
            default -> c.skip();
          }
        }
      }
      into.add(new NetworkPolicy.Port(protocol, port, endPort));
    }
  }
}
