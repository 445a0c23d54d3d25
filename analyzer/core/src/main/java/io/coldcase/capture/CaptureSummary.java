package io.coldcase.capture;

import java.util.List;

/**
 * What one capture holds.
 *
 * @param source file or artifact path
 * @param packets packets read; {@code bytes} on the wire, {@code captured} kept
 * @param firstNanos time of the earliest packet in nanoseconds since the epoch, 0 without packets
 * @param unread packets whose link or network layer was not understood (ARP and other EtherTypes
 *     are no IP and not counted)
 * @param fragments packets that are IP fragments
 * @param duplicates packets that stand twice in the file (same place seen twice) and were left out
 *     of all statistics
 * @param evictedFlows flows closed early to stay within memory
 */
public record CaptureSummary(
    String source,
    List<CaptureInterface> interfaces,
    long packets,
    long bytes,
    long captured,
    long firstNanos,
    long lastNanos,
    long unread,
    long fragments,
    long duplicates,
    boolean truncated,
    List<Flow> flows,
    long evictedFlows,
    List<DnsExchange> dns,
    List<IcmpError> icmpErrors,
    List<ArpBinding> arp,
    List<String> warnings) {
  public CaptureSummary {
    interfaces = List.copyOf(interfaces);
    flows = List.copyOf(flows);
    dns = List.copyOf(dns);
    icmpErrors = List.copyOf(icmpErrors);
    arp = List.copyOf(arp);
    warnings = List.copyOf(warnings);
  }
}
