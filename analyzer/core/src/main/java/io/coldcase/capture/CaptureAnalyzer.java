package io.coldcase.capture;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One capture to its {@link CaptureSummary} in one pass and bounded memory: flows at every tunnel
 * depth with their TCP behaviour, DNS exchanges, ICMP errors and ARP bindings. A packet that stands
 * twice in the file is recognised before every statistic. Not thread-safe; make one per file.
 */
public final class CaptureAnalyzer {
  /** Live flows kept by default; about 1 KiB each. */
  public static final int DEFAULT_FLOWS = 200_000;

  private final FlowTable table;
  private final DnsTracker dns = new DnsTracker();
  private final IcmpTracker icmp = new IcmpTracker();
  private final ArpTracker arp = new ArpTracker();
  private final Level quoted = new Level();
  private long bytes;
  private long captured;
  private long first;
  private long last;
  private long unread;
  private long fragments;
  private long duplicated;

  /**
   * @param maxFlows live flows to hold; older idle ones are closed and counted
   */
  public CaptureAnalyzer(int maxFlows) {
    this.table = new FlowTable(maxFlows);
  }

  public static CaptureSummary analyze(String source, InputStream in) throws IOException {
    return new CaptureAnalyzer(DEFAULT_FLOWS).run(source, in, false);
  }

  /**
   * Reads all of {@code in}.
   *
   * @param ahead with a second thread that reads packets ahead, for captures of some megabytes
   */
  public CaptureSummary run(String source, InputStream in, boolean ahead) throws IOException {
    try (CaptureReader reader = CaptureReader.open(in);
        PacketStream packets = PacketStream.of(reader, ahead)) {
      for (PacketStream.Batch b = packets.next(); b.count() > 0; b = packets.next()) {
        for (int i = 0; i < b.count(); i++) {
          packet(b.packet(i));
        }
      }
      return new CaptureSummary(
          source,
          reader.interfaces(),
          reader.packets(),
          bytes,
          captured,
          first,
          last,
          unread,
          fragments,
          duplicated,
          reader.truncated(),
          table.flows(),
          table.evicted(),
          dns.exchanges(),
          icmp.errors(),
          arp.bindings(),
          reader.warnings());
    }
  }

  private void packet(Packet p) {
    Frame f = p.frame;
    bytes += f.wireLength;
    captured += f.length;
    if (f.nanos != 0) {
      first = first == 0 ? f.nanos : Math.min(first, f.nanos);
      last = Math.max(last, f.nanos);
    }
    Dissection d = p.headers;
    if (d.levels() == 0) {
      if (d.arp >= 0) {
        arp.packet(f.data, d.arp, f.number);
      } else if (d.unsupportedLink
          || d.etherType == 0
          || d.etherType == 0x0800
          || d.etherType == 0x86dd) {
        unread++;
      }
      return;
    }
    if (p.twice) {
      duplicated++;
      return;
    }
    for (int i = 0; i < d.levels(); i++) {
      level(d.level(i), i, f);
    }
  }

  private void level(Level l, int depth, Frame f) {
    if (l.fragment()) {
      fragments++;
    }
    if (l.depth == Level.Depth.NONE) {
      return;
    }
    if (l.protocol == 1 || l.protocol == 58) {
      if (l.depth == Level.Depth.TRANSPORT && icmp.error(l, f.data, quoted, f.nanos, f.number)) {
        blame(l, depth);
      } else if (l.protocol == 58 && l.depth == Level.Depth.TRANSPORT) {
        arp.neighbour(l, f.data, f.number);
      }
    }
    int hash = FlowTable.hash(l, depth);
    Flow flow = table.find(l, depth, hash);
    if (flow == null) {
      flow = table.add(new Flow(l, depth, hash, f.nanos, f.number));
    } else if (flow.tcp != null && l.depth == Level.Depth.TRANSPORT && flow.tcp.reusedBy(l)) {
      Flow fresh = new Flow(l, depth, hash, f.nanos, f.number);
      table.replace(flow, fresh);
      flow = fresh;
    }
    int direction = Math.max(0, flow.direction(l, depth));
    flow.count(direction, l.payloadWire, f.nanos, f.number);
    if (l.depth != Level.Depth.TRANSPORT) {
      return;
    }
    if (flow.tcp != null) {
      flow.tcp.segment(direction, l, f.data, f.nanos, f.number);
    }
    if (l.sourcePort == 53 || l.targetPort == 53) {
      dns(flow, direction, l, depth, f);
    }
  }

  private void dns(Flow flow, int direction, Level l, int depth, Frame f) {
    if (l.protocol == 17) {
      dns.message(l, depth, f.data, l.data, l.dataCaptured(), false, f.nanos, f.number);
    } else if (l.protocol == 6) {
      DnsStream stream = flow.dnsStream(direction);
      boolean whole = stream.segment(l, f.data);
      while (whole) {
        dns.message(l, depth, stream.buffer(), 2, stream.length(), true, f.nanos, f.number);
        whole = stream.advance();
      }
    }
  }

  private void blame(Level l, int depth) {
    if (quoted.depth == Level.Depth.TRANSPORT) {
      @Nullable Flow about = table.find(quoted, depth, FlowTable.hash(quoted, depth));
      if (about != null) {
        about.icmpErrors++;
        about.icmpError = IcmpError.word(l.protocol == 58, l.icmpType, l.icmpCode);
      }
    }
  }
}
