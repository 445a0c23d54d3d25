package io.coldcase.parse.kube;

import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One container of a PodSpec. */
final class ContainerReader {
  private final Cursor c;
  private final String at;
  private final boolean init;
  private final List<Container.Port> ports = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private String name = "";
  private String image = "";
  private List<String> command = List.of();
  private List<String> args = List.of();
  private Map<String, String> limits = Map.of();
  private Map<String, String> requests = Map.of();
  private Optional<Container.Probe> liveness = Optional.empty();
  private Optional<Container.Probe> readiness = Optional.empty();
  private Optional<Container.Probe> startup = Optional.empty();
  private boolean privileged;
  private boolean preStop;
  private Optional<Place> ownResolvConf = Optional.empty();
  private Place place;

  ContainerReader(Cursor c, String at, boolean init) {
    this.c = c;
    this.at = at;
    this.init = init;
    this.place = c.place(at);
  }

  Container read() throws IOException {
    if (c.object()) {
      while (c.member()) {
        member();
      }
    }
    return new Container(
        name,
        image,
        init,
        command,
        args,
        ports,
        env,
        limits,
        requests,
        liveness,
        readiness,
        startup,
        privileged,
        preStop,
        ownResolvConf,
        place);
  }

  private void member() throws IOException {
    switch (c.name()) {
      case "name" -> {
        place = c.place(at);
        name = c.text();
      }
      case "image" -> image = c.text();
      case "command" -> command = c.texts();
      case "args" -> args = c.texts();
      case "ports" -> ports();
      case "env" -> env();
      case "resources" -> resources();
      case "volumeMounts" -> volumeMounts();
      case "livenessProbe" -> liveness = Optional.of(probe("livenessProbe"));
      case "readinessProbe" -> readiness = Optional.of(probe("readinessProbe"));
      case "startupProbe" -> startup = Optional.of(probe("startupProbe"));
      case "securityContext" -> {
        if (c.object()) {
          while (c.member()) {
            if (c.name().equals("privileged")) {
              privileged = c.bool();
            } else {
              c.skip();
            }
          }
        }
      }
      case "lifecycle" -> {
        if (c.object()) {
          while (c.member()) {
            preStop |= c.name().equals("preStop");
            c.skip();
          }
        }
      }
      default -> c.skip();
    }
  }

  private void volumeMounts() throws IOException {
    if (!c.array()) {
      return;
    }
    for (int i = 0; c.element(); i++) {
      if (c.object()) {
        while (c.member()) {
          if (c.name().equals("mountPath")) {
            Place here = c.place(at + "/volumeMounts/" + i);
            if (c.text().equals("/etc/resolv.conf")) {
              ownResolvConf = Optional.of(here);
            }
          } else {
            c.skip();
          }
        }
      }
    }
  }

  private void ports() throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      String name = "";
      String protocol = "TCP";
      int number = 0;
      int hostPort = 0;
      Place place = c.place(at + "/ports/" + ports.size());
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "name" -> name = c.text();
            case "protocol" -> protocol = c.text("TCP");
            case "containerPort" -> {
              place = c.place(place.pointer());
              number = c.integer();
            }
            case "hostPort" -> hostPort = c.integer();
            default -> c.skip();
          }
        }
      }
      ports.add(new Container.Port(name, number, protocol, hostPort, place));
    }
  }

  private void env() throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      String name = "";
      String value = "";
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "name" -> name = c.text();
            case "value" -> value = c.text();
            default -> c.skip();
          }
        }
      }
      env.put(name, value.equals("<redacted>") ? "" : value);
    }
  }

  private void resources() throws IOException {
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "limits" -> limits = c.map();
          case "requests" -> requests = c.map();
          default -> c.skip();
        }
      }
    }
  }

  private Container.Probe probe(String field) throws IOException {
    Place place = c.place(at + "/" + field);
    String type = "exec";
    String port = "";
    String path = "";
    String host = "";
    String scheme = "";
    int timeout = 1;
    int period = 10;
    int failures = 3;
    int delay = 0;
    if (c.object()) {
      while (c.member()) {
        String member = c.name();
        switch (member) {
          case "httpGet", "tcpSocket", "grpc" -> {
            type = member;
            place = c.place(at + "/" + field + "/" + member);
            if (c.object()) {
              while (c.member()) {
                switch (c.name()) {
                  case "port" -> {
                    place = c.place(place.pointer());
                    port = c.text();
                  }
                  case "path" -> path = c.text();
                  case "host" -> host = c.text();
                  case "scheme" -> scheme = c.text();
                  default -> c.skip();
                }
              }
            }
          }
          case "timeoutSeconds" -> timeout = c.integer();
          case "periodSeconds" -> period = c.integer();
          case "failureThreshold" -> failures = c.integer();
          case "initialDelaySeconds" -> delay = c.integer();
          default -> c.skip();
        }
      }
    }
    return new Container.Probe(
        type, port, path, host, scheme, timeout, period, failures, delay, place);
  }
}
