package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** Queueing disciplines ({@code tc -s qdisc}, tc(8)). */
public record Qdiscs(List<Qdisc> list) {
  public Qdiscs {
    list = List.copyOf(list);
  }

  /**
   * One queueing discipline.
   *
   * @param kind noqueue, fq_codel, netem, tbf, ...
   * @param parent empty for the root
   * @param options as printed behind the place, for example {@code limit 1000 delay 100ms}
   * @param sentPackets since it was made
   * @param overlimits packets that had to wait for tokens
   */
  public record Qdisc(
      String kind,
      String dev,
      String parent,
      String options,
      long sentPackets,
      long dropped,
      long overlimits,
      SourceRef at) {}
}
