package io.coldcase.fact;

import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.PlainObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * When the API objects were listed, as far as they tell themselves: nothing in them is later. Nodes
 * and the API server renew their leases every 10 s, so the newest lease tells it well.
 */
final class DumpTime {
  private final Instant newest;

  private DumpTime(Cluster cluster) {
    Instant found = Instant.EPOCH;
    for (Event e : cluster.objects(Event.class)) {
      found = e.last().isAfter(found) ? e.last() : found;
    }
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      Instant t = renewed(o);
      found = t.isAfter(found) ? t : found;
    }
    newest = found.equals(Instant.EPOCH) ? cluster.now() : found;
  }

  /** The newest time in leases and events; the end of the collection when there are none. */
  static Instant of(Cluster cluster) {
    return cluster.derived(DumpTime.class, DumpTime::new).newest;
  }

  /** spec.renewTime of a Lease, else {@link Instant#EPOCH}. */
  static Instant renewed(PlainObject lease) {
    String text =
        lease.meta().kind().equals("Lease")
            ? lease.fields().getOrDefault("/spec/renewTime", "")
            : "";
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
