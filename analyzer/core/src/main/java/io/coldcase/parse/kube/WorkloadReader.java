package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Selector;
import io.coldcase.model.kube.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** spec and status of a Deployment, DaemonSet, StatefulSet or ReplicaSet. */
final class WorkloadReader implements KindReader {
  private final Cursor c;
  private Selector selector = Selector.ALL;
  private Map<String, String> templateLabels = Map.of();
  private PodSpec template;
  private List<Condition> conditions = List.of();
  private String serviceName = "";
  private int desired = 1;
  private int current;
  private int ready;
  private int available;
  private Place replicasPlace = Place.NONE;

  WorkloadReader(Cursor c) {
    this.c = c;
    this.template = PodSpecReader.none(c);
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
  public Workload build(Meta meta) {
    return new Workload(
        meta,
        selector,
        templateLabels,
        template,
        desired,
        current,
        ready,
        available,
        serviceName,
        conditions,
        replicasPlace);
  }

  private void spec() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "replicas" -> {
          replicasPlace = c.place("spec/replicas");
          desired = c.integer();
        }
        case "selector" -> selector = MetaReader.selector(c);
        case "serviceName" -> serviceName = c.text();
        case "template" -> template();
        default -> c.skip();
      }
    }
  }

  private void template() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "metadata" -> {
          MetaReader m = new MetaReader();
          m.read(c);
          templateLabels = m.labels;
        }
        case "spec" -> template = new PodSpecReader(c, "spec/template/spec").read();
        default -> c.skip();
      }
    }
  }

  private void status() throws IOException {
    if (!c.object()) {
      return;
    }
    while (c.member()) {
      switch (c.name()) {
        case "desiredNumberScheduled" -> {
          replicasPlace = c.place("status/desiredNumberScheduled");
          desired = c.integer();
        }
        case "replicas", "currentNumberScheduled" -> current = c.integer();
        case "readyReplicas", "numberReady" -> ready = c.integer();
        case "availableReplicas", "numberAvailable" -> available = c.integer();
        case "conditions" -> conditions = MetaReader.conditions(c, "status/conditions");
        default -> c.skip();
      }
    }
  }
}
