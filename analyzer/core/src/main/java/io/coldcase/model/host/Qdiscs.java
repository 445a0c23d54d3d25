package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** Queueing disciplines and packet filters of interfaces ({@code tc -s qdisc}, tc(8)). */
public record Qdiscs(List<Qdisc> list, List<Filter> filters) {
  public Qdiscs {
    list = List.copyOf(list);
    filters = List.copyOf(filters);
  }

  /**
   * A filter of the traffic control, or a BPF program at one of its hooks or at XDP.
   *
   * @param hook ingress or egress, or as bpftool names it: {@code tcx/ingress}, {@code xdp}
   * @param kind bpf, u32, flower, ...; empty from bpftool
   * @param program name of a BPF program, {@code bytecode} of a classic one; empty when unknown
   * @param discards it can drop packets as far as its text shows
   * @param dropped packets that its actions dropped
   */
  public record Filter(
      String dev,
      String hook,
      String kind,
      String program,
      boolean discards,
      long dropped,
      SourceRef at) {
    /** A BPF program, or what bpftool lists at a hook. */
    public boolean bpf() {
      return kind.equals("bpf") || kind.isEmpty();
    }
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
