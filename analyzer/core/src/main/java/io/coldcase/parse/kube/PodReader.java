package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.ContainerStatus.State;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.net.Ip;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** spec and status of a Pod. */
final class PodReader implements KindReader {
  private final Cursor c;
  private PodSpec spec;
  private final List<ContainerStatus> statuses = new ArrayList<>();
  private final List<Ip> ips = new ArrayList<>();
  private List<Condition> conditions = List.of();
  private Optional<Ip> hostIp = Optional.empty();
  private Optional<Ip> podIp = Optional.empty();
  private String nodeName = "";
  private String phase = "";
  private String reason = "";
  private String message = "";
  private Instant started = Instant.EPOCH;

  PodReader(Cursor c) {
    this.c = c;
    this.spec = PodSpecReader.none(c);
  }

  @Override
  public boolean member(String name) throws IOException {
    switch (name) {
      case "spec" -> {
        PodSpecReader r = new PodSpecReader(c, "spec");
        spec = r.read();
        nodeName = r.nodeName;
      }
      case "status" -> status();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public Pod build(Meta meta) {
    if (ips.isEmpty()) {
      podIp.ifPresent(ips::add);
    }
    return new Pod(
        meta, spec, nodeName, phase, reason, message, hostIp, ips, started, conditions, statuses);
  }

  private void status() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "phase" -> phase = c.text();
        case "reason" -> reason = c.text();
        case "message" -> message = c.text();
        case "hostIP" -> hostIp = Ip.tryParse(c.text());
        case "podIP" -> podIp = Ip.tryParse(c.text());
        case "podIPs" -> podIps();
        case "startTime" -> started = c.instant();
        case "conditions" -> conditions = MetaReader.conditions(c, "status/conditions");
        case "containerStatuses" -> statuses("status/containerStatuses", false);
        case "initContainerStatuses" -> statuses("status/initContainerStatuses", true);
        default -> c.skip();
      }
    }
  }

  private void podIps() throws IOException {
    if (c.array()) {
      while (c.element()) {
        if (c.object()) {
          while (c.member()) {
            if (c.name().equals("ip")) {
              Ip.tryParse(c.text()).ifPresent(ips::add);
            } else {
              c.skip();
            }
          }
        }
      }
    }
  }

  private void statuses(String at, boolean init) throws IOException {
    if (!c.array()) {
      return;
    }
    int i = 0;
    while (c.element()) {
      statuses.add(status(at + "/" + i++, init));
    }
  }

  private ContainerStatus status(String at, boolean init) throws IOException {
    String name = "";
    String id = "";
    boolean ready = false;
    int restarts = 0;
    StateReader state = new StateReader();
    StateReader last = new StateReader();
    int line = c.line();
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "name" -> {
            line = c.line();
            name = c.text();
          }
          case "ready" -> ready = c.bool();
          case "restartCount" -> restarts = c.integer();
          case "containerID" -> id = c.text();
          case "state" -> state.read();
          case "lastState" -> last.read();
          default -> c.skip();
        }
      }
    }
    Place place = new Place(state.line > 0 ? state.line : line, at);
    Place lastPlace = new Place(last.line > 0 ? last.line : line, at + "/lastState");
    return new ContainerStatus(
        name, init, ready, restarts, id, state.state, last.state, place, lastPlace);
  }

  /** A ContainerState; the line is that of its reason. */
  private final class StateReader {
    State state = State.NONE;
    int line;

    void read() throws IOException {
      if (!c.object()) {
        return;
      }
      while (c.member()) {
        String phase = c.name();
        String reason = "";
        String message = "";
        int exitCode = 0;
        Instant started = Instant.EPOCH;
        Instant finished = Instant.EPOCH;
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "reason" -> {
                line = c.line();
                reason = c.text();
              }
              case "message" -> message = c.text();
              case "exitCode" -> exitCode = c.integer();
              case "startedAt" -> started = c.instant();
              case "finishedAt" -> finished = c.instant();
              default -> c.skip();
            }
          }
        }
        state = new State(phase, reason, message, exitCode, started, finished);
      }
    }
  }
}
