package io.coldcase.parse.kube;

import io.coldcase.model.kube.AdminPolicy;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.Selector;
import io.coldcase.net.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** spec of an AdminNetworkPolicy or BaselineAdminNetworkPolicy. */
final class AdminPolicyReader implements KindReader {
  private static final AdminPolicy.Peer NOBODY =
      new AdminPolicy.Peer(Optional.empty(), Optional.empty(), List.of());

  private final Cursor c;
  private int priority;
  private AdminPolicy.Peer subject = NOBODY;
  private List<AdminPolicy.Rule> ingress = List.of();
  private List<AdminPolicy.Rule> egress = List.of();

  AdminPolicyReader(Cursor c) {
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
          case "priority" -> priority = c.integer();
          case "subject" -> subject = peer();
          case "ingress" -> ingress = rules();
          case "egress" -> egress = rules();
          default -> c.skip();
        }
      }
    }
    return true;
  }

  @Override
  public AdminPolicy build(Meta meta) {
    return new AdminPolicy(meta, priority, subject, ingress, egress);
  }

  private List<AdminPolicy.Rule> rules() throws IOException {
    List<AdminPolicy.Rule> list = new ArrayList<>();
    if (c.array()) {
      while (c.element()) {
        String action = "";
        List<AdminPolicy.Peer> peers = new ArrayList<>();
        List<NetworkPolicy.Port> ports = new ArrayList<>();
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "action" -> action = c.text();
              case "from", "to" -> {
                if (c.array()) {
                  while (c.element()) {
                    peers.add(peer());
                  }
                }
              }
              case "ports" -> ports(ports);
              default -> c.skip();
            }
          }
        }
        list.add(new AdminPolicy.Rule(action, peers, ports));
      }
    }
    return list;
  }

  private AdminPolicy.Peer peer() throws IOException {
    Optional<Selector> namespaces = Optional.empty();
    Optional<Selector> pods = Optional.empty();
    List<Prefix> networks = new ArrayList<>();
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "namespaces" -> namespaces = Optional.of(MetaReader.selector(c));
          case "pods" -> {
            if (c.object()) {
              while (c.member()) {
                switch (c.name()) {
                  case "namespaceSelector" -> namespaces = Optional.of(MetaReader.selector(c));
                  case "podSelector" -> pods = Optional.of(MetaReader.selector(c));
                  default -> c.skip();
                }
              }
            }
          }
          case "networks" -> c.texts().forEach(t -> Prefix.tryParse(t).ifPresent(networks::add));
          default -> c.skip();
        }
      }
    }
    return new AdminPolicy.Peer(namespaces, pods, networks);
  }

  /** portNumber, portRange or namedPort, which is of any protocol. */
  private void ports(List<NetworkPolicy.Port> into) throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "namedPort" -> into.add(new NetworkPolicy.Port("", c.text(), 0));
            case "portNumber", "portRange" -> into.add(port());
            default -> c.skip();
          }
        }
      }
    }
  }

  private NetworkPolicy.Port port() throws IOException {
    String protocol = "TCP";
    String port = "";
    int end = 0;
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "protocol" -> protocol = c.text("TCP");
          case "port", "start" -> port = c.text();
          case "end" -> end = c.integer();
          default -> c.skip();
        }
      }
    }
    return new NetworkPolicy.Port(protocol, port, end);
  }
}
