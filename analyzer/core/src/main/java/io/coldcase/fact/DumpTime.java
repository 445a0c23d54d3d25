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
  private DumpTime() {}

  /** The newest time in leases and events; the end of the collection when there are none. */
  static Instant of(Cluster cluster) {
    Instant newest = Instant.EPOCH;
    for (Event e : cluster.objects(Event.class)) {
      newest = e.last().isAfter(newest) ? e.last() : newest;
    }
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      Instant t = renewed(o);
      newest = t.isAfter(newest) ? t : newest;
    }
    return newest.equals(Instant.EPOCH) ? cluster.now() : newest;
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
